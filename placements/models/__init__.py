"""Attendance and exclusions as a school reports them."""

from .attendance import AttendanceSummary
from .exclusions import Exclusion

__all__ = ["AttendanceSummary", "Exclusion"]
