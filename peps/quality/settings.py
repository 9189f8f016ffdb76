"""The authority's own clock for an answer, as its settings page shows it."""

from peps.rules.assurance_clock import ASSURED
from pupils.models import ClockSetting


def clock_setting(authority_id: int) -> tuple[bool, int | None]:
    """Whether the clock is on, and its number if the authority chose one."""
    own = ClockSetting.objects.filter(authority=authority_id, kind=ASSURED).first()
    return (own.is_on, own.number) if own else (False, None)
