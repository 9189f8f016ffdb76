"""What the pages say of a child in custody: the stays, and what follows from the legal status."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from placements.models import Custody
from placements.rules.custody import Standing, Status, standing
from pupils.care_words import LEGAL_STATUS, in_words
from pupils.codes import REASONS_EPISODE_ENDED
from pupils.models import CareEpisode, CarePeriod, Enrolment, Pupil
from pupils.rules.ages import eighteenth_birthday
from pupils.services.clock_facts import day
from vsh.accounts.models import User
from vsh.calendars import today

_STAY = ("kind", "establishment", "started_on", "ended_on")
HELD = {"R5", "K1"}  # SSDA903: young offender institution, secure children's home
SENTENCED = "E9"  # SSDA903: care ended because the child was sentenced to custody


def with_custody(periods: "QuerySet[CarePeriod]", user: User) -> "QuerySet[CarePeriod]":
    """Times in care, each with the child's last stay in custody, in the same query."""
    stays = Custody.objects.visible_to(user).filter(pupil=OuterRef("pupil"))
    told = JSONObject(**{name: name for name in _STAY})
    return periods.annotate(custody=Subquery(stays.order_by("-started_on").values(row=told)[:1]))


def custody_in(periods: Collection[Any]) -> Custody | None:
    """The child's last stay in custody, of such times in care."""
    row = next((period.custody for period in periods if period.custody), None)
    if row is None:
        return None
    days = {name: day(row[name]) for name in _STAY if name.endswith("_on")}
    return Custody(**{**row, **days})


def standing_of(pupil: Pupil, *, kind: str, user: User) -> tuple[str, Standing]:
    """The last legal status on record in words, and what follows from it for a child so held."""
    on = today()
    episodes = CareEpisode.objects.visible_to(user).filter(
        care_period__pupil=pupil, started_on__lte=on
    )
    last = episodes.select_related("care_period").order_by("-started_on", "-pk").first()
    if last is None:
        return "", standing(Status(is_looked_after=False), kind=kind)
    period = last.care_period
    ended_on = period.ended_on if period.ended_on and period.ended_on <= on else None
    reason = period.end_reason or last.reason_ended
    status = Status(
        is_looked_after=ended_on is None,
        legal_status=last.legal_status,
        ended_on=ended_on,
        ended_because=REASONS_EPISODE_ENDED.label(reason),
        is_sentenced=reason == SENTENCED,
        is_adult=eighteenth_birthday(pupil.date_of_birth) <= on,
    )
    return in_words(LEGAL_STATUS, last.legal_status), standing(status, kind=kind)


def detained_since(stays: Sequence[Custody]) -> date:
    """The day on which the detention began, of stays from the newest on: a move goes on with it."""
    since = stays[0].started_on
    for former in stays[1:]:
        if former.ended_because != Custody.Ended.MOVED:
            break
        since = former.started_on
    return since


def attended_before(pupil: Pupil, since: date, *, user: User) -> Enrolment | None:
    """The place attended immediately before detention: the detention placement plan names it."""
    places = Enrolment.objects.visible_to(user).filter(
        pupil=pupil, setting__isnull=False, started_on__lt=since
    )
    return places.main().select_related("setting").order_by("-started_on").first()
