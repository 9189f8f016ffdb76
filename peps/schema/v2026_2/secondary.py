"""Secondary: Key Stages 3 and 4, with options, qualifications and careers."""

from ..parts import Field, Owner, Section
from . import primary, shared

SCHOOL = Section(
    key=primary.SCHOOL.key,
    title=primary.SCHOOL.title,
    owners=primary.SCHOOL.owners,
    guidance_words=primary.SCHOOL.guidance_words,
    fields=(
        shared.EDUCATION_HISTORY,
        primary.SCHOOL.field("attends"),
        shared.current_arrangements(
            "Year, classes or courses, hours, support in lessons, what differs from peers."
        ),
        shared.immediate_education("part_time", "elsewhere", "not_in_school"),
        shared.key_adult("The child's key adult at school"),
        shared.school_contacts("Designated teacher, tutor and SENCO: names and how to reach them"),
    ),
)

ATTENDANCE = primary.ATTENDANCE

ATTAINMENT = Section(
    key="attainment_and_progress",
    title="Attainment, courses and progress",
    owners=(Owner.SCHOOL,),
    guidance_words=primary.ATTAINMENT.guidance_words,
    fields=(
        shared.attainment_now("By subject: working at, expected or target, and the source."),
        Field(
            key="options",
            label="Options at Key Stage 4",
            hint="From Year 8: what is chosen or still open, who talked it over with the child.",
        ),
        Field(
            key="qualifications",
            label="Qualifications the child is working for",
            hint="In Years 10 and 11: each course, target and predicted grade, what is in doubt, "
            "access arrangements for examinations.",
            guidance=("SG-CON-07",),
        ),
        shared.PROGRESS,
        shared.ACHIEVEMENTS,
        shared.EDUCATIONAL_NEEDS,
        shared.stage_support(
            "Support to reach expected progress for the key stage",
            "And to complete an appropriate range of approved qualifications.",
        ),
        shared.CATCH_UP_SUPPORT,
        shared.WHAT_MADE_A_DIFFERENCE,
    ),
)

CAREERS = Section(
    key="aspirations_and_careers",
    title="Aspirations and careers",
    owners=(Owner.SCHOOL,),
    guidance_words=primary.ASPIRATIONS.guidance_words,
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
