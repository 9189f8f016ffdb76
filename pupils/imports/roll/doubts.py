"""What one row says that can hardly be so: a warning each, since the row may yet be right. Pure."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from vsh.calendars.rules.years import academic_year, age_on, first_calendar_year
from vsh.tables.findings import Level, Problem

from ...words import year_group

_NAMES = ("legal_first_name", "legal_last_name", "known_as")
_SIGNS_OF_NAMES = frozenset(" -'’‘ʼ`´.,()‐‑·")
_RECEPTION, _FIRST_NURSERY, _LAST_YEAR = 4, 2, 13
_SIXTH_FORM = 12  # from here on a year is often done twice, or begun late


def doubts_of(given: Mapping[str, Any], *, on: date) -> list[Problem]:
    """Signs that no name has, and a year group that is not the one of the age."""
    found = [
        _doubt(
            column,
            "not_of_a_name",
            f"{column} holds a sign that names do not have, such as a digit or a bracket of a "
            "computer's language: check it.",
        )
        for column in _NAMES
        if given.get(column) and not _is_name(given[column])
    ]
    born, year = given.get("date_of_birth"), given.get("nc_year")
    if born is not None and year is not None and born <= on:
        found += _doubts_of_year(born, year, on)
    return found


def _is_name(text: str) -> bool:
    """Letters of any script with their marks, and the few signs that stand in names."""
    return all(sign in _SIGNS_OF_NAMES or unicodedata.category(sign)[0] in "LM" for sign in text)


def _doubts_of_year(born: date, year: int, on: date) -> list[Problem]:
    """A child is in the year group of their age on 31 August before the academic year.

    Source: Education Act 1996, section 8 (compulsory school age) with the usual admission to
    Reception at four. A child may be taught outside it (School Admissions Code 2021, paragraph
    2.18), so that even a year far off is not refused.
    """
    first = first_calendar_year(academic_year(on))
    age = age_on(born, date(first, 8, 31))
    expected = min(age - _RECEPTION, _LAST_YEAR)
    if expected == year or (year >= _SIXTH_FORM and expected >= _SIXTH_FORM):
        return []
    if age < _FIRST_NURSERY:
        words = "By the date of birth the child is too young for any year group: check both."
    else:
        words = f"By the date of birth the child would be in {year_group(expected)}"
        if abs(expected - year) > 1:
            words += ": check the date of birth and the year group."
        else:
            words += ". Leave it if the child is taught outside that year group."
    return [_doubt("nc_year", "year_group_and_age", words)]


def _doubt(column: str, code: str, message: str) -> Problem:
    return Problem(column=column, code=code, message=message, level=Level.WARNING)
