"""The school's part: where the child learns, attendance, attainment, special educational needs."""

from ..parts import Field, Head, Kind, Owner, Section, When

SCHOOL = Section(
    key="school_and_key_people",
    title="School and key people",
    owners=(Owner.SCHOOL,),
    guidance_words="The PEP must include the contact details of the Virtual School Head.",
    fields=(
        Field(
            key="education_history",
            label="Schools and settings attended, with dates",
            hint="Add what the record lacks: nurseries, schools before care, home education.",
            needed=True,
            head=Head.HISTORY,
        ),
        Field(
            key="attends",
            label="What education does the child have now?",
            kind=Kind.CHOICE,
            choices=(
                ("full_time", "Full time at school or college"),
                ("part_time", "A part-time timetable"),
                ("elsewhere", "Education otherwise than at school or alternative provision"),
                ("not_in_school", "Not in school at present"),
            ),
            needed=True,
            head=Head.CURRENT,
            carries_forward=False,
        ),
        Field(
            key="current_arrangements",
            label="Current education and training",
            hint="Year, classes or courses, hours, support in lessons, what differs from peers.",
            needed=True,
            head=Head.CURRENT,
        ),
        Field(
            key="immediate_education",
            label="Suitable education now, and how and when it becomes full time",
            hint="Provision of immediate suitable education where a child is not in school.",
            needed=When(field="attends", is_one_of=("part_time", "elsewhere", "not_in_school")),
            guidance=("SG-CON-03",),
        ),
        Field(
            key="early_years",
            label="Early years provision",
            hint=(
                "Only for a child below school age: access to a nursery or other high quality "
                "provision, and how it meets their developmental needs."
            ),
            guidance=("SG-CON-01",),
        ),
        Field(
            key="key_adult",
            label="The child's key adult at school",
            needed=True,
        ),
        Field(
            key="school_contacts",
            label="Designated teacher, tutor and SENCO: names and how to reach them",
            needed=True,
            guidance=("SG-DT-01",),
        ),
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
        Field(
            key="attendance_record",
            label="Attendance this term and this year",
            hint="Percentage, authorised and unauthorised absence, and what lies behind it.",
            needed=True,
            head=Head.HISTORY,
            carries_forward=False,
        ),
        Field(
            key="conduct_record",
            label="Conduct at school",
            hint="How the child behaves and relates to others; what goes well and what is hard.",
            needed=True,
            head=Head.HISTORY,
            carries_forward=False,
        ),
        Field(
            key="suspensions",
            label="Suspensions and exclusions this year",
            hint="Days, reasons and the education provided from the first day; “none” if so.",
            needed=True,
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
        ),
    ),
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
        Field(
            key="attainment_now",
            label="Current attainment",
            hint="By subject: working at, expected or target, and the source.",
            needed=True,
            head=Head.HISTORY,
            guidance=("SG-INIT-04",),
            carries_forward=False,
        ),
        Field(
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
        ),
        Field(
            key="achievements",
            label="Achievements, academic and other",
            needed=True,
            head=Head.HISTORY,
            guidance=("SG-QUAL-01",),
        ),
        Field(
            key="educational_needs",
            label="Educational needs",
            hint="Short and longer term, in skills, knowledge, subject areas and experiences.",
            needed=True,
            guidance=("SG-QUAL-04",),
        ),
        Field(
            key="key_stage_support",
            label="Support to reach expected progress for the key stage",
            hint="And to complete an appropriate range of approved qualifications.",
            needed=True,
            guidance=("SG-CON-07", "SG-CON-06"),
        ),
        Field(
            key="catch_up_support",
            label="Catch-up support",
            hint="For a child who has fallen behind: which effective interventions, how often.",
            needed=When(field="progress", is_one_of=("below", "well_below")),
            guidance=("SG-CON-02",),
        ),
        Field(
            key="what_made_a_difference",
            label="What interventions have made, or will make, a difference",
            hint="To achievement levels, with the evidence.",
            needed=True,
            guidance=("SG-QUAL-11",),
            carries_forward=False,
        ),
    ),
)

SEN = Section(
    key="sen_and_ehc_plan",
    title="Special educational needs and EHC plan",
    owners=(Owner.SCHOOL,),
    guidance_words=(
        "The EHC plan works in harmony with the care plan and PEP to tell a coherent and "
        "comprehensive story of how the child's needs are being met."
    ),
    fields=(
        Field(
            key="needs",
            label="Special educational needs, past and present",
            hint="Type of need, when identified, assessments; “none identified” if so.",
            needed=True,
            head=Head.HISTORY,
        ),
        Field(
            key="provision",
            label="Provision for these needs now",
            hint="SEN support or the EHC plan's provision, as it is delivered; “none” if so.",
            needed=True,
            head=Head.CURRENT,
            guidance=("SG-SEN-05",),
        ),
        Field(
            key="undiagnosed",
            label="Needs that nobody has assessed yet",
            hint="What makes you think so, and what happens next through the SEND framework.",
            guidance=("SG-SEN-06",),
        ),
        Field(
            key="ehc_plan",
            label="How the EHC plan and this plan fit together",
            hint="Outcomes shared, the date of the annual review, who brings them together.",
            guidance=("SG-QUAL-03", "SG-SEN-02"),
        ),
    ),
)
