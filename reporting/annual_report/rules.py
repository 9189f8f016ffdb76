"""The academic year of the report, whole percentages, and which small numbers stay hidden."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vsh.calendars.rules.years import academic_year, age_on, first_calendar_year, year_label

SMALLEST_SHOWN = 6
SMALLEST_BASE_OF_PERCENTAGE = 10


@dataclass(frozen=True, kw_only=True)
class AcademicYear:
    """1 September to 31 August, named like 2025-26."""

    starts_in: int

    @classmethod
    def named(cls, name: str) -> "AcademicYear":
        """The year of this name; raises `ValueError` for anything else than 2025-26."""
        if not re.fullmatch(r"20\d\d-\d\d", name) or year_label(int(name[:4])) != name:
            raise ValueError(f"Write the academic year like 2025-26, not {name!r}.")
        return cls(starts_in=first_calendar_year(name))

    @classmethod
    def of(cls, day: date) -> "AcademicYear":
        """The year in which `day` lies."""
        return cls(starts_in=first_calendar_year(academic_year(day)))

    @property
    def name(self) -> str:
        """Such as 2025-26."""
        return year_label(self.starts_in)

    @property
    def first_day(self) -> date:
        """1 September."""
        return date(self.starts_in, 9, 1)

    @property
    def last_day(self) -> date:
        """31 August."""
        return date(self.starts_in + 1, 8, 31)

    @property
    def school_day(self) -> date:
        """31 May: a day on which every year group still has its place."""
        return date(self.starts_in + 1, 5, 31)

    @property
    def twelve_months_to_march(self) -> tuple[date, date]:
        """1 April to the 31 March that lies in this academic year."""
        return date(self.starts_in, 4, 1), date(self.starts_in + 1, 3, 31)

    def age_at_start(self, born_on: date) -> int:
        """Age on 31 August before the year, which decides the year group (age less 4)."""
        return age_on(born_on, self.first_day - timedelta(days=1))


def percentage(numerator: int, denominator: int) -> int | None:
    """A whole percentage, halves rounded up; none of nothing."""
    if denominator == 0:
        return None
    return (200 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A count and its percentage as they may be published.

    `bound` is the percentage for a picture, exact or the limit that the words give; none where
    nothing may be drawn.
    """

    count: str
    out_of: str
    percent: str
    bound: int | None
    is_suppressed: bool


FEW = f"fewer than {SMALLEST_SHOWN}"
ALL_BUT_FEW = f"all but fewer than {SMALLEST_SHOWN}"
HIDDEN = "not shown"


def shown_in_full(numerator: int, denominator: int) -> Shown:
    """A count as it is, for those who may see the children behind it."""
    percent = percentage(numerator, denominator)
    return Shown(
        count=f"{numerator:,}",
        out_of=f"{denominator:,}",
        percent="–" if percent is None else f"{percent}%",
        bound=percent,
        is_suppressed=False,
    )


def suppress_partition(counts: Sequence[int]) -> list[Shown]:
    """Groups that add up to a total that is shown, with no small number left to work out.

    1. Counts of 1 to 5 are shown as "fewer than 6".
    2. While such a count could be worked out from the total and the others, the next smallest
       group is hidden as well.
    3. If nothing is left to hide, every group is hidden without saying which is small.
    4. A total of 1 to 5 hides the whole table.

    Source: DfE suppresses small numbers in its statistics of looked-after children; the limit
    of 6 with secondary suppression is this report's own rule.
    """
    total = sum(counts)
    if 0 < total < SMALLEST_SHOWN:
        return [_hidden(out_of=FEW) for _ in counts]
    small = {i for i, count in enumerate(counts) if 0 < count < SMALLEST_SHOWN}
    secondary: set[int] = set()
    larger = sorted(
        (i for i, count in enumerate(counts) if count >= SMALLEST_SHOWN), key=lambda i: counts[i]
    )
    while _can_be_worked_out(counts, small, secondary):
        if not larger:
            return [_plain(0, total) if c == 0 else _hidden(out_of=f"{total:,}") for c in counts]
        secondary.add(larger.pop(0))
    shown = []
    for i, count in enumerate(counts):
        if i in small:
            shown.append(_few(total))
        elif i in secondary:
            shown.append(_secondary(count, total))
        else:
            shown.append(_plain(count, total))
    return shown


def suppress_share(numerator: int, denominator: int) -> Shown:
    """One count out of another; the rest, which can be worked out, is protected like the count."""
    if 0 < denominator < SMALLEST_SHOWN:
        return _hidden(out_of=FEW)
    if 0 < numerator < SMALLEST_SHOWN:
        return _few(denominator)
    if 0 < denominator - numerator < SMALLEST_SHOWN:
        return _secondary(numerator, denominator)
    return _plain(numerator, denominator)


