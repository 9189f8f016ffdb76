"""What follows from the legal status on record for a child in custody: the status decides."""

from datetime import date

import pytest

from placements.rules.custody import Status, standing


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("C1", "sentence", "The care order continues in custody"),
        ("C2", "remand", "The care order continues in custody"),
        ("E1", "sentence", "The care order continues in custody"),
        ("J1", "remand", "is looked after while the remand lasts"),
        ("J1", "sentence", "the legal status that is recorded then decides"),
        ("V2", "sentence", "immediately before conviction"),
        ("V2", "remand", "remains looked after"),
        ("V2", "welfare", "remains looked after"),
        ("J3", "sentence", "stays so until its end is recorded"),
    ],
)
def test_who_is_looked_after_stays_so_as_recorded(code, kind, words) -> None:
    found = standing(Status(is_looked_after=True, legal_status=code), kind=kind)
    assert found.heading == "Looked after, as recorded"
    assert words in found.words


@pytest.mark.parametrize(("kind", "asks"), [("sentence", False), ("remand", True)])
def test_who_has_ceased_is_followed_up_whatever_the_placement(kind, asks) -> None:
    ended = Status(
        is_looked_after=False,
        legal_status="V2",
        ended_on=date(2026, 11, 2),
        ended_because="Sentenced to custody",
    )
    found = standing(ended, kind=kind)
    assert found.words.startswith("On record care ended on Mon 2 November 2026: Sentenced to")
    assert "Education follow-up goes on" in found.words
    assert ("Ask the social worker" in found.words) is asks


def test_who_never_was_and_who_is_grown_up() -> None:
    never = standing(Status(is_looked_after=False), kind="sentence")
    assert never.words.startswith("The clocks of the PEP")
    adult = standing(Status(is_looked_after=True, legal_status="C2", is_adult=True), kind="remand")
    assert adult.heading == "No longer a child"
