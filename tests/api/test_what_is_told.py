"""A school's token tells nothing of a child who is not at the school, nor of another school."""

import pytest

from pupils.models import Enrolment
from tests.cast import Cast, add_children

from .sending import asked, lasting, mark, numbered, on_record

NOBODY = ("Z999000126090", "Z999000126091")
TODAYS = "2026-11-04"


def twice(upn: str, _: str) -> list[dict[str, str]]:
    return [mark(upn, TODAYS), mark(upn, TODAYS, code="I")]


# The same sessions of a child, whose two numbers are given, each in another company.
SHAPES = {
    "alone": lambda upn, _: [mark(upn, TODAYS)],
    "by the former number": lambda _, former: [mark(former, TODAYS)],
    "told twice": twice,
    "told twice, by both numbers": lambda *upns: [mark(upn, TODAYS) for upn in upns],
    "in the future": lambda upn, _: [mark(upn, "2026-11-05")],
    "no code": lambda upn, _: [mark(upn, TODAYS, code="Å")],
    "a closed day": lambda upn, _: [mark(upn, "2026-11-01")],
    "before more than are told": lambda upn, _: [
        mark(upn, TODAYS),
        *(mark(f"Z9990002{at:05d}", TODAYS) for at in range(100)),
    ],
    "beside a sound one": lambda upn, _: [mark("ada", TODAYS), mark(upn, TODAYS)],
}


@pytest.fixture
def elsewhere(cast: Cast, token) -> list[tuple[str, str]]:
    """The two numbers of children who have no place at Oakfield today."""
    add_children(
        cast, {"gus": {"setting": cast.elm}, "hal": {"setting": cast.elm, "is_restricted": True}}
    )
    Enrolment.objects.filter(pupil=cast.ben, setting=cast.oakfield).update(ended_on="2026-10-20")
    return [
        numbered(cast.ben, "B999000126002", "Z999000126012"),  # moved to Elm Grove
        numbered(cast.gus, "G999000126007", "Z999000126017"),
        numbered(cast.hal, "H999000126008", "Z999000126018"),  # restricted
        numbered(cast.cam, "C999000126003", "Z999000126013"),  # another authority's
    ]


@pytest.mark.parametrize("shape", list(SHAPES))
def test_a_child_elsewhere_is_as_nobody(client, token, send, elsewhere, shape: str) -> None:
    def told(upns: tuple[str, str]) -> dict:
        answer = send(*SHAPES[shape](*upns), key=f"key-of-{upns[0]}")
        return lasting(asked(client, answer, token.secret).json())

    of_nobody = told(NOBODY)
    assert of_nobody["needs_a_person"]
    assert of_nobody["found"]
    for upns in elsewhere:
        assert told(upns) == of_nobody, upns
    assert on_record() == []


@pytest.mark.parametrize("urn", ["999002", "998001", "123456"])
def test_marks_of_another_school_are_refused_before_anybody_is_looked_up(
    put, token, cast, urn: str
) -> None:
    answer = put(mark(), mark("ben", TODAYS, urn=urn))
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "pointer": "/marks/1/urn",
            "detail": "This token sends marks of 999001 alone. Leave the mark out.",
        }
    ]
    assert not token.token.deliveries.exists()


def test_children_of_the_school_are_taken_as_from_a_file_also_restricted_ones(
    client, token, send, cast
) -> None:
    cast.ada.former_upn = "Y999000126077"
    cast.ada.save()
    sent = send(mark("Y999000126077"), mark("eve"), mark("ben"))
    assert asked(client, sent, token.secret).json()["state"] == "loaded"
    assert [child for child, *_ in on_record()] == ["C-ada", "C-ben", "C-eve"]


def test_nothing_is_told_of_a_mark_before_it_is_loaded(client, token, send, cast) -> None:
    send(mark())

    def told(code: str) -> dict:
        answer = send(mark(code=code), mark("cam"), key=f"try-code-{ord(code)}")
        return lasting(asked(client, answer, token.secret).json())

    same, other = told("/"), told("I")
    assert same == other
    assert [same[name] for name in ("rows_new", "rows_changed", "rows_same")] == [None] * 3
    assert on_record() == [("C-ada", "2026-11-03", "/", "")]


def test_the_councils_own_system_sends_of_every_school_and_is_told_what_a_file_is(
    client, made, send, elsewhere
) -> None:
    council = made("The council's", setting=None)
    sound = send(mark("ben", TODAYS, urn="999002"), mark(date=TODAYS), secret=council.secret)
    assert asked(client, sound, council.secret).json()["rows_new"] == 2
    wrong = [mark("ben", TODAYS), mark(NOBODY[0], TODAYS)]
    answer = send(*wrong, secret=council.secret, key="delivery-2")
    found = asked(client, answer, council.secret).json()["found"]
    assert [one["code"] for one in found] == ["no_place", "unknown_upn"]
