"""Whatever the history: an open clock of school places is a child without full-time education."""

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from placements.rules.provision import ExclusionsOfChild
from placements.rules.school_places import school_places
from pupils.rules.facts import PlacementFacts
from tests.clock_world import OAKFIELD, book, child, known, period, place

FIRST, LAST = date(2025, 9, 10), date(2027, 6, 1)
DAY = timedelta(days=1)
NEVER = ExclusionsOfChild()
KINDS = ["main", "otherwise", "no_place", "alternative"]


@st.composite
def histories(draw):
    """A child in care with places one after another and moves of placement."""
    entered_on = draw(st.dates(FIRST, date(2026, 9, 30)))
    enrolments, cursor = [], date(2025, 9, 1)
    for _ in range(draw(st.integers(1, 4))):
        started_on = cursor + DAY * draw(st.integers(0, 60))
        ended_on = started_on + DAY * draw(st.integers(0, 200))
        enrolments.append(
            place(
                started_on,
                ended_on,
                kind=draw(st.sampled_from(KINDS)),
                is_full_time=draw(st.booleans()),
                ended_by_placement=draw(st.sampled_from([None, True, False])),
            )
        )
        cursor = ended_on + DAY
    moves = sorted(draw(st.sets(st.dates(entered_on, LAST), max_size=3)) | {entered_on})
    placements = [
        PlacementFacts(day, after, "U4", is_emergency=draw(st.booleans()))
        for day, after in zip(moves, [*moves[1:], None], strict=True)
    ]
    ended_on = draw(st.none() | st.dates(entered_on + DAY, LAST + DAY))
    return child(period(entered_on, ended_on, placements=placements), enrolments=enrolments)


def is_educated(facts, day):
    return any(e.is_full_time_education and e.covers(day) for e in facts.enrolments)


def is_open(state, day):
    return state.met_on is None and state.closed_on is None


@settings(deadline=None, max_examples=300)
@given(histories(), st.dates(FIRST, LAST))
def test_an_open_clock_is_a_child_without_education(facts, on):
    facts = facts.as_known_on(on)
    states = school_places(facts, NEVER, known(on))
    opened = [state for state in states if is_open(state, on)]
    assert len(opened) <= 1
    if opened and facts.enrolments:
        assert not is_educated(facts, on)
    for state in states:
        assert state.started_on <= on
        assert state.due_on is None or state.due_on >= state.started_on
        if state.met_on:
            assert is_educated(facts, state.met_on)


@settings(deadline=None, max_examples=300)
@given(histories(), st.dates(FIRST, LAST))
def test_a_child_who_missed_a_school_day_today_and_is_without_education_has_a_clock(facts, on):
    facts = facts.as_known_on(on)
    if not facts.care_periods or facts.care_periods[0].ended_on is not None:
        return
    begun = [e for e in facts.enrolments if e.started_on <= on]
    days = book().school_days(setting_id=OAKFIELD, area_code="", authority_code="999")
    if begun and days.is_school_day(on) and not is_educated(facts, on):
        assert [state for state in school_places(facts, NEVER, known(on)) if is_open(state, on)]


AT_HOME_UNTIL_WINTER = child(
    period(
        FIRST,
        placements=[
            PlacementFacts(FIRST, date(2026, 1, 2), "U4", is_emergency=False),
            PlacementFacts(date(2026, 1, 2), None, "U4", is_emergency=False),
        ],
    ),
    enrolments=[
        place(date(2025, 9, 1), date(2025, 9, 11), ended_by_placement=True),
        place(date(2025, 9, 13), date(2026, 3, 13)),
    ],
)


@settings(deadline=None, max_examples=200)
@given(histories(), st.dates(FIRST, LAST), st.integers(0, 90))
@example(facts=AT_HOME_UNTIL_WINTER, on=date(2026, 1, 1), later=1)
def test_what_was_met_or_closed_stays_so(facts, on, later):
    """A later day knows more, but takes back nothing that was over by the earlier one."""
    then, after = facts.as_known_on(on), facts.as_known_on(on + DAY * later)
    over = {
        (s.started_on, s.due_on, s.met_on)
        for s in school_places(then, NEVER, known(on))
        if s.met_on
    }
    known_later = {
        (s.started_on, s.due_on, s.met_on)
        for s in school_places(after, NEVER, known(on + DAY * later))
    }
    assert over <= known_later
