"""What child, carers and parents said of one plan, as the adults who work with them read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from peps.models import CourtOrderClosure, Pep, PersonalLink
from peps.rules.links import Purpose
from vsh.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Part:
    """One purpose: who is invited and what closes the way."""

    purpose: Purpose
    links: list[PersonalLink]
    order: CourtOrderClosure | None


def parts_of(
    pep: Pep,
    *,
    reader: User,
    links: Sequence[PersonalLink],
    orders: Sequence[CourtOrderClosure],
) -> list[Part]:
    """A part for each purpose, the child's first."""
    return [
        Part(
            purpose=purpose,
            links=[link for link in links if link.purpose == purpose],
            order=next((order for order in orders if order.purpose == purpose), None),
        )
        for purpose in Purpose
    ]
