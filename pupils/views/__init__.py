"""The pages of a child's record that belong to the facts of the roll."""

from .attainment import Attainment, CorrectResult, RecordResult
from .record import Deadlines, OpenRestricted, WhyThisDate
from .sdq import CorrectSdq, RecordSdq
from .wellbeing import Wellbeing

__all__ = [
    "Attainment",
    "CorrectResult",
    "CorrectSdq",
    "Deadlines",
    "OpenRestricted",
    "RecordResult",
    "RecordSdq",
    "Wellbeing",
    "WhyThisDate",
]
