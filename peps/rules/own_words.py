"""What child, carers and parents said by their own links, and so nobody else need answer for them.

The child's words are theirs (statutory guidance, 2018, "Giving the child a voice"): who writes the
plan may add what they heard otherwise, and need not repeat them. A head of Schedule 1 is never
answered in this way.
"""

from collections.abc import Collection
from dataclasses import dataclass

from peps.schema import Section
from peps.schema.speakers import Purpose
from peps.schema.voice_parts import is_answered
from peps.schema.voices import question

HOW_TOLD = "about_me.how_told"  # on record where the child wrote it themselves


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """One answer by a link, with whether its part was sent."""

    key: str
    purpose: str = Purpose.CHILD
    choices: Collection[str] = ()
    text: str = ""
    is_sent: bool = True


def answered_by_themselves(said: Collection[OwnWords]) -> frozenset[str]:
    """The questions of the plan that these answers answer, as `section.field`.

    Only what was sent and says something. What is kept from the readers of the plan is answered
    too, though the plan says nothing of it: nobody is asked to say it for the child.
    """
    found = set()
    for row in said:
        asked = question(row.purpose, row.key)
        if asked is None or not asked.address or not row.is_sent:
            continue
        if is_answered(list(row.choices), row.text):
            found.add(asked.address)
    if any(address.startswith("about_me.") for address in found):
        found.add(HOW_TOLD)
    return frozenset(found)


def is_answered_by_themselves(section: Section, key: str, said: Collection[str]) -> bool:
    """Whether they have answered this question of the plan; never one of a statutory head."""
    return f"{section.key}.{key}" in said and section.field(key).head is None
