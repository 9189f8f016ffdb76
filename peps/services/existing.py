"""The PEPs of a time in care, as the rules of opening see them."""

from typing import Any

from django.db.models import OuterRef, Subquery

from peps.models import Pep, PepStatusChange
from peps.rules.opening import Existing
from peps.rules.states import State
from pupils.models import CarePeriod


def existing_in(period: CarePeriod | int) -> list[Existing]:
    """The PEPs of the care period as the rule sees them, newest first."""
    set_aside = PepStatusChange.objects.filter(pep=OuterRef("pk"), to_state=State.NOT_REQUIRED)
    by = Subquery(set_aside.order_by("-id").values("by")[:1])
    return [
        Existing(
            id=pep.pk,
            kind=pep.kind,
            state=State(pep.state),
            is_initiated=pep.initiated_on is not None and not _is_set_aside(pep),
            term=(pep.academic_year, pep.season),
            opened_on=pep.opened_on,
            submitted_on=pep.submitted_on,
        )
        for pep in Pep.objects.filter(care_period=period).annotate(set_aside_by=by)
    ]


def _is_set_aside(pep: Any) -> bool:
    """Whether a person set it aside; one that lapsed still counts as initiated."""
    return pep.state == State.NOT_REQUIRED and pep.set_aside_by is not None
