"""One child's record as at a past day, and what it said of that day before it was corrected."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from pupils.models import CareEpisode
from reporting.child_as_at import lines_of
from reporting.child_fact_words import Said
from reporting.child_history import Change, of_day
from tests.cast import Cast
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in

DAY = date(2026, 9, 30)


def change(at: datetime, status: str, *, number: int = 1, row: int = 1, is_end: bool = False):
    return Change(
        kind="CareEpisode",
        row=row,
        at=at.replace(tzinfo=UTC),
        number=number,
        is_end=is_end,
        context={},
        values={"started_on": "2026-02-02", "ended_on": None, "legal_status": status},
    )


def status_on(facts, day: date) -> list[Said]:
    episode = of_day(facts, CareEpisode, day)
    value = episode.values["legal_status"] if episode else "none"
    return [Said(label="status", value=value, told=episode and episode.told["legal_status"])]


FIRST, LATE, LATER = datetime(2026, 2, 3), datetime(2026, 10, 5), datetime(2026, 11, 1)


@pytest.mark.parametrize(
    ("changes", "now", "formerly"),
    [
        ([change(FIRST, "C1")], "C1", []),
        # corrected while the day still went on: nothing else was said of it afterwards
        ([change(FIRST, "C1"), change(datetime(2026, 9, 30, 22, 59), "C2")], "C2", []),
        ([change(FIRST, "C1"), change(datetime(2026, 9, 30, 23), "C2")], "C2", ["C1"]),
        ([change(FIRST, "C1"), change(LATE, "C2"), change(LATER, "V2")], "V2", ["C1", "C2"]),
        # first loaded after the day: what was loaded first is no correction
        ([change(LATE, "C1"), change(LATER, "C2")], "C2", ["C1"]),
        ([change(LATE, "C1")], "C1", []),
        # two changes of one moment: only what stood in the end was ever seen
        ([change(FIRST, "C1"), change(LATE, "C2"), change(LATE, "C1", number=2)], "C1", []),
        ([change(FIRST, "C1"), change(LATE, "C1", is_end=True)], "none", ["C1"]),
    ],
)
def test_what_stood_there_until_it_was_corrected(changes, now: str, formerly: list[str]):
    (line,) = lines_of(changes, DAY, status_on)
    assert line.now.value == now
    assert [former.value for former in line.formerly] == formerly
    assert all(former.until in changes for former in line.formerly)


def test_without_a_history_nothing_is_said():
    assert lines_of([], DAY, status_on) == []


def told(cast: Cast, who: str, day: str, month: str) -> dict[str, str]:
    url = reverse("reporting:child_as_at", args=[cast.ben.ref])
    address = f"{url}?on_day={day}&on_month={month}&on_year=2026"
    rows = signed_in(cast, who).get(address).context["rows"]
    return {row["now"].label: row["now"].value for row in rows}


def test_the_facts_are_those_of_the_day(cast: Cast):
    before, after = told(cast, "iro", "3", "11"), told(cast, "iro", "4", "11")
    assert (before["School"], after["School"]) == ("Oakfield School", "Elm Grove School")
    assert before["School since"] == "1 September 2025"
    assert before["Legal status"] == "Full care order"
    assert before["Home"] == "Foster care"
    assert before["Where the home is"] == "In authority"
    assert before["Social worker"] == "Social Worker"
    assert told(cast, "iro", "1", "2")["Looked after since"] == "Not looked after"


def test_a_day_to_come_is_refused_and_the_page_needs_few_queries(cast: Cast):
    url = reverse("reporting:child_as_at", args=[cast.ben.ref])
    client = signed_in(cast, "officer")
    day = f"{url}?on_month=11&on_year=2026&on_day="
    assert "must be on or before 4 November 2026" in client.get(f"{day}5").content.decode()
    assert queries_of(client, f"{day}4") <= MOST_QUERIES
