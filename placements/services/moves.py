"""A move of a child's home is written in draft, answer by answer, and recorded in one step.

Source: SI 2010/959 reg. 10; statutory guidance (2018), "Securing appropriate education".
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import CareMove, MoveConsultation
from placements.move_facts import facts_of, is_last_home_hidden
from placements.rules.moves import to_consult
from pupils.child_permissions import require_for
from pupils.models import CarePlacement, Enrolment, Pupil
from pupils.services.enrolments import end_place, facts_changed
from pupils.services.homes import Home, begin_placement, put_home_right, take_back_placement
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted
from vsh.organisations.areas import authority_of_postcode

from .move_approvals import approval_of, check_who_approved, note_who_told
from .move_checks import (
    HOME,
    check_answers,
    check_home_told,
    check_is_a_move,
    check_later,
    check_may_be_recorded,
    check_provision,
)
from .move_news import tell_of_addition, tell_of_move, tell_of_withdrawal
from .searches import look_for_place

ONE_DAY = timedelta(days=1)


@transaction.atomic
def start_move(
    *, actor: User, pupil: Pupil, is_emergency: bool, home: CarePlacement | None = None
) -> CareMove:
    """The child's draft: the one that somebody has begun already, else a new one. Of a `home` that
    a file has told, the draft says how the child came to move there."""
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.RECORD_MOVE, pupil)
    draft: CareMove | None = CareMove.objects.filter(
        pupil=pupil, state=CareMove.State.DRAFT
    ).first()
    of_home = home.pk if home else None
    if draft is not None and (draft.is_emergency, draft.placement_id) != (is_emergency, of_home):
        raise ValidationError(
            {
                "kind": f"{draft.started_by} began another draft on {long_date(draft.started_on)}: "
                f"{move_in_words(draft)}. Change that one, or discard it."
            }
        )
    if draft is not None:
        return draft
    move = CareMove(
        pupil=pupil,
        is_emergency=is_emergency,
        is_address_confidential=is_last_home_hidden(pupil),
        started_by=actor,
        started_on=today(),
    )
    if home is not None:
        check_is_a_move(home)
        move.is_home_of_file = True
        _take_home(move, home)
    move.save()
    return move


@transaction.atomic
def answer_move(
    *, actor: User, move: CareMove, version: int, answers: Mapping[str, Any]
) -> CareMove:
    """Keep the answers of one page. Of a recorded move what was left open can be added later: the
    home, whether the school can stay, what was considered, an approval that came in time."""
    move = _locked(actor, move, version)
    if not move.is_draft:
        check_later(move, answers)
    check_provision(move, answers)
    check_home_told(move, answers)
    former, approval = (move.postcode, move.area_code), approval_of(move)
    for name, value in answers.items():
        setattr(move, name, value)
    if "postcode" in answers:
        _infer_area(move, *former)
    if move.area_code != former[1]:  # another Virtual School than the one that was told
        move.other_vsh_told_on, move.other_vsh_told_how = None, ""
    note_who_told(move, answers, approval, actor=actor)
    check_answers(move)
    if not move.is_draft:
        _follow(move, answers)
    _save(move)
    if not move.is_draft:
        facts_changed(move.pupil)
    return move


@transaction.atomic
def answer_consultation(
    *,
    actor: User,
    move: CareMove,
    version: int,
    whom: str,
    consulted_on: date | None,
    said: str,
    reason_not: str,
) -> CareMove:
    """Keep who was consulted when and what they said, or the reason why they were not."""
    move = _locked(actor, move, version)
    facts = facts_of(move)
    if whom not in to_consult(facts.move):
        raise ValidationError("They are not asked about this move.")
    if consulted_on is not None and consulted_on > today():
        raise ValidationError({"consulted_on": "The day on which they were asked is in the future"})
    row = facts.rows.get(whom) or MoveConsultation(move=move, whom=whom)
    row.consulted_on, row.said, row.reason_not = consulted_on, said.strip(), reason_not.strip()
    row.full_clean()
    row.save()
    check_answers(move)
    _save(move)
    if not move.is_draft:
        facts_changed(move.pupil)
    return move


@transaction.atomic
def discard_move(*, actor: User, move: CareMove, version: int) -> None:
    """Drop a draft; the history keeps what stood in it."""
    move = _locked(actor, move, version)
    if not move.is_draft:
        raise ValidationError("This move is on record. It is no draft any more.")
    move.delete()


@transaction.atomic
def record_move(*, actor: User, move: CareMove, version: int) -> CareMove:
    """Put the move on record: the home begins and the one before it ends; the school place ends
    where it cannot stay, and a search for another begins; those whom it concerns are told."""
    move = _locked(actor, move, version)
    if not move.is_draft:
        raise StaleRecordError(move_in_words(move))
    if move.is_home_of_file:
        _take_home(move, move.placement)
    facts = facts_of(move)
    check_may_be_recorded(move, facts)
    check_who_approved(move, actor=actor)
    assert move.from_on is not None
    # hidden since the draft began, or of the day already: it stays hidden until somebody shows it
    move.is_address_confidential |= is_last_home_hidden(move.pupil)
    placement = _home_begins(move)
    if CareMove.objects.filter(placement=placement).exclude(pk=move.pk).exists():
        raise ValidationError("A move of this day is on record already.")
    move.placement, move.area_code = placement, placement.area_code
    move.enrolment = facts.school
    move.state = CareMove.State.RECORDED
    move.recorded_by, move.recorded_on = actor, today()
    _save(move)
    _leave_school(move)
    tell_of_move(move, not_to=actor)
    if _keep_what_it_owes(move):  # another Virtual School was told just now
        move.save(update_fields=["owes", "told_on"])
    facts_changed(move.pupil)
    return move


@transaction.atomic
def withdraw_move(*, actor: User, move: CareMove, version: int, reason: str) -> None:
    """Take a move that did not happen off the record: the home before it goes on, and those who
    were told of it are told so. A school place that ended with it is put right on its own page.
    Where the same move is on record twice, since two records became one, the child does move: the
    home stays, with the other, and nobody is told otherwise. So does a home that a file had told:
    only what was said of the move goes."""
    move = _locked(actor, move, version)
    if move.is_draft:
        raise ValidationError("This is a draft: discard it.")
    pupil, placement, other = move.pupil, move.placement, same_move(move)
    if other is None and not move.is_home_of_file:
        tell_of_withdrawal(move)
    with noted(reason=reason):
        move.delete()
        if other is not None and placement is not None:
            other.placement = placement
            other.is_address_confidential = placement.is_address_confidential
            _save(other)
        elif placement is not None and not move.is_home_of_file:
            take_back_placement(placement)
    facts_changed(pupil)


def same_move(move: CareMove) -> CareMove | None:
    """Another recorded move of the child on that day: a day has one home."""
    others = CareMove.objects.filter(
        pupil=move.pupil_id, state=CareMove.State.RECORDED, from_on=move.from_on
    )
    return others.exclude(pk=move.pk).first()


def move_in_words(move: CareMove) -> str:
    """A move as a refusal names it."""
    if not move.is_draft:
        return "the move has been recorded"
    kind = "Emergency" if move.is_emergency else "Planned"
    day = f" on {long_date(move.from_on)}" if move.from_on else ""
    return f"{kind} move{day}, saved {move.version - 1} times since it was begun"


def _locked(actor: User, move: CareMove, version: int) -> CareMove:
    pupil = lock_visible_pupil(move.pupil, actor=actor)
    require_for(actor, Permission.RECORD_MOVE, pupil)
    found = CareMove.objects.filter(pk=move.pk, pupil=pupil).first()
    if found is None:
        raise StaleRecordError("this draft was discarded")
    if found.version != version:
        raise StaleRecordError(move_in_words(found))
    found.pupil = pupil
    row: CareMove = found
    return row


def _save(move: CareMove) -> None:
    _keep_what_it_owes(move)
    move.version += 1
    move.full_clean()
    move.save()


def _keep_what_it_owes(move: CareMove) -> bool:
    """What a recorded move still needs, of which its clock tells until nothing is left; whether it
    is something else than before."""
    if move.is_draft:
        return False
    former = (move.owes, move.told_on)
    move.owes = [one.words for one in facts_of(move).missing()]
    move.told_on = None if move.owes else move.told_on or today()
    return (move.owes, move.told_on) != former


def _take_home(move: CareMove, home: CarePlacement | None) -> None:
    """The home and its day as they are on record now."""
    if home is None or home.pupil_id != move.pupil_id:
        raise ValidationError(
            "The home that the council’s file told is no longer on record. Discard this draft."
        )
    move.placement, move.from_on = home, home.started_on
    for name in HOME:
        setattr(move, name, getattr(home, name))


def _home_begins(move: CareMove) -> CarePlacement:
    """The home of the move; one that a file told stands as it is."""
    if move.is_home_of_file and move.placement is not None:
        return move.placement
    assert move.from_on is not None
    return begin_placement(move.pupil, from_on=move.from_on, home=_home(move))


def _home(move: CareMove) -> Home:
    return Home(is_emergency=move.is_emergency, **{name: getattr(move, name) for name in HOME})


def _infer_area(move: CareMove, former_postcode: str, former_area: str) -> None:
    """The area where nobody said it; of another postcode anew, unless its area was given too."""
    is_stale = move.postcode != former_postcode and move.area_code == former_area
    if move.area_code and not is_stale:
        return
    inferred = authority_of_postcode(move.postcode) if move.postcode else ""
    move.area_code = inferred or ("" if former_postcode else move.area_code)


def _follow(move: CareMove, answers: Mapping[str, Any]) -> None:
    """What is added to a recorded move reaches the home and the school too."""
    if set(answers) & set(HOME) and move.placement is not None:
        placement = put_home_right(move.placement, _home(move))
        move.is_address_confidential = placement.is_address_confidential
    if "can_school_stay" in answers:
        _leave_school(move)
    is_answered = answers.get("can_school_stay") is not None
    tell_of_addition(move, is_school_answered=is_answered)


def _leave_school(move: CareMove) -> None:
    """The school place ends where it cannot stay; a search begins unless a place is on record."""
    assert move.from_on is not None
    place = move.enrolment
    has_no_school = Enrolment.objects.filter(
        pupil=move.pupil, kind=Enrolment.Kind.NO_PLACE
    ).current_on(move.from_on)
    is_at_school = place is not None and place.kind in Enrolment.MAIN_KINDS
    if not is_at_school and has_no_school.exists():
        _look_for_place(move, move.from_on)
    if place is None or move.can_school_stay is not False or move.school_ends_on is None:
        return
    if place.ended_on is None or place.ended_on > move.school_ends_on:
        with noted(by_person=True):
            end_place(
                place,
                ended_on=move.school_ends_on,
                reason_ended="A move of home: the school could not stay",
                ended_by_placement=True,
                leaves_without_place=True,
            )
    following = Enrolment.objects.filter(
        pupil=move.pupil, started_on__gt=move.school_ends_on, is_full_time=True
    )
    if not following.main().exclude(kind=Enrolment.Kind.NO_PLACE).exists():
        _look_for_place(move, move.school_ends_on + ONE_DAY)


def _look_for_place(move: CareMove, needed_from_on: date) -> None:
    why = move.why_not_stay or "The child has moved home and has no school place"
    look_for_place(
        pupil_id=move.pupil_id, needed_from_on=needed_from_on, why=why, on=today(), move=move
    )
