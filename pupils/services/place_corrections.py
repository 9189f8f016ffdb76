"""A school place that was entered by mistake, or came to nothing, is withdrawn or corrected.

Source: accurate records are a duty of the authority (UK GDPR art. 5(1)(d), art. 16). What stood
there stays in the history with the reason, and the roll's file does not bring it back
(`pupils.imports.told_by_people`).
"""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CASCADE, Q

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.govuk.dates import long_date
from vsh.history.context import noted
from vsh.organisations.models import EducationSetting

from ..child_permissions import require_for
from ..models import Enrolment, Pupil
from .enrolments import facts_changed, place_in_words
from .inspections import refuse_below_good
from .locking import StaleRecordError, lock_visible_pupil
from .school_suits import refuse_unsuited

DAY = timedelta(days=1)
NO_PLACE = Enrolment.Kind.NO_PLACE


class Instead(StrEnum):
    """What holds in the time of a main place that is withdrawn."""

    FORMER = "former"  # the place before it goes on
    WITHOUT = "without"  # the child has no place
    LATER = "later"  # another place, which somebody records next


@dataclass(frozen=True, kw_only=True)
class PlaceAsItIs:
    """A place as it should stand on record."""

    kind: str
    setting: EducationSetting | None
    accepted_on: date | None
    started_on: date
    ended_on: date | None = None
    reason_ended: str = ""
    ended_by_placement: bool | None = None
    is_full_time: bool = True
    hours_a_week: Decimal | None = None
    part_time_reason: str = ""
    evidence: str = ""
    exceptional_reason: str = ""


def former_of(place: Enrolment) -> Enrolment | None:
    """The main place whose last day is the day before this main place began."""
    if place.kind not in Enrolment.MAIN_KINDS:
        return None
    others = _other_main_places(place).filter(ended_on=place.started_on - DAY)
    former: Enrolment | None = others.select_related("setting").first()
    return former


@transaction.atomic
def withdraw_enrolment(
    *, actor: User, enrolment: Enrolment, version: int, reason: str, instead: str = ""
) -> None:
    """Take a place off the record: the school's sight of the child ends at once.

    `instead` says what holds in its time. Where the fact of having no place gave way to it, that
    fact holds again without being asked. What was recorded of the child's time there would go
    with it: then the place stays.
    """
    pupil, place = _locked(actor, enrolment, version)
    if hanging := what_hangs_on(place):
        raise ValidationError(
            f"This was recorded at this place and would be lost with it: {hanging}. "
            "Correct the place instead, its school or its days."
        )
    former, later = former_of(place), _next_after(place)
    instead = _choice(place, former, instead)
    wrong = [_facts(place)]
    if instead == Instead.FORMER and former is not None and former.kind != NO_PLACE:
        wrong.append(_facts(former))  # its end was wrong too
    with noted(reason=reason, wrong_places=wrong):
        place.delete()
        if instead == Instead.FORMER and former is not None:
            _go_on(former, place, later)
        elif instead == Instead.WITHOUT:
            _leave_without(place, later)
    facts_changed(pupil)


@transaction.atomic
def correct_enrolment(
    *, actor: User, enrolment: Enrolment, version: int, reason: str, right: PlaceAsItIs
) -> Enrolment:
    """Put a wrong entry right: school, kind, days, hours; without a last day it goes on.

    The end of the place before it moves along, unless somebody recorded why that one ended; so
    does the fact of having no place.
    """
    pupil, place = _locked(actor, enrolment, version)
    if NO_PLACE in (place.kind, right.kind):
        raise ValidationError("No school place is not corrected: withdraw this entry instead.")
    if place.ended_on is None and right.ended_on is not None:
        raise ValidationError({"ended_on": "Record the end of the place on its own page."})
    changes = {
        name: value for name, value in _values(right).items() if getattr(place, name) != value
    }
    if not changes:
        raise ValidationError("This is what is on record already. Change what is wrong.")
    is_identity_wrong = bool({"kind", "setting", "started_on", "ended_on"} & set(changes))
    with noted(reason=reason, wrong_places=[_facts(place)] if is_identity_wrong else []):
        _apply(place, right, changes)
    facts_changed(pupil)
    return place


def what_hangs_on(place: Enrolment) -> str:
    """What the apps above have recorded of the child's time at this place, such as "days of
    attendance (5)". A model says with `OF_TIME_THERE` which of its rows are that; by default all.
    What is not, such as a call that nobody answered, goes with the place; the history keeps it."""
    found = []
    for relation in Enrolment._meta.related_objects:
        if relation.on_delete is CASCADE:
            model = relation.related_model
            kept = getattr(model, "OF_TIME_THERE", Q())
            rows = model._base_manager.filter(kept, **{relation.field.name: place})
            if count := rows.count():
                found.append(f"{model._meta.verbose_name_plural} ({count})")
    return ", ".join(sorted(found))


def _locked(actor: User, enrolment: Enrolment, version: int) -> tuple[Pupil, Enrolment]:
    pupil = lock_visible_pupil(enrolment.pupil, actor=actor)
    require_for(actor, Permission.EDIT_SCHOOLING, pupil)
    rows = Enrolment.objects.filter(pk=enrolment.pk, pupil=pupil)
    place = rows.select_related("setting").first()
    if place is None:
        raise StaleRecordError("the place is no longer on record")
    if place.version != version:
        raise StaleRecordError(place_in_words(place))
    return pupil, place


