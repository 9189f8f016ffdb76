"""A time in care that was told wrongly is put right, or withdrawn if it was entered by mistake.

Source: accurate records are a duty of the authority (UK GDPR art. 5(1)(d), art. 16). What stood
there stays in the history with the reason, and no later file brings it back
(`pupils.imports.told_of_care`).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CASCADE, SET_NULL

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted

from ..care_words import LEGAL_STATUS, PLACEMENT_TYPE, in_words
from ..child_permissions import permissions_for, require_for
from ..codes import REASONS_CARE_ENDED, return_year
from ..merging import treatment_of
from ..models import CareEpisode, CarePeriod, CarePlacement, Pupil, StatutoryReview
from ..reminder_subjects import CorrectedDay, follow_corrected_days
from ..rules.care_times import (
    Fault,
    Span,
    as_it_follows,
    fault_of_care,
    fault_of_inside,
)
from .enrolments import facts_changed
from .locking import StaleRecordError, lock_visible_pupil
from .row_versions import version_of

Fact = CareEpisode | CarePlacement


@dataclass(frozen=True, kw_only=True)
class CareTime:
    """A time in care as it should stand on record; without a day on which it ceased it goes on."""

    started_on: date
    ended_on: date | None = None
    end_reason: str = ""


@transaction.atomic
def correct_care_period(
    *, actor: User, period: CarePeriod, version: int, reason: str, right: CareTime
) -> CarePeriod:
    """Put the day on which care began or ceased right, or why it ceased.

    The home and the legal status that began or ended with it do so still; what lies inside stays
    as it is, and refuses a day that would leave it outside. Care that ends takes the review
    arranged away.
    """
    pupil, period = locked_care(actor, period, version)
    if right.ended_on is None:
        right = replace(right, end_reason="")
    if right == _as_it_is(period):
        raise ValidationError("This is what is on record already. Change what is wrong.")
    with noted(reason=reason):
        write_care(pupil, period, right)
    facts_changed(pupil)
    return period


def write_care(pupil: Pupil, period: CarePeriod, right: CareTime) -> None:
    """Write a time in care with what begins and ends with it, or the refusal; the caller holds the
    child's row."""
    was, facts = _as_it_is(period), facts_of(period)
    _refuse(pupil, period, right, facts)
    corrected = []
    for fact in facts:
        corrected += _follow(fact, was, right)
    for name in ("started_on", "ended_on", "end_reason"):
        setattr(period, name, getattr(right, name))
    period.full_clean()
    period.save()
    if right.ended_on is not None:
        StatutoryReview.objects.filter(care_period=period, held_on__isnull=True).delete()
    corrected += _corrected_day(period, was.started_on)
    follow_corrected_days(corrected)


@transaction.atomic
def withdraw_care_period(*, actor: User, period: CarePeriod, version: int, reason: str) -> None:
    """Take a time in care off the record, with its legal statuses, the home that began with it and
    the review arranged. What else was recorded of it would be lost: then it stays."""
    pupil, period = locked_care(actor, period, version)
    if hanging := what_hangs_on(period, permissions_for(actor, pupil)):
        raise ValidationError(
            f"This was recorded in this time in care and would be lost with it: {hanging}. "
            "Put its days right instead."
        )
    with noted(reason=reason):
        period.delete()
    facts_changed(pupil)


def facts_of(period: CarePeriod) -> list[Fact]:
    """Its legal statuses and homes, by their first days."""
    return [*period.episodes.order_by("started_on"), *period.placements.order_by("started_on")]


def span_of(fact: Any) -> Span:
    """A time in care, legal status or home as the rules read it."""
    if isinstance(fact, CareEpisode):
        what = in_words(LEGAL_STATUS, fact.legal_status)
    elif isinstance(fact, CarePlacement):
        kind = in_words(PLACEMENT_TYPE, fact.placement_type)
        what = f"a home ({kind})" if kind else "a home"
    else:
        what = "looked after"
    return Span(started_on=fact.started_on, ended_on=fact.ended_on, what=what)


