"""The register's codes: which stand on a day, and how each counts, checked by hand."""

from datetime import date, timedelta

import pytest

from placements.rules.attendance import Sessions, summed
from placements.rules.attendance_codes import (
    AUTHORISED,
    CODES,
    IN_FORCE_ON,
    POSSIBLE,
    UNAUTHORISED,
    WITHOUT_WORDS,
    CodeRefusedError,
    HalfDay,
    code_on,
    codes_on,
    counted,
    left_of_summary,
    mark_on,
    on_record,
)

NOW = date(2026, 11, 4)
BEFORE = IN_FORCE_ON - timedelta(days=1)


def sessions(possible: int, authorised: int = 0, unauthorised: int = 0) -> Sessions:
    return Sessions(possible=possible, authorised=authorised, unauthorised=unauthorised)


# By hand from the table of the regulations: possible, authorised, unauthorised.
@pytest.mark.parametrize(
    ("codes", "each"),
    [
        (("/", "\\", "L"), (1, 0, 0)),
        (("K", "V", "P", "W", "B"), (1, 0, 0)),
        (("C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T"), (1, 1, 0)),
        (("G", "N", "O", "U"), (1, 0, 1)),
        (("D", "X", "Z", "#", "Q"), (0, 0, 0)),
        (("Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"), (0, 0, 0)),
        (("H",), (1, 1, 0)),
        (("J",), (1, 0, 0)),
        (("Y",), (0, 0, 0)),
        (("",), (0, 0, 0)),
    ],
)
def test_how_each_code_counts(codes: tuple[str, ...], each: tuple[int, int, int]) -> None:
    for code in codes:
        assert counted([code]) == sessions(*each), code
        assert (code in POSSIBLE, code in AUTHORISED, code in UNAUTHORISED) == tuple(
            bool(number) for number in each
        )


def test_every_code_stands_in_the_table_above_once() -> None:
    assert len(CODES) == 3 + 5 + 10 + 4 + 5 + 7 + 3


# A fortnight, checked by hand: Monday to Friday, morning and afternoon.
FORTNIGHT = [
    ("/", "\\"), ("/", "M"), ("L", "\\"), ("U", "\\"), ("I", "I"),
    ("#", "#"), ("V", "V"), ("/", "O"), ("D", "D"), ("N", "Y2"),
]  # fmt: skip


def test_a_worked_example_code_by_code() -> None:
    """20 half days; #, #, D, D and Y2 could not be attended: 15 are left. Missed with authority:
    M, I, I. Without: U, O, N. So 6 of 15 missed, 40%, and 9 attended."""
    found = counted(mark for day in FORTNIGHT for mark in day)
    assert found == sessions(15, 3, 3)
    assert (str(found.absence), str(found.attendance)) == ("40.0", "60.0")
    assert str(found.unauthorised_rate) == "20.0"
    assert (found.is_persistent, found.is_severe, found.is_early) == (True, False, True)


def test_a_child_at_two_schools_is_summed_and_no_session_counts_twice() -> None:
    """Mornings at school, afternoons at alternative provision: each marks the other's as D."""
    school = counted(["/", "D", "I", "D", "/", "D"])
    provision = counted(["D", "\\", "D", "O", "D", "\\"])
    assert summed([school, provision]) == sessions(6, 1, 1)


@pytest.mark.parametrize(
    ("code", "day", "refusal"),
    [
        ("/", NOW, ""),
        ("C1", IN_FORCE_ON, ""),
        ("C1", BEFORE, "code_not_yet"),
        ("Y4", BEFORE, "code_not_yet"),
        ("H", BEFORE, ""),
        ("H", IN_FORCE_ON, "withdrawn_code"),
        ("J", NOW, "withdrawn_code"),
        ("Y", NOW, "withdrawn_code"),
        ("I", BEFORE, ""),
        ("A", NOW, "unknown_code"),
        ("", NOW, "unknown_code"),
        ("=1+1", NOW, "unknown_code"),
        ("i", NOW, "unknown_code"),  # whoever reads a file or a form makes capitals of it
    ],
)
def test_which_codes_stand_on_a_day(code: str, day: date, refusal: str) -> None:
    if not refusal:
        assert code_on(code, day).code == code
        return
    with pytest.raises(CodeRefusedError) as refused:
        code_on(code, day)
    assert refused.value.code == refusal


