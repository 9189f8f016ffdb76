"""The filters of the list of this term's plans."""

from typing import Any

from reporting import roll_list
from reporting.filters import RollFilter, SelectFilter
from vsh.accounts.models import User

from .listing import overdue

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
    """Where the plan stands; school, year group, officer."""

    what = SelectFilter(method="by_what", label="Plans", choices=WHAT, empty_label="All")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for name in NOT_HERE:
            self.filters.pop(name, None)

    def by_what(self, pupils: Any, _: str, value: str) -> Any:
        """Where the plan stands, or whose turn it is."""
        if value == "without":
            return pupils.filter(pep_state=roll_list.NO_PEP)
        if value == "not_begun":
            return pupils.filter(pep_state__in=[roll_list.NO_PEP, "opened"])
        if value == "overdue":
            return pupils.filter(overdue(self.day))
        if value in _STATES:
            return pupils.filter(pep_state=_STATES[value])
        return pupils.filter(waits_for=value)
