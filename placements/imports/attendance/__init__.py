"""Attendance from schools' registers: marks of each session, or sums of a span of days."""
