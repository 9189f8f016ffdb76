"""Whether the children have a PEP, in time, complete and of good quality."""

from reporting.annual_report.facts import Child, Clock, Cohort
from reporting.annual_report.registry import Figure, Section, Shape, indicator, share, split_items

from .clock_outcomes import due, outcomes

SEASONS = {"autumn": "Autumn term", "spring": "Spring term", "summer": "Summer term"}


@indicator(Section.PLANS, first_column="Outcome", unit="First PEPs")
def pep_initiated(cohort: Cohort) -> tuple[Figure, ...]:
    """First PEP initiated within 10 working days.

    Inclusion: Children of PEP age who became looked after, where the first PEP had to be
        initiated from 1 September to the day of the report. Clocks that closed because care
        ended are left out.
    Numerator: Those whose PEP a person initiated within 10 working days of the child becoming
        looked after, later than that, or not at all by the day of the report; and those for
        whom a date is missing.
    Denominator: All first PEPs included.
    Source: Statutory guidance of 2018, "Initiating, developing and reviewing the PEP";
        SI 2010/959, regulation 4(2).
    """
    return outcomes(cohort, "pep_initiated")


@indicator(Section.PLANS, first_column="Outcome", unit="First PEPs")
def pep_available(cohort: Cohort) -> tuple[Figure, ...]:
    """First PEP available for the first review of the care plan.

    Inclusion: Children of PEP age who became looked after, where the PEP had to be available
        from 1 September to the day of the report. Clocks that closed because care ended are
        left out.
    Numerator: Those whose PEP was submitted by the day of the first statutory review, and at
        most 20 working days after the child became looked after; later than that; or not at
        all by the day of the report; and those for whom a date is missing.
    Denominator: All first PEPs included.
    Source: Statutory guidance of 2018, "Initiating, developing and reviewing the PEP";
        SI 2010/959, regulation 33(1).
    """
    return outcomes(cohort, "pep_available")


@indicator(Section.PLANS, first_column="Term", unit="Termly reviews", shape=Shape.TOTALLED)
def pep_reviewed_by_term(cohort: Cohort) -> tuple[Figure, ...]:
    """PEPs reviewed in time, by term.

    Inclusion: Children of PEP age who were looked after in the term, whose review of the PEP
        was due from 1 September to the day of the report. A child who came into care in the
        last 20 working days of a term owes that term no review.
    Numerator: Reviews for which a PEP was submitted in the term, by its last school day or by
        the authority's earlier day.
    Denominator: All reviews due in the term.
    Source: Statutory guidance of 2018, "Initiating, developing and reviewing the PEP": the
        PEP is reviewed each school term; the day is that of the system's clock.
    """
    reviews = due(cohort, "pep_term_review")

    def in_time(label: str, season: str | None) -> Figure:
        of_term = [(c.ref, k.status) for c, k in reviews if season in (None, _season(k))]
        return Figure(
            label=label,
            counted=tuple(ref for ref, status in of_term if status == "met"),
            others=tuple(ref for ref, status in of_term if status != "met"),
        )

    return (*(in_time(label, key) for key, label in SEASONS.items()), in_time("All terms", None))


@indicator(Section.PLANS, first_column="Outcome", unit="Termly reviews", is_published=False)
def pep_reviewed(cohort: Cohort) -> tuple[Figure, ...]:
    """PEP reviews of the year by outcome.

    Inclusion: Every termly review of a PEP that was due from 1 September to the day of the
        report, in all terms together.
    Numerator: Reviews in time, late, not done by the day of the report, or that cannot be
        judged because a date, such as the last day of a term, is missing.
    Denominator: All reviews included.
    Source: Statutory guidance of 2018, "Initiating, developing and reviewing the PEP".
    """
    return outcomes(cohort, "pep_term_review")


@indicator(Section.PLANS, first_column="Plan", shape=Shape.SHARES)
def has_plan(cohort: Cohort) -> tuple[Figure, ...]:
    """Children with a PEP of this year.

    Inclusion: Children of Reception to Year 11 by age, looked after on 31 May of the academic
        year, or on the day of the report if that is earlier.
    Numerator: Those for whom a PEP of this academic year had been submitted by that day.
    Denominator: All children included, those who came into care only just before as well.
    Source: Statutory guidance of 2018: all looked-after children must have a care plan, of
        which the PEP is an integral part.
    """

    def is_submitted(child: Child) -> bool:
        return any(p.submitted_on and p.submitted_on <= cohort.school_day for p in child.plans)

    return (share("With a PEP submitted in the year", of=cohort.school_age, who=is_submitted),)


@indicator(Section.PLANS, first_column="Quality at the last review", unit="PEPs")
def pep_quality(cohort: Cohort) -> tuple[Figure, ...]:
    """Quality of the PEPs.

    Inclusion: PEPs of this academic year that had been submitted by the day of the report.
    Numerator: Those whose last quality review by that day was green, amber or red; and those
        not yet reviewed.
    Denominator: All PEPs included.
    Source: The statutory guidance's marks of a good PEP, in the authority's rubric, judged by
        an officer who did not submit the plan.
    """
    return split_items(
        [
            (child.ref, plan.outcome or "none")
            for child in cohort.children
            for plan in child.plans
            if plan.submitted_on
        ],
        groups={
            "green": "Green: meets the standard",
            "amber": "Amber: partly meets it",
            "red": "Red: does not meet it",
            "none": "Not yet reviewed",
        },
    )


@indicator(Section.PLANS, first_column="State", unit="PEPs", shape=Shape.SHARES)
def pep_complete(cohort: Cohort) -> tuple[Figure, ...]:
    """PEPs completed.

    Inclusion: PEPs of this academic year that had been submitted by the day of the report.
    Numerator: Those completed, and so locked with a copy kept, by that day.
    Denominator: All PEPs included.
    Source: The states of the PEP in this system; statutory content after SI 2010/959,
        Schedule 1, paragraph 2, is checked again at completion.
    """
    submitted = [(c.ref, p) for c in cohort.children for p in c.plans if p.submitted_on]
    return (
        Figure(
            label="Completed",
            counted=tuple(ref for ref, plan in submitted if plan.completed_on),
            others=tuple(ref for ref, plan in submitted if not plan.completed_on),
        ),
    )


def _season(clock: Clock) -> str:
    """The term by the month in which the review was due: terms end in December, around Easter
    and in July."""
    assert clock.due_on is not None
    if clock.due_on.month >= 9:
        return "autumn"
    return "spring" if clock.due_on.month <= 4 else "summer"
