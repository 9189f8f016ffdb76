"""Meetings about a plan: who is asked, by which day, and what calendars receive."""
