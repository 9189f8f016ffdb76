"""The views of child, carers and parents: what changed because of their words is asked next time.

Neither question serves a head of Schedule 1: a plan lacks statutory content with or without them.
Like every needed question they are answered before the plan is handed in; "nothing, because …" is
an answer.
"""

from collections.abc import Callable
from dataclasses import replace

from ..parts import Circumstance, Field, Section

CHANGED_FOR_THE_CHILD = Field(
    key="what_changed",
    label="What changed because of what the child said last time",
    hint="Write it so that the child can read it: once the section is finished it stands on their "
    "page, where they are asked whether it is so. Where nothing changed, say why.",
    example="You said that the dining hall is too loud. Since October you eat in the library with "
    "two friends. Mr Day asked about the later bus; the council said no, and he asks again in May.",
    needed=True,
    guidance=("SG-PEP-07",),
    appears_when=Circumstance.CHILD_SPOKE_BEFORE,
    carries_forward=False,
    shows_last=False,
)
CHANGED_FOR_THE_HOME = Field(
    key="what_changed",
    label="What changed because of what carers and parents said last time",
    hint="Where nothing changed, say why.",
    needed=True,
    guidance=("SG-PEP-06", "SG-PEP-08"),
    appears_when=Circumstance.HOME_SPOKE_BEFORE,
    carries_forward=False,
    shows_last=False,
)


def _childs_views(before: Section) -> Section:
    fields: list[Field] = []
    for field in before.fields:
        if field.key == "changed_since":
            fields += [
                CHANGED_FOR_THE_CHILD,
                replace(
                    field,
                    hint="In the child’s own words: did it change?",
                    appears_when=Circumstance.CHILD_SPOKE_BEFORE,
                ),
            ]
        else:
            fields.append(field)
    return replace(before, fields=tuple(fields))


def _views_at_home(before: Section) -> Section:
    return replace(before, fields=(*before.fields, CHANGED_FOR_THE_HOME))


CHANGED: dict[str, Callable[[Section], Section]] = {  # section key → how it is asked now
    "childs_views": _childs_views,
    "carer_and_parent_views": _views_at_home,
}
