"""A child's term in five lines."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery

from placements.attendance_words import (
    AttendanceOfTerm,
    national_lines,
    rate_words,
    this_term,
)
from placements.models import Exclusion
from placements.rules.attendance import nominal_term
from placements.sessions import arrays_of_year, sessions_in
from pupils.clock_words import kind_label
from pupils.identity import placement_line, timetable_line
from pupils.models import Pupil
from pupils.querysets import ran_out_before_on_record
from reporting.early_warning.models import EarlyWarningFact
from reporting.roll_list import plans_of_the_term
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.govuk.dates import due_words, long_date
from vsh.govuk.statuses import status_words

_LINKS = {
    "peps:of_pupil": "See the PEPs",
    "placements:school": "See the school",
    "placements:attendance_year": "See attendance day by day",
    "placements:care": "See care and placements",
    "pupils:deadlines": "See the deadlines",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: what it is about, what is the case, and where to read more."""

    about: str
    value: str
    url_name: str = ""

    @property
    def action(self) -> str:
        """The words of the link."""
        return _LINKS.get(self.url_name, "")


@dataclass(frozen=True, kw_only=True)
class ReadOfChild:
    """What one query reads: the term's PEP, the facts of early warning, the permanent
    exclusion that stands, and this term's attendance."""

    pep_state: str | None = None
    pep_submitted_on: date | None = None
    early_warning: tuple[str, ...] = ()
    excluded_from: str | None = None
    excluded_on: date | None = None
    attended: AttendanceOfTerm | None = None


def read_of(pupil: Any, *, user: User, permissions: frozenset[Permission], on: date) -> ReadOfChild:
    """As far as the permissions for this child go."""
    out: Any = Exclusion.objects.visible_to(user).without_school_since(on)
    excluded = out.filter(enrolment__pupil=OuterRef("pk"))
    columns: dict[str, Any] = {
        "excluded_from": Subquery(excluded.values("enrolment__setting__name")[:1]),
        "excluded_on": Subquery(excluded.values("started_on")[:1]),
    }
    if Permission.READ_PEP in permissions:
        pep = plans_of_the_term(user, on).filter(pupil=OuterRef("pk"))
        columns["pep_state"] = Subquery(pep.values("state")[:1])
        columns["pep_submitted_on"] = Subquery(pep.values("submitted_on")[:1])
    if Permission.READ_EARLY_WARNING in permissions:
        facts = EarlyWarningFact.objects.filter(pupil=OuterRef("pk")).order_by("pk")
        columns["early_warning"] = ArraySubquery(facts.values("words"))
    columns |= arrays_of_year(nominal_term(on)[0], until=on)
    row: Any = Pupil.objects.filter(pk=pupil.pk).values(**columns).first() or {}
    told = [*row.pop("attendance_marks", []), *row.pop("attendance_sums", [])]
    return ReadOfChild(**row, attended=this_term(map(sessions_in, told), on=on))


def lines_of(
    pupil: Any, *, read: ReadOfChild, permissions: frozenset[Permission], on: date
) -> list[Line]:
    """PEP, school, attendance, exclusion, due, needs, home; `pupil` has the bar’s facts."""
    lines = []
    if Permission.READ_PEP in permissions:
        lines.append(_pep(pupil, read))
    lines += [_school(pupil), _attendance(read.attended)]
    if read.excluded_on:
        lines.append(_excluded(read.excluded_from, read.excluded_on))
    lines += [_due(pupil, permissions, on), _needs(pupil)]
    if Permission.VIEW_CARE in permissions:
        lines.append(_home(pupil))
    return lines


def _pep(pupil: Any, read: ReadOfChild) -> Line:
    if read.pep_state is None:
        value = "Not started" if pupil.looked_after_since else "No longer looked after"
        return Line(about="PEP this term", value=value, url_name="peps:of_pupil")
    value = status_words(read.pep_state)[0]
    if read.pep_submitted_on:
        value += f", submitted on {long_date(read.pep_submitted_on)}"
    return Line(about="PEP this term", value=value, url_name="peps:of_pupil")


def _school(pupil: Any) -> Line:
    where = timetable_line(pupil)
    since = pupil.school_since
    value = f"{where}, since {long_date(since)}" if since else where
    return Line(about="School", value=value, url_name="placements:school")


def _attendance(attended: AttendanceOfTerm | None) -> Line:
    words = [rate_words(attended)]
    if attended and attended.flag:
        words.append(attended.flag)
    if attended:
        words += [f"{label}: {rate}" for label, rate in national_lines()[:1]]
    return Line(
        about="Attendance this term",
        value=". ".join(words),
        url_name="placements:attendance_year",
    )


def _excluded(school: str | None, since: date) -> Line:
    where = f" from {school}" if school else ""
    value = f"Permanently excluded{where} on {long_date(since)}"
    return Line(about="Exclusion", value=value, url_name="placements:school")


def _due(pupil: Any, permissions: frozenset[Permission], on: date) -> Line:
    before = ran_out_before_on_record()
    counts = (
        pupil.deadlines.told_with(permissions)
        .as_at(on)
        .filter(status="overdue")
        .aggregate(
            overdue=Count("id", filter=Q(is_current=True) & ~before),
            missed=Count("id", filter=Q(is_current=False) & ~before),
            before=Count("id", filter=before),
        )
    )
    parts = []
    if counts["overdue"]:
        parts.append(f"{counts['overdue']} overdue")
    if counts["missed"]:
        parts.append(f"{counts['missed']} can no longer be met")
    if counts["before"]:
        parts.append(f"{counts['before']} ran out before the child was on record here")
    if pupil.next_due_on:
        parts.append(
            f"{kind_label(pupil.next_due_kind)} {due_words(due_on=pupil.next_due_on, on=on)}"
        )
    return Line(
        about="Due", value="; ".join(parts) or "Nothing is due", url_name="pupils:deadlines"
    )


def _needs(pupil: Any) -> Line:
    words = {"E": "Education, health and care plan", "K": "SEN support", "N": "No SEN"}
    value = words.get(pupil.sen_status, "Not recorded")
    if pupil.sen_status in words:
        value += f" (recorded from {long_date(pupil.sen_since)})"
    return Line(about="Special educational needs", value=value)


def _home(pupil: Any) -> Line:
    if not pupil.looked_after_since:
        return Line(about="Home", value="No longer looked after", url_name="placements:care")
    value = f"Looked after since {long_date(pupil.looked_after_since)}"
    if pupil.placement_since:
        value += f"; {placement_line(pupil)} since {long_date(pupil.placement_since)}"
    return Line(about="Home", value=value, url_name="placements:care")
