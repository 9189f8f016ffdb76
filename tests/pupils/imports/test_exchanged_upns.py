"""UPNs that pass from one child to another in one file: a file that is right is loaded."""

from datetime import date

import pytest

from pupils.imports.batches import Child, load_batch
from pupils.imports.changes import Changes
from pupils.models import CarePeriod, Pupil
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import GIA, roll
from vsh.tables.findings import Level
from vsh.tables.job import Job, Outcome
from vsh.tables.reading import Row

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


def test_the_history_of_an_exchange_knows_no_child_without_a_upn(cast):
    load("roll", {"r.csv": roll(*rows(FIRST, SECOND))}, authority=cast.northshire)
    load("roll", {"r.csv": roll(*rows(SECOND, FIRST))}, authority=cast.northshire)
    told = Pupil.pgh_event_model.objects.filter(child_id__in=CHILDREN).order_by("pgh_id")
    for child, upns in zip(CHILDREN, [[FIRST, SECOND], [SECOND, FIRST]], strict=False):
        found = told.filter(child_id=child).values_list("upn", flat=True)
        assert list(dict.fromkeys(found)) == upns


def test_of_a_ring_that_cannot_be_loaded_each_row_is_told_its_own_reason(cast):
    load("roll", {"r.csv": roll(*rows(FIRST, SECOND, THIRD))}, authority=cast.northshire)

    def plan(child, record):
        changes, line = Changes(), int(child.said)
        changes.set(
            record.pupil, upn={FIRST: SECOND, SECOND: THIRD, THIRD: FIRST}[record.pupil.upn]
        )
        if child.child_id == "N200":  # which is in care already
            changes.create(CarePeriod(pupil=record.pupil, started_on=date(2026, 4, 1)))
        changes.settle(Row("r.csv", line, [], {}), Outcome.CHANGED)
        return changes

    job = Job(authority=cast.northshire)
    children = [Child(child, str(line)) for line, child in enumerate(CHILDREN, start=2)]
    assert load_batch(job, cast.northshire, children, plan, lambda many: None) == set()
    refused = {one.line: (one.code, one.message) for one in job.kept[Level.ERROR]}
    assert {line: code == "waits_for_row" for line, (code, _) in refused.items()} == {
        2: True,
        3: False,
        4: True,
    }
    assert "the row of child N200 cannot be loaded" in refused[2][1]
    assert {child: upn for child, (upn, _) in on_record().items()} == dict(
        zip(CHILDREN, (FIRST, SECOND, THIRD), strict=True)
    )
