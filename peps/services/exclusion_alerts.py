"""Those who follow the child are alerted of what exclusions amount to, once a year or term."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q

from peps.rules.breakdowns import LOOKS_BACK, Breakdown, Event, is_news
from placements.models import Exclusion
from placements.rules.attendance import term_of_span
from placements.rules.exclusions import (
    MOST_DAYS,
    MUCH_IN_A_TERM,
    Alert,
    Reached,
    Spell,
    days_in_words,
    reached,
)
from placements.services.terms import calendars_of_places, terms_around
from pupils.models import CarePeriod, Pupil
from pupils.news import who_is
from pupils.reminder_people import PeopleOfChildren, load_people
from vsh.calendars import today
from vsh.calendars.rules import SchoolDays, academic_year
from vsh.govuk.dates import long_date
from vsh.notices.services import Message, queue_notices

from .breakdowns import alerts, whom_to_alert

_WORDS = {
    Alert.PERMANENT: (
        "Permanent exclusion",
        "A permanent exclusion of {who} is on record, from {day}.",
    ),
    Alert.BEYOND: (
        f"More than {MOST_DAYS} school days suspended",
        f"{{who}} has been suspended for {{days}} {{year}}, beyond the legal {MOST_DAYS}.",
    ),
    Alert.NEARING: (
        f"Nearing {MOST_DAYS} school days suspended",
        f"{{who}} has been suspended for {{days}} {{year}}: the law allows {MOST_DAYS}.",
    ),
    Alert.MUCH: (
        f"More than {MUCH_IN_A_TERM} school days suspended in a term",
        "{who} has been suspended for {days} in one term, by {day}.",
    ),
}


def alert_of_exclusions(day: date | None = None) -> int:
    """Queue the alerts of what the exclusions amount to that began lately or were reported lately:
    permanent ones, and all the suspensions of the child; how many were new.

    It reads the facts, whoever reported them; a second run, or one at the same time, adds nothing.
    """
    day = day or today()
    in_care = CarePeriod.objects.current_on(day).filter(pupil=OuterRef("enrolment__pupil"))
    days = (day - LOOKS_BACK, day)
    lately = (
        Exclusion.objects.counted()
        .filter(
            Q(started_on__range=days) | Q(reported_on__range=days),
            Exists(in_care),
            started_on__lte=day,
        )
        .order_by()
        .values("enrolment__pupil")
    )
    rows: dict[Pupil, list[Exclusion]] = defaultdict(list)
    found = Exclusion.objects.counted().filter(enrolment__pupil__in=lately, started_on__lte=day)
    loaded = ("enrolment__setting", "enrolment__pupil__authority")
    for row in found.select_related(*loaded).order_by("started_on", "pk"):
        rows[row.enrolment.pupil].append(row)
    places = {row.enrolment_id: row.enrolment for out in rows.values() for row in out}
    calendars = calendars_of_places(list(places.values()))
    people = load_people({pupil.pk for pupil in rows}, on=day)
    return queue_notices(
        message
        for pupil, out in rows.items()
        for message in _of(pupil, _spells(out, calendars), people, day)
    )


def _of(
    pupil: Pupil, spells: Iterable[Spell], people: PeopleOfChildren, day: date
) -> Iterator[Message]:
    told = whom_to_alert(pupil, people, has_social_worker=True)
    for one in reached(spells):
        event = Event(what=Breakdown.EXCLUSION, on=one.on, known_on=one.known_on)
        since, born = pupil.on_record_since, pupil.date_of_birth
        if is_news(event, on=day, on_record_since=since, date_of_birth=born):
            yield from alerts(
                pupil,
                told,
                about=f"{one.what}:{pupil.ref}:{one.key}",
                subject=_WORDS[one.what][0],
                said=_said(one, pupil, day),
                page="placements:school",
            )


def _said(one: Reached, pupil: Pupil, day: date) -> str:
    of = academic_year(one.on)
    year = "this school year" if of == academic_year(day) else f"in the school year {of}"
    days = days_in_words(one.days)
    return _WORDS[one.what][1].format(
        who=who_is(pupil), day=long_date(one.on), days=days, year=year
    )


def _spells(rows: Sequence[Exclusion], calendars: Mapping[int, SchoolDays]) -> Iterator[Spell]:
    """Each in the term of the school from which the child is excluded."""
    for row in rows:
        on = row.started_on
        terms = terms_around(calendars[row.enrolment_id], on)
        term = term_of_span(started_on=on, ended_on=on, terms=terms)
        yield Spell(
            started_on=on,
            reported_on=row.reported_on,
            sessions=row.sessions_out,  # type: ignore[attr-defined]
            term="-".join(term) if term else str(on),
        )
