"""One name for each subject, however people and files write it.

Source of the goals: early years foundation stage profile handbook (17 goals, 12 of them for a good
level of development).
"""

FOR_GOOD_LEVEL = (
    "Listening, attention and understanding",
    "Speaking",
    "Self-regulation",
    "Managing self",
    "Building relationships",
    "Gross motor skills",
    "Fine motor skills",
    "Comprehension",
    "Word reading",
    "Writing",
    "Number",
    "Numerical patterns",
)
OTHER_GOALS = (
    "Past and present",
    "People, culture and communities",
    "The natural world",
    "Creating with materials",
    "Being imaginative and expressive",
)
GOALS = (*FOR_GOOD_LEVEL, *OTHER_GOALS)
ALL_SUBJECTS = "All subjects"  # of a measure over all of them, such as Attainment 8
SUBJECTS = (
    "Reading",
    "Writing",
    "Mathematics",
    "Grammar, punctuation and spelling",
    "Phonics",
    "English",
    "English language",
    "English literature",
    "Science",
    "Biology",
    "Chemistry",
    "Physics",
    "History",
    "Geography",
    "Religious studies",
    "French",
    "Spanish",
    "German",
    "Computing",
    "Art and design",
    "Design and technology",
    "Music",
    "Drama",
    "Physical education",
    "Communication and language",
    "Personal, social and emotional development",
    "Physical development",
    "Literacy",
    "Understanding the world",
    "Expressive arts and design",
    *(goal for goal in GOALS if goal != "Writing"),
    ALL_SUBJECTS,
)
# What people write for them; MAT, ENG, REA and the like are the codes of the common transfer file.
_ALSO = {
    "Mathematics": ("maths", "math", "mat", "numeracy"),
    "English": ("eng",),
    "English language": ("english lang", "eng lang"),
    "English literature": ("english lit", "eng lit"),
    "Reading": ("rea", "english reading"),
    "Writing": ("wri", "english writing"),
    "Grammar, punctuation and spelling": ("gps", "spag", "gaps"),
    "Science": ("sci",),
    "Religious studies": ("re", "rs", "religious education"),
    "Computing": ("ict",),
    "Art and design": ("art",),
    "Design and technology": ("dt", "d&t", "design technology"),
    "Physical education": ("pe",),
}
_NAMES = {name.casefold(): name for name in SUBJECTS} | {
    also: name for name, others in _ALSO.items() for also in others
}


def subject_name(text: str) -> str:
    """The subject's one name; one that is not in the list, as written."""
    written = " ".join(text.split())
    return _NAMES.get(written.casefold(), written)


def subject_key(text: str) -> str:
    """By which two spellings are the same subject."""
    return subject_name(text).casefold()
