"""Moves, school searches, attendance and exclusions, and what comes before and after."""

from .added_settings import AddedSetting
from .attendance import AttendanceSummary
from .attendance_calls import UnansweredCall
from .attendance_days import AttendanceDay
from .behaviour import ExclusionRisk, SentHome
from .custody import Custody, CustodyPlan
from .exclusion_meetings import ExclusionMeeting
from .exclusions import Exclusion
from .moves import CareMove, MoveConsultation
from .notifications import SettingNotification
from .school_changes import SchoolChange, SchoolChangeConsultation
from .school_options import SchoolApplication, SchoolOption
from .searches import SchoolSearch
from .timetables import TimetableReview

__all__ = [
    "AddedSetting",
    "AttendanceDay",
    "AttendanceSummary",
    "CareMove",
    "Custody",
    "CustodyPlan",
    "Exclusion",
    "ExclusionMeeting",
    "ExclusionRisk",
    "MoveConsultation",
    "SchoolApplication",
    "SchoolChange",
    "SchoolChangeConsultation",
    "SchoolOption",
    "SchoolSearch",
    "SentHome",
    "SettingNotification",
    "TimetableReview",
    "UnansweredCall",
]
