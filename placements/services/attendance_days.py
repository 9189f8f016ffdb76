"""Marks of single sessions are entered and corrected by people; what stood before is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import AttendanceDay, UnansweredCall
from placements.places import place_to_report
from placements.rules.attendance_codes import UNAUTHORISED, HalfDay, on_record, wrong_mark
from pupils.child_permissions import require_for
from pupils.models import Enrolment
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.calendars.rules import SchoolDays
from vsh.govuk.dates import long_date
from vsh.history.context import noted
from vsh.notices.models import Notice

from .terms import calendars_of_places, is_open, season_of

FIELDS = {HalfDay.AM: "am", HalfDay.PM: "pm"}
NOTHING = "nothing"
ABSENT = "absent:"


@dataclass(frozen=True, kw_only=True)
class DayTold:
    """The marks of a day as somebody enters them, and the version that their page showed: 0 where
    nothing was on record. A session that is blank is left as it is."""

    day: date
    am: str = ""
    pm: str = ""
    version: int = 0

    @property
    def marks(self) -> dict[HalfDay, str]:
        """What was entered, by session."""
        told = {HalfDay.AM: self.am, HalfDay.PM: self.pm}
        return {half: code for half, code in told.items() if code}


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A session that was not saved, and why."""

    day: date
    half: HalfDay
    words: str


@transaction.atomic
def record_marks(
    *,
    actor: User,
    enrolment: Enrolment,
    told: Iterable[DayTold],
    source: str = AttendanceDay.Source.PAGE,
) -> tuple[int, list[Refused]]:
    """Save what can stand, and tell what cannot; how many sessions changed."""
    place = _locked(actor, enrolment)
    days = list(told)
    rows = _rows(place, [one.day for one in days])
    calendar = calendars_of_places([place])[place.pk]
    saved, refused = 0, []
    for one in days:
        row = rows.get(one.day)
        if row and all(getattr(row, FIELDS[half]) == code for half, code in one.marks.items()):
            continue
        if one.version != (row.version if row else 0):
            words = f"somebody else has changed this day. On record now: {day_in_words(row)}"
            refused += [
                Refused(day=one.day, half=half, words=words)
                for half, code in one.marks.items()
                if row is None or getattr(row, FIELDS[half]) != code
            ]
            continue
        wrong = _wrong(place, calendar, one)
        refused += [Refused(day=one.day, half=half, words=words) for half, words in wrong.items()]
        marks = {half: code for half, code in one.marks.items() if half not in wrong}
        if marks:
            row = row or AttendanceDay(enrolment=place, day=one.day, version=0)
            changed = {h: code for h, code in marks.items() if getattr(row, FIELDS[h]) != code}
            saved += len(changed)
            _write(row, changed, actor=actor, source=source, calendar=calendar)
    return saved, refused


@transaction.atomic
def record_no_answer(*, actor: User, enrolment: Enrolment, half: HalfDay) -> None:
    """That the school was rung about today's session and could not say."""
    place = _locked(actor, enrolment)
    UnansweredCall.objects.create(enrolment=place, day=today(), half=half, called_by=actor)


@transaction.atomic
def correct_day(
    *,
    actor: User,
    enrolment: Enrolment,
    day: date,
    version: int,
    marks: Mapping[HalfDay, str],
    reason: str,
) -> None:
    """Put a day right, or take a mark off it; a session so changed stands against later files."""
    place = _locked(actor, enrolment)
    row = _rows(place, [day]).get(day)
    if version != (row.version if row else 0):
        raise StaleRecordError(day_in_words(row))
    changed = {
        half: code
        for half, code in marks.items()
        if code != (getattr(row, FIELDS[half]) if row else "")
    }
    if not changed:
        raise ValidationError("This is what is on record already. Change what is wrong.")
    calendar = calendars_of_places([place])[place.pk]
    told = DayTold(
        day=day, am=changed.get(HalfDay.AM, ""), pm=changed.get(HalfDay.PM, ""), version=version
    )
    wrong = _wrong(place, calendar, told)
    if wrong:
        raise ValidationError({FIELDS[half]: words for half, words in wrong.items()})
    with noted(reason=reason):
        row = row or AttendanceDay(enrolment=place, day=day, version=0)
        for half in changed:
            setattr(row, f"is_{FIELDS[half]}_corrected", True)
        source = AttendanceDay.Source.CORRECTED
        _write(row, changed, actor=actor, source=source, calendar=calendar)


def about_absence(ref: str, day: date) -> str:
    """By which word of an absence without authority knows what it is about."""
    return f"{ABSENT}{ref}:{day}"


def day_in_words(row: AttendanceDay | None) -> str:
    """A day as a refusal names it."""
    if row is None:
        return NOTHING
    am, pm = (on_record(code, row.day).in_words if code else NOTHING for code in (row.am, row.pm))
    return f"morning {am}, afternoon {pm}"


def _locked(actor: User, enrolment: Enrolment) -> Enrolment:
    pupil = lock_visible_pupil(enrolment.pupil, actor=actor)
    require_for(actor, Permission.RECORD_ATTENDANCE, pupil)
    return place_to_report(actor, Permission.RECORD_ATTENDANCE, enrolment)


def _rows(place: Enrolment, days: list[date]) -> dict[date, AttendanceDay]:
    """The days on record, held: an import that is writing them is waited for."""
    found = AttendanceDay.objects.filter(enrolment=place, day__in=days).order_by("pk")
    return {row.day: row for row in found.select_for_update()}


def _wrong(place: Enrolment, calendar: SchoolDays, told: DayTold) -> dict[HalfDay, str]:
    if told.day < place.started_on:
        wrong = f"The child’s place starts on {long_date(place.started_on)}"
    elif place.ended_on and told.day > place.ended_on:
        wrong = f"The child’s place ended on {long_date(place.ended_on)}"
    else:
        open_then = is_open(calendar, told.day)
        found = {
            half: wrong_mark(code, day=told.day, half=half, is_open=open_then, on=today())
            for half, code in told.marks.items()
        }
        return {half: words for half, words in found.items() if words}
    return dict.fromkeys(told.marks, wrong)


def _write(
    row: AttendanceDay,
    marks: Mapping[HalfDay, str],
    *,
    actor: User,
    source: str,
    calendar: SchoolDays,
) -> None:
    for half, code in marks.items():
        setattr(row, FIELDS[half], code)
    row.season = season_of(calendar, row.day)
    row.source = source
    row.entered_by, row.entered_on = actor, today()
    row.version += 1
    row.full_clean()
    row.save()
    if row.am not in UNAUTHORISED and row.pm not in UNAUTHORISED:
        about = about_absence(row.enrolment.pupil.ref, row.day)
        Notice.objects.filter(about=about, state=Notice.State.PENDING).delete()
