"""Whether a child of a year group can have a result: what ends a stage is of an age.

Source: the national table of years, stages and their assessments: the early years profile at the
end of Reception; phonics in Year 1 and again in Year 2; the multiplication tables check in Year 4;
the tests of Key Stage 2 in Year 6; GCSEs, Attainment 8 and the EBacc in Key Stage 4, Years 10 and
11; A levels and levels of a qualification in Years 12 and 13.

Convention: a year on either side is no error, since a child may be taught out of their year, and so
is an examination taken again later. What no year of the child comes near is refused. A stage alone
is more than its tests (a child may work at an earlier one): one of another age is asked about.
"""

from collections.abc import Iterable

from .attainment import MEASURES

_A_YEAR = 1
_LAST = 99  # taken again at any age
# The first and the last year group of what is measured.
_MEASURED = {
    "goal": (-2, 0),
    "phonics": (1, 2),
    "tables_check": (4, 4),
    "scaled_score": (6, 6),
    "attainment_8": (11, 11),
    "ebacc_aps": (11, 11),
    "a_level": (12, _LAST),
    "level": (12, _LAST),
}
_EXAMINED = {"gcse": (10, _LAST), "gcse_double": (10, _LAST)}  # grades of a course are given before
_STAGES = {
    "early_years": (-2, 0),
    "ks1": (1, 2),
    "ks2": (3, 6),
    "ks3": (7, 9),
    "ks4": (10, 11),
    "post_16": (12, _LAST),
}
_TEST = "test"


def impossible(*, measure: str, kind: str, year_groups: Iterable[int]) -> str:
    """Why nobody of these year groups (as recorded, and by age) has such a result; empty where
    somebody may."""
    years = _MEASURED.get(measure) or (_EXAMINED.get(measure) if kind == _TEST else None)
    groups = tuple(year_groups)
    if years is None or _is_near(years, groups):
        return ""
    was = " or ".join(dict.fromkeys(_year(one) for one in groups))
    return f"{MEASURES[measure].label} is of {_span(years)}, and the child was in {was} on that day"


def is_of_another_age(*, stage: str, year_groups: Iterable[int]) -> bool:
    """Whether the stage is none of these years: it may be right, and is asked about."""
    return not _is_near(_STAGES[stage], tuple(year_groups))


def _is_near(years: tuple[int, int], groups: tuple[int, ...]) -> bool:
    first, last = years
    return any(first - _A_YEAR <= one <= last + _A_YEAR for one in groups)


def _span(years: tuple[int, int]) -> str:
    first, last = years
    if last == _LAST:
        return f"{_year(first)} and later"
    if first < 0:
        return f"the years up to {_year(last)}"
    return _year(first) if first == last else f"{_year(first)} and {_year(last)}"


def _year(group: int) -> str:
    if group < 0:
        return "nursery"
    return "Reception" if group == 0 else f"Year {group}"
