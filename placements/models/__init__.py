"""Attendance and exclusions as a school reports them, and what comes before and after."""

from .attendance import AttendanceSummary
from .attendance_days import AttendanceDay
from .behaviour import ExclusionRisk, SentHome
from .exclusion_meetings import ExclusionMeeting
from .exclusions import Exclusion

__all__ = [
    "AttendanceDay",
    "AttendanceSummary",
    "Exclusion",
    "ExclusionMeeting",
    "ExclusionRisk",
    "SentHome",
]
