"""UPNs that pass from one child to another in one file: a file that is right is loaded."""

import pytest

from pupils.models import Pupil
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import GIA, roll

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = "P207000016049", "B801200005001", "H801200001001"
CHILDREN = ("N100", "N200", "N300")


def rows(*upns: str) -> tuple[dict[str, str], ...]:
    return tuple(
        {**GIA, "child_id": child, "upn": upn} for child, upn in zip(CHILDREN, upns, strict=False)
    )


def on_record() -> dict[str, tuple[str, str]]:
    found = Pupil.objects.filter(child_id__in=CHILDREN)
    return {child.child_id: (child.upn, child.former_upn) for child in found}


@pytest.mark.parametrize("is_with_a_wrong_row", [False, True])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((FIRST, SECOND), (SECOND, THIRD)),  # who takes it stands first
        ((FIRST, SECOND), (THIRD, FIRST)),
        (("UN1", SECOND), (SECOND, "UN1")),
        ((FIRST, SECOND), (SECOND, FIRST)),
        ((FIRST, SECOND, THIRD), (SECOND, THIRD, FIRST)),
        (("", FIRST, SECOND), (FIRST, SECOND, THIRD)),
    ],
)
def test_a_upn_passes_from_one_child_to_another(cast, before, after, is_with_a_wrong_row):
    load("roll", {"r.csv": roll(*rows(*before))}, authority=cast.northshire)
    others: list[dict[str, str]] = []
    if is_with_a_wrong_row:  # which the database refuses: then each child is written alone
        Pupil.objects.filter(pk=cast.ada.pk).update(upn="A123456789012")
        others = [{**GIA, "child_id": "N900", "upn": "A123456789012"}]
    job = load("roll", {"r.csv": roll(*others, *rows(*after))}, authority=cast.northshire)
    assert [code for *_, code in findings_of(job)] == ["one_pupil_per_upn"] * len(others)
    assert {child: upn for child, (upn, _) in on_record().items()} == dict(
        zip(CHILDREN, after, strict=False)
    )
    again = load("roll", {"r.csv": roll(*rows(*after))}, authority=cast.northshire)
    assert (again.counts["changed"], again.counts["refused"]) == (0, 0)


def test_a_new_child_takes_the_upn_that_another_gives_up(cast):
    load("roll", {"r.csv": roll(*rows(FIRST))}, authority=cast.northshire)
    new = {**GIA, "child_id": "N200", "upn": FIRST}
    job = load("roll", {"r.csv": roll(new, *rows(SECOND))}, authority=cast.northshire)
    assert findings_of(job) == []
    assert on_record() == {"N100": (SECOND, FIRST), "N200": (FIRST, "")}


def test_a_upn_that_is_not_given_up_is_refused(cast):
    load("roll", {"r.csv": roll(*rows(FIRST, SECOND))}, authority=cast.northshire)
    wrong = {**GIA, "child_id": "N200", "upn": FIRST}
    job = load("roll", {"r.csv": roll(wrong)}, authority=cast.northshire)
    assert [code for *_, code in findings_of(job)] == ["one_pupil_per_upn"]