def _facts(place: Enrolment) -> dict[str, Any]:
    return {
        "id": place.pk,
        "kind": place.kind,
        "setting": place.setting_id,
        "started_on": place.started_on.isoformat(),
        "ended_on": place.ended_on and place.ended_on.isoformat(),
    }


def _choice(place: Enrolment, former: Enrolment | None, instead: str) -> str:
    """What holds instead, where it needs no answer or the answer fits."""
    if place.kind not in Enrolment.MAIN_KINDS:
        return Instead.LATER
    if former is not None and former.kind == NO_PLACE:
        return Instead.FORMER
    fitting = {Instead.FORMER, Instead.WITHOUT, Instead.LATER}
    if former is None:
        fitting.discard(Instead.FORMER)
    if place.kind == NO_PLACE:
        fitting.discard(Instead.WITHOUT)
    if instead not in fitting:
        raise ValidationError({"instead": "Select what holds instead of this place"})
    return instead


def _other_main_places(place: Enrolment) -> Any:
    return Enrolment.objects.filter(pupil=place.pupil_id).main().exclude(pk=place.pk)


def _next_after(place: Enrolment) -> Enrolment | None:
    later: Enrolment | None = (
        _other_main_places(place)
        .filter(started_on__gt=place.started_on)
        .order_by("started_on")
        .first()
    )
    return later


def _go_on(former: Enrolment, withdrawn: Enrolment, later: Enrolment | None) -> None:
    """The former place goes on to the day before the next one; "no place" after it falls away."""
    former.ended_on = later.started_on - DAY if later else None
    if later is not None and _is_no_place_after(withdrawn, later):
        following = _next_after(later)
        former.ended_on = following.started_on - DAY if following else None
        if former.kind == NO_PLACE:
            former.ended_on = later.ended_on
        later.delete()
    former.reason_ended, former.ended_by_placement = "", None
    _save(former)


def _leave_without(withdrawn: Enrolment, later: Enrolment | None) -> None:
    if later is not None and _is_no_place_after(withdrawn, later):
        later.started_on = withdrawn.started_on
        _save(later)
        return
    without = Enrolment(
        pupil=withdrawn.pupil,
        kind=NO_PLACE,
        started_on=withdrawn.started_on,
        ended_on=later.started_on - DAY if later else None,
        is_full_time=False,
    )
    without.full_clean()
    without.save()


def _is_no_place_after(place: Enrolment, later: Enrolment) -> bool:
    is_next_day = place.ended_on is not None and later.started_on == place.ended_on + DAY
    return later.kind == NO_PLACE and is_next_day


def _values(right: PlaceAsItIs) -> dict[str, Any]:
    values = {field.name: getattr(right, field.name) for field in fields(right)}
    if right.ended_on is None:
        values |= {"reason_ended": "", "ended_by_placement": None}
    return values


def _apply(place: Enrolment, right: PlaceAsItIs, changes: dict[str, Any]) -> None:
    """Write it; what grows shorter first, since the database refuses two that overlap."""
    was_from, was_to, was_main = (
        place.started_on,
        place.ended_on,
        place.kind in Enrolment.MAIN_KINDS,
    )
    former, later = former_of(place), _next_after(place)
    is_without_after = later is not None and _is_no_place_after(place, later)
    for name, value in changes.items():
        setattr(place, name, value)
    if {"setting", "started_on", "evidence", "exceptional_reason"} & set(changes):
        refuse_below_good(place)
        refuse_unsuited(place)
    if not was_main or right.kind not in Enrolment.MAIN_KINDS:
        _save(place)
        return
    moves_former = (
        former is not None
        and right.started_on != was_from
        and (former.kind == NO_PLACE or not former.reason_ended)
    )
    if moves_former and former is not None and right.started_on < was_from:
        _end_before(former, right.started_on)
    moves_without = is_without_after and right.ended_on != was_to
    is_longer = right.ended_on is None or (was_to is not None and right.ended_on > was_to)
    if moves_without and later is not None and is_longer:
        _begin_after(later, right.ended_on)
    _refuse_overlap(place)
    _save(place)
    if moves_former and former is not None and right.started_on > was_from:
        _end_before(former, right.started_on)
    if moves_without and later is not None and not is_longer:
        _begin_after(later, right.ended_on)


def _end_before(former: Enrolment, started_on: date) -> None:
    if former.started_on < started_on:
        former.ended_on = started_on - DAY
        _save(former)
    elif former.kind == NO_PLACE:
        former.delete()
    # A real place that began later stays: the overlap is refused, and names it.


def _begin_after(without: Enrolment, ended_on: date | None) -> None:
    if ended_on is None or (without.ended_on is not None and without.ended_on <= ended_on):
        without.delete()
    else:
        without.started_on = ended_on + DAY
        _save(without)


def _refuse_overlap(place: Enrolment) -> None:
    if place.ended_on is not None and place.ended_on < place.started_on:
        raise ValidationError({"ended_on": "The last day is before the first day."})
    others = _other_main_places(place)
    others = others.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=place.started_on))
    if place.ended_on is not None:
        others = others.filter(started_on__lte=place.ended_on)
    other = others.select_related("setting").order_by("started_on").first()
    if other is None:
        return
    field = "started_on" if other.started_on <= place.started_on else "ended_on"
    where = other.setting or other.get_kind_display()
    until = f" to {long_date(other.ended_on)}" if other.ended_on else ""
    raise ValidationError(
        {
            field: f"On record: {where} from {long_date(other.started_on)}{until}. "
            "Correct that place first, or choose another day."
        }
    )


def _save(place: Enrolment) -> None:
    place.version += 1
    place.full_clean()
    place.save()
