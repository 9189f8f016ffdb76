"""Figures of where the children live: counted, at the boundary, left out."""

from datetime import date

from pupils.codes import TEMPORARY_PLACEMENTS
from reporting.annual_report.facts import (
    Child,
    Placement,
)
from tests.reporting.annual_report.small_cohort import (
    LAST_DAY,
    LONG_AGO,
    child,
    counted,
    placed,
    sides,
)


def test_placement_type():
    assert counted(
        "placement_type",
        placed("u1", code="U1"),
        placed("u6", code="U6"),
        placed("k2", code="K2"),
        placed("k3", code="K3"),
        placed("p1", code="P1"),
        placed("a5", code="A5"),
        placed("s1", code="S1"),
        placed("r5", code="R5"),
        placed("z1", code="Z1"),
        placed("t1", code="T1"),
        placed("blank"),
        placed("over", code="U1", ended_on=LAST_DAY),
        child("nowhere"),
    ) == {
        "Foster care": "u1 u6",
        "Children's home": "k2",
        "Supported accommodation or independent living": "k3",
        "With parents": "p1",
        "Placed for adoption": "a5",
        "Residential school": "s1",
        "Other residential setting": "r5",
        "Other placement": "z1 t1",
        "Not recorded": "blank over nowhere",
    }


def test_placement_area():
    assert counted(
        "placement_area",
        placed("home", area_code="999"),
        placed("away", area_code="998"),
        placed("blank"),
    ) == {"In our area": "home", "Outside our area": "away", "Not recorded": "blank"}


def test_far_from_home():
    assert sides(
        "far_from_home",
        placed("far", area_code="998", miles=20.1),
        placed("at_20", area_code="998", miles=20.0),
        placed("far_inside", area_code="999", miles=30.0),
        placed("no_distance", area_code="998"),
        placed("no_area", miles=50.0),
    ) == [("far", "at_20 far_inside")]


def homes(ref: str, *rows: tuple[date, date | None, str, str]) -> Child:
    return child(
        ref,
        placements=tuple(
            Placement(
                started_on=first,
                ended_on=last,
                code=code,
                is_temporary=code in TEMPORARY_PLACEMENTS,
                postcode=postcode,
            )
            for first, last, code, postcode in rows
        ),
    )


def test_three_placements():
    autumn, spring, summer = date(2025, 10, 1), date(2026, 2, 1), date(2026, 6, 1)
    assert sides(
        "three_placements",
        homes(
            "three",
            (LONG_AGO, autumn, "U6", "A"),
            (autumn, spring, "U6", "B"),
            (spring, None, "K2", "C"),
        ),
        homes("two", (LONG_AGO, autumn, "U6", "A"), (autumn, None, "U6", "B")),
        homes(
            "one_before_the_year",
            (LONG_AGO, date(2025, 9, 1), "U6", "A"),
            (date(2025, 9, 1), spring, "U6", "B"),
            (spring, None, "K2", "C"),
        ),
        homes(
            "hospital",
            (LONG_AGO, autumn, "U6", "A"),
            (autumn, spring, "T1", "H"),
            (spring, summer, "U6", "A"),
            (summer, None, "U6", "B"),
        ),
        homes(
            "new_records_of_the_same_home",
            (LONG_AGO, autumn, "U6", "A"),
            (autumn, spring, "U4", "A"),
            (spring, None, "U1", "A"),
        ),
    ) == [("three", "two one_before_the_year hospital new_records_of_the_same_home")]
