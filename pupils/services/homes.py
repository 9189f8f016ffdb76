"""A child's home begins: the placement before it ends on the same day."""

from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import ValidationError

from vsh.govuk.dates import long_date
from vsh.history.context import noted

from ..models import CarePeriod, CarePlacement, Pupil
from ..rules.ages import care_ends_on


@dataclass(frozen=True, kw_only=True)
class Home:
    """What is known of a home; the rest is empty."""

    is_emergency: bool
    placement_type: str = ""
    provider: str = ""
    ofsted_urn: str = ""
    postcode: str = ""
    area_code: str = ""
    is_address_confidential: bool = False


def begin_placement(pupil: Pupil, *, from_on: date, home: Home) -> CarePlacement:
    """Write the placement, under the lock that the caller holds; the roll's file does not undo it
    (`pupils.imports.told_by_people`). One that the file told of already, from the same day, is it.
    """
    period = _period_of(pupil, from_on)
    placements = CarePlacement.objects.filter(pupil=pupil)
    later = placements.filter(started_on__gt=from_on).order_by("started_on").first()
    if later is not None:
        raise ValidationError(
            {
                "from_on": "A later placement is on record, from "
                f"{long_date(later.started_on)}. Check the day of the move."
            }
        )
    same = placements.filter(started_on=from_on).first()
    if same is not None:
        return put_home_right(same, home)
    for former in placements.filter(started_on__lt=from_on).exclude(ended_on__lte=from_on):
        former.ended_on = from_on  # of the home itself the person says nothing
        former.save()
    placement = CarePlacement(
        pupil=pupil,
        care_period=period,
        started_on=from_on,
        ended_on=period.ended_on,
        **asdict(home),
    )
    placement.full_clean()
    with noted(by_person=True, said=_said(home)):
        placement.save()
    return placement


def put_home_right(placement: CarePlacement, home: Home) -> CarePlacement:
    """Write what a person says of a placement; what they leave empty stays as it is, but not the
    area of another postcode."""
    if home.postcode not in ("", placement.postcode):
        placement.area_code = ""
    for name, value in asdict(home).items():
        if value or name == "is_emergency":
            setattr(placement, name, value)
    placement.full_clean()
    with noted(by_person=True, said=_said(home)):
        placement.save()
    return placement


def _said(home: Home) -> list[str]:
    """What the person says beyond type, provider and address: of the rest the return tells."""
    return [name for name in ("ofsted_urn",) if getattr(home, name)]


def take_back_placement(placement: CarePlacement) -> None:
    """Take the last placement off the record, under the lock that the caller holds: the one that
    ended with its beginning goes on; one that had ended before it does not."""
    others = CarePlacement.objects.filter(care_period=placement.care_period_id)
    if others.filter(started_on__gt=placement.started_on).exists():
        raise ValidationError("A later placement is on record: this one cannot be withdrawn.")
    if not others.filter(started_on__lt=placement.started_on).exists():
        raise ValidationError("It is the first placement of this time in care.")
    former = others.filter(ended_on=placement.started_on).first()
    ended_on = placement.ended_on
    placement.delete()
    if former is not None:
        former.ended_on = ended_on
        former.save()


def _period_of(pupil: Pupil, day: date) -> CarePeriod:
    """The time in care in which the child can move on that day."""
    for period in CarePeriod.objects.filter(pupil=pupil, started_on__lte=day):
        if day < care_ends_on(pupil.date_of_birth, period.ended_on):
            return period
    raise ValidationError({"from_on": "On record the child is not looked after on that day."})
