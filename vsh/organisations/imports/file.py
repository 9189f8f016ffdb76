"""The register's files: the full extract of any vintage, a short one, and links between schools.

Source: GIAS "all establishment data" (133 to 140 columns, with or without those of Ofsted, which
ended on 22 April 2025) and "links"; columns are matched by name, never by place.
"""

from vsh.tables.layouts import Layout

_IDENTITY = ("URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName")

REGISTER = Layout(
    name="gias",
    title="Schools register (GIAS)",
    required=(
        *_IDENTITY,
        "TypeOfEstablishment (code)",
        "EstablishmentStatus (code)",
        "PhaseOfEducation (code)",
        "OpenDate",
        "CloseDate",
        "Postcode",
    ),
    optional=(
        "TypeOfEstablishment (name)",
        "EstablishmentTypeGroup (name)",
        "EstablishmentStatus (name)",
        "PhaseOfEducation (name)",
        "StatutoryLowAge",
        "StatutoryHighAge",
        "Street",
        "Town",
        "TelephoneNum",
        "SchoolWebsite",
        "Easting",
        "Northing",
        "OfstedLastInsp",
        "OfstedRating (name)",
    ),
    day_first=("OpenDate", "CloseDate", "OfstedLastInsp"),
)
SHORT_REGISTER = Layout(
    name="gias_short",
    title="Schools register, short",
    required=(*_IDENTITY, "OpenDate", "Postcode"),
    optional=("Town", "Easting", "Northing"),
    day_first=("OpenDate",),
)
LINKS = Layout(
    name="gias_links",
    title="Links between schools (GIAS)",
    required=("URN", "LinkURN", "LinkType"),
    optional=("LinkName", "LinkEstablishedDate"),
    day_first=("LinkEstablishedDate",),
)
