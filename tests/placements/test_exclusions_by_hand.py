"""One child's suspensions of a year at two schools, added up by hand, reason by reason.

| No. | School | From        | Kind       | Reason | Days | Term   | Year so far | Term so far |
|-----|--------|-------------|------------|--------|------|--------|-------------|-------------|
| 1   | Oak    | 7 Sep 2026  | suspension | PP     | 2    | autumn | 2           | 2           |
| 2   | Oak    | 14 Sep      | suspension | PA     | 2.5  | autumn | 4.5         | 4.5         |
| 3   | Oak    | 21 Sep      | lunchtimes | VP     | 1.5  | autumn | 6           | 6           |
| 4   | Oak    | 28 Sep      | suspension | VA     | 5    | autumn | 11          | 11          |
| 5   | Oak    | 5 Oct       | suspension | OW     | 4    | autumn | 15          | 15          |
| 6   | Oak    | 12 Oct      | suspension | BU     | 0.5  | autumn | 15.5        | 15.5 (>15)  |
| 7   | Elm    | 9 Nov       | suspension | RA     | 4    | autumn | 19.5        | 19.5        |
| 8   | Elm    | 16 Nov      | suspension | LG     | 5    | autumn | 24.5        | 24.5        |
| 9   | Elm    | 30 Nov      | suspension | DS     | 3    | autumn | 27.5        | 27.5        |
| 10  | Elm    | 7 Jan 2027  | suspension | SM     | 5    | spring | 32.5        | 5           |
| 11  | Elm    | 18 Jan      | suspension | DA     | 2.5  | spring | 35 (nears)  | 7.5         |
| 12  | Elm    | 1 Feb       | suspension | DM     | 5    | spring | 40          | 12.5        |
| 13  | Elm    | 22 Feb      | suspension | TH     | 2.5  | spring | 42.5        | 15          |
| 14  | Elm    | 8 Mar       | suspension | DB     | 2.5  | spring | 45 (all)    | 17.5 (>15)  |
| 15  | Elm    | 15 Mar      | suspension | MT     | 0.5  | spring | 45.5 (>45)  | 18          |
| 16  | Elm    | 22 Mar      | permanent  | PH     | –    | spring |             |             |
"""

import re
from datetime import date
from decimal import Decimal

import pytest

from placements.rules.exclusions import (
    REASONS,
    Alert,
    Spell,
    reached,
    sessions_of,
    suspended,
    warning,
)

MONTHS = {
    name: n for n, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}


def _rows() -> list[dict[str, str]]:
    lines = [line for line in __doc__.splitlines() if re.match(r"\| \d", line)]
    names = ("no", "school", "from", "kind", "reason", "days", "term", "year", "in_term")
    return [
        dict(zip(names, (cell.strip() for cell in line.strip("|").split("|")), strict=True))
        for line in lines
    ]


ROWS = _rows()


def day_of(row: dict[str, str]) -> date:
    day, month, *_ = row["from"].split()
    return date(2026 if MONTHS[month] > 8 else 2027, MONTHS[month], int(day))


def spell(row: dict[str, str]) -> Spell:
    sessions = None if row["kind"] == "permanent" else sessions_of(Decimal(row["days"]))
    on = day_of(row)
    return Spell(started_on=on, reported_on=on, sessions=sessions, term=f"2026-27-{row['term']}")


def number(cell: str) -> Decimal:
    return Decimal(cell.split()[0])


def test_each_reason_of_the_census_stands_in_the_table_once() -> None:
    assert [row["reason"] for row in ROWS] == list(REASONS)


@pytest.mark.parametrize("upto", range(1, 16))
def test_the_sums_of_the_year_and_of_the_term(upto: int) -> None:
    row = ROWS[upto - 1]
    spells = [spell(one) for one in ROWS[:upto]]
    of_term = [one for one in spells if one.term.endswith(row["term"])]
    assert suspended(one.sessions for one in spells).days == number(row["year"])
    assert suspended(one.sessions for one in of_term).days == number(row["in_term"])


def test_what_is_reached_and_on_which_day() -> None:
    found = [(one.what, one.on, one.days) for one in reached(map(spell, ROWS))]
    assert found == [
        (Alert.MUCH, date(2026, 10, 12), Decimal("15.5")),
        (Alert.NEARING, date(2027, 1, 18), Decimal(35)),
        (Alert.MUCH, date(2027, 3, 8), Decimal("17.5")),
        (Alert.BEYOND, date(2027, 3, 15), Decimal("45.5")),
        (Alert.PERMANENT, date(2027, 3, 22), Decimal(0)),
    ]


MEETS = "{} school days this term: the governors must meet."


@pytest.mark.parametrize(
    ("in_year", "in_term", "said"),
    [
        ("34.5", "15", ""),
        ("34.5", "15.5", "15.5 school days this term: the governors must meet."),
        ("35", "7.5", "35 school days this year: the law allows 45."),
        ("45", "17.5", f"45 school days this year: the law allows 45. {MEETS.format('17.5')}"),
        (
            "45.5",
            "18",
            f"45.5 school days this year: more than the 45 that the law allows. {MEETS.format(18)}",
        ),
    ],
)
def test_what_the_page_says(in_year: str, in_term: str, said: str) -> None:
    assert warning(in_year=Decimal(in_year), in_term=Decimal(in_term)) == said
