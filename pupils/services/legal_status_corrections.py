"""A legal status that was told wrongly is put right, or withdrawn if it was entered by mistake.

What stood there stays in the history with the reason, and no later file brings it back
(`pupils.imports.told_of_care`).
"""

from dataclasses import dataclass, fields, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted

from ..care_words import CATEGORY_OF_NEED, LEGAL_STATUS, in_words
from ..child_permissions import require_for
from ..models import CareEpisode, Pupil
from ..rules.care_times import Fault, Span, fault_of_status, next_to
from .care_corrections import raise_fault, span_of
from .enrolments import facts_changed
from .locking import StaleRecordError, lock_visible_pupil
from .row_versions import version_of


@dataclass(frozen=True, kw_only=True)
class StatusAsItIs:
    """A legal status as it should stand on record."""

    legal_status: str
    category_of_need: str
    started_on: date
    ended_on: date | None = None


@transaction.atomic
def correct_legal_status(
    *, actor: User, episode: CareEpisode, version: int, reason: str, right: StatusAsItIs
) -> CareEpisode:
    """Put the status, the category of need or the days right.

    Where one status gave way to another on a day, the day is that of both: it moves for both.
    """
    pupil, episode = _locked(actor, episode, version)
    changes = {
        field.name: getattr(right, field.name)
        for field in fields(right)
        if getattr(right, field.name) != getattr(episode, field.name)
    }
    if not changes:
        raise ValidationError("This is what is on record already. Change what is wrong.")
    if right.legal_status not in LEGAL_STATUS:
        raise ValidationError({"legal_status": "Select the legal status"})
    if right.category_of_need not in ("", *CATEGORY_OF_NEED):
        raise ValidationError({"category_of_need": "Select the category of need"})
    if right.ended_on is None and episode.ended_on is not None:
        changes["reason_ended"] = ""
    rows = _with_neighbours(episode, right)
    with noted(reason=reason):
        for row, days in sorted(rows, key=lambda one: _place_in_order(episode, *one)):
            if row is episode:
                for name, value in changes.items():
                    setattr(row, name, value)
            row.started_on, row.ended_on = days.started_on, days.ended_on
            row.full_clean()
            row.save()
    facts_changed(pupil)
    return episode


@transaction.atomic
def withdraw_legal_status(*, actor: User, episode: CareEpisode, version: int, reason: str) -> None:
    """Take a legal status off the record: the one before it holds in its time too; of the first
    the one after it. A time in care keeps at least one."""
    pupil, episode = _locked(actor, episode, version)
    others = _others(episode)
    if not others:
        raise ValidationError(
            "It is the only legal status of this time in care: put it right instead. If the child "
            "was not looked after then, withdraw the time in care."
        )
    instead = instead_of(episode)
    with noted(reason=reason):
        episode.delete()
        if instead is not None and instead.ended_on == episode.started_on:
            instead.ended_on, instead.reason_ended = episode.ended_on, episode.reason_ended
            instead.save()
        elif instead is not None:
            instead.started_on, instead.reason_started = episode.started_on, episode.reason_started
            instead.save()
    facts_changed(pupil)


def instead_of(episode: CareEpisode) -> CareEpisode | None:
    """What holds in its time once it is withdrawn: the one that it took over from, else the one
    that took over from it; None where neither touches it."""
    others = _others(episode)
    before, after = next_to(span_of(episode), [span_of(one) for one in others])
    found = before or after
    return next((one for one in others if span_of(one) == found), None)


def status_in_words(episode: CareEpisode) -> str:
    """A legal status as a refusal names it."""
    until = f" to {long_date(episode.ended_on)}" if episode.ended_on else ""
    need = in_words(CATEGORY_OF_NEED, episode.category_of_need)
    status = in_words(LEGAL_STATUS, episode.legal_status)
    return f"{status} from {long_date(episode.started_on)}{until}{f', {need}' if need else ''}"


def _locked(actor: User, episode: CareEpisode, version: int) -> tuple[Pupil, CareEpisode]:
    pupil = lock_visible_pupil(episode.care_period.pupil, actor=actor)
    require_for(actor, Permission.CORRECT_CARE, pupil)
    found = CareEpisode.objects.filter(pk=episode.pk, care_period__pupil=pupil)
    row = found.select_related("care_period").first()
    if row is None:
        raise StaleRecordError("this legal status is no longer on record")
    if version_of(row) != version:
        raise StaleRecordError(status_in_words(row))
    return pupil, row


def _others(episode: CareEpisode) -> list[CareEpisode]:
    of_care = CareEpisode.objects.filter(care_period=episode.care_period_id)
    return list(of_care.exclude(pk=episode.pk).order_by("started_on"))


def _with_neighbours(episode: CareEpisode, right: StatusAsItIs) -> list[tuple[CareEpisode, Span]]:
    """The days that this status and those next to it are to have, or the refusal."""
    was, others = span_of(episode), _others(episode)
    days = replace(was, started_on=right.started_on, ended_on=right.ended_on)
    before, after = next_to(was, [span_of(one) for one in others])
    spans = {one: span_of(one) for one in others}
    moved: list[tuple[CareEpisode, Span]] = [(episode, days)]
    for other, span in spans.items():
        then = span
        if span == before:
            then = replace(span, ended_on=days.started_on)
            raise_fault(_gives_no_way(then, "started_on", span))
        elif span == after and days.ended_on is not None:
            then = replace(span, started_on=days.ended_on)
            raise_fault(_gives_no_way(then, "ended_on", span))
        if then != span:
            spans[other] = then
            moved.append((other, then))
    raise_fault(
        fault_of_status(
            days, care=span_of(episode.care_period), on=today(), others=list(spans.values())
        )
    )
    return moved


def _gives_no_way(then: Span, field: str, span: Span) -> Fault | None:
    """A status next to it would be left without a day."""
    if then.ended_on is None or then.started_on < then.ended_on:
        return None
    words = f"On record: {span.words}. No day of it would be left: withdraw that one first."
    return Fault(field, words)


def _place_in_order(episode: CareEpisode, row: CareEpisode, days: Span) -> int:
    """Those next to it that make room come first, those that take room last: the database refuses
    two that overlap."""
    if row is episode:
        return 1
    ends_earlier = days.ended_on is not None and (
        row.ended_on is None or days.ended_on < row.ended_on
    )
    return 0 if ends_earlier or days.started_on > row.started_on else 2
