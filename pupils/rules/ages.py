"""The ages at which the clocks begin and end: PEP age, compulsory school age, eighteen."""

from datetime import date, timedelta

from vsh.calendars.rules import academic_year, birthday, first_calendar_year

DEFAULT_PEP_AGE = 2
FRIDAY = 4


def eighteenth_birthday(date_of_birth: date) -> date:
    """The day on which a child becomes an adult and ceases to be looked after."""
    return birthday(date_of_birth, 18)


def care_ends_on(date_of_birth: date, ended_on: date | None) -> date:
    """The day on which care ends: as told, at the latest the 18th birthday.

    Source: Children Act 1989 s.105(1), by which a child is a person under eighteen.
    """
    adult_on = eighteenth_birthday(date_of_birth)
    return min(ended_on or adult_on, adult_on)


def adults_born_until(day: date) -> date:
    """The latest date of birth of those who have reached eighteen by `day`.

    For queries, where `care_ends_on` would be asked row by row.
    """
    if (day.month, day.day) == (2, 29):  # eighteen years before it there is no such day
        return date(day.year - 18, 2, 28)
    return day.replace(year=day.year - 18)


def term_after_birthday(date_of_birth: date, age: int) -> date:
    """The start of the term after a birthday, by the prescribed days of early education.

    Birthday from 1 January to 31 March: 1 April; 1 April to 31 August: 1 September; 1 September
    to 31 December: 1 January.
    """
    day = birthday(date_of_birth, age)
    if day.month <= 3:
        return date(day.year, 4, 1)
    return date(day.year, 9, 1) if day.month <= 8 else date(day.year + 1, 1, 1)


def reception_starts_on(date_of_birth: date) -> date:
    """1 September of the school year before whose start the child turned four."""
    fourth = birthday(date_of_birth, 4)
    return date(fourth.year if fourth.month <= 8 else fourth.year + 1, 9, 1)


def year_of_age(date_of_birth: date, on: date) -> int:
    """The year group of a child's age; below Reception it is negative."""
    start = reception_starts_on(date_of_birth)
    return on.year - start.year - (on.month < start.month)


def year_group_on(day: date, *, date_of_birth: date, nc_year: int | None, known_on: date) -> int:
    """The year group on `day`: the one recorded, as many school years on as lie between the day of
    which it is known and `day`; where none is recorded, the year of the child's age."""
    if nc_year is None:
        return year_of_age(date_of_birth, day)
    years = [first_calendar_year(academic_year(each)) for each in (known_on, day)]
    return nc_year + years[1] - years[0]


def year_groups_on(
    day: date, *, date_of_birth: date, nc_year: int | None, known_on: date
) -> tuple[int, int]:
    """The year groups that count on `day`: as recorded, and by age."""
    recorded = year_group_on(day, date_of_birth=date_of_birth, nc_year=nc_year, known_on=known_on)
    return recorded, year_of_age(date_of_birth, day)


def pep_age_starts_on(
    *, date_of_birth: date, entered_a_setting_on: date | None, from_age: int = DEFAULT_PEP_AGE
) -> date:
    """The first day on which a looked-after child has a PEP.

    The term after the birthday that the authority chose (by default the second), at the latest
    the start of Reception, and from entry to a nursery if that is earlier. Source: statutory
    guidance (2018): the PEP runs from pre-school to 18; the day itself is our convention.
    """
    days = [term_after_birthday(date_of_birth, from_age), reception_starts_on(date_of_birth)]
    if entered_a_setting_on is not None:
        days.append(entered_a_setting_on)
    return min(days)


def compulsory_school_age(date_of_birth: date) -> tuple[date, date]:
    """The first day of compulsory school age and the leaving date, on which it ends.

    From the prescribed day (31 August, 31 December, 31 March) on or after the fifth birthday to
    the last Friday in June of the school year of the sixteenth. Source: Education Act 1996 s.8.
    """
    fifth = birthday(date_of_birth, 5)
    prescribed = [date(fifth.year, 3, 31), date(fifth.year, 8, 31), date(fifth.year, 12, 31)]
    first = min(day for day in prescribed if day >= fifth)
    june = date(first_calendar_year(academic_year(birthday(date_of_birth, 16))) + 1, 6, 30)
    return first, june - timedelta(days=(june.weekday() - FRIDAY) % 7)
