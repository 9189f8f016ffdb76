"""Who will read what is written by link, named to those who write it."""

from collections.abc import Collection
from dataclasses import dataclass

from peps.facts.people import PlanReader, readers_of_plan
from peps.models import Pep
from peps.rules.voices import READS_PRIVATE_ANSWERS
from vsh.calendars import today

WORDS = {  # what each is, beside the name; in this order
    "designated_teacher": "teacher",
    "head_teacher": "head teacher",
    "social_worker": "social worker",
    "team_manager": "the social worker’s manager",
    "iro": "reviewing officer",
    "virtual_school_officer": "virtual school",
    "personal_adviser": "personal adviser",
}
WITHOUT_A_NAME = {  # for whom may not know where the child learns, or who is responsible where
    "designated_teacher": "The school",
    "head_teacher": "The school",
    "social_worker": "The social worker",
    "team_manager": "The social worker’s manager",
    "iro": "The reviewing officer",
    "personal_adviser": "The personal adviser",
}
OF_EHC_PLAN = "People at the council who look after the EHC plan"


@dataclass(frozen=True, kw_only=True)
class ReaderOfWords:
    """One person, and what they are; or several by what they are alone."""

    what: str
    name: str = ""
    capacity: str = ""
    user_id: int | None = None

    @property
    def words(self) -> str:
        """Name and role."""
        return f"{self.name}, {self.what}" if self.name else self.what


@dataclass(frozen=True, kw_only=True)
class ReadersOfWords:
    """Everybody who reads what is not private, and the few who read what is."""

    people: list[ReaderOfWords]

    @property
    def named(self) -> list[ReaderOfWords]:
        """Those with whom the child has to do in person."""
        return [person for person in self.people if person.name]

    @property
    def of_private(self) -> list[ReaderOfWords]:
        """The child's social worker and officer."""
        return [person for person in self.people if person.capacity in READS_PRIVATE_ANSWERS]

    def of_promised(self, private_to: Collection[int]) -> list[ReaderOfWords]:
        """Those named to the child when it was written who work with the child still."""
        return [person for person in self.of_private if person.user_id in private_to]


def readers_of(pep: Pep, *, is_place_hidden: bool = False) -> ReadersOfWords:
    """The people of today: at school, in social care, for an EHC plan.

    With `is_place_hidden`, to a parent: nobody's name, and not the school's.
    """
    found = readers_of_plan(pep.pupil, today())
    found.sort(key=lambda person: [*WORDS, person.role].index(person.role))
    shown = _without_names(found) if is_place_hidden else [_by_name(each) for each in found]
    return ReadersOfWords(people=list(dict.fromkeys(shown)))


def _by_name(reader: PlanReader) -> ReaderOfWords:
    if reader.role not in WORDS:
        return ReaderOfWords(what=OF_EHC_PLAN)
    place = f" at {reader.place}" if reader.place else ""
    return ReaderOfWords(
        name=reader.name,
        what=f"{WORDS[reader.role]}{place}",
        capacity=reader.role,
        user_id=reader.user_id,
    )


def _without_names(readers: list[PlanReader]) -> list[ReaderOfWords]:
    return [
        ReaderOfWords(what=OF_EHC_PLAN if each.role not in WORDS else WITHOUT_A_NAME[each.role])
        for each in readers
        if each.role != "virtual_school_officer"  # “The virtual school” stands there for all
    ]
