"""Figures of schools: counted, at the boundary, left out."""

from datetime import date

import pytest

from reporting.annual_report.facts import (
    Child,
    Inspection,
    Place,
    School,
)
from reporting.annual_report.registry import REGISTRY
from tests.reporting.annual_report.small_cohort import (
    ELM,
    LONG_AGO,
    OAKFIELD,
    at,
    child,
    cohort,
    counted,
    in_care,
    sides,
)


def test_school_place():
    may = date(2026, 5, 31)
    assert counted(
        "school_place",
        at(OAKFIELD, "school"),
        at(OAKFIELD, "to_the_day", ended_on=may),
        at(OAKFIELD, "from_the_day", started_on=may),
        at(OAKFIELD, "year_11", ended_on=date(2026, 6, 26)),
        at(OAKFIELD, "ended", ended_on=date(2026, 5, 30)),
        at(OAKFIELD, "part", is_full_time=False),
        at(None, "home", kind="otherwise"),
        at(None, "home_part", kind="otherwise", is_full_time=False),
        at(None, "none", kind="no_place", is_full_time=False),
        child("unknown"),
        at(OAKFIELD, "too_young", born_on=date(2021, 9, 1)),
        at(OAKFIELD, "too_old", born_on=date(2009, 8, 31)),
        at(OAKFIELD, "left_care", care=in_care(LONG_AGO, may)),
    ) == {
        "Full time at a school or setting": "school to_the_day from_the_day year_11",
        "Full time, otherwise than at school": "home",
        "Part time only": "part home_part",
        "No school place": "none",
        "Not recorded": "ended unknown",
    }


def test_school_figures_are_of_the_day_of_the_report_before_31_may():
    day = date(2026, 1, 20)
    ended = at(OAKFIELD, "ended", ended_on=date(2026, 5, 1))
    assert counted("school_place", ended, day=day) == {"Full time at a school or setting": "ended"}


@pytest.mark.parametrize(
    ("school", "phase"),
    [
        (OAKFIELD, "Secondary (and middle deemed secondary)"),
        (School(key=9, phase="middle_primary"), "Primary (and middle deemed primary)"),
        (School(key=9, phase="all_through"), "All-through"),
        (School(key=9, phase="secondary", type_name="Foundation special school"), "Special school"),
        (School(key=9, type_name="Pupil referral unit"), "Alternative provision"),
        (
            School(key=9, type_name="Academy alternative provision converter"),
            "Alternative provision",
        ),
        (School(key=9, phase="not_applicable"), "Other or not recorded"),
        (None, "Not at a school or setting"),
    ],
)
def test_school_phase(school, phase):
    pupil = at(school) if school else child("x")
    assert counted("school_phase", pupil) == {phase: "x"}


def test_school_area():
    assert counted(
        "school_area",
        at(OAKFIELD, "inside"),
        at(ELM, "outside"),
        at(School(key=9), "unknown"),
        at(None, "none", kind="no_place"),
    ) == {
        "In our area": "inside",
        "Outside our area": "outside",
        "Not recorded": "unknown",
        "Not at a school or setting": "none",
    }


def inspected(*outcomes: tuple[str, str, str, date]) -> School:
    return School(
        key=9,
        inspections=tuple(
            Inspection(framework=framework, area=area, grade=grade, inspected_on=on)
            for framework, area, grade, on in outcomes
        ),
    )


OLD, KEY, CARD = date(2023, 3, 1), date(2025, 3, 1), date(2026, 2, 1)


@pytest.mark.parametrize(
    ("school", "group"),
    [
        (inspected(("overall", "overall", "Good", OLD)), "Overall: good"),
        (
            inspected(("overall", "overall", "requires improvement ", OLD)),
            "Overall: requires improvement",
        ),
        (inspected(("overall", "overall", "Serious weaknesses", OLD)), "Overall: another outcome"),
        (
            inspected(
                ("overall", "overall", "Good", OLD), ("key_judgements", "quality", "Good", KEY)
            ),
            "Key judgements, without an overall grade",
        ),
        (
            inspected(
                ("key_judgements", "quality", "Good", KEY),
                ("report_card", "inclusion", "Expected standard", CARD),
            ),
            "Report card",
        ),
        (
            inspected(
                ("overall", "overall", "Good", OLD),
                ("report_card", "inclusion", "Exceptional", date(2026, 6, 1)),
            ),
            "Overall: good",
        ),
        (inspected(), "No inspection on record"),
        (None, "Not at a school or setting"),
    ],
)
def test_last_inspection_counts_under_its_own_framework_alone(school, group):
    pupil = at(school) if school else child("x")
    assert counted("last_inspection", pupil) == {group: "x"}


def test_key_judgements_and_report_cards_are_never_mixed():
    key = inspected(
        ("key_judgements", "quality", "Good", KEY),
        ("key_judgements", "leadership", "Inadequate", KEY),
    )
    card = inspected(
        ("report_card", "inclusion", "Expected standard", CARD),
        ("report_card", "achievement", "Needs attention", CARD),
        ("report_card", "safeguarding", "Met", CARD),
    )
    overall = inspected(("overall", "overall", "Outstanding", OLD))
    pupils = [at(key, "k"), at(card, "c"), at(overall, "o")]
    assert sides("key_judgements", *pupils) == [("", "k"), ("k", "")]
    assert sides("report_cards", *pupils) == [("", "c"), ("c", ""), ("c", "")]
    labels = [f.label for f in REGISTRY["report_cards"].compute(cohort(*pupils))]
    assert labels == ["Achievement", "Inclusion", "Safeguarding"]


def moved(
    ref: str, on: date, *, old: School | None = ELM, new: School = OAKFIELD, **facts
) -> Child:
    first = Place(
        kind="main" if old else "no_place",
        started_on=date(2024, 9, 1),
        ended_on=date(2025, 3, 1),
        school=old,
    )
    return child(ref, places=(first, Place(kind="main", started_on=on, school=new)), **facts)


ACADEMY = School(key=3, urn="100003", linked_urns=frozenset({"100002"}))


def test_school_moves():
    assert sides(
        "school_moves",
        moved("january", date(2026, 1, 10)),
        moved("from_none", date(2026, 1, 10), old=None),
        moved("first_day", date(2025, 4, 1)),
        moved("last_day", date(2026, 3, 31)),
        moved("july", date(2025, 7, 31)),
        moved("october", date(2025, 10, 1)),
        moved("too_early", date(2025, 3, 31)),
        moved("too_late", date(2026, 4, 1)),
        moved("august", date(2025, 8, 1)),
        moved("september", date(2025, 9, 30)),
        moved("same_school", date(2026, 1, 10), new=ELM),
        moved("academy", date(2026, 1, 10), new=ACADEMY),
        at(OAKFIELD, "first_on_record", started_on=date(2026, 1, 10)),
        moved("before_care", date(2025, 11, 1), care=in_care(date(2025, 12, 1))),
        moved("after_care_began", date(2026, 1, 10), care=in_care(date(2025, 12, 1))),
    ) == [
        (
            "january from_none first_day last_day july october after_care_began",
            "too_early too_late august september same_school academy first_on_record before_care",
        )
    ]


def test_school_moves_leave_out_who_is_not_looked_after_on_31_march():
    gone = moved("gone", date(2026, 1, 10), care=in_care(LONG_AGO, date(2026, 3, 31)))
    young = moved("young", date(2026, 1, 10), born_on=date(2021, 9, 1))
    assert sides("school_moves", gone, young) == [("", "")]
