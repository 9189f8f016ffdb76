"""A termly PEP that was begun in the holidays is handed in once its term has begun."""

from peps.facts.terms import term_with, terms_of_child
from peps.models import Pep
from vsh.calendars import today


def is_too_early(pep: Pep) -> bool:
    """Whether a submission today would meet no term's review, with no other plan to come.

    A first, interim or after-move PEP may be handed in at any time: the term's own opens then.
    """
    if pep.kind != Pep.Kind.TERMLY or pep.submitted_on or not pep.is_open:
        return False
    day = today()
    terms = terms_of_child(pupil_id=pep.pupil_id, care_period_id=pep.care_period_id, day=day)
    term = term_with(terms, (pep.academic_year, pep.season))
    return term is not None and day < term.first_on