def suppress_counts(counts: Sequence[int]) -> list[Shown]:
    """Plain numbers, of which the first contains the second.

    The first is hidden where their difference would be a small number.
    """
    shown = [_number(FEW if 0 < n < SMALLEST_SHOWN else f"{n:,}") for n in counts]
    if len(counts) > 1 and 0 < counts[0] - counts[1] < SMALLEST_SHOWN:
        shown[0] = _number(HIDDEN)
    return shown


def suppress_totalled(rows: Sequence[tuple[int, int]]) -> list[Shown]:
    """Shares whose last row adds up the others, with no small number left to work out from it.

    1. Each share is protected by itself.
    2. Where the total is shown and a hidden share could follow from it, the share of the
       smallest group that leaves room for doubt is hidden as well.
    3. If there is none, the total is hidden.
    """
    *parts, total = [suppress_share(numerator, denominator) for numerator, denominator in rows]
    hidden = [i for i, part in enumerate(parts) if part.is_suppressed]
    if not hidden or total.is_suppressed or _are_in_doubt([rows[i] for i in hidden]):
        return [*parts, total]
    room = [
        i
        for i, (numerator, denominator) in enumerate(rows[:-1])
        if i not in hidden and min(numerator, denominator - numerator) >= 2 * SMALLEST_SHOWN
    ]
    if room:
        chosen = min(room, key=lambda i: rows[i][1])
        parts[chosen] = _hidden(out_of=parts[chosen].out_of)
    else:
        total = _hidden(out_of=total.out_of)
    return [*parts, total]


def hidden_within() -> Shown:
    """A figure of a table whose total is itself hidden."""
    return _hidden(out_of=HIDDEN)


def _are_in_doubt(hidden: Sequence[tuple[int, int]]) -> bool:
    """Whether the sum of these shares leaves each of them open: several, small on one side."""
    most = SMALLEST_SHOWN - 1
    if len(hidden) < 2 or any(denominator < SMALLEST_SHOWN for _, denominator in hidden):
        return False
    few = [n for n, _ in hidden if 0 < n <= most]
    sides = few if len(few) == len(hidden) else [d - n for n, d in hidden if not 0 < n <= most]
    return len(sides) == len(hidden) and len(sides) < sum(sides) < most * len(sides)


def _can_be_worked_out(counts: Sequence[int], small: set[int], secondary: set[int]) -> bool:
    """Whether some small count follows exactly from what is shown and from the rule itself."""
    if not small:
        return False
    rest = sum(counts[i] for i in small | secondary)
    others = len(small) - 1
    most = SMALLEST_SHOWN - 1
    highest = min(most, rest - others - SMALLEST_SHOWN * len(secondary))
    lowest = 1 if secondary else max(1, rest - most * others)
    return lowest >= highest


def _plain(count: int, total: int) -> Shown:
    percent = percentage(count, total) if total >= SMALLEST_BASE_OF_PERCENTAGE else None
    return Shown(
        count=f"{count:,}",
        out_of=f"{total:,}",
        percent="–" if percent is None else f"{percent}%",
        bound=percent,
        is_suppressed=False,
    )


def _few(total: int) -> Shown:
    bound = None
    if total >= SMALLEST_BASE_OF_PERCENTAGE:
        bound = -(-100 * (SMALLEST_SHOWN - 1) // total)
    return Shown(
        count=FEW,
        out_of=f"{total:,}",
        percent="–" if bound is None else f"{bound}% or less",
        bound=bound,
        is_suppressed=True,
    )


def _secondary(count: int, total: int) -> Shown:
    if total - count >= SMALLEST_SHOWN:
        return _hidden(out_of=f"{total:,}")
    bound = None
    if total >= SMALLEST_BASE_OF_PERCENTAGE:
        bound = 100 * (total - SMALLEST_SHOWN + 1) // total
    return Shown(
        count=ALL_BUT_FEW,
        out_of=f"{total:,}",
        percent="–" if bound is None else f"{bound}% or more",
        bound=bound,
        is_suppressed=True,
    )


def _number(text: str) -> Shown:
    return Shown(count=text, out_of="", percent="", bound=None, is_suppressed=text in (FEW, HIDDEN))


def _hidden(*, out_of: str) -> Shown:
    return Shown(count=HIDDEN, out_of=out_of, percent="–", bound=None, is_suppressed=True)
