"""`manage.py import_roll FILE --authority CODE`: the nightly roll extract."""

from vsh.intake.commands import ImportCommand


class Command(ImportCommand):
    """Load the roll extract of the council's case system."""

    help = "Load the roll extract: one row per child; blank leaves, “-” takes away."
    kind = "roll"
