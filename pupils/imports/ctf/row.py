"""One assessment of a Common Transfer File as a result on our scales; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from vsh.tables.cells import Cells, iso_date, text, whole_number
from vsh.tables.findings import Problem
from vsh.tables.reading import Row

from ...rules.attainment import MEASURES, NOT_ASSESSED
from ...rules.subjects import GOALS
from ..attainment.row import LONGEST, Child, SaidResult, child_of, doubts_of_age, refuse_other_age

FIRST_YEAR, LAST_YEAR = 2000, 2100
A_RESULT = "R"  # of ResultStatus; another is an estimate or a target
_STAGES = {"EYF": "early_years", "KS1": "ks1", "KS2": "ks2"}
_WHOLE_SUBJECT = ("", "SUB")  # how a subject as a whole is written: to be confirmed


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What an assessment is on our scales; `qualifier` where it alone says what a number counts."""

    subject: str
    measure: str
    kind: str = "teacher"
    qualifier: str = ""
    is_qualifier_needed: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


# By Stage, Subject, Method and Component. Sources: the multiplication tables check service's own
# file (MTC); teacher assessment of reading and the profile's E01 in files of suppliers. To be
# confirmed against the specification: the other goals in the order of the profile's handbook,
# writing, phonics, the component of a whole subject, and the scaled scores with their qualifier NS;
# the codes A and D of what was not assessed.
# What is not here is refused by its codes: a number alone does not say whether it is a mark or a
# scaled score.
_OF_GOALS = {"1": "Emerging", "2": "Expected"} | {code: code for code in NOT_ASSESSED}
# The profile of 2021/22 was the first with these goals; of the ones before no codes are known.
PRESENT_PROFILE_FROM = 2022
_GOALS_OF_PROFILE = {
    f"E{number:02}": Assessment(subject=goal, measure="goal", values=_OF_GOALS)
    for number, goal in enumerate(GOALS, start=1)
}
_KNOWN = {
    ("KS2", "MAT", "TT", "MTC"): Assessment(
        subject="Mathematics", measure="tables_check", kind="test", qualifier="MT"
    ),
    ("KS1", "PHO", "TA", "PHO"): Assessment(
        subject="Phonics", measure="phonics", kind="test", qualifier="NM"
    ),
}
_SCALED = Assessment(
    subject="", measure="scaled_score", kind="test", qualifier="NS", is_qualifier_needed=True
)
_KNOWN |= {
    ("KS2", code, "TT", component): replace(_SCALED, subject=subject)
    for code, component, subject in (
        ("ENG", "REA", "Reading"),
        ("ENG", "GPS", "Grammar, punctuation and spelling"),
        *(("MAT", whole, "Mathematics") for whole in _WHOLE_SUBJECT),
    )
}
for _stage in ("KS1", "KS2"):
    for _code, _component, _name in (
        ("ENG", "REA", "Reading"),
        ("ENG", "WRI", "Writing"),
        *(("MAT", whole, "Mathematics") for whole in _WHOLE_SUBJECT),
        *(("SCI", whole, "Science") for whole in _WHOLE_SUBJECT),
    ):
        _KNOWN[_stage, _code, "TA", _component] = Assessment(subject=_name, measure="judgement")


def assessment_of(
    *, stage: str, subject: str, method: str, component: str, qualifier: str
) -> Assessment | None:
    """What these codes stand for; nothing where that is not known for certain."""
    if (stage, method) == ("EYF", "FA"):  # a component is of one area alone
        return _GOALS_OF_PROFILE.get(component)
    found = _KNOWN.get((stage, subject, method, component))
    if found is None or not found.qualifier or qualifier == found.qualifier:
        return found
    return None if qualifier or found.is_qualifier_needed else found


def child_told(cells: Cells, children: Mapping[str, Child]) -> Child | None:
    """The child of a record; the date of birth, where it is told, must be theirs."""
    child = child_of(cells, children, column="UPN")
    born_on = cells.read("DOB", iso_date)
    if child and born_on and born_on != child.born_on:
        cells.refuse(
            "DOB",
            "other_birth_date",
            "The child on record with this UPN has another date of birth. Check both: the file "
            "may be another child's.",
        )
    return child


