"""The clock `school_place`: full-time suitable education for a child who has none.

Source: statutory guidance (2018), "Securing appropriate education": a new education placement is
arranged at the same time as a care placement, and within 20 school days of an emergency one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from pupils.rules.ages import compulsory_school_age
from pupils.rules.clock import (
    SOCIAL_WORKER,
    ClockState,
    Closing,
    Surroundings,
    clock_state,
    earliest,
    end_of_care,
)
from pupils.rules.facts import CarePeriodFacts, EnrolmentFacts, PlacementFacts, PupilFacts
from pupils.rules.short_breaks import is_short_break
from vsh.calendars.rules import ONE_DAY, Due, SchoolDays, academic_year, each_day, in_words

from .excluded_places import EXCLUDED, without_excluded_days
from .held import closed_by, stay_on, with_stays
from .provision import ExclusionsOfChild

KIND = "school_place"
SCHOOL_DAYS = 20
SCHOOL = "school"
AFTER_SCHOOL_AGE = "After compulsory school age: a full-time place in education or training"
AUGUST, SEPTEMBER, FIRST_WEEK = 8, 9, 7


@dataclass(frozen=True)
class Gap:
    """Days without full-time education, from `first` until the day on which it starts again."""

    first: date
    educated_on: date | None
    ended: EnrolmentFacts | None = None


@dataclass(frozen=True)
class Span:
    """The days on which a clock can run in one period of care: after an emergency up to the end of
    care, at the latest the 18th birthday; else up to the end of compulsory school age."""

    first: date
    closing: Closing | None
    at_school_age: Closing | None
    on: date

    @property
    def before(self) -> date:
        """The first day on which no clock runs any more, as far as is known."""
        return self.closing.on if self.closing else self.on + ONE_DAY

    @property
    def school_age_before(self) -> date:
        """The same of a clock that no emergency began."""
        return self.at_school_age.on if self.at_school_age else self.on + ONE_DAY


def school_places(
    child: PupilFacts, exclusions: ExclusionsOfChild, known: Surroundings
) -> list[ClockState]:
    """The clocks of every gap in education while looked after and of compulsory school age, after
    an emergency placement up to the 18th birthday: the guidance's 20 school days name no age. The
    school that excluded a child for good is none from the first day out. Who is held is taught
    there: that ends a gap, and release without a place begins one."""
    enrolments = without_excluded_days(child.places_by_hours, exclusions.rows)
    child = replace(child, enrolments=with_stays(enrolments, exclusions.stays))
    states: dict[str, ClockState] = {}
    for period in child.care_periods:
        span = _span(child, period, known)
        if span is None or is_short_break(child, period, on=known.on):
            continue
        if not child.enrolments:
            if span.first < span.school_age_before:
                states[period.key] = _nobody_said(period, span)
            continue
        for gap in gaps(child, period, span):
            if state := _clock(child, period, span, gap, exclusions, known):
                key = state.trigger_key
                states[key if key not in states else f"without_education:{gap.first}"] = state
    return list(states.values())


def _span(child: PupilFacts, period: CarePeriodFacts, known: Surroundings) -> Span | None:
    first, leaving = compulsory_school_age(child.date_of_birth)
    left = None
    if leaving <= known.on:
        left = Closing(leaving, f"No longer of compulsory school age after {in_words(leaving)}")
    ends = end_of_care(child, period, on=known.on)
    span = Span(
        first=max(period.started_on, first),
        closing=ends,
        at_school_age=earliest(ends, left),
        on=known.on,
    )
    return span if span.first < span.before else None


def _nobody_said(period: CarePeriodFacts, span: Span) -> ClockState:
    """No enrolment at all is known: not the same as a child known to be without a school."""
    return clock_state(
        kind=KIND,
        trigger_key=period.key,
        owner_role=SOCIAL_WORKER,
        due=Due(span.first, None, ("Nobody has said where the child learns",), missing=(SCHOOL,)),
        closing=span.at_school_age,
    )


def gaps(child: PupilFacts, period: CarePeriodFacts, span: Span) -> Iterator[Gap]:
    """The gaps in full-time education that begin within the span, in order."""
    education = [e for e in child.enrolments if e.is_full_time_education]
    begun = sorted((e for e in education if e.started_on <= span.on), key=lambda e: e.started_on)
    cursor = _known_from(child, period, span)
    for place in begun:
        if place.ended_on is not None and place.ended_on < cursor:
            continue
        if cursor < min(place.started_on, span.before):
            yield Gap(cursor, place.started_on, _ended_before(cursor, education))
        if place.ended_on is None:
            return
        cursor = max(cursor, place.ended_on + ONE_DAY)
    if cursor < span.before:
        yield Gap(cursor, None, _ended_before(cursor, education))


def _known_from(child: PupilFacts, period: CarePeriodFacts, span: Span) -> date:
    """The day from which it is known where the child learns.

    Before the first enrolment nothing is known, unless the child entered care or was placed in
    the same academic year: then they had no place from that day on.
    """
    first = min(enrolment.started_on for enrolment in child.enrolments)
    if first <= span.first:
        return span.first
    moves = [period.started_on, *(placement.started_on for placement in period.placements)]
    same_year = [day for day in moves if day < first and academic_year(day) == academic_year(first)]
    return max(span.first, min(same_year, default=first))


def _ended_before(day: date, education: list[EnrolmentFacts]) -> EnrolmentFacts | None:
    ended = [place for place in education if place.ended_on is not None and place.ended_on < day]
    return max(ended, key=lambda place: place.ended_on or day, default=None)


def _clock(
    child: PupilFacts,
    period: CarePeriodFacts,
    span: Span,
    gap: Gap,
    exclusions: ExclusionsOfChild,
    known: Surroundings,
) -> ClockState | None:
    """The clock of one gap, unless it is only a holiday between two schools."""
    limit = known.number(KIND, SCHOOL_DAYS)
    ended_by = _ended_by(child, period, gap, known)
    placement = ended_by or _entry(child, period, gap)
    is_emergency = placement is not None and placement.is_emergency
    if not is_emergency and gap.first >= span.school_age_before:
        return None
    days = known.book.school_days(
        setting_id=None,
        area_code=placement.area_code if placement else period.area_on(gap.first),
        authority_code=child.authority_code,
    )
    if placement and placement.is_emergency:
        due = days.due(limit, after=placement.started_on)
    elif placement and (ended_by or gap.ended is None):
        due = _at_the_same_time(placement)
        if _starts_before_next_school_day(child, gap, due, known, days):
            return None
    else:
        due = days.due(limit, after=gap.first)
    if placement is None and not _is_school_day_missed(child, gap, span, known, days):
        return None
    if (part := _part_time(child, gap)) is not None:
        due = replace(due, steps=(_timetable(part), *due.steps))
    elif any(e.kind == EXCLUDED and e.started_on == gap.first for e in child.enrolments):
        words = f"Permanently excluded on {in_words(gap.first)}, whatever the register says since"
        due = replace(due, steps=(words, *due.steps))
    if gap.first >= compulsory_school_age(child.date_of_birth)[1]:
        due = replace(due, steps=(AFTER_SCHOOL_AGE, *due.steps))
    held = stay_on(gap.educated_on, exclusions.stays) if gap.educated_on else None
    is_missed = held is not None and due.due_on is not None and due.due_on < held.started_on
    closed = closed_by(held, not_before=gap.first) if held and not is_missed else None
    return clock_state(
        kind=KIND,
        trigger_key=f"placement:{placement.started_on}"
        if placement
        else f"without_education:{gap.first}",
        owner_role=SOCIAL_WORKER,
        due=due,
        met_on=None if held else gap.educated_on,
        closing=earliest(span.closing if is_emergency else span.at_school_age, closed),
        is_current=not is_missed and (due.due_on is not None or gap.educated_on is None),
    )


def _part_time(child: PupilFacts, gap: Gap) -> EnrolmentFacts | None:
    """The part-time place with which the gap begins."""
    places = (e for e in child.enrolments if e.is_part_time_education and e.covers(gap.first))
    return min(places, key=lambda place: place.started_on, default=None)


def _timetable(place: EnrolmentFacts) -> str:
    hours = "" if place.hours_a_week is None else f" of {place.hours_a_week:g} hours a week"
    return (
        f"A part-time timetable{hours} since {in_words(place.started_on)} "
        "is not full-time education"
    )


def _at_the_same_time(placement: PlacementFacts) -> Due:
    day = placement.started_on
    return Due(day, day, (f"At the same time as the planned placement on {in_words(day)}",))


def _ended_by(
    child: PupilFacts, period: CarePeriodFacts, gap: Gap, known: Surroundings
) -> PlacementFacts | None:
    """The placement that ended the schooling.

    A placement from the last school day of the place up to and including the next school day
    after it, unless it is on record that this was not the reason; else the one on record.
    """
    place = gap.ended
    if place is None or place.ended_on is None or place.ended_by_placement is False:
        return None
    days = known.book.school_days(
        setting_id=place.setting_id,
        area_code=period.area_on(gap.first),
        authority_code=child.authority_code,
    )
    working = known.working_days
    last = days.last_until(place.ended_on) or working.back(1, ending=place.ended_on)
    following = days.next_after(place.ended_on) or working.add(1, after=place.ended_on)
    for placement in period.placements:
        if last <= placement.started_on <= following:
            return placement
    return _placement_on_record(period, place, gap) if place.ended_by_placement else None


def _placement_on_record(
    period: CarePeriodFacts, place: EnrolmentFacts, gap: Gap
) -> PlacementFacts | None:
    """The placement that is meant where the record says that one ended the schooling.

    The next one after the place ended, until the child was educated again; else the last that began
    while it lasted. An emergency counts from the placement; a planned one wanted the new place on
    the last day of the old.
    """
    assert place.ended_on is not None
    began = [p for p in period.placements if p.started_on > place.started_on]
    until = gap.educated_on or date.max
    later = [p for p in began if place.ended_on < p.started_on <= until]
    if later:
        return min(later, key=lambda placement: placement.started_on)
    before = [p for p in began if p.started_on <= place.ended_on]
    last = max(before, key=lambda placement: placement.started_on, default=None)
    if last is None or last.is_emergency:
        return last
    return replace(last, started_on=place.ended_on)


def _entry(child: PupilFacts, period: CarePeriodFacts, gap: Gap) -> PlacementFacts | None:
    """The placement with which care, or all that is known of the schooling, began."""
    first_known = min(enrolment.started_on for enrolment in child.enrolments)
    if gap.first == period.started_on or gap.first < first_known:
        return next((p for p in period.placements if p.started_on == gap.first), None)
    return None


def _is_school_day_missed(
    child: PupilFacts, gap: Gap, span: Span, known: Surroundings, days: SchoolDays
) -> bool:
    """Whether a school day fell in the gap."""
    last = min(known.on, span.school_age_before - ONE_DAY)
    if gap.educated_on:
        last = min(last, gap.educated_on - ONE_DAY)
    return _any_missed(child, gap.first, last, known, days)


def _starts_before_next_school_day(
    child: PupilFacts, gap: Gap, due: Due, known: Surroundings, days: SchoolDays
) -> bool:
    """Whether the next place, begun or accepted, starts before a school day is missed."""
    assert due.due_on is not None
    starts = _starts(child, gap.first)
    if not starts or min(starts) <= due.due_on:
        return False
    return not _any_missed(child, gap.first, min(starts) - ONE_DAY, known, days)


def _starts(child: PupilFacts, first: date) -> list[date]:
    """The first days of full-time places, begun or accepted, from a day on."""
    places = (e for e in child.enrolments if e.is_full_time_education)
    return [place.started_on for place in places if place.started_on >= first]


def _any_missed(
    child: PupilFacts, first: date, last: date, known: Surroundings, days: SchoolDays
) -> bool:
    """Whether there is a school day from `first` to `last`.

    Where terms are not known a working day is one; but none in August, nor in the first week of
    September before a place that begins in it: a term begins on any of those days.
    """
    starts = _starts(child, first)

    def is_missed(day: date) -> bool:
        if (is_school_day := days.any_between(day, day)) is not None:
            return is_school_day
        week = date(day.year, SEPTEMBER, FIRST_WEEK)
        is_before_term = day.month == SEPTEMBER and any(day < start <= week for start in starts)
        is_holiday = day.month == AUGUST or is_before_term
        return known.working_days.is_working_day(day) and not is_holiday

    return any(is_missed(day) for day in each_day(first, last))
