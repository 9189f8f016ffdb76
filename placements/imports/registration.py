"""Makes the importer of attendance known to the page and the command of imports."""

from vsh.intake.registry import Importer, register

from .attendance.commit import load_attendance
from .attendance.file import MARKS, SUMMARIES


def register_importers() -> None:
    """Attendance, in both layouts."""
    register(
        Importer(
            kind="attendance",
            title="Attendance",
            layouts=(MARKS, SUMMARIES),
            load=load_attendance,
            hint="From schools’ registers: one row per child, day and session with its code, or "
            "one row per child and span of days with the sessions possible and missed.",
        )
    )
