"""What a copy tells of the record: less than the plan does, and no heading above nothing."""

from collections.abc import Callable, Mapping

from peps.reading.facts import facts_for, year_then
from peps.reading.learning_facts import OWN_SCORE
from peps.reading.reader import Fact, Reader
from placements.attendance_words import GROUPS
from pupils.models import Involvement
from pupils.words import language
from vsh.govuk.dates import long_date

NOTHING = {"None on record", "Nothing on record", "Not known"}
NOT_FOR_A_CHILD = {"Missed so far", "To note"}  # words of law for absence and for suspensions


def told_in_copy(key: str, reader: Reader, *, is_child: bool) -> list[Fact]:
    """What a copy tells beside a section; a child is not compared with England, and what they said
    of themselves in their own questionnaire is told to nobody else."""
    own = _ON_RECORD.get(key)
    facts = own(reader) if own else facts_for(key, reader)
    if not is_child:
        facts = [fact for fact in facts if fact.label != OWN_SCORE]
    if is_child:
        facts = [fact for fact in facts if not (_compares(fact) or fact.label in NOT_FOR_A_CHILD)]
    says_something = any(fact.value not in NOTHING and not _compares(fact) for fact in facts)
    return facts if says_something else []


def _compares(fact: Fact) -> bool:
    return any(group in fact.label for group in GROUPS.values())


def _identity(reader: Reader) -> list[Fact]:
    pupil = reader.pep.pupil
    facts = [
        Fact(label="Known as", value=pupil.name),
        Fact(label="Date of birth", value=long_date(pupil.date_of_birth)),
        Fact(label="Year group", value=year_then(reader)),
        Fact(label="First language", value=language(pupil.first_language)),
    ]
    return [fact for fact in facts if fact.value]


def _people(reader: Reader) -> list[Fact]:
    """Who works with the child; nothing of legal status or home."""
    return [
        Fact(
            label=Involvement.Capacity(person["capacity"]).label,
            value=f"{person['name']}, {person['email']}",
        )
        for person in reader.known.people
    ]


def _schools(reader: Reader) -> list[Fact]:
    """Where the child is on the register on the day."""
    day = reader.day.isoformat()
    return [
        Fact(label="On the register of", value=place["name"])
        for place in reader.known.places
        if place["name"]
        and place["started_on"] <= day
        and (not place["ended_on"] or place["ended_on"] >= day)
    ]


_ON_RECORD: Mapping[str, Callable[[Reader], list[Fact]]] = {
    "about_me": _identity,
    "care_and_contacts": _people,
    "school_and_key_people": _schools,
}
