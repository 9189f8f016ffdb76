"""The 903 return after a person put a time in care or a legal status right, or withdrew it."""

from datetime import date

import pytest

from pupils.models import CareEpisode, CarePeriod, CarePlacement
from pupils.services.care_corrections import (
    CareTime,
    correct_care_period,
    withdraw_care_period,
)
from pupils.services.legal_status_corrections import (
    StatusAsItIs,
    correct_legal_status,
    withdraw_legal_status,
)
from pupils.services.row_versions import version_of
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import history_events
from tests.pupils.imports.test_ssda903 import (
    EPISODES,
    HAL,
    HEADER,
    TWO_EPISODES,
    episode,
    hal,
    load_return,
    periods,
)

__all__ = ["load_return"]  # the fixture
pytestmark = pytest.mark.django_db
ENTERED, MOVED, ENDED = date(2025, 6, 2), date(2026, 2, 10), date(2026, 3, 20)
OPEN = EPISODES + episode("02/06/2025", "", "S", "")
CLOSED = EPISODES + episode("02/06/2025", "20/03/2026", "S", "E4A")
STATUS_CHANGED = (
    EPISODES
    + episode("02/06/2025", "10/02/2026", "S", "X1", ls="V2")
    + episode("10/02/2026", "", "L", "")
)


def correct(cast, **changes) -> None:
    period = CarePeriod.objects.get(pupil=hal())
    names = CareTime.__dataclass_fields__
    right = {name: getattr(period, name) for name in names} | changes
    correct_care_period(
        actor=cast.officer,
        period=period,
        version=version_of(period),
        reason="A mistake",
        right=CareTime(**right),
    )


def status_from(day: date) -> CareEpisode:
    return CareEpisode.objects.get(care_period__pupil=hal(), started_on=day)


def correct_status(cast, row: CareEpisode, **changes) -> None:
    names = StatusAsItIs.__dataclass_fields__
    right = {name: getattr(row, name) for name in names} | changes
    correct_legal_status(
        actor=cast.officer,
        episode=row,
        version=version_of(row),
        reason="A mistake",
        right=StatusAsItIs(**right),
    )


def statuses() -> list[tuple[str, date, date | None]]:
    rows = CareEpisode.objects.filter(care_period__pupil=hal()).order_by("started_on")
    return list(rows.values_list("legal_status", "started_on", "ended_on"))


def homes() -> list[tuple[date, date | None]]:
    rows = CarePlacement.objects.filter(pupil=hal()).order_by("started_on")
    return list(rows.values_list("started_on", "ended_on"))


def stays(load_return, episodes: str, *warned: tuple[int, str]) -> None:
    """The same return is named line by line, and changes nothing."""
    before = periods(), statuses(), homes(), history_events()
    for _ in range(2):
        job = load_return(header=HEADER + HAL, episodes=episodes)
        assert findings_of(job) == []
        assert findings_of(job, "warning") == [
            ("e.csv", line, column, "put_right") for line, column in warned
        ]
        assert job.counts["new"] == job.counts["changed"] == 0
        assert (periods(), statuses(), homes(), history_events()) == before


@pytest.mark.parametrize("day", [date(2025, 5, 26), date(2025, 6, 9), date(2025, 9, 1)])
@pytest.mark.parametrize("told", [OPEN, CLOSED, TWO_EPISODES, STATUS_CHANGED])
def test_the_former_first_day_does_not_come_back(load_return, cast, day, told):
    load_return(episodes=told)
    correct(cast, started_on=day)
    assert periods()[0][0] == statuses()[0][1] == homes()[0][0] == day
    stays(load_return, told, (2, "DECOM"))


def test_another_first_day_contradicts_the_record_and_is_named(load_return, cast):
    load_return(episodes=OPEN)
    correct(cast, started_on=date(2025, 6, 9))
    job = load_return(episodes=EPISODES + episode("04/06/2025", "", "S", ""))
    assert findings_of(job) == [("e.csv", 2, "DECOM", "overlap")]


@pytest.mark.parametrize("ended_on", [date(2026, 3, 10), date(2026, 4, 7), None])
def test_the_former_last_day_does_not_come_back(load_return, cast, ended_on):
    load_return(episodes=CLOSED)
    correct(cast, ended_on=ended_on)
    assert periods() == [(ENTERED, ended_on, "E4A" if ended_on else "")]
    assert statuses() == [("C2", ENTERED, ended_on)]
    stays(load_return, CLOSED, (2, "DEC"))


def test_nor_does_the_former_reason(load_return, cast):
    load_return(episodes=CLOSED)
    correct(cast, end_reason="E4B")
    stays(load_return, CLOSED, (2, "DEC"))
    assert periods() == [(ENTERED, ENDED, "E4B")]


