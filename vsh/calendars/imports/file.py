"""The term dates file: one row per term, closure or INSET day."""

from vsh.tables.layouts import Layout

TERMS = Layout(
    name="terms",
    title="Term dates",
    required=("urn", "academic_year", "kind", "starts_on", "ends_on"),
    optional=("name",),
)
