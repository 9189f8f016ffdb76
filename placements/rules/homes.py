"""How often a child has moved home while looked after."""

from collections.abc import Iterable
from datetime import date


def moved_on(homes: Iterable[tuple[int, date]]) -> list[date]:
    """The days of the moves among the placements, each given by its period of care and first day,
    in order. Coming into care is no move: the first placement of each period is left out."""
    moves = []
    entered: set[int] = set()
    for period, started_on in sorted(homes, key=lambda home: home[1]):
        if period in entered:
            moves.append(started_on)
        entered.add(period)
    return moves
