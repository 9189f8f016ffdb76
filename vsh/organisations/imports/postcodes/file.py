"""The postcodes file: a layout of ours, one row for each postcode.

Open data of Ordnance Survey or of the Office for National Statistics, whose own tables have other
columns, is turned into these three.
"""

from vsh.tables.layouts import Layout

POSTCODES = Layout(
    name="postcodes",
    title="Postcodes",
    required=("postcode", "easting", "northing"),
)
