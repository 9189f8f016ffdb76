"""`manage.py import_ssda903 FOLDER --authority CODE`: the children looked after return."""

from vsh.intake.commands import ImportCommand


class Command(ImportCommand):
    """Load the files of one SSDA903 return."""

    help = "Load a folder of SSDA903 files (Header, Episodes, Reviews, UASC, OC2), in any names."
    kind = "ssda903"
