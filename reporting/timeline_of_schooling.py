"""What stands on the timeline of exclusions, of searches for a school and of the ends of stages."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import JSONObject

from placements.ended_searches import how_it_ended, in_care_at_its_end
from placements.models import Exclusion, ExclusionMeeting, SchoolSearch, SentHome
from placements.places import places_to_report
from placements.rules.exclusions import SESSIONS_A_DAY, days_in_words
from pupils.attainment_words import at_the_end_of_stages
from pupils.models import AttainmentResult, Enrolment, Pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.govuk.dates import long_date

from .timeline_rows import Event, shape

RESULT = "result"
_NOWHEN = Value(None, output_field=DateField())
_SCHOOL, _SEARCH, _ATTAINMENT = "placements:school", "placements:school_search", "pupils:attainment"


def sources_of_schooling(
    pupil: Pupil, *, user: User, permissions: frozenset[Permission]
) -> "list[QuerySet[Any]]":
    """As far as the tabs "School", its search and "Attainment" tell this reader."""
    sources = [
        _exclusions(pupil, user),
        _meetings(pupil, user),
        _sent_home(pupil, user),
        _results(pupil, user),
    ]
    if Permission.VIEW_CARE in permissions:
        sources.append(_searches(pupil, user))
    return sources


def _exclusions(pupil: Pupil, user: User) -> "QuerySet[Any]":
    rows = Exclusion.objects.visible_to(user).filter(enrolment__pupil=pupil)
    facts = JSONObject(
        school="enrolment__setting__name", sessions="sessions", cancelled_on="cancelled_on"
    )
    return shape(rows, "exclusion", ended_on=_NOWHEN, code=F("kind"), detail=facts)


def _meetings(pupil: Pupil, user: User) -> "QuerySet[Any]":
    rows = ExclusionMeeting.objects.visible_to(user).filter(exclusion__enrolment__pupil=pupil)
    facts = JSONObject(body="body", kind="exclusion__kind", excluded_on="exclusion__started_on")
    return shape(
        rows.exclude(outcome=""),
        "exclusion_meeting",
        started_on=F("meets_on"),
        ended_on=_NOWHEN,
        code=F("outcome"),
        detail=facts,
    )


def _sent_home(pupil: Pupil, user: User) -> "QuerySet[Any]":
    """A school: of its own only."""
    own = places_to_report(user, Permission.READ_EXCLUSION_RISK).filter(pupil=pupil)
    rows = SentHome.objects.visible_to(user).filter(enrolment__in=own.order_by().values("pk"))
    facts = JSONObject(school="enrolment__setting__name", sessions="sessions")
    return shape(rows, "sent_home", started_on=F("sent_home_on"), ended_on=_NOWHEN, detail=facts)


def _searches(pupil: Pupil, user: User) -> "QuerySet[Any]":
    rows = SchoolSearch.objects.visible_to(user).filter(pupil=pupil)
    facts = JSONObject(
        needed_from_on="needed_from_on",
        school="ended_by__setting__name",
        kind="ended_by__kind",
        was_in_care=in_care_at_its_end(),
    )
    return shape(rows, "search", code=F("end_reason"), detail=facts)


def _results(pupil: Pupil, user: User) -> "QuerySet[Any]":
    rows = AttainmentResult.objects.visible_to(user).filter(pupil=pupil)
    names = ("stage", "subject", "measure", "kind", "value", "status")
    facts = JSONObject(**{name: name for name in names})
    return shape(rows, RESULT, started_on=F("achieved_on"), ended_on=_NOWHEN, detail=facts)


def events_of_schooling(
    what: str, started_on: date, ended_on: date | None, code: str, detail: str, *, on: date
) -> Iterator[Event]:
    """The one or two events of a row."""
    facts = json.loads(detail)
    if what == "exclusion":
        yield _exclusion(started_on, Exclusion.Kind(code), facts, on)
    elif what == "exclusion_meeting":
        body = ExclusionMeeting.Body(facts["body"]).label
        outcome = ExclusionMeeting.Outcome(code).label
        excluded_on = long_date(date.fromisoformat(facts["excluded_on"]))
        yield Event(
            on=started_on,
            title=f"{body}: {outcome.lower()}",
            detail=f"{Exclusion.Kind(facts['kind']).label} of {excluded_on}",
            url_name=_SCHOOL,
        )
    elif what == "sent_home":
        length = "The whole day" if facts["sessions"] == SESSIONS_A_DAY else "Part of the day"
        yield Event(
            on=started_on,
            title="Sent home without a suspension",
            detail=_parts(length, facts["school"]),
            url_name=_SCHOOL,
        )
    elif what == "search":
        yield from _search_events(started_on, ended_on, code, facts)


def _exclusion(started_on: date, kind: Exclusion.Kind, facts: dict[str, Any], on: date) -> Event:
    length = days_in_words(Decimal(facts["sessions"]) / SESSIONS_A_DAY) if facts["sessions"] else ""
    cancelled_on = facts["cancelled_on"]
    if cancelled_on:
        stands = f"Cancelled on {long_date(date.fromisoformat(cancelled_on))}"
    else:
        stands = "To come" if started_on > on else ""
    return Event(
        on=started_on,
        title=", ".join(filter(None, [kind.label, length])),
        detail=_parts(facts["school"], stands),
        url_name=_SCHOOL,
        is_told_ahead=True,
    )


def _search_events(
    started_on: date, ended_on: date | None, reason: str, facts: dict[str, Any]
) -> Iterator[Event]:
    needed = facts["needed_from_on"]
    wanted = f"A place from {long_date(date.fromisoformat(needed))}" if needed else ""
    yield Event(on=started_on, title="Search for a school began", detail=wanted, url_name=_SEARCH)
    if ended_on:
        kind = Enrolment.Kind(facts["kind"]).label if facts["kind"] else ""
        place, was_in_care = facts["school"] or kind, facts["was_in_care"]
        how = how_it_ended(place=place, reason=reason, is_in_care=was_in_care)
        yield Event(on=ended_on, title="Search for a school ended", detail=how, url_name=_SEARCH)


def ends_of_stages(rows: Iterable[tuple[Any, ...]], pupil: Pupil) -> Iterator[Event]:
    """What the rows of results together say of the ends of stages, as the tab tells it."""
    results = [SimpleNamespace(achieved_on=row[1], **json.loads(row[4])) for row in rows]
    for one in at_the_end_of_stages(results, pupil) if results else []:
        met = {True: "Met", False: "Not met", None: ""}[one.outcome.is_met]
        provisional = "Provisional" if one.outcome.is_provisional else ""
        yield Event(
            on=one.outcome.achieved_on,
            title=f"{one.stage}: {one.outcome.label}",
            detail=_parts(met, one.outcome.says, provisional),
            url_name=_ATTAINMENT,
        )


def _parts(*parts: str | None) -> str:
    return "; ".join(filter(None, parts))
