"""A report on as many children as a test asks for."""

from datetime import date

from reporting.annual_report.document import Contents
from reporting.annual_report.facts import Care, Child, Clock, Cohort, Plan
from reporting.annual_report.indicators import compute_all, frozen_figures
from reporting.annual_report.rules import AcademicYear

YEAR = AcademicYear.named("2025-26")
LAST_DAY = date(2026, 8, 31)
TERMS = {"autumn": date(2025, 12, 19), "spring": date(2026, 3, 27), "summer": date(2026, 7, 21)}


def some_children(number: int) -> tuple[Child, ...]:
    """Thirteen-year-olds in care for years; every seventh had no plan in the autumn."""
    return tuple(
        Child(
            ref=f"canaryref{position}",
            born_on=date(2012, 3, 1),
            sex="F" if position % 3 else "M",
            care=(Care(started_on=date(2022, 1, 1)),),
            clocks=tuple(
                Clock(
                    kind="pep_term_review",
                    started_on=date(2025, 9, 1),
                    due_on=due_on,
                    status="overdue" if season == "autumn" and position % 7 == 0 else "met",
                )
                for season, due_on in TERMS.items()
            ),
            plans=(Plan(season="spring", submitted_on=date(2026, 3, 1), outcome="green"),),
        )
        for position in range(number)
    )


def contents(figures, **changes) -> Contents:
    return Contents(
        **{
            "authority": "Northshire",
            "academic_year": "2025-26",
            "edition": 1,
            "as_at": LAST_DAY,
            "made_on": date(2026, 9, 20),
            "head_name": "Zoë Łukasik",
            "email": "virtual.school@northshire.example",
            "phone": "01999 100200",
            "introduction": "A year of listening.\n\n- First promise\n- Second promise",
            "pupil_premium": "Spent on <tutors> & books.",
            "priorities": "Fewer moves.",
            "figures": figures,
            **changes,
        }
    )


def figures_of(number: int):
    cohort = Cohort(authority_code="999", year=YEAR, day=LAST_DAY, children=some_children(number))
    return frozen_figures(compute_all(cohort))
