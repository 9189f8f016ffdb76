"""Marks as a system sends them, and what it is told of them."""

from placements.models import AttendanceDay
from pupils.models import Pupil
from tests.placements.attendance_files import UPNS
from vsh.api.models import SystemToken
from vsh.intake.models import ImportRun

MARKS = "/api/v1/attendance/marks/"
CHANGING = {"ref", "url", "uploaded_at", "finished_at"}


def mark(
    child: str = "ada",
    date: str = "2026-11-03",
    session: str = "AM",
    code: str = "/",
    urn: str = "999001",
) -> dict[str, str]:
    """One mark, of a child of the cast or of whoever has this UPN."""
    upn = UPNS.get(child, child)
    return {"upn": upn, "urn": urn, "date": date, "session": session, "code": code}


def asked(client, answer, secret: str):
    """What became of a delivery, as its system asks."""
    assert answer.status_code == 202, answer.content
    return client.get(answer.headers["Location"], headers={"Authorization": f"Bearer {secret}"})


def lasting(told: dict) -> dict:
    """What is told, but for what each delivery has of its own."""
    return {name: value for name, value in told.items() if name not in CHANGING}


def on_record() -> list[tuple]:
    """Child, day and marks."""
    rows = AttendanceDay.objects.order_by("enrolment__pupil__child_id", "day")
    return [(row.enrolment.pupil.child_id, str(row.day), row.am, row.pm) for row in rows]


def runs_of(token: SystemToken) -> list[ImportRun]:
    """Its deliveries as they came."""
    return list(ImportRun.objects.filter(sent_by=token).order_by("pk"))


def numbered(pupil: Pupil, upn: str, former: str = "") -> tuple[str, str]:
    """Gives a child these numbers."""
    Pupil.objects.filter(pk=pupil.pk).update(upn=upn, former_upn=former)
    return upn, former
