"""A PEP of an earlier term lapses when a later one takes its place; what was written is kept."""

from collections.abc import Sequence

from peps.models import Pep
from peps.rules.opening import Existing
from peps.rules.states import Action

from .locking import move


def lapse(superseded: Sequence[Existing], *, by: Pep) -> None:
    """Set them aside as not required, by nobody, with the reason on record."""
    reason = f"Superseded by the PEP of the {by.term_name.lower()}."
    for pep in Pep.objects.filter(pk__in=[each.id for each in superseded]).order_by("pk"):
        move(pep, Action.NOT_REQUIRED, actor=None, reason=reason)
