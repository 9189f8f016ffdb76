"""The plan itself: last targets reviewed, new targets, premium, actions, the meeting."""

from ..parts import Field, Kind, Owner, Section, When

TARGETS = (1, 2, 3)
_OUTCOMES = (
    ("met", "Met"),
    ("partly", "Partly met"),
    ("not_met", "Not met"),
    ("dropped", "No longer needed"),
    ("no_target", "There was no earlier target"),
)


def _review(number: int) -> tuple[Field, ...]:
    group = f"Last target {number}"
    outcome = f"target_{number}_outcome"
    return (
        Field(
            key=outcome,
            label="Was it met?",
            kind=Kind.CHOICE,
            choices=_OUTCOMES,
            needed=True,
            guidance=("SG-QUAL-06",),
            group=group,
            carries_forward=False,
        ),
        Field(
            key=f"target_{number}_evidence",
            label="What shows it, and what follows from it",
            needed=When(field=outcome, is_one_of=("met", "partly", "not_met", "dropped")),
            guidance=("SG-QUAL-06", "SG-QUAL-11"),
            group=group,
            carries_forward=False,
        ),
    )


REVIEW_OF_TARGETS = Section(
    key="review_of_targets",
    title="Review of last targets",
    owners=(Owner.SCHOOL,),
    intro="The targets of the last plan stand beside this form.",
    guidance_words="Progress monitoring of each of the areas identified.",
    fields=tuple(field for number in TARGETS for field in _review(number)),
)


def _target(number: int) -> tuple[Field, ...]:
    group = f"Target {number}"

    def part(name: str, label: str, hint: str = "", kind: Kind = Kind.TEXT) -> Field:
        return Field(
            key=f"target_{number}_{name}",
            label=label,
            hint=hint,
            kind=kind,
            needed=True,
            guidance=("SG-QUAL-09",) if name == "resource" else ("SG-QUAL-06",),
            group=group,
            carries_forward=False,
        )

    return (
        part("what", "What the child will achieve", "Specific and stretching.", Kind.LONG),
        part("measure", "How it is measured"),
        part("baseline", "Where the child is now", "The baseline in the same measure."),
        part("by_whom", "Who makes it happen"),
        part("by_when", "By when", kind=Kind.DATE),
        part("resource", "What it needs", "Time, people, money such as pupil premium plus."),
    )


NEW_TARGETS = Section(
    key="new_targets",
    title="New targets",
    owners=(Owner.SCHOOL,),
    intro="Three targets until the next review, at least one of them about learning.",
    guidance_words=(
        "SMART: specific, significant, stretching, measurable, meaningful, motivational, agreed, "
        "achievable, action-orientated, realistic, relevant, result-orientated, time bound, "
        "tangible, trackable."
    ),
    fields=(
        *(field for number in TARGETS for field in _target(number)),
        Field(
            key="monitoring",
            label="How progress is checked between reviews",
            hint="Of each area of need identified in this plan: by whom and how often.",
            needed=True,
            guidance=("SG-QUAL-06", "SG-DT-01"),
            group="All targets",
            carries_forward=False,
        ),
    ),
)

PUPIL_PREMIUM_PLUS = Section(
    key="pupil_premium_plus",
    title="Pupil premium plus",
    owners=(Owner.SCHOOL,),
    guidance_words=(
        "The termly review maps how the pupil premium and any other additional funding has been "
        "used to support the targets set in the PEP."
    ),
    fields=(
        Field(
            key="used",
            label="How it was used since the last review, for which target",
            needed=True,
            guidance=("SG-INIT-15",),
            carries_forward=False,
        ),
        Field(
            key="difference",
            label="What difference it made",
            needed=True,
            guidance=("SG-INIT-15", "SG-QUAL-11"),
            carries_forward=False,
        ),
        Field(
            key="planned",
            label="What is asked for now, for which target",
            hint="Additional resources designated to support the child's attainment.",
            needed=True,
            guidance=("SG-QUAL-09", "SG-INIT-09"),
            carries_forward=False,
        ),
    ),
)


def _action(number: int) -> tuple[Field, ...]:
    def part(name: str, label: str, kind: Kind = Kind.TEXT) -> Field:
        is_optional = number > 1 and name == "what"
        is_first = number == 1
        return Field(
            key=f"action_{number}_{name}",
            label=label,
            kind=kind,
            needed=is_first or (not is_optional and When(field=f"action_{number}_what")),
            guidance=("SG-QUAL-08", "SG-INIT-07"),
            group=f"Action {number}",
            carries_forward=False,
        )

    return (
        part("what", "What will be done"),
        part("who", "By whom"),
        part("by_when", "By when", Kind.DATE),
    )


ACTIONS = Section(
    key="actions",
    title="Actions",
    owners=(Owner.SCHOOL, Owner.CARE),
    guidance_words=(
        "Identify actions, with time scales, for specific individuals intended to support the "
        "achievement of agreed targets."
    ),
    fields=(
        *(field for number in (1, 2, 3, 4) for field in _action(number)),
        Field(
            key="taken_forward_by",
            label="Who takes this plan forward",
            needed=True,
            guidance=("SG-INIT-07",),
            group="All actions",
        ),
    ),
)

MEETING = Section(
    key="meeting",
    title="The meeting and what comes next",
    owners=(Owner.SCHOOL, Owner.CARE),
    guidance_words="The PEP gives timescales for action and review.",
    fields=(
        Field(
            key="held_on",
            label="Day of the meeting",
            kind=Kind.DATE,
            needed=True,
            not_in_future=True,
            carries_forward=False,
        ),
        Field(
            key="attendees",
            label="Who took part",
            hint="Name and role; also who was asked and could not come.",
            needed=True,
            guidance=("SG-PEP-06", "SG-PEP-08"),
            carries_forward=False,
        ),
        Field(
            key="for_the_review",
            label="What the next review of the care plan should discuss about education",
            needed=True,
            guidance=("SG-QUAL-02", "SG-INIT-16"),
            carries_forward=False,
        ),
        Field(
            key="copies_to",
            label="Who receives a copy",
            hint="Virtual School, designated teacher, carer; where appropriate child and parent.",
            needed=True,
            guidance=("SG-INIT-11",),
        ),
        Field(
            key="next_review_on",
            label="Day of the next PEP review",
            kind=Kind.DATE,
            needed=True,
            after="held_on",
            guidance=("SG-INIT-07", "SG-INIT-14"),
            carries_forward=False,
        ),
    ),
)
