"""Early years: from two to the end of Reception, also for a child without a setting.

The seven areas of learning are those of the statutory framework for the early years foundation
stage; the progress check at two is made between the second and the third birthday.
"""

from ..parts import Field, Head, Owner, Section, When
from . import shared

SETTING = Section(
    key="school_and_key_people",
    title="Setting and key people",
    owners=(Owner.SCHOOL, Owner.CARE),
    guidance_words=(
        "Access to a nursery or other high quality early years provision that is appropriate to "
        "the child's age and meets their identified developmental needs."
    ),
    fields=(
        shared.EDUCATION_HISTORY,
        shared.attends(
            ("full_time", "Reception class, full time"),
            ("nursery", "A nursery, pre-school or nursery class"),
            ("childminder", "A childminder"),
            ("no_setting", "No setting at present"),
        ),
        shared.current_arrangements(
            "Days and hours, funded hours, the room or class, who is there."
        ),
        Field(
            key="early_years",
            label="How the provision meets the child's developmental needs",
            hint=(
                "Its quality, and why it suits this child; without a setting: what the child has "
                "at home and in groups, and how and when a place is found."
            ),
            needed=True,
            guidance=("SG-CON-01", "SG-CON-03"),
        ),
        Field(
            key="early_years_pupil_premium",
            label="Early years pupil premium: what it pays for",
            hint="The Virtual School passes it to the provider; “none yet” and why, if so.",
            needed=When(field="attends", is_one_of=("nursery", "childminder")),
            guidance=("SG-INIT-15",),
        ),
        shared.key_adult("The child's key person"),
        shared.school_contacts("Designated teacher or manager, SENCO: names and how to reach them"),
    ),
)

ATTENDANCE = Section(
    key="attendance_and_behaviour",
    title="Attendance and settling",
    owners=(Owner.SCHOOL, Owner.CARE),
    guidance_words=(
        "Behaviour management strategies are agreed between the VSH and school, to help ensure "
        "that challenging behaviour is managed in the most effective way for that child."
    ),
    fields=shared.attendance_fields(
        record="Sessions attended of those offered, and what lies behind absence.",
        conduct="How the child arrives, plays, relates to adults and children, and rests.",
    ),
)


def _area(key: str, label: str, hint: str, *, is_prime: bool) -> Field:
    return Field(
        key=f"area_{key}",
        label=label,
        hint=hint,
        needed=is_prime,
        head=Head.HISTORY if is_prime else None,
        guidance=("SG-INIT-04",),
        group="Prime areas" if is_prime else "Specific areas",
        carries_forward=False,
    )


LEARNING = Section(
    key="attainment_and_progress",
    title="Learning and development",
    owners=(Owner.SCHOOL, Owner.CARE),
    intro="What the child does now, in each area of learning.",
    guidance_words=(
        "A summary of the child's current attainment and progress, and access to effective "
        "intervention strategies and how this will make or has made a difference."
    ),
    fields=(
        _area(
            "communication",
            "Communication and language",
            "Listening, attention and understanding; speaking.",
            is_prime=True,
        ),
        _area(
            "physical",
            "Physical development",
            "Gross motor and fine motor skills.",
            is_prime=True,
        ),
        _area(
            "social",
            "Personal, social and emotional development",
            "Self-regulation, managing self, building relationships.",
            is_prime=True,
        ),
        _area("literacy", "Literacy", "Stories, word reading, writing.", is_prime=False),
        _area("mathematics", "Mathematics", "Number, numerical patterns.", is_prime=False),
        _area(
            "world",
            "Understanding the world",
            "Past and present; people, culture and communities; the natural world.",
            is_prime=False,
        ),
        _area(
            "arts",
            "Expressive arts and design",
            "Creating with materials; being imaginative and expressive.",
            is_prime=False,
        ),
        Field(
            key="two_year_check",
            label="The progress check at two",
            hint="When it was made, what it said, and what follows; for an older child optional.",
            group="Checks",
        ),
        Field(
            key="reception_checks",
            label="Reception baseline and early years foundation stage profile",
            hint="For a child in Reception: whether made, and a good level of development.",
            group="Checks",
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
            "Support to reach expected development",
            "Speech and language, play, portage, small groups: what, how often, with whom.",
        ),
        shared.CATCH_UP_SUPPORT,
        shared.WHAT_MADE_A_DIFFERENCE,
    ),
)

HOPES = Section(
    key="aspirations_and_careers",
    title="Hopes for the future",
    owners=(Owner.SCHOOL, Owner.CARE),
    guidance_words=(
        "Discussions about longer term goals should start early. High aspirations are crucial to "
        "successful planning for the future."
    ),
    fields=(
        Field(
            key="aspirations",
            label="What the child loves doing, and what everybody hopes for them",
            hint="Focus on strengths and capabilities.",
            needed=True,
            guidance=("SG-CON-06", "SG-CON-09"),
        ),
        Field(
            key="longer_term_plan",
            label="The longer-term plan",
            hint="Where the child should be at the start of Year 1, and what it takes.",
            needed=True,
            guidance=("SG-QUAL-07",),
        ),
    ),
)
