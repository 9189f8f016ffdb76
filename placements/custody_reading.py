"""What the pages say of a child in custody: the stays, and what follows from the legal status."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from placements.models import Custody
from placements.rules.custody import REMANDED, Standing, Status, is_move_untold, standing
from pupils.care_words import LEGAL_STATUS, in_words
from pupils.codes import REASONS_EPISODE_ENDED
from pupils.models import CareEpisode, CarePeriod, CarePlacement, Enrolment, Pupil
from pupils.rules.ages import eighteenth_birthday
from pupils.services.clock_facts import day
from vsh.accounts.models import User
from vsh.calendars import today

_STAY = ("kind", "establishment", "started_on", "ended_on")
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


@dataclass(frozen=True, kw_only=True)
class Held:
    """In custody since a day, in words; by the legal status alone where no stay is on record."""

    since: date
    how: str
    by_status: bool


def held_without_move(
    custody: Custody | None,
    episodes: Collection[CareEpisode],
    home: CarePlacement | None,
    *,
    on: date,
) -> Held | None:
    """That the child is in custody and the move to the establishment is not on record; `custody` is
    the last stay, `home` the one of today."""
    held = _held(custody, episodes, on)
    kind, home_from = (home.placement_type, home.started_on) if home else ("", None)
    if held is None or not is_move_untold(held.since, home_type=kind, home_from=home_from):
        return None
    return held


def _held(custody: Custody | None, episodes: Collection[CareEpisode], on: date) -> Held | None:
    if custody is not None and custody.ended_on is None:
        how = custody.get_kind_display()
        return Held(since=custody.started_on, how=how, by_status=False)
    for one in episodes:
        is_now = one.started_on <= on and (one.ended_on is None or on < one.ended_on)
        released_on = custody.ended_on if custody else None
        is_over = released_on is not None and released_on > one.started_on
        if is_now and one.legal_status == REMANDED and not is_over:
            return Held(since=one.started_on, how=Custody.Kind.REMAND.label, by_status=True)
    return None


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