@pytest.mark.parametrize(
    ("code", "day", "meaning", "in_words"),
    [
        ("I", IN_FORCE_ON, "Illness", "I (illness)"),
        ("I", BEFORE, f"{WITHOUT_WORDS}: authorised absence", f"I {WITHOUT_WORDS}"),
        ("/", BEFORE, f"{WITHOUT_WORDS}: present", f"/ {WITHOUT_WORDS}"),
        ("V", BEFORE, f"{WITHOUT_WORDS}: approved activity", f"V {WITHOUT_WORDS}"),
        ("O", BEFORE, f"{WITHOUT_WORDS}: unauthorised absence", f"O {WITHOUT_WORDS}"),
        ("X", BEFORE, f"{WITHOUT_WORDS}: not counted", f"X {WITHOUT_WORDS}"),
        ("H", BEFORE, f"{WITHOUT_WORDS}: authorised absence", f"H {WITHOUT_WORDS}"),
        ("J", date(2015, 9, 1), f"{WITHOUT_WORDS}: approved activity", f"J {WITHOUT_WORDS}"),
        ("Y", BEFORE, f"{WITHOUT_WORDS}: not counted", f"Y {WITHOUT_WORDS}"),
        ("X", NOW, "Not of compulsory school age and not required",
         "X (not of compulsory school age and not required)"),
    ],
)  # fmt: skip
def test_a_mark_of_a_day_before_todays_table_does_not_bear_its_words(
    code: str, day: date, meaning: str, in_words: str
) -> None:
    found = on_record(code, day)
    assert (found.meaning, found.in_words) == (meaning, in_words)
    assert found == code_on(code, day)


def test_before_todays_table_each_code_counts_as_it_did_and_none_has_words() -> None:
    assert f"{IN_FORCE_ON.day} {IN_FORCE_ON:%B %Y}" in WITHOUT_WORDS
    for code, today in CODES.items():
        then = on_record(code, BEFORE)
        assert (then.words, then.count, then.only) == ("", today.count, today.only), code
    assert {one.words for one in codes_on(BEFORE)} == {""}
    assert all(one.words for one in codes_on(IN_FORCE_ON))


@pytest.mark.parametrize("code", ["X0", "X01", "X02", "X05", "X06", "X09", "A"])
@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 9, 7), "is not among the codes that are known for days before Mon 19 August"),
        (BEFORE, "Correct it, or leave the session out"),
        (IN_FORCE_ON, "is not a code of the attendance register"),
    ],
)
def test_a_code_that_is_not_known_is_refused_with_a_word(code: str, day: date, words: str) -> None:
    with pytest.raises(CodeRefusedError, match=words) as refused:
        mark_on(code, day=day, half=HalfDay.AM)
    assert refused.value.code == "unknown_code"
    assert f"“{code}”" in refused.value.message


@pytest.mark.parametrize(
    ("code", "half", "is_right"),
    [
        ("/", HalfDay.AM, True),
        ("/", HalfDay.PM, False),
        ("\\", HalfDay.PM, True),
        ("\\", HalfDay.AM, False),
        ("I", HalfDay.AM, True),
        ("I", HalfDay.PM, True),
    ],
)
def test_present_belongs_to_one_session(code: str, half: HalfDay, is_right: bool) -> None:
    if is_right:
        assert mark_on(code, day=NOW, half=half).code == code
        return
    with pytest.raises(CodeRefusedError, match=f"Present in the {half.words} is") as refused:
        mark_on(code, day=NOW, half=half)
    assert refused.value.code == "wrong_session"


def test_of_both_sessions_there_is_what_either_has() -> None:
    for day in (BEFORE, NOW):
        of_either = {one.code for half in HalfDay for one in codes_on(day, half)}
        assert {one.code for one in codes_on(day)} == of_either


def test_what_there_is_to_choose_from_is_what_stands_on_the_day() -> None:
    for day in (BEFORE, NOW):
        for half in HalfDay:
            offered = [one.code for one in codes_on(day, half)]
            assert offered == [
                code for code in CODES if _stands(code, day=day, half=half)
            ]  # fmt: skip
            assert ("H" in offered, "C1" in offered) == (day == BEFORE, day == NOW)


def _stands(code: str, *, day: date, half: HalfDay) -> bool:
    try:
        return bool(mark_on(code, day=day, half=half))
    except CodeRefusedError:
        return False


@pytest.mark.parametrize(
    ("summary", "marks", "left"),
    [
        (sessions(20, 2, 1), sessions(0), sessions(20, 2, 1)),  # no day has marks
        (sessions(20, 2, 1), sessions(6, 1, 0), sessions(14, 1, 1)),
        (sessions(20, 2, 1), sessions(20, 2, 1), sessions(0)),  # the same told twice
        (sessions(20, 2, 1), sessions(20, 0, 0), sessions(0)),  # the marks win
        (sessions(20, 2, 1), sessions(20, 5, 5), sessions(0)),
        (sessions(20, 2, 1), sessions(22, 2, 1), sessions(0)),  # never below nothing
        (sessions(20, 8, 4), sessions(18, 0, 0), sessions(2, 0, 2)),  # missed at most as possible
        (sessions(20, 8, 1), sessions(18, 0, 0), sessions(2, 1, 1)),
    ],
)
def test_marks_and_a_summary_of_the_same_days_are_not_counted_twice(
    summary: Sessions, marks: Sessions, left: Sessions
) -> None:
    assert left_of_summary(summary, marks=marks) == left
