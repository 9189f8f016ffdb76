"""Why a school was chosen, as searches for a school have it on record.

The floor of searches knows it and makes it known here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

PupilAndSetting = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class WhyThisSchool:
    """The evidence for a school below good, and the exceptional reason for an inadequate one."""

    evidence: str = ""
    exceptional_reason: str = ""


Source = Callable[[Collection[PupilAndSetting]], Mapping[PupilAndSetting, WhyThisSchool]]
_sources: list[Source] = []


def register_school_evidence(source: Source) -> None:
    """Add a source; apps call this when they start."""
    _sources.append(source)


def why_these_schools(
    asked: Collection[PupilAndSetting],
) -> Mapping[PupilAndSetting, WhyThisSchool]:
    """By the ids of child and school, where anything is on record."""
    return {key: why for source in _sources for key, why in source(asked).items()} if asked else {}
