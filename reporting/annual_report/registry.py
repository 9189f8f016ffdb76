"""Every indicator of the report, each one function with its definition in its docstring.

The definition printed in the report is the docstring itself, so the two cannot differ.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from inspect import cleandoc
from typing import Any

from .facts import Child, Cohort


class Section(StrEnum):
    """A chapter of the report."""

    CHILDREN = "children"
    PLACEMENTS = "placements"
    SCHOOLS = "schools"
    PLANS = "plans"

    @property
    def heading(self) -> str:
        """The chapter's heading."""
        return {
            "children": "Our children",
            "placements": "Where our children live",
            "schools": "Schools and education",
            "plans": "Personal education plans",
        }[self.value]


class Shape(StrEnum):
    """How the figures of a table hang together; that decides how small numbers are hidden.

    PARTITION: each thing counted is in exactly one row, so the rows add up to a shown total.
    SHARES: each row is a share of its own. TOTALLED: shares whose last row adds up the others.
    COUNTS: plain numbers, of which the first contains the second.
    """

    PARTITION = "partition"
    SHARES = "shares"
    TOTALLED = "totalled"
    COUNTS = "counts"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number: those counted, out of those counted and the others.

    Both hold references of children, one for each thing counted, so a child with three plans
    may be there three times.
    """

    label: str
    counted: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def numerator(self) -> int:
        """How many were counted."""
        return len(self.counted)

    @property
    def denominator(self) -> int:
        """Out of how many."""
        return len(self.counted) + len(self.others)


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What an indicator counts, out of what, and where the definition comes from."""

    title: str
    inclusion: str
    numerator: str
    denominator: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A function from the cohort to figures, with its definition.

    `unit` is what is counted. `within` names the row of another table (its key, its label)
    whose number is the total of this one: where that row is hidden, this table is too.
    `is_published` is false for figures that only the virtual school sees.
    """

    key: str
    section: Section
    definition: Definition
    shape: Shape
    first_column: str
    unit: str
    within: tuple[str, str] | None
    is_published: bool
    compute: Callable[[Cohort], tuple[Figure, ...]]

    def frozen(self, figures: tuple[Figure, ...]) -> dict[str, Any]:
        """The figures with their definition, as kept in the report."""
        definition = self.definition
        return {
            "key": self.key,
            "section": self.section.value,
            "title": definition.title,
            "definition": {
                "inclusion": definition.inclusion,
                "numerator": definition.numerator,
                "denominator": definition.denominator,
                "source": definition.source,
            },
            "shape": self.shape.value,
            "first_column": self.first_column,
            "unit": self.unit,
            "within": list(self.within) if self.within else None,
            "is_published": self.is_published,
            "rows": [
                {"label": f.label, "numerator": f.numerator, "denominator": f.denominator}
                for f in figures
            ],
        }


REGISTRY: dict[str, Indicator] = {}
_PARTS = ("Inclusion", "Numerator", "Denominator", "Source")


def indicator(
    section: Section,
    *,
    first_column: str,
    unit: str = "Children",
    shape: Shape = Shape.PARTITION,
    within: tuple[str, str] | None = None,
    is_published: bool = True,
) -> Callable[[Callable[[Cohort], tuple[Figure, ...]]], Callable[[Cohort], tuple[Figure, ...]]]:
    """Register a function as an indicator; its docstring must define it."""

    def register(
        function: Callable[[Cohort], tuple[Figure, ...]],
    ) -> Callable[[Cohort], tuple[Figure, ...]]:
        key = function.__name__
        if key in REGISTRY:
            raise ValueError(f"Two indicators are called {key}")
        REGISTRY[key] = Indicator(
            key=key,
            section=section,
            definition=read_definition(function.__doc__ or ""),
            shape=shape,
            first_column=first_column,
            unit=unit,
            within=within,
            is_published=is_published,
            compute=function,
        )
        return function

    return register


def read_definition(docstring: str) -> Definition:
    """The definition that a docstring states; raises `ValueError` where a part is missing."""
    text = cleandoc(docstring)
    title, _, rest = text.partition("\n")
    found = re.split(rf"^({'|'.join(_PARTS)}): ", rest, flags=re.MULTILINE)[1:]
    parts = {
        name: " ".join(words.split()) for name, words in zip(found[::2], found[1::2], strict=True)
    }
    if tuple(parts) != _PARTS:
        raise ValueError(f"{title!r} must state {', '.join(_PARTS)} in this order")
    return Definition(
        title=title.rstrip("."), **{name.lower(): words for name, words in parts.items()}
    )


def split(
    children: Iterable[Child], *, by: Callable[[Child], Hashable], groups: Mapping[Any, str]
) -> tuple[Figure, ...]:
    """One figure for each group; every child must belong to one of them."""
    return split_items([(child.ref, by(child)) for child in children], groups=groups)


def split_items(
    items: Iterable[tuple[str, Hashable]], *, groups: Mapping[Any, str]
) -> tuple[Figure, ...]:
    """The same for things of which a child may have several: (the child's ref, its group)."""
    items = list(items)
    if unknown := {group for _, group in items} - set(groups):
        raise ValueError(f"No group for {unknown}")
    return tuple(
        Figure(
            label=label,
            counted=tuple(ref for ref, group in items if group == key),
            others=tuple(ref for ref, group in items if group != key),
        )
        for key, label in groups.items()
    )


def count(label: str, children: Iterable[Child]) -> Figure:
    """A plain number of children."""
    return Figure(label=label, counted=tuple(child.ref for child in children), others=())


def share(label: str, *, of: Iterable[Child], who: Callable[[Child], bool]) -> Figure:
    """Those of the children to whom `who` applies."""
    yes: list[str] = []
    no: list[str] = []
    for child in of:
        (yes if who(child) else no).append(child.ref)
    return Figure(label=label, counted=tuple(yes), others=tuple(no))
