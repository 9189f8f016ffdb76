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
from placements.services.terms import terms_of_places
from pupils.models import CarePeriod, Pupil
from pupils.reminder_people import PeopleOfChildren, load_people
from vsh.calendars import today
from vsh.calendars.rules import Term, academic_year
from vsh.govuk.dates import long_date
from vsh.notices.services import Message, queue_notices

from .breakdowns import alerts, whom_to_alert
from .news import who_is

_WORDS = {
    Alert.PERMANENT: (
        "Permanent exclusion",
        "A permanent exclusion of {who} is on record, from {day}.",
    ),
    Alert.BEYOND: (
        f"More than {MOST_DAYS} school days suspended",
        f"{{who}} has been suspended for {{days}} this school year, beyond the legal {MOST_DAYS}.",
    ),
    Alert.NEARING: (
        f"Nearing {MOST_DAYS} school days suspended",
        f"{{who}} has been suspended for {{days}} this school year: the law allows {MOST_DAYS}.",
    ),
    Alert.MUCH: (
        f"More than {MUCH_IN_A_TERM} school days suspended in a term",
        "{who} has been suspended for {days} in one term.",
    ),
}


def alert_of_exclusions(day: date | None = None) -> int:
    """Queue the alerts of what is on record of this school year, and of permanent exclusions that
    were reported late, in the days after it was reported; how many were new.

    It reads the facts, whoever reported them; a second run, or one at the same time, adds nothing.
    """
    day = day or today()
    in_care = CarePeriod.objects.current_on(day).filter(pupil=OuterRef("enrolment__pupil"))
    days = (day - LOOKS_BACK, day)
    lately = Exclusion.objects.filter(
        Q(started_on__range=days) | Q(reported_on__range=days), Exists(in_care)
    ).values("enrolment__pupil")
    rows: dict[Pupil, list[Exclusion]] = defaultdict(list)
    found = Exclusion.objects.filter(enrolment__pupil__in=lately, started_on__lte=day)
    loaded = ("enrolment__setting", "enrolment__pupil__authority")
    for row in found.select_related(*loaded).order_by("started_on", "pk"):
        if row.sessions is None or academic_year(row.started_on) == academic_year(day):
            rows[row.enrolment.pupil].append(row)
    places = {row.enrolment_id: row.enrolment for out in rows.values() for row in out}
    terms = terms_of_places(list(places.values()), day) if places else {}
    people = load_people({pupil.pk for pupil in rows}, on=day)
    return queue_notices(
        message
        for pupil, out in rows.items()
        for message in _of(pupil, _spells(out, terms), people, day)
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
                said=_said(one, pupil),
                page="placements:school",
            )


def _said(one: Reached, pupil: Pupil) -> str:
    words = _WORDS[one.what][1]
    return words.format(who=who_is(pupil), day=long_date(one.on), days=days_in_words(one.days))


def _spells(rows: Sequence[Exclusion], terms: Mapping[int, Sequence[Term]]) -> Iterator[Spell]:
    """Each in the term of the school from which the child is excluded."""
    for row in rows:
        on = row.started_on
        term = term_of_span(started_on=on, ended_on=on, terms=terms[row.enrolment_id])
        yield Spell(
            started_on=on,
            reported_on=row.reported_on,
            sessions=row.sessions,
            term="-".join(term) if term else str(on),
        )