def test_an_older_return_does_not_reopen_care_that_a_person_ended(load_return, cast):
    load_return(episodes=OPEN)
    correct(cast, ended_on=ENDED, end_reason="E4A")
    stays(load_return, OPEN)


def test_a_time_in_care_that_was_withdrawn_does_not_come_back(load_return, cast):
    load_return(episodes=STATUS_CHANGED)
    period = CarePeriod.objects.get(pupil=hal())
    withdraw_care_period(
        actor=cast.officer, period=period, version=version_of(period), reason="Another child"
    )
    stays(load_return, STATUS_CHANGED, (2, "DECOM"), (3, "DECOM"))
    assert periods() == []


@pytest.mark.parametrize("told", [TWO_EPISODES, STATUS_CHANGED])
@pytest.mark.parametrize(
    "changes", [{"legal_status": "C1"}, {"category_of_need": "N5"}, {"category_of_need": ""}]
)
def test_a_status_that_was_put_right_stands(load_return, cast, told, changes):
    load_return(episodes=told)
    correct_status(cast, status_from(MOVED), **changes)
    stays(load_return, told, (3, "LS"))


@pytest.mark.parametrize("day", [date(2026, 1, 12), date(2026, 3, 2)])
def test_so_does_the_day_on_which_the_status_alone_changed(load_return, cast, day):
    load_return(episodes=STATUS_CHANGED)
    correct_status(cast, status_from(MOVED), started_on=day)
    assert statuses() == [("V2", ENTERED, day), ("C2", day, None)]
    assert homes() == [(ENTERED, None)]
    stays(load_return, STATUS_CHANGED, (2, "LS"), (3, "LS"))


@pytest.mark.parametrize("day", [date(2026, 1, 12), date(2026, 3, 2)])
def test_and_where_the_home_changed_too_the_home_keeps_its_day(load_return, cast, day):
    load_return(episodes=TWO_EPISODES)
    correct_status(cast, status_from(MOVED), started_on=day)
    assert statuses() == [("V2", ENTERED, day), ("C2", day, None)]
    assert homes() == [(ENTERED, MOVED), (MOVED, None)]
    stays(load_return, TWO_EPISODES, (2, "LS"), (3, "LS"))


def test_such_a_row_still_tells_the_home(load_return, cast):
    load_return(episodes=TWO_EPISODES)
    correct_status(cast, status_from(MOVED), started_on=date(2026, 1, 12))
    later = TWO_EPISODES.replace("K2", "K1")
    assert load_return(episodes=later).counts["changed"] == 1
    assert list(
        CarePlacement.objects.filter(pupil=hal()).values_list("placement_type", flat=True)
    ) == ["U6", "K1"]
    assert statuses()[1] == ("C2", date(2026, 1, 12), None)


@pytest.mark.parametrize("told", [TWO_EPISODES, STATUS_CHANGED])
def test_a_status_that_was_withdrawn_does_not_come_back(load_return, cast, told):
    load_return(episodes=told)
    row = status_from(MOVED)
    withdraw_legal_status(
        actor=cast.officer, episode=row, version=version_of(row), reason="No order was made"
    )
    assert statuses() == [("V2", ENTERED, None)]
    named = [(3, "LS")] if told == STATUS_CHANGED else [(2, "LS"), (3, "LS")]
    stays(load_return, told, *named)


@pytest.mark.parametrize("told", [TWO_EPISODES, STATUS_CHANGED])
def test_nor_does_the_first_one(load_return, cast, told):
    load_return(episodes=told)
    row, before = status_from(ENTERED), homes()
    withdraw_legal_status(
        actor=cast.officer, episode=row, version=version_of(row), reason="The order came first"
    )
    assert (statuses(), homes()) == ([("C2", ENTERED, None)], before)
    stays(load_return, told, (2, "LS"), (3, "LS"))


def test_how_care_went_on_after_a_status_that_was_put_right_is_loaded(load_return, cast):
    load_return(episodes=OPEN)
    correct_status(cast, status_from(ENTERED), legal_status="V2")
    job = load_return(
        episodes=EPISODES
        + episode("02/06/2025", "10/02/2026", "S", "X1")
        + episode("10/02/2026", "", "L", "", ls="E1")
    )
    assert findings_of(job) == []
    assert statuses() == [("V2", ENTERED, MOVED), ("E1", MOVED, None)]


def test_a_status_that_ended_before_care_leaves_the_home_its_last_day(load_return, cast):
    load_return(episodes=CLOSED)
    correct_status(cast, status_from(ENTERED), ended_on=date(2026, 3, 2))
    assert homes() == [(ENTERED, ENDED)]
    stays(load_return, CLOSED, (2, "LS"))
