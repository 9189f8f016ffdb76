"""`manage.py import_postcodes FILE`: where postcodes lie."""

from vsh.intake.commands import ImportCommand


class Command(ImportCommand):
    """Load where postcodes lie on the British National Grid."""

    help = "Load postcodes with their easting and northing, from open data."
    kind = "postcodes"
