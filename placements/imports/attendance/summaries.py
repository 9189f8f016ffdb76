"""Sums of a span of days, a few thousand rows a file: compared and written batch by batch.

1. A span must lie in one term, within a place of the child at the setting, and its numbers must be
   possible on the days on which the school was open by its own dates; above those of its area's
   calendar they are told. Two rows of one file may not share days.
2. The same span with the same numbers is on record already, or a person put it right before. What
   is on record of days within the new span is replaced, as the term so far grows; a row that takes
   the place of what a person entered is told so. What they entered of the same days stands.
3. The places whose sums change are held as they are, with what is on record there, and compared
   again: nobody ends or withdraws one until then, and who corrects an entry waits. All other work
   on the child goes on. If somebody has meanwhile changed a place or entered the same days, the
   import is busy and tries again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, pairwise

from django.db import IntegrityError, connection

from placements.models import AttendanceSummary
from placements.rules.attendance import (
    Span,
    more_than_known,
    term_of_span,
    too_many_missed,
    too_many_sessions,
    wrong_days,
)
from placements.services.attendance import sessions_of, summary_in_words
from pupils.imports.told_by_people import fallen_together
from pupils.merged import with_merged
from pupils.models import Enrolment
from vsh.calendars import today
from vsh.history.context import noted
from vsh.intake.engine import ImportBusyError
from vsh.tables.findings import Problem
from vsh.tables.job import Job, Outcome
from vsh.tables.reading import Row

from .calendar import SchoolCalendars
from .file import SUMMARIES
from .row import Known, read_summary
from .summary_findings import (
    KEPT,
    NO_PLACE,
    TOLD_TWICE,
    TWO_TERMS,
    above_the_calendar,
    replaces,
)

ROWS_A_BATCH = 500
_COLUMNS = {
    "started_on": "from",
    "ended_on": "to",
    "sessions_possible": "possible",
    "sessions_authorised": "authorised",
}
Days = tuple[date, date]
PutRight = set[tuple[int, Span]]  # a place, and what a person found wrong in its record


@dataclass(frozen=True, kw_only=True)
class _Told:
    """A sound row."""

    row: Row
    pupil_id: int
    setting_id: int
    span: Span


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What a row asks for: refused, or the entries that it replaces; none where it is new."""

    told: _Told
    place: Enrolment | None = None
    term: tuple[str, str] = ("", "")
    refused: Problem | None = None
    warnings: tuple[Problem, ...] = ()
    replaces: tuple[AttendanceSummary, ...] = ()
    is_same: bool = False

    @property
    def writes(self) -> bool:
        """Whether something on record changes."""
        return self.refused is None and not self.is_same


def load_summaries(job: Job, known: Known) -> None:
    """Load every file of summaries of the job."""
    seen: dict[int, list[Days]] = defaultdict(list)
    rows = _sound(job, known)
    while batch := list(islice(rows, ROWS_A_BATCH)):
        plans = _plan(job, batch, seen)
        if changing := _changing(plans):
            _hold(changing)
            plans = _plan(job, batch, seen)
            if not _changing(plans) <= changing:
                raise ImportBusyError
        try:
            for plan in plans:
                _carry_out(job, plan, seen)
        except IntegrityError as error:  # somebody has just entered some of these days
            raise ImportBusyError from error


def _sound(job: Job, known: Known) -> Iterator[_Told]:
    for row in job.rows(SUMMARIES):
        found = read_summary(row, known)
        job.tell_schools(row.file, filter(None, [row["urn"]]))
        if isinstance(found, list):
            job.refuse(row, *found)
        else:
            pupil_id, setting_id, span = found
            yield _Told(row=row, pupil_id=pupil_id, setting_id=setting_id, span=span)


def _changing(plans: Sequence[_Plan]) -> set[int]:
    """The places at which something on record changes."""
    return {plan.place.pk for plan in plans if plan.writes and plan.place is not None}


