"""The filters of the list of the plans of this or of an earlier term."""

from typing import Any

from django import forms

from reporting import roll_list
from reporting.filters import RollFilter, SelectFilter
from vsh.accounts.models import User

from .listing import overdue
from .terms import THIS_TERM, UNFINISHED, earlier_terms

WHAT = [
    ("without", "Without a plan"),
    ("not_begun", "Not begun"),
    ("social_worker", "Waiting for the social worker"),
    ("school", "Waiting for the designated teacher"),
    ("virtual_school", "Waiting for the Virtual School"),
    ("returned", "Returned"),
    ("overdue", "Overdue"),
    ("done", "Complete"),
    ("not_required", "Not required"),
]
_STATES = {"returned": "returned", "done": "complete", "not_required": "not_required"}
NOT_HERE = ("pep", "area", "sen", "care")  # filters of the roll that this list lacks


class PlansFilter(RollFilter):
    """Of which term, where the plan stands; school, year group, officer."""

    term = SelectFilter(method="by_term", label="Term", choices=[], empty_label="This term")
    what = SelectFilter(method="by_what", label="Plans", choices=WHAT, empty_label="All")

    def __init__(
        self, *args: Any, user: User, present: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.terms = dict(earlier_terms(present))
        self.filters.move_to_end("term", last=False)
        for name in NOT_HERE:
            self.filters.pop(name, None)

    @property
    def form(self) -> forms.Form:
        """The form, with the terms before this one and what they left."""
        form: forms.Form = super().form
        left = (UNFINISHED, "Unfinished of earlier terms")
        choices = [(THIS_TERM, "This term"), left, *self.terms.items()]
        form.fields["term"].choices = choices  # type: ignore[attr-defined]
        return form

    @property
    def term_shown(self) -> str:
        """The term that was asked for."""
        return str(self.data.get("term") or THIS_TERM)

    def by_term(self, pupils: Any, _: str, value: str) -> Any:
        """As it is: the children and their plans are those of the term from the start."""
        return pupils

    def by_what(self, pupils: Any, _: str, value: str) -> Any:
        """Where the plan stands, or whose turn it is."""
        if value == "without":
            return pupils.filter(pep_state=roll_list.NO_PEP)
        if value == "not_begun":
            return pupils.filter(pep_state__in=[roll_list.NO_PEP, "opened"])
        if value == "overdue":
            return pupils.filter(overdue(self.day, self.term_shown))
        if value in _STATES:
            return pupils.filter(pep_state=_STATES[value])
        return pupils.filter(waits_for=value)
