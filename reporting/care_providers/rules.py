"""What is counted of each care provider: pure functions on the facts of the children placed there.

A fact counts for the provider with whom the child lived on its day; a child may count for several
providers in a year. Small numbers are hidden by the rules of the annual report.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from placements.rules.attendance import Sessions, summed
from reporting.annual_report.rules import (
    SMALLEST_SHOWN,
    Shown,
    hidden_within,
    shown_in_full,
    suppress_counts,
    suppress_share,
)


@dataclass(frozen=True, order=True)
class Provider:
    """As the placement has it: the return's code of the provider, the group of its kind, Ofsted's
    number where the record has one. No name of a provider is on record."""

    code: str
    kind: str
    ofsted_urn: str = ""


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A child's time with a provider; the day on which it ends is no longer part of it."""

    child: int
    provider: Provider
    started_on: date
    ended_on: date | None = None

    def contains(self, day: date) -> bool:
        """Whether the child lived there on the day."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)

    def meets(self, first: date, last: date | None) -> bool:
        """Whether some day from `first` to `last`, both included, lies in it."""
        return (last is None or self.started_on <= last) and (
            self.ended_on is None or first < self.ended_on
        )


@dataclass(frozen=True)
class Happened:
    """Something of a child on a day."""

    child: int
    on: date


@dataclass(frozen=True)
class Gap:
    """A time without a school place, its last day included."""

    child: int
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class Review:
    """A review of the PEP that was due on a day."""

    child: int
    on: date
    is_in_time: bool


@dataclass(frozen=True)
class StageMeasured:
    """Whether a child met the measure of the end of a key stage, with its newest result's day."""

    child: int
    on: date
    stage: str
    is_met: bool


@dataclass(frozen=True)
class Assessed:
    """A result against the child's own target in a subject."""

    child: int
    on: date
    subject: str
    is_on_target: bool


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is on record of the children of an authority in a year."""

    stays: Collection[Stay]
    school_age: Collection[int] = ()
    suspensions: Iterable[Happened] = ()
    school_changes: Iterable[Happened] = ()
    gaps: Iterable[Gap] = ()
    reviews: Iterable[Review] = ()
    measured: Iterable[StageMeasured] = ()
    assessed: Iterable[Assessed] = ()
    sessions: Mapping[Provider, Sessions] = field(default_factory=dict)
    reported: Mapping[Provider, int] = field(default_factory=dict)  # children with sessions


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The numbers of one provider."""

    provider: Provider
    children: int
    school_age: int
    suspended: int
    changed_school: int
    without_place: int
    reviews: int
    reviews_in_time: int
    ks2: int  # children with the measure on record, and those who met it
    ks2_met: int
    ks4: int
    ks4_met: int
    assessed: int  # children with a result against a target
    on_target: int
    sessions: Sessions
    reported: int


NO_SESSIONS = summed(())


def outcomes(facts: Facts) -> list[Outcome]:
    """One for each provider, in order."""
    of_child: dict[int, list[Stay]] = defaultdict(list)
    children: dict[Provider, set[int]] = defaultdict(set)
    for stay in facts.stays:
        of_child[stay.child].append(stay)
        children[stay.provider].add(stay.child)

    def on(child: int, day: date) -> set[Provider]:
        return {stay.provider for stay in of_child[child] if stay.contains(day)}

    age = set(facts.school_age)
    suspended, changed = (_children(rows, on) for rows in (facts.suspensions, facts.school_changes))
    without: dict[Provider, set[int]] = defaultdict(set)
    for gap in facts.gaps:
        for stay in of_child[gap.child]:
            if stay.meets(gap.started_on, gap.ended_on):
                without[stay.provider].add(gap.child)
    due: dict[Provider, list[bool]] = defaultdict(list)
    for review in facts.reviews:
        for provider in on(review.child, review.on):
            due[provider].append(review.is_in_time)
    measured: dict[tuple[Provider, str], dict[int, bool]] = defaultdict(dict)
    for one in facts.measured:
        for provider in on(one.child, one.on):
            measured[provider, one.stage][one.child] = one.is_met
    targets = _on_target(facts.assessed, on)
    return [
        Outcome(
            provider=provider,
            children=len(there),
            school_age=len(there & age),
            suspended=len(suspended[provider] & age),
            changed_school=len(changed[provider] & age),
            without_place=len(without[provider] & age),
            reviews=len(due[provider]),
            reviews_in_time=sum(due[provider]),
            ks2=len(measured[provider, "ks2"]),
            ks2_met=sum(measured[provider, "ks2"].values()),
            ks4=len(measured[provider, "ks4"]),
            ks4_met=sum(measured[provider, "ks4"].values()),
            assessed=len(targets[provider]),
            on_target=sum(targets[provider].values()),
            sessions=facts.sessions.get(provider, NO_SESSIONS),
            reported=facts.reported.get(provider, 0),
        )
        for provider, there in sorted(children.items())
    ]


