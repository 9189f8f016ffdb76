"""Each indicator over a small table of children: counted, at the boundary, left out."""

import ast
from datetime import date
from pathlib import Path

import pytest

from reporting import annual_report
from reporting.annual_report.facts import (
    Care,
    Child,
    Clock,
    Cohort,
    Inspection,
    Place,
    Placement,
    Plan,
    School,
    Sen,
)
from reporting.annual_report.indicators import compute_all, frozen_children, frozen_figures
from reporting.annual_report.registry import REGISTRY, Shape, read_definition
from reporting.annual_report.rules import AcademicYear

YEAR = AcademicYear.named("2025-26")
LAST_DAY = date(2026, 8, 31)
LONG_AGO = date(2022, 1, 10)
YEAR_9 = date(2012, 3, 1)  # thirteen on 31 August 2025

OAKFIELD = School(key=1, urn="100001", phase="secondary", la_code="999")
ELM = School(key=2, urn="100002", phase="primary", la_code="998")


def child(ref: str, **facts) -> Child:
    """A thirteen-year-old in long-term care, unless said otherwise."""
    return Child(
        ref=ref,
        **{"born_on": YEAR_9, "care": (Care(started_on=LONG_AGO),), **facts},
    )


def cohort(*children: Child, day: date = LAST_DAY) -> Cohort:
    return Cohort(authority_code="999", year=YEAR, day=day, children=children)


def counted(key: str, *children: Child, day: date = LAST_DAY) -> dict[str, str]:
    """The references behind each row, rows of nobody left out."""
    figures = REGISTRY[key].compute(cohort(*children, day=day))
    return {figure.label: " ".join(figure.counted) for figure in figures if figure.counted}


def sides(key: str, *children: Child, day: date = LAST_DAY) -> list[tuple[str, str]]:
    """Counted and not counted, row by row."""
    figures = REGISTRY[key].compute(cohort(*children, day=day))
    return [(" ".join(f.counted), " ".join(f.others)) for f in figures]


def in_care(started_on: date, ended_on: date | None = None, **options) -> tuple[Care, ...]:
    return (Care(started_on=started_on, ended_on=ended_on, **options),)


def test_looked_after():
    assert counted(
        "looked_after",
        child("all"),
        child("came", care=in_care(date(2025, 9, 1))),
        child("before", care=in_care(date(2025, 8, 31))),
        child("left", care=in_care(LONG_AGO, date(2026, 8, 31))),
        child("gone", care=in_care(LONG_AGO, date(2025, 9, 1))),
        child("later", care=in_care(date(2026, 9, 1))),
        child("break", care=in_care(LONG_AGO, is_short_breaks=True)),
    ) == {
        "At any time in the year": "all came before left",
        "On the last day": "all came before",
        "Became looked after in the year": "came",
        "Ceased to be looked after in the year": "left gone",
    }


def test_the_last_day_is_that_of_the_report_if_the_year_is_not_over():
    day = date(2026, 2, 10)
    assert counted(
        "looked_after",
        child("here"),
        child("came", care=in_care(day)),
        child("later", care=in_care(date(2026, 2, 11))),
        day=day,
    ) == {
        "At any time in the year": "here came",
        "On the last day": "here came",
        "Became looked after in the year": "came",
    }


def test_stage():
    born = {
        "three": date(2021, 9, 1),
        "four": date(2021, 8, 31),
        "five": date(2020, 8, 31),
        "six": date(2018, 9, 1),
        "seven": date(2018, 8, 31),
        "ten": date(2014, 9, 1),
        "eleven": date(2014, 8, 31),
        "thirteen": date(2011, 9, 1),
        "fourteen": date(2011, 8, 31),
        "fifteen": date(2009, 9, 1),
        "sixteen": date(2009, 8, 31),
    }
    assert counted("stage", *(child(ref, born_on=day) for ref, day in born.items())) == {
        "Early years, before Reception": "three",
        "Reception": "four",
        "Key stage 1 (Years 1 and 2)": "five six",
        "Key stage 2 (Years 3 to 6)": "seven ten",
        "Key stage 3 (Years 7 to 9)": "eleven thirteen",
        "Key stage 4 (Years 10 and 11)": "fourteen fifteen",
        "Post-16 (Years 12 and 13)": "sixteen",
    }


