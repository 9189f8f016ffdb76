"""What a total difficulties score of the Strengths and Difficulties Questionnaire says.

Bands for looked-after children as the DfE uses them for the carer's score; the teacher's and the
child's own bands are those of the questionnaire's authors.
"""

_BANDS = {  # highest score of "close to average" and of "borderline"
    "carer": (13, 16),
    "teacher": (11, 15),
    "child": (15, 19),
}


def sdq_band(*, score: int, respondent: str) -> str:
    """Normal, borderline or cause for concern."""
    normal, borderline = _BANDS[respondent]
    if score <= normal:
        return "normal"
    return "borderline" if score <= borderline else "cause for concern"
