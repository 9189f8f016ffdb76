"""After Year 11, to the eighteenth birthday: in education, at work, or in neither."""

from ..parts import Field, Head, Owner, Section, When
from . import primary, secondary, shared

_PATHWAY_WORDS = (
    "The PEP is maintained as part of the preparation and review of the pathway plan and builds "
    "on the young person's educational progress."
)

_PATHWAY = Field(
    key="pathway_plan",
    label="How this plan is part of the pathway plan",
    hint="The personal adviser, the day of the pathway plan's review, what both plans say.",
    needed=True,
    guidance=("SG-QUAL-03",),
)

_CONTACTS = "Designated person, tutor or mentor, personal adviser: names and how to reach them"

_ENGLISH_AND_MATHEMATICS = Field(
    key="english_and_mathematics",
    label="English and mathematics",
    hint="GCSE grades; who has less than grade 4 goes on studying: what, and how it goes.",
    needed=True,
    head=Head.HISTORY,
    guidance=("SG-CON-07",),
)

_BURSARY = Field(
    key="bursary",
    label="16 to 19 bursary for vulnerable groups and other money",
    hint="Told, applied, paid; travel, equipment, meals. “Does not apply” and why, if so.",
    needed=True,
    guidance=("SG-CON-08",),
)


def _progress_fields(*fields: Field, stage: Field) -> tuple[Field, ...]:
    return (
        *fields,
        shared.PROGRESS,
        shared.ACHIEVEMENTS,
        shared.EDUCATIONAL_NEEDS,
        stage,
        shared.CATCH_UP_SUPPORT,
        shared.WHAT_MADE_A_DIFFERENCE,
    )


IN_EDUCATION = Section(
    key="school_and_key_people",
    title="School or college and key people",
    owners=(Owner.SCHOOL, Owner.CARE),
    guidance_words=_PATHWAY_WORDS,
    fields=(
        shared.EDUCATION_HISTORY,
        shared.attends(
            ("full_time", "A full-time study programme"),
            ("part_time", "A part-time course"),
            ("not_in_school", "On roll and not attending"),
        ),
        shared.current_arrangements("Course, level, hours a week, work placement, year of study."),
        shared.immediate_education("part_time", "not_in_school"),
        _PATHWAY,
        shared.key_adult("The young person's key adult at school or college"),
        shared.school_contacts(_CONTACTS),
    ),
)

COURSES = Section(
    key="attainment_and_progress",
    title="Courses, attainment and progress",
    owners=(Owner.SCHOOL, Owner.CARE),
    guidance_words=primary.ATTAINMENT.guidance_words,
    fields=_progress_fields(
        shared.attainment_now("Key Stage 4 results; each course now: level, target, predicted."),
        _ENGLISH_AND_MATHEMATICS,
        stage=shared.stage_support(
            "Support to stay on the course and finish it",
            "Tuition, mentoring, retention risk and who watches it.",
        ),
    ),
)

AT_WORK = Section(
    key="school_and_key_people",
    title="Apprenticeship or work, and key people",
    owners=(Owner.CARE,),
    guidance_words=_PATHWAY_WORDS,
    fields=(
        shared.EDUCATION_HISTORY,
        shared.attends(
            ("apprenticeship", "An apprenticeship or traineeship"),
            ("work_with_training", "Work with part-time study or training"),
            ("work", "Work without training"),
        ),
        shared.current_arrangements("Employer, role, hours, since when, contract, wage."),
        Field(
            key="training",
            label="Training: standard, level, provider, hours away from the job",
            hint="Without any: how training is found; young people take part in it until 18.",
            needed=True,
            guidance=("SG-CON-08", "SG-CON-03"),
        ),
        _PATHWAY,
        shared.key_adult("The young person's mentor or supervisor"),
        shared.school_contacts("Employer, training provider, personal adviser: how to reach them"),
    ),
)

LEARNING_AT_WORK = Section(
    key="attainment_and_progress",
    title="Learning at work and progress",
    owners=(Owner.CARE,),
    guidance_words=primary.ATTAINMENT.guidance_words,
    fields=_progress_fields(
        shared.attainment_now("Qualifications held; the units passed and those to come."),
        _ENGLISH_AND_MATHEMATICS,
        stage=shared.stage_support(
            "Support to keep the place and finish the training",
            "Coaching, travel, clothes and tools, somebody to ring on a bad morning.",
        ),
    ),
)

IN_NEITHER = Section(
    key="school_and_key_people",
    title="The way back into education, training or work",
    owners=(Owner.CARE,),
    guidance_words=_PATHWAY_WORDS,
    fields=(
        shared.EDUCATION_HISTORY,
        shared.attends(
            ("looking", "Looking for education, training or work"),
            ("starts_soon", "A place or job is found and has not begun"),
            ("not_able", "Not able to now: illness, caring for a child, another reason"),
        ),
        shared.current_arrangements("What fills the week; since when out of education or work."),
        Field(
            key="what_stands_in_the_way",
            label="What stands in the way",
            hint="In the young person's words and in yours: health, travel, money, trust.",
            needed=True,
        ),
        Field(
            key="steps_back",
            label="What is offered and tried",
            hint="Courses, visits, tasters, applications with their dates and answers.",
            needed=True,
            guidance=("SG-CON-03", "SG-CON-08"),
        ),
        Field(
            key="participation_adviser",
            label="Who follows up, how often, and when next",
            hint="The authority's participation team and the personal adviser.",
            needed=When(field="attends", is_one_of=("looking", "starts_soon")),
        ),
        _PATHWAY,
        shared.key_adult("Whom the young person turns to"),
        shared.school_contacts("Personal adviser, participation adviser: how to reach them"),
    ),
)

ATTAINED = Section(
    key="attainment_and_progress",
    title="What the young person has achieved",
    owners=(Owner.CARE,),
    guidance_words=primary.ATTAINMENT.guidance_words,
    fields=_progress_fields(
        shared.attainment_now("Qualifications held, courses begun and left, skills."),
        _ENGLISH_AND_MATHEMATICS,
        stage=shared.stage_support(
            "Support to learn meanwhile", "Tuition, online courses, volunteering, basic skills."
        ),
    ),
)

ATTENDANCE = Section(
    key="attendance_and_behaviour",
    title="Attendance and conduct",
    owners=(Owner.SCHOOL, Owner.CARE),
    guidance_words=primary.ATTENDANCE.guidance_words,
    fields=shared.attendance_fields(
        record="Of timetabled or working hours, or appointments kept, and what lies behind it.",
        conduct="How the young person gets on with staff and others; what is hard.",
    ),
)

FUTURE = Section(
    key="aspirations_and_careers",
    title="Aspirations, careers and money",
    owners=(Owner.SCHOOL, Owner.CARE),
    guidance_words=primary.ASPIRATIONS.guidance_words,
    fields=(
        *(field for field in secondary.CAREERS.fields if field.key != "financial_information"),
        _BURSARY,
        Field(
            key="financial_information",
            label="Financial information",
            hint="Higher education bursary, student finance, apprentice wages, savings, benefits.",
            needed=True,
            guidance=("SG-CON-08", "SG-QUAL-07"),
        ),
    ),
)
