"""The inspections file: a layout of ours, one row for each area that an inspection graded.

The national register has told nothing of inspections since 22 April 2025. What Ofsted publishes
each month is a table of its own with one row for each school, whose columns follow the frameworks.
"""

from vsh.tables.layouts import Layout

INSPECTIONS = Layout(
    name="inspections",
    title="Outcomes of inspections",
    required=("urn", "framework", "inspected_on", "area", "grade", "source", "published_on"),
    day_first=("inspected_on", "published_on"),
)
