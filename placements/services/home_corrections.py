"""A home of a child in care that was told wrongly is put right, or withdrawn if it was entered by
mistake.

Source: accurate records are a duty of the authority (UK GDPR art. 5(1)(d), art. 16). What stood
there stays in the history with the reason, and no later file brings it back
(`pupils.imports.told_of_homes`). A move that was recorded to the home follows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from placements.models import CareMove
from pupils.care_words import PLACEMENT_TYPE, PROVIDER, in_words
from pupils.child_permissions import require_for
from pupils.models import CarePlacement, Pupil
from pupils.reminder_subjects import CorrectedDay, follow_corrected_days
from pupils.rules.care_times import Fault, Span, next_to
from pupils.rules.home_times import neighbours_of
from pupils.services.care_corrections import raise_fault, span_of
from pupils.services.enrolments import facts_changed
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from pupils.services.row_versions import version_of
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted
from vsh.organisations.areas import authority_of_postcode

from .move_news import tell_of_withdrawal

_OF_MOVE = ("placement_type", "provider", "postcode", "area_code", "is_emergency")


@dataclass(frozen=True, kw_only=True)
class HomeAsItIs:
    """A home as it should stand on record."""

    started_on: date
    ended_on: date | None
    placement_type: str
    provider: str
    postcode: str
    area_code: str
    is_emergency: bool


@transaction.atomic
def correct_home(
    *, actor: User, home: CarePlacement, version: int, reason: str, right: HomeAsItIs
) -> CarePlacement:
    """Put the days, the kind, the provider or the address right. The day on which the child moved
    is that of both homes: it moves for both."""
    pupil, home = _locked(actor, home, version)
    if right.postcode != home.postcode and right.area_code in ("", home.area_code):
        inferred = authority_of_postcode(right.postcode) if right.postcode else ""
        right = replace(right, area_code=inferred)
    changes = {
        field.name: getattr(right, field.name)
        for field in fields(right)
        if getattr(right, field.name) != getattr(home, field.name)
    }
    if not changes:
        raise ValidationError("This is what is on record already. Change what is wrong.")
    _refuse_codes(home, right)
    if "postcode" in changes:
        changes["distance"] = None  # it was measured to the former address
    moved = _neighbours(home, right)
    former = {row.pk: row.started_on for row in (home, *moved)}
    own_days = replace(span_of(home), started_on=right.started_on, ended_on=right.ended_on)
    rows = [(home, own_days), *moved.items()]
    for row, days in sorted(rows, key=lambda one: _place_in_order(home, *one)):
        if row is home:
            for name, value in changes.items():
                setattr(row, name, value)
        row.started_on, row.ended_on = days.started_on, days.ended_on
        _save(row, reason, is_told=row is home)
    for row in (home, *moved):
        _follow_move(row, reason, changes.keys() & set(_OF_MOVE) if row is home else ())
    follow_corrected_days(
        CorrectedDay(
            pupil_id=pupil.pk, model=CarePlacement, former=former[row.pk], day=row.started_on
        )
        for row in (home, *moved)
        if former[row.pk] != row.started_on
    )
    facts_changed(pupil)
    return home


@transaction.atomic
def withdraw_home(*, actor: User, home: CarePlacement, version: int, reason: str) -> None:
    """Take a home off the record: the one before it goes on in its time; of the first the one after
    it began then. With it goes a move that was recorded to it, and who was told of that is told. A
    time in care keeps at least one."""
    pupil, home = _locked(actor, home, version)
    if not _others(home):
        raise ValidationError(
            "It is the only home of this time in care: put it right instead. If the child was not "
            "looked after then, withdraw the time in care."
        )
    instead, first = home_instead_of(home), home.started_on
    for move in moves_to(home):
        tell_of_withdrawal(move)
        with noted(reason=reason):
            move.delete()
    with noted(reason=reason):
        home.delete()
    if instead is not None:
        began = instead.started_on
        if instead.ended_on == first:
            instead.ended_on = home.ended_on
        else:
            instead.started_on = first
        _save(instead, reason, is_told=False)
        if instead.started_on != began:
            _follow_move(instead, reason, ())
            day = CorrectedDay(
                pupil_id=pupil.pk, model=CarePlacement, former=began, day=instead.started_on
            )
            follow_corrected_days([day])
    facts_changed(pupil)


def home_instead_of(home: CarePlacement) -> CarePlacement | None:
    """Where the child lived in its time once it is withdrawn: the home that gave way to it, else
    the one that it gave way to; None where neither touches it."""
    others = _others(home)
    before, after = next_to(span_of(home), [span_of(one) for one in others])
    found = before or after
    return next((one for one in others if found and span_of(one) == found), None)


def moves_to(home: CarePlacement) -> list[CareMove]:
    """The moves on record that began it, also one that was told twice, of its day alone."""
    return list(
        CareMove.objects.filter(pupil=home.pupil_id, state=CareMove.State.RECORDED)
        .filter(Q(placement=home) | Q(placement=None, from_on=home.started_on))
        .select_related("pupil__authority")
    )


def was_confidential(home: CarePlacement) -> bool:
    """Whether its address is, or was at any time, confidential."""
    kept = CarePlacement.pgh_event_model.objects  # type: ignore[attr-defined]
    return bool(kept.filter(pgh_obj=home.pk, is_address_confidential=True).exists())


def home_in_words(home: CarePlacement) -> str:
    """A home as a refusal names it; its address is not for everybody who reads that."""
    until = f" to {long_date(home.ended_on)}" if home.ended_on else ""
    kind = in_words(PLACEMENT_TYPE, home.placement_type) or "a home of no recorded kind"
    said = [
        f"{kind} from {long_date(home.started_on)}{until}",
        in_words(PROVIDER, home.provider),
        "in an emergency" if home.is_emergency else "",
    ]
    return ", ".join(filter(None, said))


def _locked(actor: User, home: CarePlacement, version: int) -> tuple[Pupil, CarePlacement]:
    pupil = lock_visible_pupil(home.pupil, actor=actor)
    require_for(actor, Permission.CORRECT_CARE, pupil)
    found = CarePlacement.objects.filter(pk=home.pk, pupil=pupil)
    row = found.select_related("care_period", "pupil").first()
    if row is None:
        raise StaleRecordError("this home is no longer on record")
    if version_of(row) != version:
        raise StaleRecordError(home_in_words(row))
    return pupil, row


def _others(home: CarePlacement) -> list[CarePlacement]:
    of_care = CarePlacement.objects.filter(care_period=home.care_period_id)
    return list(of_care.exclude(pk=home.pk).order_by("started_on"))


def _refuse_codes(home: CarePlacement, right: HomeAsItIs) -> None:
    """A code of the files that has ended since may stay; nobody enters one."""
    if right.placement_type not in ("", home.placement_type, *PLACEMENT_TYPE):
        raise ValidationError({"placement_type": "Select the kind of placement"})
    if right.provider not in ("", home.provider, *PROVIDER):
        raise ValidationError({"provider": "Select who provides it"})


def _neighbours(home: CarePlacement, right: HomeAsItIs) -> dict[CarePlacement, Span]:
    """The days that the homes next to it are to have, or the refusal."""
    was, others = span_of(home), _others(home)
    spans = [span_of(one) for one in others]
    found = neighbours_of(
        replace(was, started_on=right.started_on, ended_on=right.ended_on),
        was=was,
        care=span_of(home.care_period),
        others=spans,
        on=today(),
    )
    if isinstance(found, Fault):
        raise_fault(found)
        return {}
    then = dict(zip(next_to(was, spans), found, strict=True))
    moved = {}
    for one, span in zip(others, spans, strict=True):
        days = then.get(span)
        if days is not None and days != span:
            moved[one] = days
    return moved


def _place_in_order(home: CarePlacement, row: CarePlacement, days: Span) -> int:
    """Those next to it that make room come first, those that take room last: the database refuses
    two that overlap."""
    if row is home:
        return 1
    ends_earlier = days.ended_on is not None and (
        row.ended_on is None or days.ended_on < row.ended_on
    )
    return 0 if ends_earlier or days.started_on > row.started_on else 2


def _save(row: CarePlacement, reason: str, *, is_told: bool) -> None:
    """Of the home that a person put right what they said stands beside the files; of those next to
    it only the day."""
    row.full_clean()
    with noted(reason=reason, **({"by_person": True} if is_told else {})):
        row.save()


def _follow_move(home: CarePlacement, reason: str, names: Iterable[str]) -> None:
    """The move that was recorded to the home is of its first day, and says what was put right."""
    told = {"from_on": home.started_on} | {name: getattr(home, name) for name in names}
    for move in CareMove.objects.filter(placement=home).select_related("pupil"):
        if all(getattr(move, name) == value for name, value in told.items()):
            continue
        for name, value in told.items():
            setattr(move, name, value)
        move.version += 1
        move.full_clean()
        with noted(reason=reason):
            move.save()
