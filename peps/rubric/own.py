"""An authority's own rubric as it is kept: what differs from the shipped one, and its roll-up.

The nine marks are those of the guidance, so none is taken away; an authority says them in its own
words, says what each level looks like, which of them count, and how they are rolled up.
"""

from collections.abc import Mapping
from typing import Any

from .parts import LEVELS, Mark, RollUp, RollUpForm, Rubric

TEXTS = ("title", "guidance", *LEVELS)
Content = Mapping[str, Any]


def content_of(rubric: Rubric) -> dict[str, Any]:
    """A rubric as JSON."""
    return {
        "marks": {
            mark.key: {name: getattr(mark, name) for name in TEXTS} | {"counts": mark.counts}
            for mark in rubric.marks
        },
        "roll_up": {
            "form": rubric.roll_up.form.value,
            "red_from": rubric.roll_up.red_from,
            "green_from": rubric.roll_up.green_from,
            "decisive": sorted(rubric.roll_up.decisive),
        },
    }


def rubric_from(content: Content, *, version: str, shipped: Rubric) -> Rubric:
    """The rubric that the JSON says; where to look stays as shipped."""
    rule = content["roll_up"]
    return Rubric(
        version=version,
        marks=tuple(
            Mark(key=mark.key, sections=mark.sections, **content["marks"][mark.key])
            for mark in shipped.marks
        ),
        roll_up=RollUp(
            form=RollUpForm(rule["form"]),
            red_from=rule["red_from"],
            green_from=rule["green_from"],
            decisive=frozenset(rule["decisive"]),
        ),
    )


def problems(rubric: Rubric) -> dict[str, str]:
    """What is wrong with a rubric, by field of its form; nothing for one that can be used."""
    counting = [mark.key for mark in rubric.counting]
    rule, found = rubric.roll_up, dict[str, str]()
    if not counting:
        return {"counting": "Choose at least one mark that counts"}
    if stray := rule.decisive - set(counting):
        titles = ", ".join(f"“{mark.title}”" for mark in rubric.marks if mark.key in stray)
        found["decisive"] = f"A decisive mark has to count: {titles}"
    if rule.form is RollUpForm.DECISIVE and not rule.decisive:
        found["decisive"] = "Choose at least one decisive mark, or another rule"
    if rule.form is RollUpForm.NUMBERS:
        for name in ("red_from", "green_from"):
            if not 1 <= getattr(rule, name) <= len(counting):
                found[name] = f"Choose a number from 1 to {len(counting)}, the marks that count"
    return found
