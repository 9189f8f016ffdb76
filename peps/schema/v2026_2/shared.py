"""Questions that several variants ask alike: history, present education, conduct, needs."""

from ..parts import Field, Head, Kind, When

EDUCATION_HISTORY = Field(
    key="education_history",
    label="Schools and settings attended, with dates",
    hint="Add what the record lacks: nurseries, schools before care, home education.",
    needed=True,
    head=Head.HISTORY,
)

PROGRESS = Field(
    key="progress",
    label="Progress from the child's starting points",
    kind=Kind.CHOICE,
    choices=(
        ("above", "Better than expected"),
        ("expected", "As expected"),
        ("below", "Below expected"),
        ("well_below", "Well below expected"),
    ),
    needed=True,
    guidance=("SG-PEP-03",),
    carries_forward=False,
)

ACHIEVEMENTS = Field(
    key="achievements",
    label="Achievements, academic and other",
    hint="What the child can do now and could not do before; awards, roles, firsts.",
    needed=True,
    head=Head.HISTORY,
    guidance=("SG-QUAL-01",),
    example="Read her first chapter book aloud to Year 2; was chosen as lunchtime buddy in May.",
)

EDUCATIONAL_NEEDS = Field(
    key="educational_needs",
    label="Educational needs",
    hint="Short and longer term, in skills, knowledge, subject areas and experiences.",
    needed=True,
    guidance=("SG-QUAL-04",),
)

CATCH_UP_SUPPORT = Field(
    key="catch_up_support",
    label="Catch-up support",
    hint="For a child who has fallen behind: which effective interventions, how often.",
    needed=When(field="progress", is_one_of=("below", "well_below")),
    guidance=("SG-CON-02",),
)

WHAT_MADE_A_DIFFERENCE = Field(
    key="what_made_a_difference",
    label="What interventions have made, or will make, a difference",
    hint="To achievement levels, with the evidence.",
    needed=True,
    guidance=("SG-QUAL-11",),
    carries_forward=False,
    example=(
        "Reading tuition three times a week since January: standardised score up from 82 to 91. "
        "Continue to Easter, then once a week."
    ),
)


def attends(*choices: tuple[str, str]) -> Field:
    """What education the child has now, in the words of the variant."""
    return Field(
        key="attends",
        label="What education does the child have now?",
        kind=Kind.CHOICE,
        choices=choices,
        needed=True,
        head=Head.CURRENT,
        carries_forward=False,
    )


def current_arrangements(hint: str) -> Field:
    """What that education consists of."""
    return Field(
        key="current_arrangements",
        label="Current education and training",
        hint=hint,
        needed=True,
        head=Head.CURRENT,
    )


def immediate_education(*answers: str) -> Field:
    """Suitable education at once, for whoever has less than full-time education."""
    return Field(
        key="immediate_education",
        label="Suitable education now, and how and when it becomes full time",
        hint="Provision of immediate suitable education where a child is not in school.",
        needed=When(field="attends", is_one_of=answers),
        guidance=("SG-CON-03",),
    )


def key_adult(label: str) -> Field:
    """Whom the child turns to."""
    return Field(key="key_adult", label=label, needed=True)


def school_contacts(label: str) -> Field:
    """Whom others turn to."""
    return Field(key="school_contacts", label=label, needed=True, guidance=("SG-DT-01",))


def attainment_now(hint: str) -> Field:
    """The record of attainment of a variant that has no finer one."""
    return Field(
        key="attainment_now",
        label="Current attainment",
        hint=hint,
        needed=True,
        head=Head.HISTORY,
        guidance=("SG-INIT-04",),
        carries_forward=False,
    )


def stage_support(label: str, hint: str) -> Field:
    """Support to reach what is expected at this stage."""
    return Field(
        key="key_stage_support",
        label=label,
        hint=hint,
        needed=True,
        guidance=("SG-CON-07", "SG-CON-06"),
    )


def attendance_fields(*, record: str, conduct: str) -> tuple[Field, ...]:
    """The record of attendance and conduct, and the support for both."""
    return (
        Field(
            key="attendance_record",
            label="Attendance this term and this year",
            hint=record,
            needed=True,
            head=Head.HISTORY,
            carries_forward=False,
        ),
        Field(
            key="conduct_record",
            label="Conduct",
            hint=conduct,
            needed=True,
            head=Head.HISTORY,
            carries_forward=False,
        ),
        Field(
            key="attendance_support",
            label="Support for attendance",
            guidance=("SG-CON-05",),
        ),
        Field(
            key="behaviour_strategies",
            label="Behaviour strategies agreed with the Virtual School",
            hint="What staff do, what they avoid, who agreed it and when; “none needed” if so.",
            needed=True,
            guidance=("SG-QUAL-10", "SG-CON-05"),
            example=(
                "Agreed 12 May with Ms Okafor (Virtual School): a five-minute card to the library, "
                "no shouting, a walk with Mr Day after. Not: detention on the day of family time."
            ),
        ),
    )


SUSPENSIONS = Field(
    key="suspensions",
    label="Suspensions and exclusions this year",
    hint="Days, reasons and the education provided from the first day; “none” if so.",
    needed=True,
    carries_forward=False,
)