@pytest.mark.parametrize(
    "key", ["stage", "sex", "ethnicity", "special_needs", "placement_type", "placement_area"]
)
def test_tables_of_the_last_day_leave_out_who_has_left(key):
    gone = child("gone", care=in_care(LONG_AGO, LAST_DAY))
    breaks = child("break", care=in_care(LONG_AGO, is_short_breaks=True))
    figures = REGISTRY[key].compute(cohort(child("here"), gone, breaks))
    assert sum(figure.numerator for figure in figures) == 1


def test_sex():
    assert counted("sex", child("f", sex="F"), child("m", sex="M"), child("u")) == {
        "Female": "f",
        "Male": "m",
        "Not recorded": "u",
    }


def test_ethnicity():
    codes = {
        "WBRI": "White",
        "WROM": "White",
        "MOTH": "Mixed or multiple ethnic groups",
        "CHNE": "Asian or Asian British",
        "APKN": "Asian or Asian British",
        "BAFR": "Black, African, Caribbean or Black British",
        "OOTH": "Another ethnic group",
        "REFU": "Refused or not recorded",
        "NOBT": "Refused or not recorded",
        "": "Refused or not recorded",
    }
    for code, group in codes.items():
        assert counted("ethnicity", child("x", ethnicity=code)) == {group: "x"}


def test_special_needs():
    assert counted(
        "special_needs",
        child("plan", sen=(Sen(status="E", started_on=LONG_AGO),)),
        child("support", sen=(Sen(status="K", started_on=LONG_AGO, ended_on=LAST_DAY),)),
        child("none", sen=(Sen(status="N", started_on=LAST_DAY),)),
        child("ended", sen=(Sen(status="E", started_on=LONG_AGO, ended_on=date(2026, 8, 30)),)),
    ) == {
        "Education, health and care plan": "plan",
        "SEN support": "support",
        "No special educational needs": "none",
        "Not recorded": "ended",
    }


def test_particular_groups():
    assert sides(
        "particular_groups",
        child("asylum", is_uasc=True, care=in_care(date(2025, 9, 1))),
        child("a_year", care=in_care(date(2025, 8, 31))),
        child("gone", is_uasc=True, care=in_care(LONG_AGO, LAST_DAY)),
    ) == [("asylum", "a_year"), ("a_year", "asylum")]


def test_twelve_months_count_the_present_care_alone():
    twice = (
        Care(started_on=LONG_AGO, ended_on=date(2026, 1, 1)),
        Care(started_on=date(2026, 1, 2)),
    )
    assert sides("particular_groups", child("again", care=twice))[1] == ("", "again")


def placed(ref: str, **placement) -> Child:
    return child(ref, placements=(Placement(**{"started_on": LONG_AGO, **placement}),))


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
            Placement(started_on=first, ended_on=last, code=code, postcode=postcode)
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


def at(school: School | None, ref: str = "x", **options) -> Child:
    facts = {name: options.pop(name) for name in ("born_on", "care") if name in options}
    place = {"kind": "main", "started_on": date(2024, 9, 1), "school": school, **options}
    return child(ref, places=(Place(**place),), **facts)


