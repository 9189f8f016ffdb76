"""How the children's schools were last inspected, each framework apart."""

from reporting.annual_report.facts import Child, Cohort, Inspection, School
from reporting.annual_report.registry import Figure, Section, Shape, indicator, split_items

from .schools import with_school

_OVERALL_GRADES = ["Outstanding", "Good", "Requires improvement", "Inadequate"]
_KEY_JUDGEMENTS = "Key judgements, without an overall grade"
_REPORT_CARD = "Report card"


@indicator(Section.SCHOOLS, first_column="Latest inspection of the school")
def last_inspection(cohort: Cohort) -> tuple[Figure, ...]:
    """How the children's schools were last inspected.

    Inclusion: Children of school age, looked after on the day of the school figures.
    Numerator: Those whose school's latest inspection on record on that day gave the overall
        grade, or was reported as key judgements or on a report card; those whose school has no
        inspection on record; and those not at a school or setting.
    Denominator: All children included.
    Source: Ofsted. Overall grades of state-funded schools ended in September 2024 and report
        cards began on 10 November 2025; outcomes of different frameworks are not equated.
    """
    grades = {grade.casefold(): f"Overall: {grade.lower()}" for grade in _OVERALL_GRADES}

    def group(school: School | None) -> str:
        if school is None:
            return "no_school"
        outcomes = _latest(school, cohort)
        if not outcomes:
            return "none"
        if outcomes[0].framework != "overall":
            return outcomes[0].framework
        grade = outcomes[0].grade.strip().casefold()
        return grade if grade in grades else "other"

    return split_items(
        [(child.ref, group(school)) for child, school in with_school(cohort)],
        groups={
            **grades,
            "other": "Overall: another outcome",
            "key_judgements": _KEY_JUDGEMENTS,
            "report_card": _REPORT_CARD,
            "none": "No inspection on record",
            "no_school": "Not at a school or setting",
        },
    )


@indicator(
    Section.SCHOOLS,
    first_column="Key judgement",
    shape=Shape.SHARES,
    within=("last_inspection", _KEY_JUDGEMENTS),
)
def key_judgements(cohort: Cohort) -> tuple[Figure, ...]:
    """Schools last inspected with key judgements.

    Inclusion: Children of school age, looked after on the day of the school figures, in a
        school whose latest inspection on record gave key judgements and no overall grade.
    Numerator: For each judgement, those whose school was graded good or outstanding in it.
    Denominator: For each judgement, those whose school was graded in it.
    Source: Ofsted, key judgements, September 2024 to November 2025; not comparable with
        overall grades or report cards.
    """
    return _by_area(cohort, framework="key_judgements", good={"good", "outstanding"})


@indicator(
    Section.SCHOOLS,
    first_column="Area of the report card",
    shape=Shape.SHARES,
    within=("last_inspection", _REPORT_CARD),
)
def report_cards(cohort: Cohort) -> tuple[Figure, ...]:
    """Schools last inspected with a report card.

    Inclusion: Children of school age, looked after on the day of the school figures, in a
        school whose latest inspection on record was reported on a report card.
    Numerator: For each area, those whose school was at the expected standard, the strong
        standard or exceptional in it; for safeguarding, those whose school met the standard.
    Denominator: For each area, those whose school was graded in it.
    Source: Ofsted, report cards from 10 November 2025; not comparable with earlier grades.
    """
    good = {"exceptional", "strong standard", "expected standard", "met"}
    return _by_area(cohort, framework="report_card", good=good)


def _latest(school: School, cohort: Cohort) -> tuple[Inspection, ...]:
    """The outcomes of the latest inspection on record on the day of the school figures."""
    known = [i for i in school.inspections if i.inspected_on <= cohort.school_day]
    latest = max((i.inspected_on for i in known), default=None)
    return tuple(i for i in known if i.inspected_on == latest)


def _by_area(cohort: Cohort, *, framework: str, good: set[str]) -> tuple[Figure, ...]:
    graded: dict[str, list[tuple[Child, bool]]] = {}
    for child, school in with_school(cohort):
        for outcome in _latest(school, cohort) if school else ():
            if outcome.framework == framework:
                is_good = outcome.grade.strip().casefold() in good
                graded.setdefault(outcome.area, []).append((child, is_good))
    return tuple(
        Figure(
            label=area[:1].upper() + area[1:],
            counted=tuple(child.ref for child, is_good in rows if is_good),
            others=tuple(child.ref for child, is_good in rows if not is_good),
        )
        for area, rows in sorted(graded.items())
    )
