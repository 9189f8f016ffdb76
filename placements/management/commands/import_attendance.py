"""`manage.py import_attendance FILE --authority CODE`: attendance from schools' registers."""

from vsh.intake.commands import ImportCommand


class Command(ImportCommand):
    """Load marks of sessions, or sums of spans of days."""

    help = "Load attendance: one row per child, day and session, or per child and span of days."
    kind = "attendance"
