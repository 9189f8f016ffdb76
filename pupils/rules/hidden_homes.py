"""Whether a home is hidden of which only a file or another record tells. Pure."""

from collections.abc import Sequence
from datetime import date


def is_hidden_among(homes: Sequence[tuple[date, bool]], started_on: date) -> bool:
    """As the home before it; `homes` are first days, and whether the address is confidential.

    One from before a hidden address is hidden too.
    """
    before = [home for home in homes if home[0] < started_on]
    _, is_last_hidden = max(before, default=(date.min, False))
    return is_last_hidden or any(is_hidden for day, is_hidden in homes if day > started_on)
