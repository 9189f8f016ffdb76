"""Files after a person recorded a legal status from a day: what they said stands."""

from datetime import date

import pytest

from pupils.models import CareEpisode
from pupils.services.new_legal_status import (
    NewStatus,
    last_status,
    record_legal_status,
    version_of_last,
)
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia, history_events
from tests.pupils.imports.test_ssda903 import EPISODES, episode, hal, load_return

__all__ = ["load_return"]  # the fixture
pytestmark = pytest.mark.django_db
ENTERED, CHANGED = date(2025, 6, 2), date(2026, 2, 10)
OPEN = EPISODES + episode("02/06/2025", "", "S", "")


def changed_on(day: str, end: str = "", rec: str = "", *, rne: str = "L", place: str = "U6") -> str:
    return (
        EPISODES
        + episode("02/06/2025", day, "S", "X1")
        + episode(day, end, rne, rec, ls="V2", place=place)
    )


def record(cast, pupil=None, **new) -> None:
    pupil = pupil or hal()
    record_legal_status(
        actor=cast.officer,
        pupil=pupil,
        version=version_of_last(last_status(pupil)),
        new=NewStatus(**{"legal_status": "V2", "started_on": CHANGED} | new),
    )


def statuses(pupil=None) -> list[tuple[str, date, date | None]]:
    rows = CareEpisode.objects.filter(care_period__pupil=pupil or hal()).order_by("started_on")
    return list(rows.values_list("legal_status", "started_on", "ended_on"))


RECORDED = [("C2", ENTERED, CHANGED), ("V2", CHANGED, None)]


def test_the_return_that_tells_the_same_changes_nothing(load_return, cast):
    load_return(episodes=OPEN)
    record(cast)
    before = history_events()
    for told in (changed_on("10/02/2026"), OPEN):
        job = load_return(episodes=told)
        assert findings_of(job) == findings_of(job, "warning") == []
        assert (job.counts["changed"], job.counts["new"]) == (0, 0)
        assert (statuses(), history_events()) == (RECORDED, before)


@pytest.mark.parametrize("day", ["09/02/2026", "12/02/2026", "02/03/2026"])
def test_another_day_of_the_same_change_contradicts_nothing(load_return, cast, day):
    load_return(episodes=OPEN)
    record(cast)
    for _ in range(2):
        job = load_return(episodes=changed_on(day))
        assert findings_of(job) == []
        assert findings_of(job, "warning") == [("e.csv", 3, "DECOM", "put_right")]
        assert (job.counts["changed"], job.counts["new"]) == (0, 0)
        assert statuses() == RECORDED


def test_nor_where_the_home_changed_on_that_day(load_return, cast):
    load_return(episodes=OPEN)
    record(cast)
    job = load_return(episodes=changed_on("12/02/2026", rne="B", place="K2"))
    assert findings_of(job) == []
    assert statuses() == RECORDED
    homes = hal().placements.order_by("started_on").values_list("placement_type", "started_on")
    assert list(homes) == [("U6", ENTERED), ("K2", date(2026, 2, 12))]


def test_how_it_went_on_is_loaded(load_return, cast):
    load_return(episodes=OPEN)
    record(cast)
    told = changed_on("12/02/2026", "02/03/2026", "X1") + episode("02/03/2026", "", "L", "")
    job = load_return(episodes=told)
    assert findings_of(job) == []
    later = date(2026, 3, 2)
    assert statuses() == [RECORDED[0], ("V2", CHANGED, later), ("C2", later, None)]


def test_a_return_that_knows_only_the_end_of_care_tells_it(load_return, cast):
    load_return(episodes=OPEN)
    record(cast)
    job = load_return(episodes=EPISODES + episode("02/06/2025", "20/03/2026", "S", "E4A"))
    assert findings_of(job) == []
    assert findings_of(job, "warning") == [("e.csv", 2, "LS", "put_right")]
    assert statuses() == [RECORDED[0], ("V2", CHANGED, date(2026, 3, 20))]


def test_another_change_contradicts_the_record_and_is_named(load_return, cast):
    load_return(episodes=OPEN)
    record(cast)
    told = changed_on("12/02/2026").replace(",V2,", ",C1,")
    job = load_return(episodes=told)
    assert findings_of(job) == [("e.csv", 3, "DECOM", "overlap")]
    assert statuses() == RECORDED


def test_the_roll_does_not_bring_the_former_status_back(night, cast):
    night(legal_status="C2")
    record(cast, gia(), started_on=date(2026, 11, 2))
    told = statuses(gia())
    assert [row[0] for row in told] == ["C2", "V2"]
    for _ in range(2):
        job = night(legal_status="C2")
        assert [one[2:] for one in findings_of(job, "warning")] == [("legal_status", "put_right")]
        assert statuses(gia()) == told
    assert findings_of(night(legal_status="V2"), "warning") == []
    assert statuses(gia()) == told
    night(legal_status="C1")  # another one is news
    assert [row[0] for row in statuses(gia())] == ["C2", "V2", "C1"]
