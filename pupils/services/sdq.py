"""An SDQ score is recorded, corrected or taken off the record; a raised one brings the school in.

Source: statutory guidance (2018), "Mental health": where a child's score gives cause for concern
or is borderline, schools are encouraged to complete their element.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
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
from vsh.notices.services import Message, queue_notices

from ..child_permissions import require_for
from ..codes import REASONS_WITHOUT_SDQ
from ..models import CarePeriod, Pupil, SdqScore
from ..news import news_of, who_is
from ..reminder_people import PeopleOfChildren, Person, load_people
from ..reminder_subjects import CorrectedDay, follow_corrected_days
from ..rules.sdq import CARER, CHILD, OWN_AGES, Answer, asked_of_the_school, raised_from
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


def ask_schools(rows: Iterable[SdqScore]) -> None:
    """The same of the scores that a file brought, in a handful of queries whatever their number.

    A return may bring those of a whole authority at once: nobody is told of a score from before the
    child's first load, nor in place of a designated teacher. It stands on the first page alone.
    """
    _ask(
        rows,
        lambda people, pupil: people.holding(Role.DESIGNATED_TEACHER, pupil),
        is_news=lambda row, pupil: row.completed_on >= pupil.on_record_since,
    )


def _ask_school(row: SdqScore, *, but: User) -> None:
    """Tell the designated teacher once of each score that asks for the school's own."""
    _ask(
        [row],
        lambda people, pupil: people.standing_in_for(Role.DESIGNATED_TEACHER, pupil, not_to=but.pk),
    )


def _ask(
    rows: Iterable[SdqScore],
    whom: Callable[[PeopleOfChildren, Pupil], Iterable[Person]],
    is_news: Callable[[SdqScore, Pupil], bool] = lambda row, pupil: True,
) -> None:
    raised = [
        row for row in rows if row.respondent == CARER and (row.score or 0) >= raised_from(CARER)
    ]
    pupils = Pupil.objects.in_bulk({row.pupil_id for row in raised})
    raised = [row for row in raised if is_news(row, pupils[row.pupil_id])]
    if not raised:
        return
    ids, on = {row.pupil_id for row in raised}, today()
    answers = answers_of(ids)
    care = CarePeriod.objects.current_on(on).filter(pupil__in=ids)
    in_care = set(care.values_list("pupil", flat=True))
    people = load_people(ids, on=on)
    messages = []
    for row in raised:
        pupil, told = pupils[row.pupil_id], answers[row.pupil_id]
        wanted = asked_of_the_school(
            told, date_of_birth=pupil.date_of_birth, is_in_care=pupil.pk in in_care, on=on
        )
        newest = max(one.completed_on for one in told if one.respondent == CARER)
        if newest == row.completed_on and wanted:
            is_child_asked = CHILD in wanted
            messages += [_asking(row, pupil, one, is_child_asked) for one in whom(people, pupil)]
    queue_notices(messages)


def _asking(row: SdqScore, pupil: Pupil, person: Person, is_child_asked: bool) -> Message:
    also = " Ask the child for theirs as well." if is_child_asked else ""
    return news_of(
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


def answers_of(pupil_ids: Collection[int]) -> dict[int, list[Answer]]:
    """The scores of some children as the rules read them."""
    found: dict[int, list[Answer]] = defaultdict(list)
    rows = SdqScore.objects.filter(pupil__in=pupil_ids)
    for pupil_id, respondent, completed_on, score in rows.values_list(
        "pupil", "respondent", "completed_on", "score"
    ):
        answer = Answer(respondent=respondent, completed_on=completed_on, score=score)
        found[pupil_id].append(answer)
    return found
