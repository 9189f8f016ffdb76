"""Attendance and exclusions as a school reports them."""

from .attendance import AttendanceSummary
from .attendance_days import AttendanceDay
from .exclusions import Exclusion

__all__ = ["AttendanceDay", "AttendanceSummary", "Exclusion"]
