"""Why the words of somebody who came by a link were not taken, told kindly and as it is."""

from dataclasses import dataclass
from enum import Enum


class Why(Enum):
    """What became of the session while they wrote."""

    RESTED = "rested"
    CLOSED = "closed"
    ANOTHER = "another link"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What happened, and what to do now."""

    why: str
    do: str

    @property
    def line(self) -> str:
        """For the line beside a form that saves itself: the words are still in their fields."""
        return (
            f"Not saved – {self.why[:1].lower()}{self.why[1:]} Your words are still here. {self.do}"
        )


_AGAIN = "Open your link again in another tab and type your code."
_TOLD = {
    (True, Why.RESTED): Told(
        why="This page was quiet for a long time, so it was closed.",
        do=f"Nothing is wrong. {_AGAIN}",
    ),
    (True, Why.CLOSED): Told(
        why="Your link was closed, or its time is over.",
        do="You have done nothing wrong. Show your words to a grown-up you trust, or copy them.",
    ),
    (True, Why.ANOTHER): Told(
        why="Somebody opened another link in this browser.",
        do=f"You have done nothing wrong. {_AGAIN}",
    ),
    (False, Why.RESTED): Told(
        why="This page rested for more than half an hour, so it was closed.", do=_AGAIN
    ),
    (False, Why.CLOSED): Told(
        why="Your link was closed, or its time is over.",
        do="Copy your words before you leave, and ask the person who gave you the link.",
    ),
    (False, Why.ANOTHER): Told(
        why="Another link, or this one under another name, was opened in this browser.", do=_AGAIN
    ),
}


def told(why: Why, *, is_child: bool) -> Told:
    """The words for a child, or for a carer or parent."""
    return _TOLD[is_child, why]
