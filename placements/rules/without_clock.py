"""Why no clock of a school place runs for a child for whom one is looked for now.

A search is begun by a move at any age (statutory guidance, 2018, "Securing appropriate education":
"whatever the child's age"); the clock's ages are those of `school_places`.
"""

from datetime import date

from pupils.rules.ages import compulsory_school_age
from pupils.rules.facts import PupilFacts
from vsh.calendars.rules import in_words


def why_no_clock(child: PupilFacts, *, on: date) -> str:
    """Why no clock runs for a child for whom a place is looked for now."""
    first, leaving = compulsory_school_age(child.date_of_birth)
    if on < first:
        return f"No clock runs before compulsory school age, which begins on {in_words(first)}"
    if any(p.is_full_time_education and p.covers(on) for p in child.places_by_hours):
        return "The clock begins once the place has ended"
    if on >= leaving:
        return (
            f"Compulsory school age ended on {in_words(leaving)}: a clock runs only after an "
            "emergency placement that ended the education"
        )
    return "The clock begins with the first school day that is missed"
