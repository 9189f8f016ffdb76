"""How a section is headed and introduced where its variant has words of its own."""

import re
from collections.abc import Mapping

from ..parts import Circumstance, Variant

_CHILD_SAYS = "What the child says about {}, this term."
_FUNDING = {
    "title": "Additional funding",
    "intro": "Pupil premium plus is for children up to Year 11. After it: post-16 pupil premium "
    "plus, where the authority that looks after the young person has it, or any other fund. The "
    "bursary stands under “Aspirations, careers and money”.",
}
_EARLY_FUNDING = {
    "title": "Additional funding",
    "intro": "Before Reception: the early years pupil premium, which the Virtual School passes to "
    "the nursery or childminder, or any other fund. From Reception: pupil premium plus.",
}
ANY_FUND = {
    "pupil_premium_plus.used": {
        "label": "Additional funding used since the last review, for which target",
        "hint": "Name the fund. “None” if so.",
    },
    "pupil_premium_plus.difference": {"hint": "“No funding was used” if so."},
    "pupil_premium_plus.planned": {
        "label": "What additional funding is asked for now, for which target",
        "hint": "Name the fund, and who asks. “None” if so.",
    },
}
_IN_RECEPTION = "Pupil premium plus, and any other fund by its name. “None” if so."
EARLY_FUND = ANY_FUND | {
    question: ANY_FUND[question] | {"hints": ((Circumstance.IN_RECEPTION, _IN_RECEPTION),)}
    for question in ("pupil_premium_plus.used", "pupil_premium_plus.planned")
}
_SEEKING = {"title": "Finding a place to learn"}
_LEISURE = {"title": "Leisure and learning"}
_MOVING_ON = {"title": "Moving on: the next stage"}
AFTER_YEAR_11 = {Variant.POST_16, Variant.POST_16_AT_WORK, Variant.POST_16_IN_NEITHER}
SECTIONS: Mapping[Variant | None, Mapping[str, Mapping[str, str]]] = {
    Variant.EARLY_YEARS: {
        "pupil_premium_plus": _EARLY_FUNDING,
        "childs_views": {"intro": _CHILD_SAYS.format("how things go and about this plan")},
        "leisure_and_learning": _LEISURE,
    },
    Variant.POST_16: {
        "pupil_premium_plus": _FUNDING,
        "seeking_education": _SEEKING,
        "childs_views": {"intro": _CHILD_SAYS.format("learning and about this plan")},
        "leisure_and_learning": _LEISURE,
    },
    Variant.POST_16_AT_WORK: {
        "pupil_premium_plus": _FUNDING,
        "seeking_education": _SEEKING,
        "childs_views": {"intro": _CHILD_SAYS.format("work, training and this plan")},
        "leisure_and_learning": _LEISURE,
        "moving_on": _MOVING_ON,
    },
    Variant.POST_16_IN_NEITHER: {
        "pupil_premium_plus": _FUNDING,
        "seeking_education": _SEEKING,
        "attendance_and_behaviour": {"title": "Taking part and getting on"},
        "childs_views": {"intro": _CHILD_SAYS.format("how things go and about this plan")},
        "leisure_and_learning": _LEISURE,
        "moving_on": _MOVING_ON,
    },
    Variant.CUSTODY: {
        "childs_views": {"intro": _CHILD_SAYS.format("learning there and about this plan")},
        "leisure_and_learning": _LEISURE,
    },
    Variant.INTERIM: {
        "childs_views": {"intro": _CHILD_SAYS.format("learning now and about this plan")},
        "leisure_and_learning": _LEISURE,
    },
}


def young(words: str) -> str:
    """After Year 11 a child is called a young person."""
    return re.sub(r"\b(The|the|this) child\b", r"\1 young person", words)
