"""Every write about attendance and exclusions."""

from .attendance import correct_attendance, record_attendance, record_attendance_so_far
from .exclusions import correct_exclusion, record_exclusion, withdraw_exclusion

__all__ = [
    "correct_attendance",
    "correct_exclusion",
    "record_attendance",
    "record_attendance_so_far",
    "record_exclusion",
    "withdraw_exclusion",
]
