"""How much of what a system sent waits for a person: the floor that takes it in knows."""

from collections.abc import Callable, Collection, Mapping

_counts: list[Callable[[Collection[int]], Mapping[int, int]]] = []


def register_waiting(count: Callable[[Collection[int]], Mapping[int, int]]) -> None:
    """Ask this for the deliveries of these tokens that wait."""
    if count not in _counts:
        _counts.append(count)


def waiting_of(token_ids: Collection[int]) -> dict[int, int]:
    """How many deliveries of each of these tokens wait."""
    return {token: number for count in _counts for token, number in count(token_ids).items()}