def test_school_place():
    may = date(2026, 5, 31)
    assert counted(
        "school_place",
        at(OAKFIELD, "school"),
        at(OAKFIELD, "to_the_day", ended_on=may),
        at(OAKFIELD, "from_the_day", started_on=may),
        at(OAKFIELD, "year_11", ended_on=date(2026, 6, 26)),
        at(OAKFIELD, "ended", ended_on=date(2026, 5, 30)),
        at(None, "home", kind="otherwise"),
        at(None, "none", kind="no_place"),
        child("unknown"),
        at(OAKFIELD, "too_young", born_on=date(2021, 9, 1)),
        at(OAKFIELD, "too_old", born_on=date(2009, 8, 31)),
        at(OAKFIELD, "left_care", care=in_care(LONG_AGO, may)),
    ) == {
        "At a school or setting": "school to_the_day from_the_day year_11",
        "Education otherwise than at school": "home",
        "No school place": "none",
        "Not recorded": "ended unknown",
    }


def test_school_figures_are_of_the_day_of_the_report_before_31_may():
    day = date(2026, 1, 20)
    ended = at(OAKFIELD, "ended", ended_on=date(2026, 5, 1))
    assert counted("school_place", ended, day=day) == {"At a school or setting": "ended"}


def test_part_time():
    assert sides(
        "part_time",
        at(OAKFIELD, "part", is_full_time=False),
        at(OAKFIELD, "full"),
        at(None, "home", kind="otherwise", is_full_time=False),
        child("unknown"),
    ) == [("part", "full home unknown")]


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


def with_clock(ref: str, kind: str, due_on: date | None, status: str, **facts) -> Child:
    clock = Clock(kind=kind, started_on=date(2025, 9, 10), due_on=due_on, status=status)
    return child(ref, clocks=(clock,), **facts)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("pep_initiated", "pep_initiated"),
        ("pep_available", "pep_available"),
        ("pep_reviewed", "pep_term_review"),
        ("place_found", "school_place"),
    ],
)
def test_clocks_by_outcome(key, kind):
    due = date(2025, 10, 1)
    assert counted(
        key,
        with_clock("met", kind, due, "met"),
        with_clock("late", kind, due, "met_late"),
        with_clock("overdue", kind, due, "overdue"),
        with_clock("unknown", kind, None, "not_enough_information"),
        with_clock("closed", kind, due, "not_required"),
        with_clock("open", kind, LAST_DAY, "due_soon"),
        with_clock("another", "statutory_review", due, "met"),
        with_clock("first_day", kind, date(2025, 9, 1), "met"),
        with_clock("last_year", kind, date(2025, 8, 31), "met"),
        with_clock("next_year", kind, date(2026, 9, 1), "met"),
        with_clock("left_care", kind, due, "met", care=in_care(LONG_AGO, date(2026, 1, 1))),
    ) == {
        "In time": "met first_day left_care",
        "Late": "late",
        "Not done by the day of the report": "overdue",
        "Cannot be judged: a date is missing": "unknown",
    }


def test_pep_reviewed_by_term():
    kind = "pep_term_review"
    assert sides(
        "pep_reviewed_by_term",
        with_clock("autumn", kind, date(2025, 12, 19), "met"),
        with_clock("autumn_late", kind, date(2025, 12, 19), "met_late"),
        with_clock("spring", kind, date(2026, 3, 27), "met"),
        with_clock("spring_not", kind, date(2026, 4, 10), "overdue"),
        with_clock("summer", kind, date(2026, 7, 21), "met"),
        with_clock("closed", kind, date(2026, 7, 21), "not_required"),
    ) == [
        ("autumn", "autumn_late"),
        ("spring", "spring_not"),
        ("summer", ""),
        ("autumn spring summer", "autumn_late spring_not"),
    ]


def with_plans(ref: str, *plans: Plan, **facts) -> Child:
    return child(ref, plans=plans, **facts)


SUBMITTED = date(2026, 3, 1)


def test_has_plan():
    assert sides(
        "has_plan",
        with_plans("yes", Plan(season="spring", submitted_on=SUBMITTED)),
        with_plans("to_the_day", Plan(season="summer", submitted_on=date(2026, 5, 31))),
        with_plans("after_it", Plan(season="summer", submitted_on=date(2026, 6, 1))),
        child("no"),
        with_plans(
            "young", Plan(season="spring", submitted_on=SUBMITTED), born_on=date(2021, 9, 1)
        ),
    ) == [("yes to_the_day", "after_it no")]


