"""Primary: Years 1 to 6."""

from ..parts import Field, Head, Owner, Section
from . import shared

SCHOOL = Section(
    key="school_and_key_people",
    title="School and key people",
    owners=(Owner.SCHOOL,),
    guidance_words="The PEP must include the contact details of the Virtual School Head.",
    fields=(
        shared.EDUCATION_HISTORY,
        shared.attends(
            ("full_time", "Full time at school"),
            ("part_time", "A part-time timetable"),
            ("elsewhere", "Education otherwise than at school or alternative provision"),
            ("not_in_school", "Not in school at present"),
        ),
        shared.current_arrangements(
            "Class, groups, support in lessons, what differs from other children."
        ),
        shared.immediate_education("part_time", "elsewhere", "not_in_school"),
        shared.key_adult("The child's key adult at school"),
        shared.school_contacts("Designated teacher, class teacher and SENCO: how to reach them"),
    ),
)

ATTENDANCE = Section(
    key="attendance_and_behaviour",
    title="Attendance and behaviour",
    owners=(Owner.SCHOOL,),
    guidance_words=(
        "Behaviour management strategies are agreed between the VSH and school, to help ensure "
        "that challenging behaviour is managed in the most effective way for that child."
    ),
    fields=(
        *shared.attendance_fields(
            record="Percentage, authorised and unauthorised absence, and what lies behind it.",
            conduct="How the child behaves and relates to others; what goes well, what is hard.",
        ),
        shared.SUSPENSIONS,
    ),
)


def _subject(key: str, label: str, hint: str) -> Field:
    return Field(
        key=f"attainment_{key}",
        label=label,
        hint=hint,
        needed=True,
        head=Head.HISTORY,
        guidance=("SG-INIT-04",),
        group="Attainment",
        carries_forward=False,
    )


ATTAINMENT = Section(
    key="attainment_and_progress",
    title="Attainment and progress",
    owners=(Owner.SCHOOL,),
    guidance_words=(
        "A summary of the child's current attainment and progress, and access to effective "
        "intervention strategies and how this will make or has made a difference."
    ),
    fields=(
        _subject("reading", "Reading", "Working at, expected for the age, and how you know."),
        _subject("writing", "Writing", "Working at, expected for the age, and how you know."),
        _subject("mathematics", "Mathematics", "Working at, expected for the age."),
        Field(
            key="attainment_other",
            label="Science and other subjects",
            group="Attainment",
            carries_forward=False,
        ),
        Field(
            key="national_checks",
            label="National checks and tests",
            hint=(
                "Phonics screening in Year 1 (and 2), multiplication tables in Year 4, the end of "
                "Key Stage 2 in Year 6: results, or what is arranged for them."
            ),
            group="Attainment",
        ),
        Field(
            key="progress",
            label=shared.PROGRESS.label,
            kind=shared.PROGRESS.kind,
            choices=shared.PROGRESS.choices,
            needed=True,
            guidance=shared.PROGRESS.guidance,
            carries_forward=False,
            group="Progress",
        ),
        shared.ACHIEVEMENTS,
        shared.EDUCATIONAL_NEEDS,
        shared.stage_support(
            "Support to reach expected progress for the key stage",
            "In class, in groups, one to one: what, how often, with whom.",
        ),
        shared.CATCH_UP_SUPPORT,
        shared.WHAT_MADE_A_DIFFERENCE,
    ),
)

ASPIRATIONS = Section(
    key="aspirations_and_careers",
    title="Hopes and aspirations",
    owners=(Owner.SCHOOL,),
    guidance_words=(
        "Discussions about longer term goals should start early and, ideally, well before Year 9. "
        "High aspirations are crucial to successful planning for the future."
    ),
    fields=(
        Field(
            key="aspirations",
            label="What the child hopes to do and become",
            hint="Focus on strengths and capabilities; whom the child has met who does it.",
            needed=True,
            guidance=("SG-CON-06", "SG-CON-09"),
        ),
        Field(
            key="longer_term_plan",
            label="The longer-term plan",
            hint="Where the child should be at the end of the key stage; saving and money; places "
            "and people worth meeting.",
            needed=True,
            guidance=("SG-QUAL-07",),
        ),
    ),
)
