"""Who will read what is written by link, named to those who write it."""

from dataclasses import dataclass

from peps.models import Pep
from peps.rules.voices import READS_PRIVATE_ANSWERS
from pupils.models import Enrolment, Involvement
from pupils.places import at_a_setting
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.calendars import today

WORDS = {
    "social_worker": "social worker",
    "team_manager": "the social worker’s manager",
    "iro": "reviewing officer",
    "virtual_school_officer": "virtual school",
    "personal_adviser": "personal adviser",
}


@dataclass(frozen=True, kw_only=True)
class ReaderOfWords:
    """One person, and what they are."""

    name: str
    what: str
    capacity: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadersOfWords:
    """Everybody who reads what is not private, and the few who read what is."""

    people: list[ReaderOfWords]

    @property
    def of_private(self) -> list[ReaderOfWords]:
        """The child's social worker and officer."""
        return [person for person in self.people if person.capacity in READS_PRIVATE_ANSWERS]


def readers_of(pep: Pep) -> ReadersOfWords:
    """The people of today: at school, in social care, at the virtual school."""
    day = today()
    involved = Involvement.objects.filter(pupil=pep.pupil_id).current_on(day)
    places = Enrolment.objects.filter(at_a_setting(day), pupil=pep.pupil_id)
    teachers = Membership.objects.in_force_on(day).filter(
        role=Role.DESIGNATED_TEACHER, setting__in=places.values("setting")
    )
    people = [
        ReaderOfWords(
            name=str(row.user), what=WORDS.get(row.capacity, row.capacity), capacity=row.capacity
        )
        for row in involved.select_related("user").order_by("started_on", "id")
    ]
    people.sort(key=lambda person: list(WORDS).index(person.capacity))
    at_school = [
        ReaderOfWords(name=str(m.user), what=f"teacher at {m.setting}")
        for m in teachers.select_related("user", "setting").order_by("id")
    ]
    return ReadersOfWords(people=[*at_school, *people])
