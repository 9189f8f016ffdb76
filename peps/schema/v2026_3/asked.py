"""Who is asked what: by the child's school year, and only once another answer makes it matter.

A question that follows from an answer stands right below the one that decides. It need not be
answered while it is not asked; what was written in it is kept.
"""

from collections.abc import Mapping
from dataclasses import replace

from ..parts import Circumstance, Field, Section, Variant, When
from ..v2026_2.circumstances import EHC_PLAN
from ..v2026_2.secondary import CAREERS

FOLLOWS = {  # section → questions asked only where their answer is needed
    "school_and_key_people": (
        "immediate_education",
        "early_years_pupil_premium",
        "participation_adviser",
    ),
    "attainment_and_progress": ("catch_up_support",),
    "ehc_plan": ("not_delivered",),
    "transition_and_stability": ("what_changes", "planned_changes", "limit_disruption"),
}
IN_YEARS: Mapping[str, Mapping[str, Circumstance]] = {  # section → question → for whom
    "attainment_and_progress": {
        "two_year_check": Circumstance.BEFORE_RECEPTION,
        "reception_checks": Circumstance.IN_RECEPTION,
        "national_checks": Circumstance.YEAR_OF_A_NATIONAL_CHECK,
        "options": Circumstance.CHOOSING_OPTIONS,
        "qualifications": Circumstance.EXAMINATION_YEARS,
    },
}
CAREERS_IN_YEARS: Mapping[Variant | None, Mapping[str, Circumstance]] = {
    Variant.SECONDARY: {"financial_information": Circumstance.FROM_YEAR_9},
    Variant.INTERIM: {  # any age: what the primary form does not ask begins with Year 7
        "careers_guidance": Circumstance.FROM_YEAR_7,
        "financial_information": Circumstance.FROM_YEAR_9,
        "work_experience": Circumstance.FROM_YEAR_7,
    },
}
MONEY_BEFORE_LEAVING = (
    "What courses, apprenticeships and jobs after Year 11 bring and cost: apprentice wages, "
    "travel, the 16 to 19 bursary, the higher education bursary; savings."
)
MONEY_IN_YEAR_9 = (
    "What the child knows of what further study, apprenticeships and jobs bring; savings."
)
HINTS = {
    "attainment_and_progress.two_year_check": "When it was made, what it said, and what follows.",
    "attainment_and_progress.reception_checks": "Whether made, and a good level of development.",
    "attainment_and_progress.options": "What is chosen or still open, who talked it over with "
    "the child.",
    "attainment_and_progress.qualifications": "Each course, target and predicted grade, what is "
    "in doubt, access arrangements for examinations.",
    "transition_and_stability.what_changes": "Where the school changes, “Moving on” asks about "
    "the next one.",
    "transition_and_stability.transition_support": "Where the school changes or the child comes "
    "back after illness or exclusion. Leave it empty if neither.",
}


def asked_as_it_matters(section: Section, variant: Variant | None) -> Section:
    """The section with each question asked of the children, and after the answers, it is for."""
    fields = [_of_its_years(field, section.key, variant) for field in _all_of(section, variant)]
    fields = [_following(field, section) for field in fields]
    follow = [field for field in fields if field.asked_when]
    asked: list[Field] = []
    for field in fields:
        if field.asked_when:
            continue
        below = (one for one in follow if one.asked_when and one.asked_when.field == field.key)
        asked += [field, *(replace(one, group=field.group) for one in below)]
    return replace(section, fields=tuple(_with_hint(field, section.key) for field in asked))


def _all_of(section: Section, variant: Variant | None) -> tuple[Field, ...]:
    """Without a school place too, careers are spoken of from secondary age; in custody the section
    on education has asked already who maintains an EHC plan."""
    if variant is Variant.CUSTODY and section.key == EHC_PLAN.key:
        return tuple(field for field in section.fields if field.key != "maintained_by")
    if variant is not Variant.INTERIM or section.key != CAREERS.key:
        return section.fields
    at = [field.key for field in section.fields].index("financial_information")
    return (*section.fields[:at], CAREERS.field("careers_guidance"), *section.fields[at:])


def _of_its_years(field: Field, section: str, variant: Variant | None) -> Field:
    is_careers = section == CAREERS.key
    in_years = CAREERS_IN_YEARS.get(variant, {}) if is_careers else IN_YEARS.get(section, {})
    for_whom = in_years.get(field.key)
    if for_whom is None:
        return field
    if field.key != "financial_information":
        return replace(field, appears_when=for_whom)
    by_stage = (Circumstance.EXAMINATION_YEARS, MONEY_BEFORE_LEAVING)
    return replace(field, appears_when=for_whom, hint=MONEY_IN_YEAR_9, hints=(by_stage,))


def _following(field: Field, section: Section) -> Field:
    """Asked after the answer that makes it needed; always, where every answer does."""
    when = field.needed
    if field.key not in FOLLOWS.get(section.key, ()) or not isinstance(when, When):
        return field
    answers = {value for value, _ in section.field(when.field).choices}
    if answers <= set(when.is_one_of):
        return replace(field, needed=True)
    return replace(field, asked_when=when)


def _with_hint(field: Field, section: str) -> Field:
    hint = HINTS.get(f"{section}.{field.key}")
    return replace(field, hint=hint) if hint else field
