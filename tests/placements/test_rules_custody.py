"""What follows from the legal status on record for a child in custody: the status decides."""

from datetime import date

import pytest

from placements.rules.custody import Status, is_move_untold, standing


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("C1", "sentence", "The care order continues in custody"),
        ("C2", "remand", "The care order continues in custody"),
        ("C2", "welfare", "works directly with the unit"),
        ("E1", "sentence", "The care order continues in custody"),
        ("J1", "remand", "is looked after while the remand lasts"),
        ("J1", "sentence", "which status holds now"),
        # Annex 2: section 20 immediately before conviction counts, until its end is on record
        ("V2", "sentence", "accommodated under section 20, immediately before conviction"),
        ("V2", "sentence", "Once the authority has recorded that it ended, the clocks close"),
        ("V2", "remand", "section 20 who is remanded remains looked after"),
        ("V2", "welfare", "stays looked after"),
        ("J3", "sentence", "stays so until its end is recorded"),
    ],
)
def test_who_is_looked_after_stays_so_as_recorded(code, kind, words) -> None:
    found = standing(Status(is_looked_after=True, legal_status=code), kind=kind)
    assert found.heading == "Looked after, as recorded"
    assert words in found.words


@pytest.mark.parametrize(
    ("code", "kind", "is_sentenced", "asks"),
    [
        ("V2", "sentence", True, "whether it had ended before conviction"),
        ("C2", "sentence", True, "A care order is the last on record: ask the social worker"),
        ("J1", "sentence", True, ""),  # the remand alone ends with the sentence
        ("V2", "sentence", False, ""),  # care had ended for another reason
        ("C2", "sentence", False, ""),
        ("V2", "remand", False, "if that holds, what is on record is wrong"),
        ("V2", "welfare", True, ""),
    ],
)
def test_who_has_ceased_is_followed_up_and_a_doubt_is_said(code, kind, is_sentenced, asks) -> None:
    ended = Status(
        is_looked_after=False,
        legal_status=code,
        ended_on=date(2026, 11, 2),
        ended_because="Sentenced to custody",
        is_sentenced=is_sentenced,
    )
    found = standing(ended, kind=kind)
    assert found.heading == "Not looked after, as recorded"
    assert found.words.startswith("On record care ended on Mon 2 November 2026: Sentenced to")
    assert "Education follow-up goes on" in found.words
    assert asks in found.words
    assert ("the social worker" in found.words) is bool(asks)


def test_who_never_was_and_who_is_grown_up() -> None:
    never = standing(Status(is_looked_after=False), kind="sentence")
    assert never.words.startswith("The clocks of the PEP")
    adult = standing(Status(is_looked_after=True, legal_status="C2", is_adult=True), kind="remand")
    assert adult.heading == "No longer a child"


@pytest.mark.parametrize(
    ("home_type", "home_from", "is_untold"),
    [
        ("U6", date(2026, 10, 4), True),  # the home before
        ("U6", date(2026, 10, 5), False),  # one that began with the remand
        ("R5", date(2026, 10, 4), False),
        ("K1", date(2026, 2, 2), False),  # held already
        ("", date(2026, 2, 2), True),
        ("", None, True),  # no home on record
    ],
)
def test_whether_the_move_to_the_establishment_is_untold(home_type, home_from, is_untold) -> None:
    since = date(2026, 10, 5)
    assert is_move_untold(since, home_type=home_type, home_from=home_from) == is_untold
