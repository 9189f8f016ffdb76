"""`manage.py import_schools FILE`: the national register of schools."""

from vsh.intake.commands import ImportCommand


class Command(ImportCommand):
    """Load the extract of Get Information about Schools, or its links file."""

    help = "Load the schools register (all establishments) or its links file."
    kind = "schools"
