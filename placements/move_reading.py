"""What the pages say of a move: the answers, what is still owed, what was sent to whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from placements.models import CareMove
from placements.move_facts import MoveFacts, is_last_home_hidden
from placements.move_forms import (
    PROVISION_RIGHT,
    approval_in_words,
    confirmation_in_words,
    title_of,
)
from placements.rules.moves import HOME_STEPS, Whom, all_steps, steps
from placements.services.move_news import (
    NOT_THERE,
    OTHER_VSH,
    about,
    alert_of_home,
    other_authority,
)
from pupils.care_words import PLACEMENT_TYPE, PROVIDER, in_words
from pupils.models import Enrolment
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.notices.models import Notice

HIDDEN = "Confidential"


def hides_home(move: CareMove) -> bool:
    """Whether the address of the home is confidential: as the placement says, which somebody may
    have hidden or shown since; before there is one, as the answers or the home before it say."""
    if move.placement is not None:
        return move.placement.is_address_confidential
    return move.is_address_confidential or is_last_home_hidden(move.pupil)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One page of questions with what was answered; `is_asked` if it is not left for later,
    `is_fixed` where a file has answered it."""

    step: str
    title: str
    lines: list[str]
    is_asked: bool
    is_fixed: bool = False


def answers_of(
    move: CareMove, facts: MoveFacts, *, is_hidden: bool, sees_home: bool
) -> list[Answer]:
    """Every page that can be answered, in order; who may not see the home (`is_hidden`, by
    `hides_home`) reads neither the postcode nor what names the area."""
    asked = steps(facts.move, is_draft=move.is_draft)
    told = all_steps(facts.move)
    fixed = HOME_STEPS if move.is_home_of_file else ()
    return [
        Answer(
            step=step,
            title=title_of(step),
            lines=[line for line in _lines(step, move, facts, is_hidden, sees_home) if line],
            is_asked=step in (*asked, *fixed),
            is_fixed=step in fixed,
        )
        for step in (*fixed, *told)
    ]


def _lines(
    step: str, move: CareMove, facts: MoveFacts, is_hidden: bool, sees_home: bool
) -> Iterator[str]:
    if step == "kind":
        yield "Emergency" if move.is_emergency else "Planned"
    elif step == "when":
        yield long_date(move.from_on) if move.from_on else ""
    elif step == "where":
        yield from _where(move, is_hidden, sees_home)
    elif step == "school":
        stays = {True: "The child can stay", False: "The child cannot stay", None: "Not known yet"}
        yield place_of_learning(facts.school)
        yield stays[move.can_school_stay]
        yield move.why_not_stay
        yield f"Last day {long_date(move.school_ends_on)}" if move.school_ends_on else ""
    elif step == "wishes":
        yield move.wishes
        yield "The PEP was considered" if move.is_pep_considered else ""
    elif step == "other-vsh":
        yield from _told(move, facts, sees_home)
    elif step == "arrangements":
        yield move.arrangements
    elif step == "approval":
        yield approval_in_words(move)
        yield confirmation_in_words(move)
        yield move.approval_words
        yield PROVISION_RIGHT if move.is_provision_right else ""
    else:
        whom = Whom(step.removeprefix("consult-"))
        row = facts.rows.get(whom)
        if row is not None and whom is Whom.OTHER_VSH and not sees_home:
            yield HIDDEN
        elif row is not None and row.consulted_on:
            yield long_date(row.consulted_on)
            yield row.said
        elif row is not None:
            yield f"Not asked: {row.reason_not}"


def _told(move: CareMove, facts: MoveFacts, sees_home: bool) -> Iterator[str]:
    """That the other authority's Virtual School was told; how, to who may know which it is."""
    if facts.move.is_other_vsh_told and not sees_home:
        yield HIDDEN
    elif move.other_vsh_told_on is None:
        yield "By a message from here" if facts.move.is_other_vsh_told else ""
    else:
        yield long_date(move.other_vsh_told_on)
        yield move.other_vsh_told_how


def place_of_learning(place: Enrolment | None) -> str:
    """The school or provider by its name, education elsewhere by its kind."""
    return "" if place is None else str(place.setting or place.get_kind_display())


def _where(move: CareMove, is_hidden: bool, sees_home: bool) -> Iterator[str]:
    yield in_words(PLACEMENT_TYPE, move.placement_type)
    yield in_words(PROVIDER, move.provider)
    postcode = move.postcode if move.placement is None else move.placement.postcode
    number = move.ofsted_urn if move.placement is None else move.placement.ofsted_urn
    yield f"Ofsted {number}" if number and sees_home else ""
    yield postcode if sees_home else HIDDEN
    yield area_in_words(move, is_named=sees_home)
    yield "The address is confidential" if is_hidden else ""


def area_in_words(move: CareMove, *, is_named: bool) -> str:
    """In which authority's area the home lies, or only whether it is the own one."""
    if not is_named:
        is_own = move.area_code == move.pupil.authority.code
        return move.area_code and ("In authority" if is_own else "Out of authority")
    name, _ = other_authority(move)
    if name:
        return f"Out of authority, in the area of {name}"
    return f"In the area of {move.pupil.authority.name}" if move.area_code else ""


def left_before_told(move: CareMove, facts: MoveFacts) -> str:
    """The school that had lost sight of the child by the day on which the move was recorded; of a
    draft, that has lost sight of the child if it is recorded today."""
    ends_on, told_on, place = move.school_ends_on, move.recorded_on or today(), facts.school
    if place is None or place.setting is None or ends_on is None:
        return ""
    has_left = move.can_school_stay is False and ends_on < told_on
    return str(place.setting) if has_left else ""


def messages_of(move: CareMove, *, sees_home: bool) -> list[dict[str, Any]]:
    """What was sent to whom about a recorded move, the alert of an emergency among it; the Virtual
    School of the other area not to who may not know which it is."""
    subjects = [about(move)]
    if move.is_emergency and move.from_on is not None:
        subjects.append(alert_of_home(move.pupil.ref, move.from_on))
    rows = Notice.objects.filter(about__in=subjects).select_related("recipient").order_by("pk")
    if not sees_home:
        rows = rows.exclude(stage__in=(OTHER_VSH, NOT_THERE))
    return [
        {
            "to": row.recipient.name if row.recipient else row.address,
            "subject": row.subject.removesuffix(f": {move.pupil.ref}"),
            "state": row.get_state_display(),
            "at": row.sent_at or row.created_at,
        }
        for row in rows
    ]
