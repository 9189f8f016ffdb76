"""The columns by which a file of results is known."""

from vsh.tables.layouts import Layout

RESULTS = Layout(
    name="attainment",
    title="Attainment results",
    required=("upn", "stage", "subject", "measure", "value", "achieved_on"),
    optional=("kind", "status", "target"),
)