def _hold(places: set[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM pupils_enrolment WHERE id = ANY(%s) ORDER BY id FOR SHARE",
            [sorted(places)],
        )
    entries = AttendanceSummary.objects.select_for_update().filter(enrolment__in=places)
    list(entries.order_by("pk").values_list("pk"))


def _plan(job: Job, batch: Sequence[_Told], seen: dict[int, list[Days]]) -> list[_Plan]:
    """Each row beside what is on record; a few queries and the calendars."""
    calendars = SchoolCalendars(job.authority, {told.setting_id for told in batch})
    places: dict[tuple[int, int], list[Enrolment]] = defaultdict(list)
    for place in Enrolment.objects.filter(
        pupil__in={told.pupil_id for told in batch},
        setting__in={told.setting_id for told in batch},
    ).order_by("pk"):
        places[place.pupil_id, place.setting_id or 0].append(place)
    entries: dict[int, list[AttendanceSummary]] = defaultdict(list)
    found = [place.pk for of_child in places.values() for place in of_child]
    for entry in AttendanceSummary.objects.filter(enrolment__in=found).order_by("started_on"):
        entries[entry.enrolment_id].append(entry)
    taken: dict[int, list[Days]] = defaultdict(list)
    wrong = _put_right(found, {told.pupil_id for told in batch})
    return [
        _plan_one(
            told, places[told.pupil_id, told.setting_id], (entries, wrong), calendars, (seen, taken)
        )
        for told in batch
    ]


def _put_right(place_ids: Sequence[int], pupil_ids: set[int]) -> PutRight:
    """What stood in these places' records until a person corrected it or took it off, as the
    history has it: such a change has a reason. Also at a place that fell together with one of
    these when two records of the child were merged."""
    now = fallen_together(Enrolment, with_merged(pupil_ids))
    kept = AttendanceSummary.pgh_event_model.objects  # type: ignore[attr-defined]
    rows = kept.filter(enrolment__in=[*place_ids, *now]).order_by("pgh_obj_id", "pgh_id")
    return {
        (
            now.get(row.enrolment_id, row.enrolment_id),
            Span(started_on=row.started_on, ended_on=row.ended_on, sessions=sessions_of(row)),
        )
        for row, later in pairwise(rows)
        if row.pgh_obj_id == later.pgh_obj_id and "reason" in (later.pgh_context or {})
    }


def _plan_one(
    told: _Told,
    places: Sequence[Enrolment],
    on_record: tuple[dict[int, list[AttendanceSummary]], PutRight],
    calendars: SchoolCalendars,
    told_before: tuple[dict[int, list[Days]], dict[int, list[Days]]],
) -> _Plan:
    span, (entries, put_right) = told.span, on_record
    place = _best(places, span)
    if place is None:
        return _refused(told, "from", "no_place", NO_PLACE)
    days = span.started_on, span.ended_on
    others = [one for one in entries[place.pk] if _share(days, _days(one))]
    # What stands is not asked again what the calendar says, which may have been loaded since.
    stands = next((one for one in others if _stands(one, span)), None)
    wrong = wrong_days(
        started_on=span.started_on,
        ended_on=span.ended_on,
        place_from=place.started_on,
        place_to=place.ended_on,
        on=today(),
    )
    open_days = None if wrong else calendars.open_days(told.setting_id, *days)
    if open_days and not stands:
        wrong = too_many_sessions(span, open_days)
    for field, words in (wrong or too_many_missed(span.sessions)).items():
        return _refused(told, _COLUMNS[field], "cannot_be", f"{words}.")
    terms = calendars.terms_of(told.setting_id, span.started_on)
    found = term_of_span(started_on=span.started_on, ended_on=span.ended_on, terms=terms)
    term = (stands.academic_year, stands.season) if stands else found
    if term is None:
        return _refused(told, "to", "two_terms", TWO_TERMS)
    if any(_share(days, others) for one in told_before for others in one[place.pk]):
        return _refused(told, "from", "told_twice", TOLD_TWICE)
    told_before[1][place.pk].append(days)
    doubt = more_than_known(span, open_days) if open_days else ""
    warnings = (above_the_calendar(f"{doubt}."),) if doubt else ()
    plan = _Plan(told=told, place=place, term=(term[0], str(term[1])), warnings=warnings)
    return _beside(plan, others, is_put_right=(place.pk, span) in put_right)


def _stands(entry: AttendanceSummary, span: Span) -> bool:
    """Whether the entry has the same days and possible sessions."""
    days = span.started_on, span.ended_on
    return (_days(entry), entry.sessions_possible) == (days, span.sessions.possible)


def _best(places: Sequence[Enrolment], span: Span) -> Enrolment | None:
    """Of the child's places there: one that covers the days, and of several the main one."""

    def misses(place: Enrolment) -> tuple[bool, bool, int]:
        is_cut = place.started_on > span.started_on or (
            place.ended_on is not None and place.ended_on < span.ended_on
        )
        return is_cut, place.kind != Enrolment.Kind.MAIN, place.pk

    return min((one for one in places if _meets(one, span)), key=misses, default=None)


def _beside(plan: _Plan, others: Sequence[AttendanceSummary], *, is_put_right: bool) -> _Plan:
    """The row beside the entries of the same place that share days with it."""
    told, span = plan.told, plan.told.span
    days = span.started_on, span.ended_on
    same = next((one for one in others if _days(one) == days), None)
    if same and sessions_of(same) == span.sessions:
        return replace(plan, is_same=True)
    if is_put_right or (same and same.entered_by_id):
        return replace(plan, is_same=True, warnings=(KEPT,))
    for other in others:
        is_within = span.started_on <= other.started_on and other.ended_on <= span.ended_on
        if not is_within:
            words = f"Some of these days are on record already ({summary_in_words(other)}). "
            return _refused(told, "from", "on_record", f"{words}Leave them out, or correct that.")
    by_hand = [summary_in_words(other) for other in others if other.entered_by_id]
    told_of = (replaces("; ".join(by_hand)),) if by_hand else ()
    return replace(plan, replaces=tuple(others), warnings=(*told_of, *plan.warnings))


def _carry_out(job: Job, plan: _Plan, seen: dict[int, list[Days]]) -> None:
    row, span = plan.told.row, plan.told.span
    if plan.refused:
        job.refuse(row, plan.refused)
        return
    assert plan.place is not None
    seen[plan.place.pk].append((span.started_on, span.ended_on))
    if plan.warnings:
        job.name(row, list(plan.warnings))
    if plan.is_same:
        job.settle(row.file, row.line, Outcome.SAME)
        return
    entry = plan.replaces[0] if plan.replaces else AttendanceSummary(version=0)
    with noted(replaced_by="a file") if plan.replaces else noted():
        for other in plan.replaces[1:]:
            other.delete()
        entry.enrolment = plan.place
        entry.academic_year, entry.season = plan.term
        entry.started_on, entry.ended_on = span.started_on, span.ended_on
        entry.sessions_possible = span.sessions.possible
        entry.sessions_authorised = span.sessions.authorised
        entry.sessions_unauthorised = span.sessions.unauthorised
        entry.entered_by, entry.entered_on = None, today()
        entry.version += 1
        entry.save()
    job.settle(row.file, row.line, Outcome.CHANGED if plan.replaces else Outcome.NEW)


def _refused(told: _Told, column: str, code: str, message: str) -> _Plan:
    return _Plan(told=told, refused=Problem(column=column, code=code, message=message))


def _meets(place: Enrolment, span: Span) -> bool:
    return place.started_on <= span.ended_on and (
        place.ended_on is None or place.ended_on >= span.started_on
    )


def _share(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _days(entry: AttendanceSummary) -> Days:
    return entry.started_on, entry.ended_on
