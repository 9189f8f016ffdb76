"""What the services refuse, in words that a page can show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError

from peps.rules.completeness import Missing
from peps.rules.days import WrongDay
from peps.rules.states import Refusal
from peps.schema import Answers


class PepRefused(ValidationError):  # noqa: N818  (an answer to show)
    """The state of the PEP, or the person's part in it, does not allow this."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.words, code=refusal.value)


class PepUnfinished(ValidationError):  # noqa: N818  (an answer to show)
    """Something needed is missing; `missing` says what, in the order of the form."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        self.missing = list(missing)
        first = f"{self.missing[0].section.title}: {self.missing[0].field.label}"
        more = f" and {len(self.missing) - 1} more" if len(self.missing) > 1 else ""
        super().__init__(f"Still to answer: {first}{more}", code="unfinished")


class PepWrongDays(ValidationError):  # noqa: N818  (an answer to show)
    """Days that cannot stand in a finished section or plan; `wrong` says which and why."""

    def __init__(self, wrong: Sequence[WrongDay]) -> None:
        self.wrong = list(wrong)
        super().__init__([item.words for item in self.wrong], code="wrong_day")


@dataclass
class StaleSection(Exception):  # noqa: N818  (a conflict to settle, not a fault)
    """Somebody saved since what this person changed too; both texts are here, so that no word is
    lost: `mine` are the answers that both wrote, of which the page had `seen` these versions,
    `theirs` the whole section as it stands. `is_kept` if the person's words are kept while they
    wait; of those in `too_long` both texts were chosen and do not fit into one."""

    mine: Answers
    theirs: Answers
    version: int
    saved_by: str
    saved_at: datetime | None
    seen: Mapping[str, int] = field(default_factory=dict)
    is_kept: bool = False
    too_long: Collection[str] = ()
