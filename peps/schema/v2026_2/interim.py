"""Interim: a child of school age without a school place; social worker and officer write it.

Source: statutory guidance (2018), "Initiating, developing and reviewing the PEP": a PEP is
initiated even where a looked-after child is without a school place.
"""

from ..parts import Owner, Section
from . import primary, secondary, shared

EDUCATION = Section(
    key="school_and_key_people",
    title="Education now, and key people",
    owners=(Owner.CARE,),
    guidance_words=(
        "Provision of immediate suitable education where a child is not in school, such as "
        "because of temporary or permanent exclusion."
    ),
    fields=(
        shared.EDUCATION_HISTORY,
        shared.attends(
            ("tuition", "Tuition or another arrangement meanwhile"),
            ("nothing", "No education at present"),
            ("place_accepted", "A place is accepted and has not begun"),
        ),
        shared.current_arrangements("Who teaches, what, how many hours a week, since when."),
        shared.immediate_education("tuition", "nothing", "place_accepted"),
        shared.key_adult("Whom the child turns to about learning"),
        shared.school_contacts("Last school, tutor, admissions officer: how to reach them"),
    ),
)

ATTENDANCE = Section(
    key="attendance_and_behaviour",
    title="Attendance and behaviour",
    owners=(Owner.CARE,),
    guidance_words=primary.ATTENDANCE.guidance_words,
    fields=(
        *shared.attendance_fields(
            record="At the last school, and of the education arranged since.",
            conduct="At the last school, and now.",
        ),
        shared.SUSPENSIONS,
    ),
)

ATTAINMENT = Section(
    key="attainment_and_progress",
    title="Attainment and progress",
    owners=(Owner.CARE,),
    guidance_words=primary.ATTAINMENT.guidance_words,
    fields=(
        shared.attainment_now("What the last school knew, with the day; assessments since."),
        *(field for field in secondary.ATTAINMENT.fields if field.key == "qualifications"),
        shared.PROGRESS,
        shared.ACHIEVEMENTS,
        shared.EDUCATIONAL_NEEDS,
        shared.stage_support(
            "Support to keep up meanwhile", "What, how often, with whom, with which material."
        ),
        shared.CATCH_UP_SUPPORT,
        shared.WHAT_MADE_A_DIFFERENCE,
    ),
)

ASPIRATIONS = Section(
    key="aspirations_and_careers",
    title="Hopes and aspirations",
    owners=(Owner.CARE,),
    guidance_words=primary.ASPIRATIONS.guidance_words,
    fields=(
        *primary.ASPIRATIONS.fields,
        *(
            field
            for field in secondary.CAREERS.fields
            if field.key in {"financial_information", "work_experience"}
        ),
    ),
)
