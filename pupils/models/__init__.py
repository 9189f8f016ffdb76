"""The facts of the virtual school roll."""

from .attainment import AttainmentResult
from .care import CareEpisode, CarePeriod, CarePlacement, MissingEpisode
from .deadlines import (
    ClockSetting,
    Deadline,
    FailedRecalculation,
    OwedRecalculation,
    Recalculation,
)
from .ehc import EhcRequest, EhcReview, EhcTransfer, WellbeingSupport
from .learning import Enrolment, PlaceHours
from .people import Involvement, RestrictedAccess
from .pupil import Pupil, new_ref
from .reviews import StatutoryReview
from .wellbeing import SdqScore, SenStatus

__all__ = [
    "AttainmentResult",
    "CareEpisode",
    "CarePeriod",
    "CarePlacement",
    "ClockSetting",
    "Deadline",
    "EhcRequest",
    "EhcReview",
    "EhcTransfer",
    "Enrolment",
    "FailedRecalculation",
    "Involvement",
    "MissingEpisode",
    "OwedRecalculation",
    "PlaceHours",
    "Pupil",
    "Recalculation",
    "RestrictedAccess",
    "SdqScore",
    "SenStatus",
    "StatutoryReview",
    "WellbeingSupport",
    "new_ref",
]
