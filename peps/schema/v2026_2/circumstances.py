"""Sections that appear when the child's circumstances call for them."""

from ..parts import Circumstance, Field, Kind, Owner, Section, When

MOVING_ON = Section(
    key="moving_on",
    title="Moving on: the next school or stage",
    owners=(Owner.SCHOOL, Owner.CARE),
    appears_when=Circumstance.TRANSITION,
    guidance_words=(
        "Transition support where needed, such as when a child starts attending a new school: "
        "moving from early years to primary school, primary to secondary school, from secondary "
        "school to further education, or a plan for permanence with a change of school."
    ),
    fields=(
        Field(
            key="next_place",
            label="The next school, college, course or class, and how far it is settled",
            hint="Applied, offered, accepted; for a planned move also why this school.",
            needed=True,
            guidance=("SG-CON-04",),
        ),
        Field(
            key="preparation",
            label="What prepares the child",
            hint="Visits, extra days, a familiar face, the child's own questions answered.",
            needed=True,
            guidance=("SG-CON-04",),
            example=(
                "Three visits in June with Ms Reid; sits with two friends from Year 6; the route "
                "walked with the carer in August; Mr Shah meets her at the gate on the first day."
            ),
        ),
        Field(
            key="handed_over",
            label="What the next school is told, by whom, when",
            hint="This plan, what works, SEN, safeguarding; designated teacher to designated "
            "teacher.",
            needed=True,
        ),
        Field(
            key="first_term",
            label="Who watches the first term there, and what shows that it goes well",
            needed=True,
        ),
    ),
)

ALTERNATIVE_PROVISION = Section(
    key="alternative_provision",
    title="Alternative provision",
    owners=(Owner.SCHOOL, Owner.CARE),
    appears_when=Circumstance.ALTERNATIVE_PROVISION,
    guidance_words=(
        "Provision of immediate suitable education where a child is not in school, such as "
        "because of temporary or permanent exclusion."
    ),
    fields=(
        Field(
            key="provider",
            label="Provider, days and hours, and whether it is registered",
            needed=True,
            guidance=("SG-CON-03",),
        ),
        Field(key="why", label="Why, since when, and until when", needed=True),
        Field(
            key="taught",
            label="What is taught, and which qualifications",
            needed=True,
            guidance=("SG-CON-07",),
        ),
        Field(
            key="checked",
            label="Who checks attendance, safety and quality, and when last",
            needed=True,
        ),
        Field(
            key="way_back",
            label="The way back to school, or on from here",
            needed=True,
            guidance=("SG-CON-04",),
        ),
    ),
)

EHC_PLAN = Section(
    key="ehc_plan",
    title="EHC plan",
    owners=(Owner.SCHOOL, Owner.CARE),
    appears_when=Circumstance.EHC_PLAN,
    guidance_words=(
        "The EHC plan works in harmony with the care plan and PEP to tell a coherent and "
        "comprehensive story of how the child's needs are being met."
    ),
    fields=(
        Field(
            key="maintained_by",
            label="The authority that maintains the plan",
            kind=Kind.TEXT,
            needed=True,
        ),
        Field(
            key="outcomes",
            label="The outcomes of the EHC plan, and which targets here serve them",
            needed=True,
            guidance=("SG-SEN-02", "SG-QUAL-03"),
        ),
        Field(
            key="delivered",
            label="Is the provision in the plan delivered?",
            kind=Kind.CHOICE,
            choices=(("yes", "All of it"), ("partly", "Part of it"), ("no", "None of it")),
            needed=True,
            carries_forward=False,
        ),
        Field(
            key="not_delivered",
            label="What is not delivered, and who puts it right by when",
            needed=When(field="delivered", is_one_of=("partly", "no")),
            carries_forward=False,
        ),
        Field(
            key="next_annual_review",
            label="Next annual review, and how it is joined to the review of this plan",
            hint="From Year 9 it prepares for adulthood.",
            needed=True,
        ),
    ),
)

SEEKING_EDUCATION = Section(
    key="seeking_education",
    title="Finding a school",
    owners=(Owner.CARE,),
    appears_when=Circumstance.SEEKING_EDUCATION,
    guidance_words=(
        "The local authority does not tolerate drift and delay where children the authority looks "
        "after are without an education placement that is appropriate to their assessed needs."
    ),
    fields=(
        Field(
            key="without_since",
            label="Without full-time education since when, and why",
            needed=True,
            guidance=("SG-CON-03",),
        ),
        Field(
            key="sought",
            label="Schools asked, with the day and the answer",
            hint="Rated good or outstanding; application, consultation, refusal, silence.",
            needed=True,
            carries_forward=False,
        ),
        Field(
            key="what_the_child_wants",
            label="What the child and the carer want",
            needed=True,
            carries_forward=False,
        ),
        Field(
            key="next_step",
            label="The next step, by whom, by when",
            hint="Also whether a direction is asked for if a school goes on refusing.",
            needed=True,
            carries_forward=False,
        ),
        Field(
            key="start",
            label="How the child starts: first day, support, full time from when",
            needed=True,
            carries_forward=False,
        ),
    ),
)

BY_CIRCUMSTANCE = (SEEKING_EDUCATION, ALTERNATIVE_PROVISION, EHC_PLAN, MOVING_ON)
