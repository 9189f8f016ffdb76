"""An SDQ score is recorded, corrected or taken off the record; a raised one brings the school in.

Source: statutory guidance (2018), "Mental health": where a child's score gives cause for concern
or is borderline, schools are encouraged to complete their element.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role
from vsh.calendars import today
from vsh.calendars.rules import age_on
from vsh.govuk.dates import long_date
from vsh.history.context import noted
from vsh.notices.services import queue_notices

from ..child_permissions import require_for
from ..codes import REASONS_WITHOUT_SDQ
from ..models import CarePeriod, Pupil, SdqScore
from ..news import news_of, who_is
from ..reminder_people import load_people
from ..reminder_subjects import CorrectedDay, follow_corrected_days
from ..rules.sdq import CARER, CHILD, OWN_AGES, Answer, asked_of_the_school
from .enrolments import facts_changed
from .locking import StaleRecordError, lock_visible_pupil

YOUNGEST = 2  # the questionnaire for the age of 2 to 4


@dataclass(frozen=True, kw_only=True)
class SdqAsItIs:
    """What a person says of a score: the total, or the reason why there is none."""

    completed_on: date
    respondent: str
    score: int | None
    reason_none: str = ""


@transaction.atomic
def record_sdq(*, actor: User, pupil: Pupil, facts: SdqAsItIs) -> SdqScore:
    """Put a score on record; where it is the carer's and raised, ask the school for its own."""
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, permission_for(facts.respondent), pupil)
    return _write(SdqScore(pupil=pupil, version=0), facts, actor)


@transaction.atomic
def correct_sdq(
    *, actor: User, row: SdqScore, version: int, facts: SdqAsItIs, reason: str
) -> SdqScore:
    """Put a wrong entry right; it takes the right to record what it was and what it becomes."""
    pupil = lock_visible_pupil(row.pupil, actor=actor)
    current = _current(row, version)
    for respondent in (row.respondent, facts.respondent):
        require_for(actor, permission_for(respondent), pupil)
    with noted(reason=reason):
        return _write(current, facts, actor)


@transaction.atomic
def withdraw_sdq(*, actor: User, row: SdqScore, version: int, reason: str) -> None:
    """Take an entry made in error off the record."""
    pupil = lock_visible_pupil(row.pupil, actor=actor)
    current = _current(row, version)
    require_for(actor, permission_for(current.respondent), pupil)
    with noted(reason=reason):
        current.delete()
    facts_changed(pupil)


def permission_for(respondent: str) -> Permission:
    """What it takes to record this person's score."""
    return Permission.RECORD_CARER_SDQ if respondent == CARER else Permission.RECORD_SDQ


def sdq_in_words(row: SdqScore) -> str:
    """A score as a refusal names it."""
    said = f"{row.score} of 40" if row.score is not None else reason_in_words(row.reason_none)
    return f"{row.get_respondent_display()}, {long_date(row.completed_on)}: {said}"


def reason_in_words(code: str) -> str:
    """Why there is no score."""
    return REASONS_WITHOUT_SDQ.label(code)


def _current(row: SdqScore, version: int) -> SdqScore:
    rows = SdqScore.objects.select_related("pupil__authority")
    found: SdqScore | None = rows.filter(pk=row.pk).first()
    if found is None:
        raise StaleRecordError("this entry was taken off the record")
    if found.version != version:
        raise StaleRecordError(sdq_in_words(found))
    return found


def _write(row: SdqScore, facts: SdqAsItIs, actor: User) -> SdqScore:
    _refuse(facts, row.pupil)
    former = row.completed_on
    for name in ("completed_on", "respondent", "score", "reason_none"):
        setattr(row, name, getattr(facts, name))
    row.recorded_by, row.recorded_on = actor, today()
    row.version += 1
    row.full_clean()
    row.save()
    if former is not None and former != row.completed_on:
        moved = CorrectedDay(
            pupil_id=row.pupil_id, model=SdqScore, former=former, day=row.completed_on
        )
        follow_corrected_days([moved])
    facts_changed(row.pupil)
    if row.respondent == CARER:
        _ask_school(row, but=actor)
    return row


def _refuse(facts: SdqAsItIs, pupil: Pupil) -> None:
    day = facts.completed_on
    if day > today():
        raise ValidationError({"completed_on": "The day of the questionnaire is in the future"})
    age = age_on(pupil.date_of_birth, day)
    if age < YOUNGEST:
        raise ValidationError(
            {"completed_on": f"On that day the child was not {YOUNGEST} yet: there is no SDQ"}
        )
    if facts.respondent == CHILD and age not in OWN_AGES:
        ages = f"{OWN_AGES[0]} to {OWN_AGES[-1]}"
        said = f"The child’s own questionnaire is for ages {ages}; on that day they were {age}"
        raise ValidationError({"respondent": said})


def _ask_school(row: SdqScore, *, but: User) -> None:
    """Tell the designated teacher once of each score that asks for the school's own."""
    pupil, on = row.pupil, today()
    newest = SdqScore.objects.filter(pupil=pupil, respondent=CARER).latest("completed_on")
    wanted = asked_of_the_school(
        answers_of(pupil),
        date_of_birth=pupil.date_of_birth,
        is_in_care=CarePeriod.objects.current_on(on).filter(pupil=pupil).exists(),
        on=on,
    )
    if newest.pk != row.pk or not wanted:
        return
    also = " Ask the child for theirs as well." if CHILD in wanted else ""
    people = load_people([pupil.pk], on=on)
    queue_notices(
        news_of(
            pupil,
            to=person,
            about=f"sdq:{row.pk}",
            stage="school_asked",
            subject="The school’s part of the SDQ",
            said=f"The carer’s SDQ score for {who_is(pupil)} is raised. Please complete the "
            f"school’s questionnaire and record its score.{also} The scores beside one another "
            "tell more than one alone.",
            page="pupils:wellbeing",
        )
        for person in people.standing_in_for(Role.DESIGNATED_TEACHER, pupil, not_to=but.pk)
    )


def answers_of(pupil: Pupil) -> list[Answer]:
    """A child's scores as the rules read them."""
    rows = SdqScore.objects.filter(pupil=pupil)
    return [
        Answer(respondent=respondent, completed_on=completed_on, score=score)
        for respondent, completed_on, score in rows.values_list(
            "respondent", "completed_on", "score"
        )
    ]
