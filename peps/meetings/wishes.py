"""Whom the child wants at the meeting, as those who arrange it read it: never what is private."""

from peps.models import Pep, SentAnswer
from peps.schema.speakers import Purpose
from peps.schema.voices import question
from vsh.accounts.models import User

QUESTION = "meeting"


def childs_wish(pep: Pep, *, reader: User) -> str:
    """The child's own answer, once it is sent."""
    asked = question(Purpose.CHILD, QUESTION)
    of_child = (
        SentAnswer.objects.readable_by(reader)
        .open_to_all()
        .filter(voice__pep=pep, voice__purpose=Purpose.CHILD, key=QUESTION)
    )
    return "".join(asked.words(row.choices, row.text) for row in of_child if asked)