def what_hangs_on(period: CarePeriod, permissions: Collection[Permission]) -> str:
    """What was recorded in a time in care beside what came with it, such as "PEPs (2), statutory
    reviews (1)"; of homes those after the first, and a move to the first that a person told. How
    many there are of what these permissions do not read is not said."""
    first = period.placements.order_by("started_on").first()
    found: set[str] = set()
    for owner, ties in ((period, {CASCADE}), (first, {CASCADE, SET_NULL})):
        for relation in owner._meta.related_objects if owner else ():
            model: Any = relation.related_model
            if model is CareEpisode or relation.on_delete not in ties:
                continue
            rows = model._base_manager.filter(**{relation.field.name: owner})
            if model is CarePlacement and first is not None:
                rows = rows.exclude(pk=first.pk)
            if model is StatutoryReview:
                rows = rows.filter(held_on__isnull=False)
            if count := rows.count():
                is_counted = model is CarePlacement or treatment_of(model).permission in permissions
                found.add(_words_of(model) + (f" ({count})" if is_counted else ""))
    return ", ".join(sorted(found))


def care_in_words(period: CarePeriod) -> str:
    """A time in care as a refusal names it."""
    until = f" to {long_date(period.ended_on)}" if period.ended_on else ", not ended"
    why = REASONS_CARE_ENDED.label(period.end_reason)
    return f"looked after from {long_date(period.started_on)}{until}{f' ({why})' if why else ''}"


def raise_fault(fault: Fault | None) -> None:
    """The refusal of a rule, beside its field."""
    if fault is not None:
        raise ValidationError({fault.field: fault.words})


def locked_care(actor: User, period: CarePeriod, version: int) -> tuple[Pupil, CarePeriod]:
    """The child and the time in care, held for who may write it and saw what is on record now."""
    pupil = lock_visible_pupil(period.pupil, actor=actor)
    require_for(actor, Permission.CORRECT_CARE, pupil)
    found = CarePeriod.objects.filter(pk=period.pk, pupil=pupil).first()
    if found is None:
        raise StaleRecordError("this time in care is no longer on record")
    if version_of(found) != version:
        raise StaleRecordError(care_in_words(found))
    return pupil, found


def _as_it_is(period: CarePeriod) -> CareTime:
    return CareTime(
        started_on=period.started_on, ended_on=period.ended_on, end_reason=period.end_reason
    )


def _refuse(pupil: Pupil, period: CarePeriod, right: CareTime, facts: list[Fact]) -> None:
    days = Span(started_on=right.started_on, ended_on=right.ended_on)
    others = CarePeriod.objects.filter(pupil=pupil).exclude(pk=period.pk)
    raise_fault(
        fault_of_care(
            days,
            born=pupil.date_of_birth,
            on=today(),
            others=[span_of(one) for one in others],
        )
    )
    held = StatutoryReview.objects.filter(care_period=period, held_on__isnull=False)
    raise_fault(
        fault_of_inside(
            days,
            was=span_of(period),
            inside=[span_of(fact) for fact in facts],
            held=[review.held_on for review in held if review.held_on],
        )
    )
    if right.end_reason in ("", period.end_reason) or right.ended_on is None:
        return
    year = return_year(right.ended_on)
    known, code = REASONS_CARE_ENDED, right.end_reason
    if code not in known or known.is_withdrawn_by(code, year) or known.is_not_yet_in(code, year):
        raise ValidationError({"end_reason": "Select a reason that was in use on that day."})


def _follow(fact: Fact, was: CareTime, right: CareTime) -> list[CorrectedDay]:
    """Write a home or legal status that begins or ends with care as care now does."""
    edges = [Span(started_on=one.started_on, ended_on=one.ended_on) for one in (was, right)]
    then = as_it_follows(span_of(fact), was=edges[0], right=edges[1])
    values: dict[str, Any] = {"started_on": then.started_on, "ended_on": then.ended_on}
    if isinstance(fact, CareEpisode) and then.ended_on == right.ended_on:
        is_another = right.end_reason != was.end_reason or fact.ended_on != then.ended_on
        values["reason_ended"] = right.end_reason if is_another else fact.reason_ended
    former = fact.started_on
    changes = {name: value for name, value in values.items() if getattr(fact, name) != value}
    if changes:
        for name, value in changes.items():
            setattr(fact, name, value)
        fact.full_clean()
        fact.save()
    return _corrected_day(fact, former) if isinstance(fact, CarePlacement) else []


def _corrected_day(fact: CarePeriod | CarePlacement, former: date) -> list[CorrectedDay]:
    day = fact.started_on
    if day == former:
        return []
    return [CorrectedDay(pupil_id=fact.pupil_id, model=type(fact), former=former, day=day)]


def _words_of(model: Any) -> str:
    if model is CarePlacement:
        return "later homes"
    words = treatment_of(model).words
    return words if treatment_of(model).permission else str(model._meta.verbose_name_plural)
