"""How far two officers who mark apart agree: the share of the same marks, and Cohen's kappa.

Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
Measurement 20 (1960) 37-46: kappa = (observed - expected) / (1 - expected), where the agreement
expected by chance follows from how often each of the two gave each level.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Pair = tuple[str, str]  # the level given by who marked first, and by who marked second
NO_PAIRS = "no plan has been marked by two"
ALL_THE_SAME = "every mark is the same level, so chance alone would agree"


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Pairs compared, how many are the same, and kappa or why it cannot be computed."""

    pairs: int
    same: int
    kappa: Fraction | None
    why_not: str = ""

    @property
    def percent(self) -> int | None:
        """The share of pairs that are the same, in whole per cent."""
        return round(100 * self.same / self.pairs) if self.pairs else None

    @property
    def words(self) -> str:
        """Kappa with two places, or that it cannot be computed and why."""
        if self.kappa is None:
            return f"Cannot be computed: {self.why_not}"
        return f"{float(self.kappa):z.2f}"


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """The agreement of these pairs."""
    same = sum(one == other for one, other in pairs)
    if not pairs:
        return Agreement(pairs=0, same=0, kappa=None, why_not=NO_PAIRS)
    total = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(
        (Fraction(first[level] * second[level], total * total) for level in first), Fraction(0)
    )
    if expected == 1:
        return Agreement(pairs=total, same=same, kappa=None, why_not=ALL_THE_SAME)
    kappa = (Fraction(same, total) - expected) / (1 - expected)
    return Agreement(pairs=total, same=same, kappa=kappa)
