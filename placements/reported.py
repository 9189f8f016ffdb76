"""What schools reported of one child: attendance by term, suspensions and exclusions."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from placements.attendance_words import (
    by_term,
    by_year,
    flagged_lines,
    national_lines,
    national_suspension_lines,
    suspension_lines,
)
from placements.excluded import clocks_of, excluded_in_words, home_area, place_due, running
from placements.governors import duty_of, has_board_decided
from placements.models import (
    AttendanceSummary,
    Exclusion,
    ExclusionMeeting,
    ExclusionRisk,
    SentHome,
)
from placements.places import reportable
from placements.querysets import SESSIONS_OUT
from placements.rules.attendance_codes import CONFIRMATION
from placements.rules.exclusions import SESSIONS_A_DAY, days_in_words
from placements.services.terms import days_at, terms_around
from placements.sessions import beside_marks, sessions_in
from placements.suspensions_by_term import book_of, out_of, school_of, with_calendar
from pupils.models import Enrolment, Pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars.rules import Season, academic_year, nominal_start

if TYPE_CHECKING:
    from django.db.models import QuerySet

_DAYS_OF_MEETING = ("invited_on", "meets_on")
_MEETING = ("id", "body", "attended_by", "representations", "outcome", *_DAYS_OF_MEETING)


def attendance_of(
    pupil: Pupil,
    *,
    places: Sequence[Enrolment],
    user: User,
    permissions: frozenset[Permission],
    day: date,
) -> dict[str, Any]:
    """The context of the tab: school years with their terms, newest first, each entry, exclusions,
    what the reader may do.

    `places` are those of the child, with their setting and their marks by term.
    """
    of_child = {"enrolment__pupil": pupil}
    by_id = {place.pk: place for place in places}
    told = AttendanceSummary.objects.visible_to(user).filter(**of_child)
    summaries = list(beside_marks(told).select_related("entered_by"))
    marks = [row for place in places for row in place.marks]  # type: ignore[attr-defined]
    shown = Exclusion.objects.visible_to(user).filter(**of_child)
    out = list(_with_all_of_it(shown, permissions, day))
    for row in out:
        row.held = [_meeting(told) for told in row.meetings_told]
    own = {"enrolment__in": reportable(user, Permission.READ_EXCLUSION_RISK, places)}
    people = ("raised_by", "answered_by")
    risks = list(ExclusionRisk.objects.visible_to(user).filter(**own).select_related(*people))
    sent_home = list(SentHome.objects.visible_to(user).filter(**own))
    rows: list[AttendanceSummary | Exclusion | ExclusionRisk | SentHome] = [
        *summaries,
        *out,
        *risks,
        *sent_home,
    ]
    for row in rows:
        row.enrolment = by_id[row.enrolment_id]
    in_lessons = [row for row in out if row.sessions_missed != 0]
    spells, (year, season) = out_of([_columns(row) for row in in_lessons], on=day)
    for row, one in zip(in_lessons, spells, strict=True):
        row.first_school_day_on = one.first_on
    _say_by_when_boards_meet(in_lessons, day)
    begun = [one for row, one in zip(in_lessons, spells, strict=True) if row.started_on <= day]
    terms = by_term(sessions_in(row) for row in [*map(vars, summaries), *marks])
    years = by_year(terms)
    return {
        "years": years,
        "summaries": summaries,
        "exclusions": out,
        "exclusion_risks": risks,
        "has_closed_risks": any(risk.closed_on for risk in risks),
        "sent_home": sent_home,
        "sent_home_in_words": sent_home_in_words(sent_home, on=day),
        "national": national_lines() + flagged_lines([*years, *terms]),
        "counting": CONFIRMATION if marks else "",
        "suspension_lines": suspension_lines(begun, year=year, season=Season(season), on=day)
        + national_suspension_lines(),
        "attendance_places": reportable(user, Permission.RECORD_ATTENDANCE, places),
        "exclusion_places": reportable(user, Permission.RECORD_EXCLUSION, places),
        "meeting_places": reportable(user, Permission.RECORD_EXCLUSION_MEETING, places),
        "risk_places": reportable(user, Permission.RAISE_EXCLUSION_RISK, places),
        "sent_home_places": reportable(user, Permission.RECORD_SENT_HOME, places),
    }


def _with_all_of_it(rows: "QuerySet[Any, Any]", permissions: Any, day: date) -> Any:
    """Each with its sessions, its meetings, the term dates of school and home, and, if it keeps the
    child out for good, the clocks of what is due: one query."""
    child = OuterRef("enrolment__pupil")
    keeping_out = Exclusion.objects.keeping_out(day).filter(pk=OuterRef("pk"))
    meetings = ExclusionMeeting.objects.filter(exclusion=OuterRef("pk"))
    columns = {name: name for name in _MEETING}
    told = meetings.order_by("meets_on", "id").values(told=JSONObject(**columns))
    home = home_area("enrolment__pupil", on=day)
    rows = rows.annotate(sessions_out=SESSIONS_OUT, home_area=home)
    return with_calendar(rows, OuterRef("home_area")).annotate(
        is_out_for_good=Exists(keeping_out),
        meetings_told=ArraySubquery(told),
        clocks=ArraySubquery(clocks_of(child, permissions=permissions, on=day)),
    )


def _say_by_when_boards_meet(rows: Sequence[Any], day: date) -> None:
    """By each exclusion that counts and of which no board's decision is on record."""
    told = [(row.started_on, row.sessions_out) for row in rows]
    columns = [_columns(row) for row in rows]
    book = book_of(columns)
    for row, column in zip(rows, columns, strict=True):
        if has_board_decided(row.held):
            continue
        days = days_at(book, school_of(column))
        terms = terms_around(days, row.started_on)
        board = duty_of(row, days=days, terms=terms, told=told)
        row.board, row.is_board_overdue = board.words, board.is_overdue(day)


