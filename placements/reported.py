"""What schools reported of one child: attendance by term, suspensions and exclusions."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from placements.attendance_words import (
    by_term,
    by_year,
    flagged_lines,
    national_lines,
    national_suspension_lines,
    suspension_lines,
)
from placements.models import AttendanceSummary, Exclusion, ExclusionRisk, SentHome
from placements.places import reportable
from placements.querysets import SESSIONS_OUT
from placements.rules.attendance_codes import CONFIRMATION
from placements.rules.exclusions import SESSIONS_A_DAY, days_in_words
from placements.sessions import beside_marks, sessions_in
from placements.suspensions_by_term import out_of, with_calendar
from pupils.models import Enrolment, Pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars.rules import Season, academic_year, nominal_start


def attendance_of(
    pupil: Pupil, *, places: Sequence[Enrolment], user: User, day: date
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
    told_of = with_calendar(shown.annotate(sessions_out=SESSIONS_OUT))
    out = list(told_of.prefetch_related("meetings"))
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
