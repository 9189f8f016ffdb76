"""`manage.py import_inspections FILE`: what Ofsted's inspections of schools found."""

from vsh.intake.commands import ImportCommand


class Command(ImportCommand):
    """Load outcomes of inspections, each under the framework of its day."""

    help = "Load outcomes of inspections of schools: one row for each area that was graded."
    kind = "inspections"
