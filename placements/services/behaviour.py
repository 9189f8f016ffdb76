"""A risk of exclusion is raised, answered and closed; that a child was sent home is recorded.

Source: statutory guidance (2018), "School exclusions": where a school has concerns about behaviour,
the Virtual School is informed and, where necessary, involved at the earliest opportunity.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import ExclusionRisk, SentHome
from placements.places import place_to_report
from pupils.child_permissions import require_for
from pupils.models import Enrolment, Pupil
from pupils.news import news_of, who_is
from pupils.reminder_people import PeopleOfChildren, Person, load_people
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted
from vsh.notices.services import queue_notices

PAGE = "placements:school"


@dataclass(frozen=True, kw_only=True)
class Worry:
    """What a school says of a child at risk of exclusion."""

    worries: str
    support_tried: str
    asked_for: str


@transaction.atomic
def raise_exclusion_risk(*, actor: User, enrolment: Enrolment, worry: Worry) -> ExclusionRisk:
    """Put it on record and tell the Virtual School and the social worker the same day."""
    place = _place(actor, Permission.RAISE_EXCLUSION_RISK, enrolment)
    if ExclusionRisk.objects.filter(enrolment=place, closed_on=None).exists():
        raise ValidationError(
            "The Virtual School knows of a risk at this school already. Its answer stands on the "
            "School page: add there what is new."
        )
    row = ExclusionRisk(
        enrolment=place,
        worries=worry.worries.strip(),
        support_tried=worry.support_tried.strip(),
        asked_for=worry.asked_for.strip(),
        raised_by=actor,
        raised_on=today(),
    )
    row.full_clean()
    row.save()
    who = who_is(place.pupil)
    _tell(
        place.pupil,
        about=f"exclusion_risk:{row.pk}",
        stage="raised",
        subject="At risk of exclusion",
        said=f"A school fears that {who} may be excluded, and asks the Virtual School for help.",
        by=actor,
    )
    return row


@transaction.atomic
def change_exclusion_risk(
    *,
    actor: User,
    risk: ExclusionRisk,
    version: int,
    worry: Worry,
    reason: str,
    is_withdrawn: bool = False,
) -> None:
    """Add what is new, put an entry right, or take one made in error off the record; the history
    keeps what stood there, and who was told of the worry is told again."""
    place = _place(actor, Permission.RAISE_EXCLUSION_RISK, risk.enrolment)
    row: ExclusionRisk | None = ExclusionRisk.objects.filter(pk=risk.pk).first()
    if row is None:
        raise StaleRecordError("this worry was taken off the record")
    if row.version != version:
        raise StaleRecordError(risk_in_words(row))
    who = who_is(place.pupil)
    with noted(reason=reason):
        if is_withdrawn:
            row.delete()
            stage, said = "withdrawn", f"A worry about {who} was entered in error and is gone."
        else:
            row.worries = worry.worries.strip()
            row.support_tried = worry.support_tried.strip()
            row.asked_for = worry.asked_for.strip()
            row.version += 1
            row.full_clean()
            row.save()
            stage = f"changed {row.version}"
            said = f"A school has changed or added to what it fears about {who}."
    _tell(
        place.pupil,
        about=f"exclusion_risk:{risk.pk}",
        stage=stage,
        subject="At risk of exclusion",
        said=said,
        by=actor,
    )


@transaction.atomic
def answer_exclusion_risk(
    *, actor: User, risk: ExclusionRisk, version: int, answer: str, outcome: str = ""
) -> ExclusionRisk:
    """Say what will be done, and, once it is over, what came of it; who raised it is told."""
    pupil = lock_visible_pupil(risk.enrolment.pupil, actor=actor)
    require_for(actor, Permission.ANSWER_EXCLUSION_RISK, pupil)
    row: ExclusionRisk = ExclusionRisk.objects.select_related("raised_by").get(pk=risk.pk)
    if row.version != version:
        raise StaleRecordError(risk_in_words(row))
    if row.closed_on:
        raise ValidationError(f"This was closed on {long_date(row.closed_on)}.")
    row.answer, row.answered_by, row.answered_on = answer.strip(), actor, today()
    row.outcome, row.closed_on = outcome.strip(), today() if outcome.strip() else None
    row.version += 1
    row.full_clean()
    row.save()
    queue_notices(
        [
            news_of(
                pupil,
                to=Person(row.raised_by_id, row.raised_by.email),
                about=f"exclusion_risk:{row.pk}",
                stage=f"answered {row.version}",
                subject="At risk of exclusion: the Virtual School has answered",
                said=f"The Virtual School has answered about {who_is(pupil)}.",
                page=PAGE,
            )
        ]
    )
    return row


@dataclass(frozen=True, kw_only=True)
class TimeSentHome:
    """What a person says of it."""

    sent_home_on: date
    sessions: int
    said_by: str
    reason: str


@transaction.atomic
def record_sent_home(*, actor: User, enrolment: Enrolment, told: TimeSentHome) -> SentHome:
    """Put it on record as what it is, and tell the Virtual School and the social worker."""
    place = _place(actor, Permission.RECORD_SENT_HOME, enrolment)
    row = SentHome(enrolment=place, recorded_by=actor, recorded_on=today(), version=0)
    _write(row, told)
    _tell(
        place.pupil,
        about=f"sent_home:{row.pk}",
        stage="recorded",
        subject="Sent home without a suspension",
        said=f"{who_is(place.pupil)} was sent home from school on {long_date(row.sent_home_on)} "
        "without a suspension. Whatever the carer agreed to, that is unlawful.",
        by=actor,
    )
    return row


@transaction.atomic
def correct_sent_home(
    *,
    actor: User,
    row: SentHome,
    version: int,
    told: TimeSentHome,
    reason: str,
    is_withdrawn: bool = False,
) -> None:
    """Put an entry right, or take one made in error off the record; the history keeps it."""
    _place(actor, Permission.RECORD_SENT_HOME, row.enrolment)
    found = SentHome.objects.select_related("enrolment").filter(pk=row.pk).first()
    if found is None:
        raise StaleRecordError("this entry was withdrawn")
    if found.version != version:
        raise StaleRecordError(f"sent home on {long_date(found.sent_home_on)}: {found.reason}")
    with noted(reason=reason):
        if is_withdrawn:
            found.delete()
        else:
            _write(found, told)


def risk_in_words(row: ExclusionRisk) -> str:
    """A risk as a refusal names it."""
    if row.closed_on:
        return f"closed on {long_date(row.closed_on)}: {row.outcome}"
    answered = f"answered: {row.answer}" if row.answer else "not answered yet"
    return f"raised on {long_date(row.raised_on)}, {answered}"


def _place(actor: User, permission: Permission, enrolment: Enrolment) -> Enrolment:
    pupil = lock_visible_pupil(enrolment.pupil, actor=actor)
    require_for(actor, permission, pupil)
    place = place_to_report(actor, permission, enrolment)
    if place.setting_id is None:
        raise ValidationError("Only a school can do this: this place names none.")
    return place


def _write(row: SentHome, told: TimeSentHome) -> None:
    place = row.enrolment
    if told.sent_home_on > today():
        raise ValidationError({"sent_home_on": "The day is in the future"})
    if told.sent_home_on < place.started_on or (
        place.ended_on is not None and told.sent_home_on > place.ended_on
    ):
        raise ValidationError(
            {"sent_home_on": "The child was not on the register of this school on that day"}
        )
    row.sent_home_on, row.sessions = told.sent_home_on, told.sessions
    row.said_by, row.reason = told.said_by.strip(), told.reason.strip()
    row.version += 1
    row.full_clean()
    row.save()


def _tell(pupil: Pupil, *, about: str, stage: str, subject: str, said: str, by: User) -> None:
    people = load_people([pupil.pk], on=today())
    queue_notices(
        news_of(pupil, to=one, about=about, stage=stage, subject=subject, said=said, page=PAGE)
        for one in _told(people, pupil, by)
    )


def _told(people: PeopleOfChildren, pupil: Pupil, by: User) -> Iterable[Person]:
    """Officer, without one the head, and social worker; not whose doing it is."""
    officers = people.standing_in_for(Role.VIRTUAL_SCHOOL_OFFICER, pupil, not_to=by.pk)
    workers = [p for p in people.holding(Role.SOCIAL_WORKER, pupil) if p.user_id != by.pk]
    return dict.fromkeys([*officers, *workers])
