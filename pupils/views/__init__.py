"""The pages of a child's record that belong to the facts of the roll."""

from .attainment import Attainment, CorrectResult, RecordResult
from .merges import Merge, MergeWith
from .needs import (
    CorrectEhcRequest,
    CorrectEhcReview,
    CorrectEhcTransfer,
    CorrectSen,
    CorrectSupport,
    EhcPlan,
    RecordEhcRequest,
    RecordEhcReview,
    RecordEhcTransfer,
    RecordSen,
    RecordSupport,
)
from .record import Deadlines, OpenRestricted, WhyThisDate
from .sdq import CorrectSdq, RecordSdq
from .wellbeing import Wellbeing

__all__ = [
    "Attainment",
    "CorrectEhcRequest",
    "CorrectEhcReview",
    "CorrectEhcTransfer",
    "CorrectResult",
    "CorrectSdq",
    "CorrectSen",
    "CorrectSupport",
    "Deadlines",
    "EhcPlan",
    "Merge",
    "MergeWith",
    "OpenRestricted",
    "RecordEhcRequest",
    "RecordEhcReview",
    "RecordEhcTransfer",
    "RecordResult",
    "RecordSdq",
    "RecordSen",
    "RecordSupport",
    "Wellbeing",
    "WhyThisDate",
]
