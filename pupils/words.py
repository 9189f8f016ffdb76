"""The field's words for what is stored as a number or a code."""

from datetime import date


def age_on(*, born_on: date, on: date) -> int:
    """Age in whole years; a child born on 29 February has their birthday on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def year_group(nc_year: int | None) -> str:
    """The year group as schools say it: "Year 9", "Reception", "Nursery"."""
    if nc_year is None:
        return "Year not known"
    if nc_year < 0:
        return "Nursery"
    return "Reception" if nc_year == 0 else f"Year {nc_year}"