def _children(
    rows: Iterable[Happened], on: Callable[[int, date], set[Provider]]
) -> dict[Provider, set[int]]:
    """The children to whom it happened, by the provider with whom they lived then."""
    found: dict[Provider, set[int]] = defaultdict(set)
    for row in rows:
        for provider in on(row.child, row.on):
            found[provider].add(row.child)
    return found


def _on_target(
    rows: Iterable[Assessed], on: Callable[[int, date], set[Provider]]
) -> dict[Provider, dict[int, bool]]:
    """Of each provider the children with a target: whether the newest result in every subject,
    while the child lived there, was on it or above."""
    newest: dict[Provider, dict[int, dict[str, bool]]] = defaultdict(lambda: defaultdict(dict))
    for row in sorted(rows, key=lambda row: row.on):
        for provider in on(row.child, row.on):
            newest[provider][row.child][row.subject] = row.is_on_target
    found: dict[Provider, dict[int, bool]] = defaultdict(dict)
    for provider, children in newest.items():
        found[provider] = {child: all(told.values()) for child, told in children.items()}
    return found


@dataclass(frozen=True, kw_only=True)
class OutcomeShown:
    """The same as it may be shown."""

    provider: Provider
    children: str
    attendance: str
    suspended: str
    changed_school: str
    without_place: str
    reviews_in_time: str
    ks2_met: str
    ks4_met: str
    on_target: str


def shown(outcome: Outcome, *, in_full: bool) -> OutcomeShown:
    """In full for those who may see the children behind; else with no small number left."""
    total, age = outcome.children, outcome.school_age
    is_hidden = not in_full and 0 < total < SMALLEST_SHOWN
    number = f"{total:,}" if in_full else suppress_counts([total, age])[0].count

    def words(numerator: int, denominator: int) -> str:
        if is_hidden:
            return _words(hidden_within())
        rule = shown_in_full if in_full else suppress_share
        return _words(rule(numerator, denominator))

    is_few = not in_full and outcome.reported < SMALLEST_SHOWN
    rate = outcome.sessions.attendance
    hidden = _words(hidden_within()) if outcome.reported else "Nothing reported"
    return OutcomeShown(
        provider=outcome.provider,
        children=number,
        attendance=hidden if is_few or is_hidden or rate is None else f"{rate}%",
        suspended=words(outcome.suspended, age),
        changed_school=words(outcome.changed_school, age),
        without_place=words(outcome.without_place, age),
        reviews_in_time=words(outcome.reviews_in_time, outcome.reviews),
        ks2_met=words(outcome.ks2_met, outcome.ks2),
        ks4_met=words(outcome.ks4_met, outcome.ks4),
        on_target=words(outcome.on_target, outcome.assessed),
    )


def _words(one: Shown) -> str:
    if one.is_suppressed and one.bound is None:
        return one.count
    if one.out_of == "0":
        return "None counted"
    rate = "" if one.percent == "–" else f" ({one.percent})"
    return f"{one.count} of {one.out_of}{rate}"
