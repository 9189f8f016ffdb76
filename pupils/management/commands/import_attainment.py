"""`manage.py import_attainment FILE --authority CODE`: results by subject."""

from vsh.intake.commands import ImportCommand


class Command(ImportCommand):
    """Load results."""

    help = "Load results: one row per child, subject, measure and day."
    kind = "attainment"