def _meeting(told: dict[str, Any]) -> ExclusionMeeting:
    days = {name: told[name] and date.fromisoformat(told[name]) for name in _DAYS_OF_MEETING}
    return ExclusionMeeting(**told | days)


def say_excluded(
    places: Iterable[Any], exclusions: Iterable[Any], *, sees_home: bool, day: date
) -> None:
    """What is due to the child, by each place that stands after a permanent exclusion: read as
    `attendance_of` loads them."""
    out = {row.enrolment_id: row for row in exclusions if row.is_out_for_good}
    for place in places:
        if (row := out.get(place.pk)) is None:
            continue
        clocks, days = running(row.clocks), None
        if sees_home:
            days = book_of([_columns(row)]).school_days(
                setting_id=None,
                area_code=row.home_area or "",
                authority_code=place.pupil.authority.code,
            )
        place.excluded = excluded_in_words(row, clocks, place_due(clocks, days=days, on=day))


def _columns(row: Any) -> dict[str, Any]:
    """What `out_of` reads of a row whose place is loaded."""
    place = row.enrolment
    return {
        "kind": row.kind,
        "started_on": row.started_on,
        "provision_from_on": row.provision_from_on,
        "sessions": row.sessions_out,
        "setting": place.setting_id,
        "area": place.setting.la_code if place.setting else None,
        "code": place.pupil.authority.code,
        "authority": place.pupil.authority.name,
        "entries": row.entries,
    }


def sent_home_in_words(rows: Sequence[SentHome], *, on: date) -> str:
    """How often this school year, apart from the suspensions; nothing where it never happened."""
    first = nominal_start(academic_year(on), Season.AUTUMN)
    this_year = [row for row in rows if row.sent_home_on >= first]
    if not this_year:
        return ""
    times = "Once" if len(this_year) == 1 else f"{len(this_year)} times"
    days = days_in_words(Decimal(sum(row.sessions for row in this_year)) / SESSIONS_A_DAY)
    return f"{times} this school year, {days} in all: not counted as suspension, and unlawful"
