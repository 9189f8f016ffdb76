"""Who follows the child is told of an absence without authority the same day, and of absence that
has become persistent or severe once a school year."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q

from placements.models import AttendanceDay, AttendanceSummary
from placements.rules.attendance import Absence, reached_absence
from placements.rules.attendance_codes import LATE, UNAUTHORISED, on_record
from placements.services.attendance_days import about_absence
from placements.sessions import sessions_of_year
from pupils.models import CarePeriod, Pupil
from pupils.news import news_of, who_is
from pupils.reminder_people import load_people
from vsh.accounts.roles import Role
from vsh.calendars import today
from vsh.calendars.rules import academic_year
from vsh.govuk.dates import long_date
from vsh.notices.models import Notice
from vsh.notices.services import Message, queue_notices

from .breakdowns import alerts, whom_to_alert

_LATE = timedelta(days=5)  # a register that comes in late, as after Easter
_FIRST_LOAD = timedelta(days=14)  # what is older as a child's first attendance comes in is no news
_ABSENT = (
    "Absent without authority",
    "was absent without authority",
    "Find out where the child is, and what would help.",
)
_CAME_LATE = (
    "Late, after the register closed",
    "came after the register had closed, which counts as absence without authority,",
    "Find out what would help.",
)
_WORDS = {
    Absence.PERSISTENT: "Persistent absence",
    Absence.SEVERE: "Severe absence",
}


def alert_of_unauthorised(day: date | None = None) -> int:
    """Queue word of today's absences without authority, and of those of the last days that came on
    record since, also after the last sweep of a day; how many were new. One message for a child and
    day, however often it is told."""
    day = day or today()
    missed = Q(am__in=UNAUTHORISED) | Q(pm__in=UNAUTHORISED)
    lately = Q(day=day) | Q(day__range=(day - _LATE, day), entered_on__gte=day - _LATE)
    rows = AttendanceDay.objects.filter(missed, lately, _in_care(day))
    days: dict[tuple[Pupil, date], list[AttendanceDay]] = defaultdict(list)
    for row in rows.select_related("enrolment__pupil__authority").order_by("day", "pk"):
        days[row.enrolment.pupil, row.day].append(row)
    people = load_people({pupil.pk for pupil, _ in days}, on=day)

    def messages() -> Iterator[Message]:
        for (pupil, on), marks in days.items():
            by = marks[-1].entered_by_id  # who knows of it
            subject, what, ask = _ABSENT if _is_away(marks) else _CAME_LATE
            officers = people.standing_in_for(Role.VIRTUAL_SCHOOL_OFFICER, pupil, not_to=by)
            for person in dict.fromkeys([*people.holding(Role.SOCIAL_WORKER, pupil), *officers]):
                if person.user_id == by:
                    continue
                yield news_of(
                    pupil,
                    to=person,
                    about=about_absence(pupil.ref, on),
                    stage="reported",
                    subject=subject,
                    said=f"{who_is(pupil)} {what} on {long_date(on)}: {_sessions(marks)}. {ask}",
                    page="placements:attendance_year",
                )

    return queue_notices(messages())


def alert_of_persistent_absence(day: date | None = None) -> int:
    """Queue word of each child in care who has missed a tenth or half of the possible sessions of
    this school year, once enough of them lie behind the rate; how many were new.

    What was so before the child, or any attendance of theirs, came on record is no news: a first
    load of data tells of nobody whose absence is older.
    """
    day = day or today()
    year = academic_year(day)
    found = {
        pupil_id: (reached, sessions)
        for pupil_id, sessions in sessions_of_year(year, _in_care(day), until=day).items()
        if (reached := reached_absence(sessions))
    }
    pupils = Pupil.objects.in_bulk(found)
    subjects = [_about(one, pupil, year) for one in Absence for pupil in pupils.values()]
    told = set(Notice.objects.filter(about__in=subjects).values_list("about", flat=True))
    news = {
        pupil_id
        for pupil_id, (reached, _) in found.items()
        if not {_about(one, pupils[pupil_id], year) for one in (reached, Absence.SEVERE)} & told
    }
    before = _reached_before(year, [pupils[pupil_id] for pupil_id in news])
    news = {pk for pk in news if before.get(pk) not in (found[pk][0], Absence.SEVERE)}
    people = load_people(news, on=day)

    def messages() -> Iterator[Message]:
        for pupil_id in sorted(news):
            pupil, (reached, sessions) = pupils[pupil_id], found[pupil_id]
            yield from alerts(
                pupil,
                whom_to_alert(pupil, people, has_social_worker=True),
                about=_about(reached, pupil, year),
                subject=_WORDS[reached],
                said=f"{who_is(pupil)} has missed {sessions.absence}% of the sessions of this "
                f"school year: {sessions.missed} of {sessions.possible}.",
                page="placements:attendance_year",
            )

    return queue_notices(messages())


def _reached_before(year: str, pupils: Sequence[Pupil]) -> dict[int, Absence | None]:
    """What these children's absence of the year had come to before anybody could be told."""
    entered: dict[int, list[date]] = defaultdict(list)
    for model in (AttendanceDay, AttendanceSummary):
        rows: Any = model.objects.filter(enrolment__pupil__in=pupils).order_by()
        firsts = rows.values_list("enrolment__pupil").annotate(Min("entered_on"))
        for pupil_id, first in firsts:
            entered[pupil_id].append(first)
    since: dict[date, list[int]] = defaultdict(list)
    for pupil in pupils:
        since[max(pupil.on_record_since, min(entered[pupil.pk]) - _FIRST_LOAD)].append(pupil.pk)
    return {
        pupil_id: reached_absence(sessions)
        for first, children in since.items()
        for pupil_id, sessions in sessions_of_year(
            year, Q(enrolment__pupil__in=children), until=first - timedelta(days=1)
        ).items()
    }


def _in_care(day: date) -> Exists:
    care = CarePeriod.objects.current_on(day)
    return Exists(care.filter(pupil=OuterRef("enrolment__pupil")))


def _about(what: Absence, pupil: Pupil, year: str) -> str:
    return f"{what}:{pupil.ref}:{year}"


def _is_away(rows: list[AttendanceDay]) -> bool:
    """Whether the child was missing from a session, and did not only come late to it."""
    away = set(UNAUTHORISED) - {LATE}
    return any({row.am, row.pm} & away for row in rows)


def _sessions(rows: list[AttendanceDay]) -> str:
    """Which sessions, and what the school says of them."""
    said = {
        f"{name}, code {on_record(code, row.day).in_words}": None
        for row in rows
        for name, code in (("morning", row.am), ("afternoon", row.pm))
        if code in UNAUTHORISED
    }
    return "; ".join(said)
