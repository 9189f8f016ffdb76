"""The social worker and the Virtual School are told of a suspension or exclusion the same day.

Source: Department for Education, "Suspension and permanent exclusion" (August 2024): the head
teacher tells both without delay, also that one was cancelled.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from placements.models import Exclusion
from pupils.news import news_of, who_is
from pupils.reminder_people import Person, load_people
from vsh.accounts.models import User
from vsh.accounts.roles import Role
from vsh.govuk.dates import long_date
from vsh.notices.models import Notice
from vsh.notices.services import Message


def people_to_tell(row: Exclusion, *, on: date, but: User) -> list[Person]:
    """The child's social worker, and their officer or without one the head; not whose doing it
    is."""
    pupil = row.enrolment.pupil
    people = load_people([pupil.pk], on=on)
    officers = people.standing_in_for(Role.VIRTUAL_SCHOOL_OFFICER, pupil, not_to=but.pk)
    workers = people.holding(Role.SOCIAL_WORKER, pupil)
    found = dict.fromkeys([*workers, *officers])
    return [person for person in found if person.user_id != but.pk]


def people_told(row: Exclusion, *, but: User) -> list[Person]:
    """Who was told of it; not whose doing it is."""
    told = Notice.objects.filter(about=_about(row), recipient__isnull=False)
    people = told.exclude(recipient=but).order_by("recipient").distinct("recipient")
    return [Person(*one) for one in people.values_list("recipient", "recipient__email")]


_SAID = {
    "reported": "A school reported for {who}: {what}",
    "corrected": "Corrected for {who}: {what}, {length}",
    "cancelled": "Cancelled for {who}: {what}",
    "withdrawn": "Entered in error for {who}: {what}",
}


def news_of_exclusion(row: Exclusion, *, to: Iterable[Person], stage: str) -> Iterator[Message]:
    """That it is on record, has another day, kind or length, was cancelled or was an error: each
    stage once, whatever else is corrected; `stage` begins with one of these words."""
    pupil, what, word = row.enrolment.pupil, row.get_kind_display(), stage.split()[0]
    said = _SAID[word].format(
        who=who_is(pupil), what=what.lower(), length=row.days or "without an end"
    )
    for person in to:
        yield news_of(
            pupil,
            to=person,
            about=_about(row),
            stage=stage,
            subject=what if word == "reported" else f"{what}: {word}",
            said=f"{said}, from {long_date(row.started_on)}.",
            page="placements:school",
        )


def _about(row: Exclusion) -> str:
    return f"exclusion:{row.pk}"
