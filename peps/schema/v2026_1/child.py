"""The child's own part: who they are, what they say, what they hope for, what they enjoy."""

from ..parts import Field, Head, Kind, Owner, Section

ABOUT_ME = Section(
    key="about_me",
    title="About me",
    owners=(Owner.SCHOOL, Owner.CARE),
    intro="In the child's own words wherever possible.",
    guidance_words=(
        "The PEP should be a living, evolving, comprehensive and enduring record of the child's "
        "experience, progress and achievement (academic and otherwise)."
    ),
    fields=(
        Field(
            key="what_i_like",
            is_own_words=True,
            label="What I like and what I am good at",
            hint="Interests, strengths and capabilities, in or out of school.",
            needed=True,
            guidance=("SG-CON-09",),
        ),
        Field(
            key="proud_of",
            is_own_words=True,
            label="What I am proud of",
            hint="Experiences, progress and achievements, academic and otherwise.",
            guidance=("SG-QUAL-01",),
        ),
        Field(
            key="important_people",
            is_own_words=True,
            label="People who matter to me",
            hint="At school, at home, friends, family.",
        ),
        Field(
            key="what_helps",
            is_own_words=True,
            label="What helps me to learn, and what gets in the way",
            needed=True,
            guidance=("SG-PEP-04",),
        ),
        Field(
            key="how_told",
            label="How was this told?",
            kind=Kind.CHOICE,
            choices=(
                ("wrote", "The child wrote it"),
                ("said", "The child said it and somebody wrote it down"),
                ("another_way", "The child showed it another way, with symbols or pictures"),
                ("observed", "Somebody who knows the child well describes what they see"),
            ),
            needed=True,
            guidance=("SG-PEP-07",),
        ),
    ),
)

CHILDS_VIEWS = Section(
    key="childs_views",
    title="The child's views",
    owners=(Owner.SCHOOL, Owner.CARE),
    intro="What the child says about school and about this plan, this term.",
    guidance_words=(
        "All of those involved in the PEP process at all stages should involve the child "
        "(according to understanding and ability)."
    ),
    fields=(
        Field(
            key="going_well",
            is_own_words=True,
            label="What is going well at school",
            needed=True,
            guidance=("SG-PEP-07",),
            carries_forward=False,
        ),
        Field(
            key="should_change",
            is_own_words=True,
            label="What I would like to be different",
            needed=True,
            guidance=("SG-PEP-07",),
            carries_forward=False,
        ),
        Field(
            key="changed_since",
            is_own_words=True,
            label="What changed because of what I said last time",
            carries_forward=False,
        ),
        Field(
            key="how_involved",
            label="How the child took part in this plan",
            hint="At the meeting, before it, through somebody they chose; or why not.",
            needed=True,
            guidance=("SG-PEP-07",),
            carries_forward=False,
        ),
    ),
)

ASPIRATIONS = Section(
    key="aspirations_and_careers",
    title="Aspirations and careers",
    owners=(Owner.SCHOOL,),
    guidance_words=(
        "Discussions about longer term goals should start early and, ideally, well before Year 9. "
        "High aspirations are crucial to successful planning for the future."
    ),
    fields=(
        Field(
            key="aspirations",
            label="What the child hopes to do and become",
            hint="Focus on strengths and capabilities and the outcomes they want to achieve.",
            needed=True,
            guidance=("SG-CON-06", "SG-CON-09"),
        ),
        Field(
            key="longer_term_plan",
            label="The longer-term plan",
            hint=(
                "SMART, according to age and understanding: public examinations, further and "
                "higher education, managing money and savings, work experience, career plans."
            ),
            needed=True,
            guidance=("SG-QUAL-07",),
        ),
        Field(
            key="careers_guidance",
            label="Careers advice and guidance",
            hint="What the child has had and what is arranged.",
            needed=True,
            guidance=("SG-CON-08",),
        ),
        Field(
            key="financial_information",
            label="Financial information",
            hint=(
                "About further and higher education, training and employment: for example the "
                "16 to 19 bursary, savings, the higher education bursary."
            ),
            guidance=("SG-CON-08", "SG-QUAL-07"),
        ),
        Field(
            key="work_experience",
            label="Experience of work, colleges and universities",
            guidance=("SG-QUAL-07",),
        ),
    ),
)

LEISURE = Section(
    key="leisure_and_learning",
    title="Leisure and learning out of school",
    owners=(Owner.CARE, Owner.SCHOOL),
    guidance_words=(
        "The range of needs covered includes out-of-school hours learning activities, study "
        "support and leisure interests."
    ),
    fields=(
        Field(
            key="leisure_interests",
            label="Leisure interests",
            hint="What the child enjoys and takes part in, and what they would like to try.",
            needed=True,
            head=Head.LEISURE,
            guidance=("SG-CON-10",),
        ),
        Field(
            key="out_of_school_learning",
            label="Learning activities and study support outside school hours",
            hint="Clubs, tuition, homework support, a place to study, library, equipment.",
            needed=True,
            guidance=("SG-CON-10",),
        ),
        Field(
            key="what_would_help",
            label="What would help the child to take part",
            hint="Transport, kit, cost, permission.",
        ),
    ),
)
