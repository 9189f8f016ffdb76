"""Form 2026.2: one variant for each stage and situation, from two to eighteen.

Each variant is its own school sections among those that every child has; the sections of
`circumstances`, and what `plan` asks about the last plan, appear when they apply. To change a
question, change it in the module of its part; once plans have been written with this version, a
new version is a new folder.
`docs/pep-content.md` shows which line of the guidance each question answers.
"""

from dataclasses import replace

from ..parts import Form, Section, Variant
from ..v2026_1.care import CARE_AND_CONTACTS, CARER_AND_PARENT_VIEWS, HEALTH
from ..v2026_1.child import ABOUT_ME, CHILDS_VIEWS, LEISURE
from ..v2026_1.school import SEN
from . import custody, early_years, interim, post_16, primary, secondary
from .circumstances import ALTERNATIVE_PROVISION, EHC_PLAN, MOVING_ON, SEEKING_EDUCATION
from .plan import ACTIONS, MEETING, NEW_TARGETS, PUPIL_PREMIUM_PLUS, REVIEW_OF_TARGETS
from .transition import TRANSITION

_SEN = replace(SEN, fields=tuple(field for field in SEN.fields if field.key != "ehc_plan"))


def _variant(
    variant: Variant,
    school: Section,
    *more: Section,
    attendance: Section,
    attainment: Section,
    future: Section,
) -> Form:
    return Form(
        version="2026.2",
        variant=variant,
        sections=(
            ABOUT_ME,
            CARE_AND_CONTACTS,
            school,
            *more,
            SEEKING_EDUCATION,
            ALTERNATIVE_PROVISION,
            attendance,
            attainment,
            _SEN,
            EHC_PLAN,
            HEALTH,
            CHILDS_VIEWS,
            CARER_AND_PARENT_VIEWS,
            REVIEW_OF_TARGETS,
            NEW_TARGETS,
            future,
            PUPIL_PREMIUM_PLUS,
            TRANSITION,
            MOVING_ON,
            LEISURE,
            ACTIONS,
            MEETING,
        ),
    )


FORMS = {
    form.variant: form
    for form in (
        _variant(
            Variant.EARLY_YEARS,
            early_years.SETTING,
            attendance=early_years.ATTENDANCE,
            attainment=early_years.LEARNING,
            future=early_years.HOPES,
        ),
        _variant(
            Variant.PRIMARY,
            primary.SCHOOL,
            attendance=primary.ATTENDANCE,
            attainment=primary.ATTAINMENT,
            future=primary.ASPIRATIONS,
        ),
        _variant(
            Variant.SECONDARY,
            secondary.SCHOOL,
            attendance=secondary.ATTENDANCE,
            attainment=secondary.ATTAINMENT,
            future=secondary.CAREERS,
        ),
        _variant(
            Variant.POST_16,
            post_16.IN_EDUCATION,
            attendance=post_16.ATTENDANCE,
            attainment=post_16.COURSES,
            future=post_16.FUTURE,
        ),
        _variant(
            Variant.POST_16_AT_WORK,
            post_16.AT_WORK,
            attendance=post_16.ATTENDANCE,
            attainment=post_16.LEARNING_AT_WORK,
            future=post_16.FUTURE,
        ),
        _variant(
            Variant.POST_16_IN_NEITHER,
            post_16.IN_NEITHER,
            attendance=post_16.ATTENDANCE,
            attainment=post_16.ATTAINED,
            future=post_16.FUTURE,
        ),
        _variant(
            Variant.CUSTODY,
            custody.ESTABLISHMENT,
            custody.RELEASE,
            attendance=custody.ATTENDANCE,
            attainment=custody.ATTAINMENT,
            future=secondary.CAREERS,
        ),
        _variant(
            Variant.INTERIM,
            interim.EDUCATION,
            attendance=interim.ATTENDANCE,
            attainment=interim.ATTAINMENT,
            future=interim.ASPIRATIONS,
        ),
    )
}