def test_pep_quality_counts_plans_by_their_last_review():
    assert counted(
        "pep_quality",
        with_plans(
            "two",
            Plan(season="autumn", submitted_on=SUBMITTED, outcome="red"),
            Plan(season="spring", submitted_on=SUBMITTED, outcome="green"),
        ),
        with_plans("amber", Plan(season="spring", submitted_on=SUBMITTED, outcome="amber")),
        with_plans("waiting", Plan(season="spring", submitted_on=SUBMITTED)),
        with_plans("open", Plan(season="spring")),
    ) == {
        "Green: meets the standard": "two",
        "Amber: partly meets it": "amber",
        "Red: does not meet it": "two",
        "Not yet reviewed": "waiting",
    }


def test_pep_complete():
    done = Plan(season="spring", submitted_on=SUBMITTED, completed_on=date(2026, 3, 9))
    assert sides(
        "pep_complete",
        with_plans("done", done),
        with_plans("not", Plan(season="spring", submitted_on=SUBMITTED)),
        with_plans("open", Plan(season="spring")),
    ) == [("done", "not")]


@pytest.mark.parametrize("key", REGISTRY)
def test_every_indicator_counts_nobody_among_nobody(key):
    assert all(f.denominator == 0 for f in REGISTRY[key].compute(cohort()))


@pytest.mark.parametrize("key", [k for k, i in REGISTRY.items() if i.shape is Shape.PARTITION])
def test_rows_of_a_partition_add_up(key):
    pupils = [
        at(OAKFIELD, "a"),
        placed("b", code="U6"),
        with_clock("c", "pep_initiated", date(2025, 10, 1), "met"),
        with_plans("d", Plan(season="spring", submitted_on=SUBMITTED)),
    ]
    figures = REGISTRY[key].compute(cohort(*pupils))
    assert {figure.denominator for figure in figures} == {sum(f.numerator for f in figures)}


@pytest.mark.parametrize("key", REGISTRY)
def test_every_indicator_states_its_definition(key):
    definition = REGISTRY[key].definition
    assert all(
        len(part) > 10
        for part in (
            definition.inclusion,
            definition.numerator,
            definition.denominator,
            definition.source,
        )
    )


@pytest.mark.parametrize("part", ["Inclusion", "Numerator", "Denominator", "Source"])
def test_a_docstring_without_a_part_of_the_definition_is_refused(part):
    parts = ["Inclusion: a.", "Numerator: b.", "Denominator: c.", "Source: d."]
    text = "\n".join(["A title.", "", *(line for line in parts if not line.startswith(part))])
    with pytest.raises(ValueError, match=part):
        read_definition(text)


def test_table_within_another_names_a_row_of_it():
    frozen = {table["key"]: table for table in frozen_figures(compute_all(cohort(at(OAKFIELD))))}
    for table in frozen.values():
        if table["within"]:
            key, label = table["within"]
            assert label in [row["label"] for row in frozen[key]["rows"]]


def test_frozen_children_are_as_many_as_the_numbers():
    computed = compute_all(cohort(at(OAKFIELD, "a"), at(ELM, "b"), child("c")))
    children = frozen_children(computed)
    for table in frozen_figures(computed):
        for row, behind in zip(table["rows"], children[table["key"]], strict=True):
            assert row["numerator"] == len(behind["counted"])


PURE = ["facts.py", "rules.py", "registry.py", "presentation.py", "narrative.py", "indicators/*.py"]


@pytest.mark.parametrize("pattern", PURE)
def test_figures_are_computed_without_database_or_clock(pattern):
    folder = Path(annual_report.__file__).parent
    for path in folder.glob(pattern):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not any(
                name.split(".")[0] in ("django", "pupils", "peps") or name == "vsh.calendars"
                for name in names
            ), path
