"""The pages of a child's record that belong to the facts of the roll."""

from .attainment import Attainment, CorrectResult, RecordResult
from .record import Deadlines, OpenRestricted, WhyThisDate

__all__ = [
    "Attainment",
    "CorrectResult",
    "Deadlines",
    "OpenRestricted",
    "RecordResult",
    "WhyThisDate",
]
