"""Files of the council that still tell of a child under two numbers, once care is one time."""

from datetime import date

import pytest

from pupils.models import CareEpisode, CarePeriod, CarePlacement, Pupil
from pupils.services.merges import merge_pupils
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import BLANK, roll
from tests.pupils.imports.test_ssda903 import EPISODES, HAL, HEADER, episode
from vsh.tables.findings import Level

FIRST, MARCH = date(2025, 6, 2), date(2026, 3, 1)
OLD = episode("02/06/2025", "01/03/2026", "S", "E8")
NEW = episode("01/03/2026", "", "S", "", child="H2", post="NS9 9ZZ")
OTHER = HAL.replace("H1", "H2").replace("B801200005001", "")


def load_return(cast, *rows: str):
    files = {"h.csv": HEADER + HAL + OTHER, "e.csv": EPISODES + "".join(rows)}
    return load("ssda903", files, authority=cast.northshire)


def care() -> list[tuple]:
    rows = CarePeriod.objects.filter(pupil__child_id__in=["H1", "H2"])
    return list(rows.values_list("pupil__child_id", "started_on", "ended_on"))


@pytest.fixture
def joined(cast):
    """The return told of H1 up to March, and of H2 from then on; now they are one."""

    def join(stays: str):
        load_return(cast, OLD, NEW)
        children = {one.child_id: one for one in Pupil.objects.filter(child_id__in=["H1", "H2"])}
        keep = children.pop(stays)
        [gone] = children.values()
        merge_pupils(actor=cast.data, keep=keep, gone=gone, reason="One child")
        assert care() == [(stays, FIRST, None)]
        return cast

    return join


@pytest.mark.parametrize(("stays", "code"), [("H1", "conflicting_end"), ("H2", "overlap")])
def test_the_same_return_again_ends_and_shortens_nothing(joined, stays: str, code: str):
    cast = joined(stays)
    before = list(CarePlacement.objects.order_by("pk").values())
    job = load_return(cast, OLD, NEW)
    assert code in {one for *_, one in findings_of(job, "error")}
    assert care() == [(stays, FIRST, None)]
    assert list(CarePlacement.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("stays", ["H1", "H2"])
def test_a_return_of_one_number_goes_on(joined, stays: str):
    cast = joined(stays)
    whole = OLD.replace(",E8,", ",X1,") + NEW.replace(",S,", ",P,").replace("H2,", "H1,")
    job = load_return(cast, whole.replace("H1,", f"{stays},"))
    assert job.counts["refused"] == 0
    assert care() == [(stays, FIRST, None)]
    rows = CareEpisode.objects.filter(care_period__pupil__child_id=stays).order_by("started_on")
    assert list(rows.values_list("reason_started", "reason_ended")) == [("S", "X1"), ("P", "")]


# --- the roll


ROLL = {**BLANK, "sex": "M", "date_of_birth": "2012-05-06", "first_language": "Welsh"}


@pytest.mark.parametrize(
    ("stays", "days", "column", "code"),
    [
        ("H1", ("2025-06-02", "2026-03-01"), "looked_after_to", "care_went_on"),
        ("H2", ("2026-03-01", ""), "looked_after_from", "open_period"),
    ],
)
def test_a_row_of_one_number_leaves_care_as_it_is_and_loads_the_rest(
    joined, stays: str, days: tuple[str, str], column: str, code: str
):
    cast = joined(stays)
    before = list(CarePlacement.objects.order_by("pk").values())
    row = ROLL | {"child_id": stays, "looked_after_from": days[0], "looked_after_to": days[1]}
    job = load("roll", {"r.csv": roll(row)}, authority=cast.northshire)
    assert findings_of(job) == [("r.csv", 2, column, code)]
    assert "If two records of the child were merged" in job.kept[Level.ERROR][0].message
    assert job.counts["refused"] == 0
    assert care() == [(stays, FIRST, None)]
    assert list(CarePlacement.objects.order_by("pk").values()) == before
    assert Pupil.objects.get(child_id=stays).first_language == "Welsh"
