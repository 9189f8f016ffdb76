"""Whether a school is for children like this one: the ages that it teaches, and special schools.

Source: the register of schools (Get Information about Schools) for ages and types; Children and
Families Act 2014, section 34: a child without an EHC plan is educated in a mainstream school, with
the exceptions that it names. A choice beside that may be right: it is asked for in words.
"""

from dataclasses import dataclass

AGE_AT_THE_END_OF_YEAR_0 = 5  # of the year group's children on 31 August
# Types of the register: community, non-maintained, other independent and foundation special
# schools, special academies and free schools.
SPECIAL_TYPES = frozenset({"7", "8", "10", "12", "33", "36", "44"})


@dataclass(frozen=True, kw_only=True)
class SchoolAsRegistered:
    """What the register says of a school; an age it does not know is None."""

    low_age: int | None = None
    high_age: int | None = None
    type_code: str = ""


def why_unsuited(
    school: SchoolAsRegistered, *, year_groups: tuple[int, ...], has_ehc_plan: bool
) -> str:
    """Why the school is not for the child, a sentence without its stop, or "" where it is. It
    teaches the child if it teaches one of the year groups that count (as recorded, by age)."""
    if not any(_teaches(school, one) for one in year_groups):
        return f"It teaches ages {_ages(school)}, and the child is in {_in_words(year_groups[0])}"
    if school.type_code.lstrip("0") in SPECIAL_TYPES and not has_ehc_plan:
        return "It is a special school, and the child has no EHC plan"
    return ""


def _teaches(school: SchoolAsRegistered, year_group: int) -> bool:
    """From a year before its lowest age on, since some registers leave out the Reception year."""
    oldest = year_group + AGE_AT_THE_END_OF_YEAR_0
    is_old_enough = school.low_age is None or oldest >= school.low_age
    return is_old_enough and (school.high_age is None or oldest <= school.high_age)


def _ages(school: SchoolAsRegistered) -> str:
    if school.low_age is None:
        return f"up to {school.high_age}"
    return (
        f"from {school.low_age}"
        if school.high_age is None
        else f"{school.low_age} to {school.high_age}"
    )


def _in_words(year_group: int) -> str:
    if year_group < 0:
        return "nursery"
    return f"Year {year_group}" if year_group else "Reception"
