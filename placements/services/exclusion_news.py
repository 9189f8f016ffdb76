"""The social worker and the Virtual School are told of a suspension or exclusion the same day.

Source: Department for Education, "Suspension and permanent exclusion" (August 2024): the head
teacher tells both without delay, also that one was cancelled.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from placements.models import Exclusion
from pupils.news import news_of, who_is
from pupils.reminder_people import Person, load_people
from vsh.accounts.roles import Role
from vsh.govuk.dates import long_date
from vsh.notices.services import Message


def people_to_tell(row: Exclusion, *, on: date) -> list[Person]:
    """The child's social worker, and their officer or without one the head."""
    pupil = row.enrolment.pupil
    people = load_people([pupil.pk], on=on)
    officers = people.standing_in_for(Role.VIRTUAL_SCHOOL_OFFICER, pupil)
    return list(dict.fromkeys([*people.holding(Role.SOCIAL_WORKER, pupil), *officers]))


def news_of_exclusion(row: Exclusion, *, to: Iterable[Person]) -> Iterator[Message]:
    """That it is on record, or that it was cancelled: each once, whatever is corrected."""
    pupil, what = row.enrolment.pupil, row.get_kind_display()
    stage, said = "reported", f"A school reported for {who_is(pupil)}: {what.lower()}"
    if row.cancelled_on:
        stage, said = "cancelled", f"Cancelled for {who_is(pupil)}: {what.lower()}"
    for person in to:
        yield news_of(
            pupil,
            to=person,
            about=f"exclusion:{row.pk}",
            stage=stage,
            subject=what if stage == "reported" else f"{what} cancelled",
            said=f"{said}, from {long_date(row.started_on)}.",
            page="placements:school",
        )
