"""What stands in a section's form already because it is on record, until somebody writes otherwise.

Nothing of it is an answer before it is saved: whoever saves it says that it is so.
"""

from collections.abc import Iterable

from peps.meetings.answers import answers_on_record
from peps.reading.facts import places_attended
from peps.reading.learning_facts import attainment, suspensions
from peps.reading.reader import Fact, Reader
from peps.schema import Answers, Section


def prefilled(section: Section, reader: Reader) -> Answers:
    """The answers to this section's questions that the record gives."""
    answers = dict(answers_on_record(reader.pep, section.key))
    asked = {field.key for field in section.fields}
    if "education_history" in asked and (places := places_attended(reader)):
        answers["education_history"] = _lines(reversed(places))
    if "school_contacts" in asked and reader.known.teachers:
        answers["school_contacts"] = "\n".join(
            f"Designated teacher: {row['name']}, {row['email']}" for row in reader.known.teachers
        )
    if "suspensions" in asked and reader.known.exclusions is not None:
        answers["suspensions"] = _lines(suspensions(reader))
    if "attainment_now" in asked and reader.known.results:
        answers["attainment_now"] = _lines(attainment(reader))
    return answers


def _lines(facts: Iterable[Fact]) -> str:
    return "\n".join(f"{fact.label}: {fact.value}" for fact in facts)
