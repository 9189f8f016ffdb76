"""Attendance and exclusions: rates and refusals at their boundaries."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from placements.national import newest
from placements.rules.attendance import (
    Absence,
    OpenDays,
    Sessions,
    Span,
    absence_in,
    more_than_known,
    nominal_term,
    reached_absence,
    summed,
    term_before,
    term_of_span,
    too_many_missed,
    too_many_sessions,
    wrong_days,
)
from placements.rules.exclusions import (
    AHEAD,
    Alert,
    Spell,
    reached,
    sessions_of,
    suspended,
    warning,
    wrong_day,
    wrong_reasons,
)
from vsh.calendars.rules import Season, Term

MONDAY, FRIDAY = date(2026, 11, 2), date(2026, 11, 6)


def sessions(possible: int, authorised: int = 0, unauthorised: int = 0) -> Sessions:
    return Sessions(possible=possible, authorised=authorised, unauthorised=unauthorised)


@pytest.mark.parametrize(
    ("found", "absence", "persistent", "severe"),
    [
        (sessions(0), None, False, False),
        (sessions(100), "0.0", False, False),
        (sessions(100, 5, 4), "9.0", False, False),
        (sessions(1000, 99), "9.9", False, False),
        (sessions(2000, 199), "10.0", False, False),  # rounded up: not a tenth
        (sessions(100, 10), "10.0", True, False),
        (sessions(30, 0, 14), "46.7", True, False),
        (sessions(30, 0, 15), "50.0", True, True),
        (sessions(3, 1), "33.3", True, False),
    ],
)
def test_rates(found: Sessions, absence: str | None, persistent: bool, severe: bool) -> None:
    assert found.absence == (None if absence is None else Decimal(absence))
    assert found.attendance == (None if absence is None else 100 - Decimal(absence))
    assert (found.is_persistent, found.is_severe) == (persistent, severe)


@pytest.mark.parametrize(
    ("found", "amounts_to", "is_told"),
    [
        (sessions(0), None, False),  # nothing to divide by
        (sessions(100, 5, 4), None, False),
        (sessions(100, 5, 5), Absence.PERSISTENT, True),
        (sessions(2000, 199), None, False),  # 10.0 when rounded
        (sessions(20, 2), Absence.PERSISTENT, True),  # the floor
        (sessions(19, 2), Absence.PERSISTENT, False),  # shown as early, told to nobody
        (sessions(100, 49), Absence.PERSISTENT, True),
        (sessions(100, 0, 50), Absence.SEVERE, True),
        (sessions(1, 1), Absence.SEVERE, False),
    ],
)
def test_what_absence_amounts_to(
    found: Sessions, amounts_to: Absence | None, is_told: bool
) -> None:
    assert absence_in(found) is amounts_to
    assert reached_absence(found) is (amounts_to if is_told else None)


# Autumn, spring, summer; then each term and the year, by the child's own possible sessions.
@pytest.mark.parametrize(
    ("terms", "of_terms", "of_year"),
    [
        ([sessions(130, 12), sessions(110), sessions(120)], [None, None, None], None),
        (
            [sessions(130, 13), sessions(110, 2), sessions(120)],
            [Absence.PERSISTENT, None, None],
            None,
        ),
        (
            [sessions(60, 0, 30), sessions(110, 5), sessions(120, 2)],
            [Absence.SEVERE, None, None],
            Absence.PERSISTENT,
        ),
        (
            [sessions(100, 9), sessions(10, 2), sessions(0)],
            [None, Absence.PERSISTENT, None],
            Absence.PERSISTENT,
        ),
        (
            [sessions(100, 60), sessions(100, 40), sessions(100, 51)],
            [Absence.SEVERE, Absence.PERSISTENT, Absence.SEVERE],
            Absence.SEVERE,
        ),
    ],
)
def test_a_term_and_its_year_are_measured_each_by_its_own_sessions(
    terms: list[Sessions], of_terms: list[Absence | None], of_year: Absence | None
) -> None:
    assert [absence_in(one) for one in terms] == of_terms
    assert absence_in(summed(terms)) is of_year


def test_a_childs_sessions_are_summed_and_few_of_them_are_early() -> None:
    both = summed([sessions(12, 2, 1), sessions(7, 0, 1)])
    assert both == sessions(19, 2, 2)
    assert both.is_early
    assert not sessions(20).is_early


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (MONDAY, FRIDAY, None),
        (FRIDAY, FRIDAY, None),
        (FRIDAY, MONDAY, "ended_on"),
        (MONDAY, date(2026, 11, 7), "ended_on"),  # tomorrow
        (date(2026, 9, 1), FRIDAY, None),
        (date(2026, 8, 31), FRIDAY, "started_on"),
    ],
)
def test_days(first: date, last: date, field: str | None) -> None:
    wrong = wrong_days(
        started_on=first, ended_on=last, place_from=date(2026, 9, 1), place_to=None, on=FRIDAY
    )
    assert list(wrong) == ([field] if field else [])


def test_days_after_the_place_has_ended() -> None:
    wrong = wrong_days(
        started_on=MONDAY,
        ended_on=FRIDAY,
        place_from=date(2026, 9, 1),
        place_to=date(2026, 11, 5),
        on=FRIDAY,
    )
    assert wrong == {"ended_on": "The child’s place ended on Thu 5 November 2026"}


def span(possible: int) -> Span:
    return Span(started_on=MONDAY, ended_on=FRIDAY, sessions=sessions(possible))


def days(known: int, most: int | None = None) -> OpenDays:
    return OpenDays(known=known, most=known if most is None else most, by="Northshire")


@pytest.mark.parametrize(
    ("found", "is_wrong"),
    [
        (sessions(10, 5, 5), False),
        (sessions(10, 5, 6), True),
        (sessions(0), False),
        (sessions(0, 0, 1), True),
    ],
)
def test_no_more_are_missed_than_were_possible(found: Sessions, is_wrong: bool) -> None:
    assert list(too_many_missed(found)) == (["sessions_authorised"] if is_wrong else [])


@pytest.mark.parametrize(
    ("possible", "open_days", "is_wrong", "is_above"),
    [
        # the school's own dates, or nobody's: what they say is the most there can be
        (10, days(5), False, False),
        (11, days(5), True, True),
        (2, days(1), False, False),
        (3, days(1), True, True),
        (0, days(0), False, False),  # a span of holidays
        (1, days(0), True, True),
        # another's dates: above them it is told, above the working days refused
        (8, days(4, 5), False, False),
        (9, days(4, 5), False, True),
        (10, days(4, 5), False, True),
        (11, days(4, 5), True, True),
        (10, days(5, 4), False, False),  # on whichever more is known
        (11, days(5, 4), True, True),
    ],
)
def test_possible_sessions(
    possible: int, open_days: OpenDays, is_wrong: bool, is_above: bool
) -> None:
    wrong = too_many_sessions(span(possible), open_days)
    assert list(wrong) == (["sessions_possible"] if is_wrong else [])
    assert bool(more_than_known(span(possible), open_days)) is is_above


@pytest.mark.parametrize(
    ("possible", "open_days", "words"),
    [
        (11, days(5), ("11 possible sessions", "open on 5 days", "at most 10 sessions")),
        (3, days(1), ("3 possible sessions", "open on 1 day:", "at most 2 sessions")),
        (1, days(0), ("1 possible session from", "open on 0 days", "at most 0 sessions")),
        (11, days(3, 5), ("11 possible sessions", "open on at most 5 days: at most 10 sessions")),
    ],
)
def test_too_many_sessions_are_named_beside_those_that_there_were(
    possible: int, open_days: OpenDays, words: tuple[str, ...]
) -> None:
    found = too_many_sessions(span(possible), open_days)["sessions_possible"]
    for word in (*words, "Mon 2 November 2026", "Fri 6 November 2026", "Check the number"):
        assert word in found


def test_more_than_another_calendar_knows_says_whose_and_what_to_do() -> None:
    found = more_than_known(span(9), days(4, 5))
    for word in ("9 possible sessions", "term dates of Northshire have 8", "own dates are not"):
        assert word in found


AUTUMN = Term("2026-27", Season.AUTUMN, date(2026, 9, 2), date(2026, 12, 18))
SPRING = Term("2026-27", Season.SPRING, date(2027, 1, 4), date(2027, 4, 9))


@pytest.mark.parametrize(
    ("first", "last", "term"),
    [
        (date(2026, 9, 2), date(2026, 12, 18), ("2026-27", "autumn")),
        (date(2026, 12, 18), date(2027, 1, 3), ("2026-27", "autumn")),
        (date(2026, 12, 18), date(2027, 1, 4), None),
        (date(2027, 4, 9), date(2027, 4, 9), ("2026-27", "spring")),  # by the term, not the month
        (date(2027, 4, 10), date(2027, 4, 11), ("2026-27", "summer")),
    ],
)
def test_a_span_belongs_to_one_term(first: date, last: date, term: tuple | None) -> None:
    assert term_of_span(started_on=first, ended_on=last, terms=[AUTUMN, SPRING]) == term


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 12, 31), ("2026-27", "autumn")),
        (date(2027, 1, 1), ("2026-27", "spring")),
        (date(2027, 3, 31), ("2026-27", "spring")),
        (date(2027, 4, 1), ("2026-27", "summer")),
    ],
)
def test_without_term_dates_the_month_decides(day: date, term: tuple) -> None:
    assert nominal_term(day) == term


def test_the_term_before() -> None:
    assert term_before("2026-27", Season.SUMMER) == ("2026-27", "spring")
    assert term_before("2026-27", Season.AUTUMN) == ("2025-26", "summer")
    assert term_before("2000-01", Season.AUTUMN) == ("1999-00", "summer")


def test_national_figures_name_their_newest_year() -> None:
    assert newest("absence", "looked_after").academic_year == "2024-25"
    assert newest("absence", "looked_after").per_cent == Decimal(9)
    assert newest("absence", "all_pupils").per_cent == Decimal("6.78")
    assert newest("suspended", "looked_after").academic_year == "2023-24"
    assert newest("absence", "martians") is None


@pytest.mark.parametrize(
    ("days", "sessions"), [("0.5", 1), ("1", 2), ("2.5", 5), ("45", 90), ("0.3", None)]
)
def test_lengths_are_in_half_days(days: str, sessions: int | None) -> None:
    assert sessions_of(Decimal(days)) == sessions


@pytest.mark.parametrize(
    ("in_year", "in_term", "words"),
    [
        ("15", "15", ""),
        ("15.5", "15.5", "15.5 school days this term: the governors must meet."),
        ("34.5", "2", ""),
        ("35", "2", "35 school days this year: the law allows 45."),
        ("45", "2", "45 school days this year: the law allows 45."),
        ("45.5", "2", "45.5 school days this year: more than the 45 that the law allows."),
        (
            "46",
            "15.5",
            (
                "46 school days this year: more than the 45 that the law allows. "
                "15.5 school days this term: the governors must meet."
            ),
        ),
        (
            "45",
            "16",
            (
                "45 school days this year: the law allows 45. "
                "16 school days this term: the governors must meet."
            ),
        ),
        ("46", "15", "46 school days this year: more than the 45 that the law allows."),
    ],
)
def test_what_is_said_of_many_days(in_year: str, in_term: str, words: str) -> None:
    assert warning(in_year=Decimal(in_year), in_term=Decimal(in_term)) == words


def test_suspensions_are_summed_across_schools() -> None:
    assert suspended([1, 5]).days == 3
    assert suspended([]).times == 0


@pytest.mark.parametrize(
    ("reasons", "is_wrong"),
    [([], True), (["DB"], False), (["DB", "PP", "PA"], False), (["DB", "PP", "PA", "TH"], True),
     (["OT"], True)],
)  # fmt: skip
def test_reasons(reasons: list[str], is_wrong: bool) -> None:
    assert bool(wrong_reasons(reasons)) is is_wrong


@pytest.mark.parametrize(
    ("day", "is_wrong"),
    [
        (MONDAY, False),
        (FRIDAY, False),
        (FRIDAY + AHEAD, False),
        (FRIDAY + AHEAD + timedelta(days=1), True),
        (date(2026, 8, 31), True),
    ],
)
def test_first_day_of_an_exclusion(day: date, is_wrong: bool) -> None:
    wrong = wrong_day(started_on=day, place_from=date(2026, 9, 1), place_to=None, on=FRIDAY)
    assert bool(wrong) is is_wrong


@pytest.mark.parametrize(
    ("sessions", "kinds"),
    [
        ([69], []),
        ([70], ["nearing_45_days"]),
        ([69, 1], ["nearing_45_days"]),
        ([70, 20], ["nearing_45_days"]),
        ([70, 21], ["nearing_45_days", "beyond_45_days"]),
        ([91], ["beyond_45_days"]),
        ([91, 10], ["beyond_45_days"]),
        ([None], ["permanent_exclusion"]),
    ],
)
def test_what_exclusions_of_a_year_reach(sessions: list[int | None], kinds: list[str]) -> None:
    """Each in a term of its own, so that no term passes fifteen days by itself."""
    spells = [
        Spell(
            started_on=(day := date(2026, 9, 7 + number)),
            reported_on=day,
            sessions=each,
            term=f"{number}",
        )
        for number, each in enumerate(sessions)
    ]
    found = [one for one in reached(spells) if one.what is not Alert.MUCH]
    assert [one.what for one in found] == kinds
    assert all(one.on >= spells[0].started_on for one in found)
    before = date(2026, 8, 31)
    other_year = Spell(started_on=before, reported_on=before, sessions=90, term="summer")
    assert [one for one in reached([other_year, *spells]) if one in found] == found
