"""The PEPs of a time in care, as the rules of opening see them."""

from peps.models import Pep
from peps.rules.opening import Existing
from peps.rules.states import State
from pupils.models import CarePeriod


def existing_in(period: CarePeriod | int) -> list[Existing]:
    """The PEPs of the care period as the rule sees them, newest first."""
    return [
        Existing(
            id=pep.pk,
            kind=pep.kind,
            state=State(pep.state),
            is_initiated=pep.initiated_on is not None,
            term=(pep.academic_year, pep.season),
            opened_on=pep.opened_on,
            submitted_on=pep.submitted_on,
        )
        for pep in Pep.objects.filter(care_period=period)
    ]
