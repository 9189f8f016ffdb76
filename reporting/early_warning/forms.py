"""The filters of the list, and what somebody says who looked."""

from datetime import date
from typing import Any

from reporting.filters import RollFilter, SelectFilter
from vsh.accounts.models import User
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

from .listing import never_looked_at, to_look_at_again, with_fact
from .models import KINDS

NOT_HERE = ("pep", "area", "sen", "care")  # filters of the roll that this list lacks
LONGEST = 2000


class EarlyWarningFilter(RollFilter):
    """Which fact, whether somebody looked; school, year group, officer."""

    fact = SelectFilter(method="by_fact", label="Fact", choices=KINDS, empty_label="All")
    looked = SelectFilter(
        method="by_look",
        label="Looked at",
        choices=[("never", "Not yet"), ("again", "To look at again")],
        empty_label="All",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for name in ("looked", "fact"):
            self.filters.move_to_end(name, last=False)
        for name in NOT_HERE:
            self.filters.pop(name, None)

    def by_fact(self, pupils: Any, _: str, value: str) -> Any:
        """Children of whom this is a fact."""
        return with_fact(pupils, value)

    def by_look(self, pupils: Any, _: str, value: str) -> Any:
        """Nobody looked; or something came since, or the day to look again."""
        if value == "never":
            return never_looked_at(pupils)
        return to_look_at_again(pupils, on=self.day)


class LookForm(GovukForm):
    """What was done about the facts, or why nothing is to be done."""

    done = fields.TextareaField(
        label="What was done, or is to be done by whom?",
        hint="If nothing is to be done, say why. Everybody who sees these facts reads this.",
        rows=4,
        max_length=LONGEST,
    )
    look_again_on = fields.DateField(label="When is somebody to look again?", required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = on

    def clean_look_again_on(self) -> date | None:
        """A day that is still to come."""
        day: date | None = self.cleaned_data["look_again_on"]
        if day is not None and day <= self.day:
            self.add_error("look_again_on", "The day to look again must be after today")
        return day
