"""Who reads a PEP, with what is known about its child; and one line of that."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from peps.models import Pep
from peps.reading.known import Known
from peps.schema.voice_parts import Option
from vsh.accounts.roles import Permission


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of what is known."""

    label: str
    value: str
    is_short: bool = False  # an answer of a word or two, which stands beside its label on paper
    touched: tuple[Option, ...] = ()  # of a child's own answer, the pictures in it
    text: str = ""  # and the words beside them


@dataclass(frozen=True, kw_only=True)
class Reader:
    """The PEP, what is known about its child, and what the reader may know of it on a day."""

    pep: Pep
    known: Known
    permissions: Set[Permission]
    day: date

    def may(self, permission: Permission) -> bool:
        """Whether the reader may know this."""
        return permission in self.permissions
