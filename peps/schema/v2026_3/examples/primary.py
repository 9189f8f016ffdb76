"""Examples from primary school, where they differ from those of every child."""

EXAMPLES = {
    "school_and_key_people.current_arrangements": "Year 4, Ms Lee’s class of 27, full time; sits "
    "near the front with a talk partner; reading alone with Ms Lee four times a week.",
    "attainment_and_progress.attainment_reading": "Working towards the expected standard; reading "
    "age 7 years 10 months at 8 years 11 (test of 20 October). Understands more than she "
    "decodes.",
    "attainment_and_progress.attainment_writing": "Working towards: joins sentences with "
    "“because”, leaves out full stops when she is excited (teacher assessment, October).",
    "attainment_and_progress.attainment_mathematics": "Expected standard (teacher assessment, "
    "October): knows the tables to 8, not yet 7 times 8.",
    "attainment_and_progress.attainment_other": "Science: greater depth; she asks the best "
    "questions. Art: her owl stands in the hall.",
    "attainment_and_progress.national_checks": "Phonics met in Year 2, second time. "
    "Multiplication check in June: extra time to read the screen is not needed, a quiet room "
    "is arranged.",
}
