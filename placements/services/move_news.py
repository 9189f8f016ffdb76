"""Who is told of a move of a child's home, and in which words: no name, no address."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse

from placements.models import CareMove
from pupils.news import who_is
from pupils.reminder_people import PeopleOfChildren, Person, load_people
from vsh.accounts.models import User
from vsh.accounts.roles import Role
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.notices.models import Notice
from vsh.notices.services import Message, queue_notices
from vsh.organisations.authority_codes import known_authorities
from vsh.organisations.models import Authority

from .setting_notified import note_school_told

SCHOOL, PEOPLE, OTHER_VSH = "school", "people", "other_vsh"
NOT_THERE = "not_there"  # to a Virtual School that was told of a home in another area
SCHOOL_ANSWER = "school_answer"  # whether the school can stay, once that is known


def tell_of_move(move: CareMove, *, not_to: User) -> None:
    """Queue the messages of a move that has just been recorded, each once."""
    pupil = move.pupil
    people = load_people([pupil.pk], on=today())
    queue_notices(
        [
            *_to_school(move, people),
            *_to_people(move, people, not_to),
            *_to_other_vsh(move),
        ]
    )
    note_school_told(move, people, by=not_to)


def tell_of_addition(move: CareMove, *, is_school_answered: bool) -> None:
    """Queue what has become known of a recorded move since: whether the school can stay, to that
    school; in whose area the home lies, to the Virtual School there unless it was told, and to one
    that was told of it wrongly."""
    messages = [*_called_off(move), *_to_other_vsh(move)]
    if is_school_answered:
        people = load_people([move.pupil_id], on=today())
        messages += _to_school(move, people, stage=SCHOOL_ANSWER)
    queue_notices(messages)


def tell_of_withdrawal(move: CareMove) -> None:
    """Queue that a move is withdrawn, to all who were told of it, each once."""
    subjects = [about(move), alert_of_home(move.pupil.ref, move.from_on)]  # type: ignore[arg-type]
    notices = Notice.objects.filter(about__in=subjects).order_by("-pk")
    told = {(notice.recipient_id, notice.address): notice for notice in notices}
    day = long_date(move.from_on)  # type: ignore[arg-type]
    queue_notices(
        Message(
            about=about(move),
            stage=f"{notice.stage}_back",
            recipient_id=notice.recipient_id,
            address=notice.address,
            subject=f"A move was withdrawn: {move.pupil.ref}",
            body=f"You were told of a move of home on {day}. It is withdrawn: the child does not "
            f"move then. Our reference is {move.pupil.ref}.\n",
            pupil_ref=move.pupil.ref,
        )
        for notice in told.values()
        if notice.stage != NOT_THERE
    )


def about(move: CareMove) -> str:
    """The subject of the messages about a move."""
    return f"move:{move.pupil.ref}:{move.pk}"


def alert_of_home(pupil_ref: str, on: date) -> str:
    """The subject of the alert that a placement broke down, which peps sends."""
    return f"breakdown:{pupil_ref}:home:{on}"


def other_authority(move: CareMove) -> tuple[str, Authority | None]:
    """The name of the authority in whose area the home lies, and its contact if it is known; no
    name when the home is in the own area or the area is not known."""
    code = move.area_code
    if not code or code == move.pupil.authority.code:
        return "", None
    asked = vars(move).setdefault("_authority_there", {})  # a page asks more than once
    if code not in asked:
        asked[code] = Authority.objects.filter(code=code).first()
    there = asked[code]
    name = there.name if there else known_authorities().get(code, (f"authority {code}", ""))[0]
    return name, there


def _to_school(
    move: CareMove, people: PeopleOfChildren, *, stage: str = SCHOOL
) -> Iterator[Message]:
    """Head teacher and designated teacher of the setting on whose roll the child is: reg. 13. What
    becomes of the school place concerns the school of the day of the move alone."""
    pupil, day = move.pupil, long_date(move.from_on)  # type: ignore[arg-type]
    setting_id = move.enrolment.setting_id if move.enrolment else None
    if move.can_school_stay is None:
        school = "Whether the child can stay at your school is not decided yet."
    elif move.can_school_stay or move.school_ends_on is None:
        school = "The child stays at your school."
    else:
        school = f"The last day at your school is {long_date(move.school_ends_on)}."
    told: dict[Person, bool] = {}
    for role in (Role.DESIGNATED_TEACHER, Role.HEAD_TEACHER):
        there = people.of_setting.get((setting_id, role), []) if setting_id else []
        for person in people.holding(role, pupil):
            told[person] = told.get(person, False) or person in there
    said = f"{who_is(pupil)}, looked after and on your roll, moves home on {day}."
    why = "You are told so that the personal education plan and the support at school follow."
    for person, is_there in told.items():
        if is_there or stage == SCHOOL:
            text = f"{said} {school}" if is_there else said
            yield _message(
                move, person, stage, "A child on your roll moves home", f"{text}\n\n{why}"
            )


def _to_people(move: CareMove, people: PeopleOfChildren, not_to: User) -> Iterator[Message]:
    """Social worker, reviewing officer, officer of the Virtual School, or its head; the alert of
    breakdowns is then not sent (`peps.services.breakdowns`)."""
    pupil, day = move.pupil, long_date(move.from_on)  # type: ignore[arg-type]
    told = [
        *people.holding(Role.SOCIAL_WORKER, pupil),
        *people.holding(Role.IRO, pupil),
        *people.standing_in_for(Role.VIRTUAL_SCHOOL_OFFICER, pupil),
    ]
    kind = "An emergency move" if move.is_emergency else "A planned move"
    said = f"{kind} of home of {who_is(pupil)} is on record, on {day}."
    if move.can_school_stay is False:
        said += " The school cannot stay."
    for person in dict.fromkeys(told):
        if person.user_id != not_to.pk:
            yield _message(move, person, PEOPLE, "A move of home is on record", said)


def _to_other_vsh(move: CareMove) -> Iterator[Message]:
    """The Virtual School of the authority in whose area the home lies: to its address, since its
    people do not see the child; of a restricted record nothing is sent."""
    _, there = other_authority(move)
    pupil = move.pupil
    if there is None or not there.virtual_school_email or pupil.is_restricted:
        return
    own = pupil.authority
    yield Message(
        about=about(move),
        stage=OTHER_VSH,
        address=there.virtual_school_email,
        subject=f"A looked-after child is placed in your area: {pupil.ref}",
        body=f"A child looked after by {own.name} is placed in your area from "
        f"{long_date(move.from_on)}. Our reference is {pupil.ref}.\n\n"  # type: ignore[arg-type]
        f"You are told so that you can be consulted about their education. Our Virtual School: "
        f"{own.virtual_school_contact or own.name}.\n",
        pupil_ref=pupil.ref,
    )


def _called_off(move: CareMove) -> Iterator[Message]:
    """To the Virtual School that was told of a home in its area, once it is known to lie in
    another; what has not gone out yet does not go."""
    if not move.area_code:
        return
    _, there = other_authority(move)
    wrong = Notice.objects.filter(about=about(move), stage=OTHER_VSH)
    wrong = wrong.exclude(address=there.virtual_school_email if there else "")
    wrong.filter(state=Notice.State.PENDING).delete()
    for notice in wrong:
        yield Message(
            about=about(move),
            stage=NOT_THERE,
            address=notice.address,
            subject=f"A child is not placed in your area: {move.pupil.ref}",
            body="You were told that a looked-after child is placed in your area from "
            f"{long_date(move.from_on)}. "  # type: ignore[arg-type]
            f"The address was wrong: the home lies elsewhere. Our reference is {move.pupil.ref}.\n",
            pupil_ref=move.pupil.ref,
        )


def _message(move: CareMove, person: Person, stage: str, subject: str, text: str) -> Message:
    is_school = stage in (SCHOOL, SCHOOL_ANSWER)
    page = "placements:school" if is_school else "placements:move"
    kwargs: dict[str, object] = {"ref": move.pupil.ref}
    if not is_school:
        kwargs["recorded"] = move.pk
    link = settings.SITE_URL.rstrip("/") + reverse(page, kwargs=kwargs)
    return Message(
        about=about(move),
        stage=stage,
        recipient_id=person.user_id,
        subject=f"{subject}: {move.pupil.ref}",
        body=f"{text}\n\n{link}\n",
        pupil_ref=move.pupil.ref,
    )
