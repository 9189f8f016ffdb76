"""A termly PEP that was begun in the holidays is handed in once its term has begun."""

from peps.models import Pep
from peps.terms import is_before_its_term
from vsh.calendars import today


def is_too_early(pep: Pep) -> bool:
    """Whether a submission today would meet no term's review, with no other plan to come.

    A first, interim or after-move PEP may be handed in at any time: the term's own opens then.
    """
    if pep.kind != Pep.Kind.TERMLY or pep.submitted_on or not pep.is_open:
        return False
    return is_before_its_term(
        pep.pupil.authority, today(), academic_year=pep.academic_year, season=pep.season
    )
