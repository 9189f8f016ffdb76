"""Where a child spends the day, in the words in which the child is asked about it."""

from collections.abc import Collection
from enum import StrEnum

from .parts import Circumstance, Variant


class ByDay(StrEnum):
    """What the questions speak of."""

    SCHOOL = "school"
    NURSERY = "nursery"
    LEARNING = "learning"
    WORK = "work"
    DAYS = "your days"

    @property
    def words(self) -> dict[str, str]:
        """What stands in a question for `{it}`, `{is_it}` and `{there}`."""
        there = {ByDay.LEARNING: " where you learn", ByDay.DAYS: ""}.get(self, f" at {self.value}")
        is_it = f"{'are' if self is ByDay.DAYS else 'is'} {self.value}"
        return {"it": self.value, "is_it": is_it, "there": there}


_OF_VARIANT = {
    Variant.PRIMARY: ByDay.SCHOOL,
    Variant.SECONDARY: ByDay.SCHOOL,
    Variant.POST_16: ByDay.LEARNING,  # at a school, a college or in training
    Variant.POST_16_AT_WORK: ByDay.WORK,
    Variant.CUSTODY: ByDay.LEARNING,
}


def by_day_of(variant: str, circumstances: Collection[str], *, has_setting: bool) -> ByDay:
    """Where the child of a plan spends the day, by its form; "your days" is true of everybody.

    Below Reception a child is somewhere only if a setting has them.
    """
    if variant == Variant.EARLY_YEARS and has_setting:
        is_at_school = Circumstance.IN_RECEPTION in circumstances
        return ByDay.SCHOOL if is_at_school else ByDay.NURSERY
    return _OF_VARIANT.get(Variant(variant), ByDay.DAYS) if variant else ByDay.DAYS
