"""A meeting about a plan, and who is asked to it."""

from datetime import date, time

from peps.meetings.people import Asked
from peps.services.meetings import Arrangement, arrange_meeting

CARER = Asked(capacity="carer", name="Cora Carer", email="cora@carers.example")
PARENT = Asked(capacity="parent", name="Pat Parent", email="pat@parents.example")
MENTOR = Asked(capacity="other", name="Max Mentor", email="max@mentors.example")
WHEN = Arrangement(
    day=date(2026, 11, 11), starts_at=time(15), ends_at=time(16), place="County Hall"
)
LATER = Arrangement(**{**vars(WHEN), "place": "Elm House, Elm Road"})


def arranged(cast, pep, people=(CARER, PARENT, MENTOR), when=WHEN):
    return arrange_meeting(actor=cast.officer, pep=pep, arrangement=when, asked=people)
