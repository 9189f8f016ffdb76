"""The columns by which a file of attendance is known."""

from vsh.tables.layouts import Layout

MARKS = Layout(
    name="attendance",
    title="Attendance marks",
    required=("upn", "urn", "date", "session", "code"),
)
SUMMARIES = Layout(
    name="attendance_summaries",
    title="Attendance summaries",
    required=("upn", "urn", "from", "to", "possible", "authorised", "unauthorised"),
)
