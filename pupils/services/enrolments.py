"""A school place starts or ends. Refusals are `ValidationError`s, which a form shows."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.govuk.dates import long_date
from vsh.history.context import noted
from vsh.organisations.models import EducationSetting

from ..child_permissions import require_for
from ..models import Enrolment, Pupil
from .deadlines import recalculate_deadlines_for
from .inspections import refuse_below_good
from .locking import StaleRecordError, lock_visible_pupil
from .school_suits import refuse_unsuited

DAY = timedelta(days=1)


@transaction.atomic
def record_enrolment(
    *,
    actor: User,
    pupil: Pupil,
    kind: str,
    started_on: date,
    setting: EducationSetting | None = None,
    accepted_on: date | None = None,
    ended_on: date | None = None,
    is_full_time: bool = True,
    hours_a_week: Decimal | None = None,
    part_time_reason: str = "",
    evidence: str = "",
    exceptional_reason: str = "",
    ends_current: bool = False,
    reason_ended: str = "",
) -> Enrolment:
    """Record a place. It replaces the fact of having no place; another main place only when
    `ends_current` says that it ended the day before, and `reason_ended` why. A school found
    inadequate needs an exceptional reason, one below good evidence."""
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.EDIT_SCHOOLING, pupil)
    enrolment = Enrolment(
        pupil=pupil,
        kind=kind,
        setting=setting,
        started_on=started_on,
        ended_on=ended_on,
        accepted_on=accepted_on,
        is_full_time=is_full_time,
        hours_a_week=hours_a_week,
        part_time_reason=part_time_reason,
        evidence=evidence,
        exceptional_reason=exceptional_reason,
    )
    refuse_below_good(enrolment)
    refuse_unsuited(enrolment)
    if kind in Enrolment.MAIN_KINDS:
        _make_room(enrolment, ends_current=ends_current, reason_ended=reason_ended)
    enrolment.full_clean()
    with noted(by_person=True):  # the roll's file does not end it unless it gives the day
        enrolment.save()
    facts_changed(pupil)
    return enrolment


@transaction.atomic
def end_enrolment(
    *,
    actor: User,
    enrolment: Enrolment,
    version: int,
    ended_on: date,
    reason_ended: str,
    ended_by_placement: bool | None,
    leaves_without_place: bool,
) -> Enrolment:
    """Record a place's last day; without a next place the child has none from the day after.

    A child who leaves without a place starts the clock of 20 school days: statutory guidance
    (2018), "Securing appropriate education".
    """
    pupil = lock_visible_pupil(enrolment.pupil, actor=actor)
    require_for(actor, Permission.EDIT_SCHOOLING, pupil)
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    if enrolment.version != version or enrolment.ended_on is not None:
        raise StaleRecordError(place_in_words(enrolment))
    end_place(
        enrolment,
        ended_on=ended_on,
        reason_ended=reason_ended,
        ended_by_placement=ended_by_placement,
        leaves_without_place=leaves_without_place,
    )
    facts_changed(pupil)
    return enrolment


def end_place(
    place: Enrolment,
    *,
    ended_on: date,
    reason_ended: str,
    ended_by_placement: bool | None,
    leaves_without_place: bool,
) -> None:
    """Write a place's last day, under the lock that the caller holds; the child is without one up
    to the next place on record."""
    if ended_on < place.started_on:
        raise ValidationError(
            {
                "ended_on": f"The place starts on {long_date(place.started_on)}. "
                "If the child never took it up, withdraw it on the School tab."
            }
        )
    place.ended_on = ended_on
    place.reason_ended = reason_ended
    place.ended_by_placement = ended_by_placement
    place.version += 1
    place.full_clean()
    place.save()
    if not leaves_without_place or place.kind not in Enrolment.MAIN_KINDS:
        return
    following = next_main_place(place.pupil, after=ended_on)
    if following is not None and following.started_on == ended_on + DAY:
        return
    without = Enrolment(
        pupil=place.pupil,
        kind=Enrolment.Kind.NO_PLACE,
        started_on=ended_on + DAY,
        ended_on=following.started_on - DAY if following else None,
        is_full_time=False,
    )
    without.full_clean()
    without.save()


def next_main_place(pupil: Pupil, *, after: date) -> Enrolment | None:
    """The first main place on record that begins after a day."""
    later = Enrolment.objects.filter(pupil=pupil, started_on__gt=after).main()
    found: Enrolment | None = later.order_by("started_on").first()
    return found


def place_in_words(place: Enrolment) -> str:
    """A place and its days, as a refusal names them."""
    where = place.setting or place.get_kind_display()
    if place.ended_on is None:
        return f"{where} since {long_date(place.started_on)}, no last day"
    reason = f" ({place.reason_ended})" if place.reason_ended else ""
    return f"{where}, last day {long_date(place.ended_on)}{reason}"


def facts_changed(pupil: Pupil) -> None:
    """Recalculate what is due for this child, in the same transaction."""
    recalculate_deadlines_for([pupil.pk])


def _make_room(new: Enrolment, *, ends_current: bool, reason_ended: str) -> None:
    """Shorten or drop what the new main place replaces; whatever else overlaps is refused later."""
    others = Enrolment.objects.filter(pupil=new.pupil).main()
    others = others.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=new.started_on))
    if new.kind != Enrolment.Kind.NO_PLACE:
        none = others.filter(kind=Enrolment.Kind.NO_PLACE)
        inside = none.filter(started_on__gte=new.started_on)
        if new.ended_on is not None:
            inside = inside.filter(ended_on__lte=new.ended_on)
        inside.delete()
        none.filter(started_on__lt=new.started_on).update(
            ended_on=new.started_on - DAY, version=F("version") + 1
        )
    current = others.exclude(kind=Enrolment.Kind.NO_PLACE).select_related("setting").first()
    if current is None:
        return
    if not ends_current:
        where = current.setting or current.get_kind_display()
        raise ValidationError(
            {
                "started_on": f"The child is on roll at {where} on that day. "
                "Say that this place ended, or choose another day."
            }
        )
    if current.started_on >= new.started_on:
        raise ValidationError(
            {"started_on": "A later place is already on record. Correct or withdraw it first."}
        )
    current.ended_on = new.started_on - DAY
    current.reason_ended = reason_ended
    current.version += 1
    current.save()
