"""The social worker's part: care, contacts, wellbeing, views of those at home, planned moves."""

from ..parts import Field, Head, Kind, Owner, Section, When

CARE_AND_CONTACTS = Section(
    key="care_and_contacts",
    title="Care and contacts",
    owners=(Owner.CARE,),
    guidance_words="The PEP is an integral part of the child's care plan.",
    fields=(
        Field(
            key="carer",
            label="The carer, and how school reaches them",
            hint="Name, telephone, best time. Leave out a confidential address.",
            needed=True,
        ),
        Field(
            key="parental_responsibility",
            label="Who has parental responsibility, and who agrees to what",
            hint="Trips, photographs, consent; who receives school reports.",
            needed=True,
        ),
        Field(
            key="carers_role_in_learning",
            label="The carer's part in the child's achievement",
            hint="What the carer does to support learning: homework, reading, school events.",
            needed=True,
            head=Head.CARER,
        ),
        Field(
            key="carers_role_in_leisure",
            label="The carer's part in the child's leisure interests",
            needed=True,
            head=Head.CARER,
        ),
        Field(
            key="others_caring",
            label="Anyone else who cares for the child, and their part",
            hint="Short break carers, a home's key worker, family; write “nobody else” if so.",
            needed=True,
            head=Head.CARER,
        ),
        Field(
            key="family_time",
            label="Family time, and anyone who may not collect or contact the child",
        ),
        Field(
            key="other_plans",
            label="How this plan fits the care plan and any other plan",
            hint=(
                "Linked to, but not duplicating or in conflict with, the care plan, pathway plan, "
                "placement plan or EHC plan."
            ),
            needed=True,
            guidance=("SG-QUAL-03", "SG-PEP-01"),
        ),
        Field(
            key="care_only_note",
            label="For social care and the Virtual School only",
            hint="A confidential address or other detail. Nobody in a school sees this answer.",
            is_care_only=True,
        ),
    ),
)

HEALTH = Section(
    key="health_and_wellbeing",
    title="Health and wellbeing",
    owners=(Owner.CARE, Owner.SCHOOL),
    guidance_words=(
        "Say what will happen or is already happening to identify and support any mental health "
        "needs, including any support from mental health specialist services."
    ),
    fields=(
        Field(
            key="developmental_needs",
            label="Developmental needs",
            hint="Short and longer term, including any related to attachment and past trauma.",
            needed=True,
            guidance=("SG-QUAL-04",),
        ),
        Field(
            key="mental_health",
            label="Mental health: what is happening or will happen to identify and support needs",
            hint="Name the services, what they do and since when; and what the SDQ scores say.",
            needed=True,
            guidance=("SG-QUAL-05", "SG-INIT-04"),
        ),
        Field(
            key="other_provision",
            label="Other provision for particular needs, and to promote achievement",
            hint="Therapy, speech and language, mentoring, equipment; write “none” if so.",
            needed=True,
            head=Head.CURRENT,
        ),
        Field(
            key="health_at_school",
            label="Health needs that school should know of",
            hint="Medication, hearing, sight, allergies: what staff do.",
        ),
    ),
)

CARER_AND_PARENT_VIEWS = Section(
    key="carer_and_parent_views",
    title="Carer's and parents' views",
    owners=(Owner.CARE, Owner.SCHOOL),
    guidance_words="Involve, where appropriate, the child's parent and/or relevant family member.",
    fields=(
        Field(
            key="carers_views",
            label="What the carer says",
            hint="What goes well, what worries them, what they ask of school.",
            needed=True,
            guidance=("SG-PEP-06",),
            carries_forward=False,
        ),
        Field(
            key="parents_views",
            label="What parents or family say",
            hint="Or why it is not appropriate to ask them.",
            needed=True,
            guidance=("SG-PEP-08",),
            carries_forward=False,
        ),
    ),
)

TRANSITION = Section(
    key="transition_and_stability",
    title="Transition and stability",
    owners=(Owner.CARE, Owner.SCHOOL),
    guidance_words=(
        "Transition support where needed: starting a new school, returning to school after "
        "illness or exclusion, or a plan for permanence with a change of school."
    ),
    fields=(
        Field(
            key="is_change_planned",
            label="Is a change of school, course or placement planned?",
            kind=Kind.CHOICE,
            choices=(("yes", "Yes"), ("no", "No")),
            needed=True,
            head=Head.CHANGES,
            carries_forward=False,
        ),
        Field(
            key="planned_changes",
            label="What is planned, why and when",
            needed=When(field="is_change_planned", is_one_of=("yes",)),
            head=Head.CHANGES,
        ),
        Field(
            key="limit_disruption",
            label="What will be done to limit disruption",
            hint="Staying at the school, transport, timing outside Years 10 and 11, a visit.",
            needed=When(field="is_change_planned", is_one_of=("yes",)),
            head=Head.CHANGES,
        ),
        Field(
            key="transition_support",
            label="Transition support",
            hint=(
                "Moving between early years, primary, secondary and further education, or coming "
                "back after illness or exclusion."
            ),
            needed=When(field="is_change_planned", is_one_of=("yes",)),
            guidance=("SG-CON-04",),
        ),
        Field(
            key="stability",
            label="What keeps school and placement stable",
        ),
    ),
)
