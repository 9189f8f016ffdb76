"""`manage.py import_terms FILE --authority CODE`: term dates of the authority and of schools."""

from vsh.intake.commands import ImportCommand


class Command(ImportCommand):
    """Load term dates, closures and INSET days."""

    help = "Load term dates: one row per term or half term, closure and INSET day."
    kind = "terms"