def end_of_stage(year: int) -> date:
    """The day under which a result of `year` is kept.

    The file says a year alone. Its 30 June is within the academic year that ends in it, by which
    results are counted, and the last day for the early years profile, the latest of them.
    """
    return date(year, 6, 30)


def read_assessment(
    row: Row, *, children: Mapping[str, Child], on: date
) -> SaidResult | list[Problem]:
    """The result, or what is wrong with it; provisional, since no file says that it was checked."""
    cells = Cells(row)
    child = child_told(cells, children)
    year = cells.read("Year", whole_number(FIRST_YEAR, LAST_YEAR), required=True)
    found = _assessment(cells, year)
    achieved_on = _day(cells, child, year, on=on)
    value = cells.read("Result", text(longest=LONGEST), required=True)
    if found and value:
        value = _on_scale(cells, found, value)
    years = child.year_groups(achieved_on, known_on=on) if child and achieved_on else None
    if found:
        refuse_other_age(cells, "Component", found.measure, found.kind, years)
    if cells.is_refused or not (child and found and achieved_on and value):
        return cells.problems
    return SaidResult(
        row=row,
        pupil_id=child.id,
        stage=_STAGES[row["Stage"].upper()],
        subject=found.subject,
        measure=found.measure,
        kind=found.kind,
        value=value,
        achieved_on=achieved_on,
        status="provisional",
        target="",
        doubts=doubts_of_age("Stage", _STAGES[row["Stage"].upper()], years),
    )


def _assessment(cells: Cells, year: int | None) -> Assessment | None:
    row = cells.row
    told = {
        name: (cells.read(name, text(longest=LONGEST)) or "").upper()
        for name in ("Stage", "Subject", "Method", "Component", "ResultQualifier", "ResultStatus")
    }
    if any(problem.column in told for problem in cells.problems):
        return None
    if told["ResultStatus"] not in ("", A_RESULT):
        cells.refuse(
            "ResultStatus",
            "not_a_result",
            f"“{row['ResultStatus'][:30]}” is no result but an estimate or a target. Leave it out.",
        )
        return None
    found = assessment_of(
        stage=told["Stage"],
        subject=told["Subject"],
        method=told["Method"],
        component=told["Component"],
        qualifier=told["ResultQualifier"],
    )
    if found is not None and found.measure == "goal" and (year or LAST_YEAR) < PRESENT_PROFILE_FROM:
        cells.refuse(
            "Component",
            "unknown_assessment",
            f"The early years profile of {year} had other goals than that of "
            f"{PRESENT_PROFILE_FROM} and later, and it is not known which one {told['Component']} "
            "was. Load the result from a file of attainment results, or record it on the child's "
            "page.",
        )
        return None
    if found is None:
        names = ("Stage", "Subject", "Method", "Component", "ResultQualifier")
        codes = ", ".join(f"{name} “{row[name][:12]}”" for name in names if row[name])
        cells.refuse(
            "Component",
            "unknown_assessment",
            f"It is not known what is measured by {codes or 'an assessment without codes'}. Load "
            "the result from a file of attainment results, or record it on the child's page.",
        )
    return found


def _day(cells: Cells, child: Child | None, year: int | None, *, on: date) -> date | None:
    if year is None:
        return None
    day = end_of_stage(year)
    if day > on:
        cells.refuse(
            "Year",
            "future",
            f"A result of {year} counts from 30 June {year}, which lies ahead. Correct the year, "
            "or load the file then.",
        )
    elif child and day < child.born_on:
        cells.refuse("Year", "before_birth", "The child was not born yet. Correct the year.")
    return day


def _on_scale(cells: Cells, found: Assessment, value: str) -> str | None:
    scale = MEASURES[found.measure]
    kept = found.values.get(value.upper()) if found.values else scale.kept(value)
    if kept is None:
        says = " or ".join(found.values) if found.values else scale.says
        cells.refuse(
            "Result",
            "off_the_scale",
            f"“{value[:30]}” is not on the scale of {scale.label}. Give: {says}.",
        )
    return kept
