"""`manage.py import_ctf FILE --authority CODE`: the results in a Common Transfer File."""

from vsh.intake.commands import ImportCommand


class Command(ImportCommand):
    """Load a Common Transfer File."""

    help = "Load the results in a Common Transfer File (XML) that a school has sent."
    kind = "ctf"
