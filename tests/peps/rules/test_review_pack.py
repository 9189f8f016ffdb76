"""The clock `pep_to_iro`: boundary days around a review that is arranged."""

from dataclasses import replace
from datetime import date

import pytest

from peps.rules.review_pack import PacksOfChild, packs_to_iro
from pupils.rules.facts import ReviewFacts
from tests.clock_world import child, known, period

ENTERED = date(2026, 1, 12)
FRIDAY, TUESDAY = date(2026, 6, 26), date(2026, 6, 23)


def clocks(*reviews, sent=(), on=date(2026, 6, 24), born=date(2014, 5, 10), **options):
    """(due, met, closed, current) of each clock, by the day for which the review is arranged."""
    of_care = replace(
        period(ENTERED, options.get("ended_on")),
        reviews=tuple(ReviewFacts(held_on=held, planned_on=arranged) for arranged, held in reviews),
    )
    facts = replace(child(of_care, born=born), on_record_since=options.get("since"))
    packs = PacksOfChild({arranged: tuple(days) for arranged, days in dict(sent).items()})
    world = known(on, limits=options.get("limits"))
    states = packs_to_iro(facts.as_known_on(on), packs.as_known_on(on), world)
    return {
        state.trigger_key.partition("/review:")[2]: (
            state.due_on,
            state.met_on,
            state.closed_on,
            state.is_current,
        )
        for state in states
    }


KEY = "2026-06-26"


@pytest.mark.parametrize(
    ("reviews", "options", "expected"),
    [
        ([(FRIDAY, None)], {}, {KEY: (TUESDAY, None, None, True)}),
        ([(FRIDAY, None)], {"sent": {FRIDAY: [TUESDAY]}}, {KEY: (TUESDAY, TUESDAY, None, True)}),
        (  # sent later than the day on which one looks: not known yet
            [(FRIDAY, None)],
            {"sent": {FRIDAY: [TUESDAY]}, "on": date(2026, 6, 22)},
            {KEY: (TUESDAY, None, None, True)},
        ),
        (  # a pack for another day of the same review is none for this one
            [(FRIDAY, None)],
            {"sent": {date(2026, 6, 19): [date(2026, 6, 16)]}},
            {KEY: (TUESDAY, None, None, True)},
        ),
        (  # a bank holiday and a weekend lie before a review on Wednesday 27 May
            [(date(2026, 5, 27), None)],
            {"on": date(2026, 5, 20)},
            {"2026-05-27": (date(2026, 5, 21), None, None, True)},
        ),
        (
            [(FRIDAY, None)],
            {"limits": {"pep_to_iro": 10}},
            {KEY: (date(2026, 6, 12), None, None, True)},
        ),
        (  # arranged for two days after entry to care: not before the clock starts
            [(date(2026, 1, 14), None)],
            {"on": ENTERED},
            {"2026-01-14": (ENTERED, None, None, True)},
        ),
        (  # held early
            [(FRIDAY, date(2026, 6, 22))],
            {},
            {KEY: (TUESDAY, None, date(2026, 6, 22), False)},
        ),
        (  # held on its day, without a pack
            [(FRIDAY, FRIDAY)],
            {"on": date(2026, 6, 29)},
            {KEY: (TUESDAY, None, None, False)},
        ),
        (  # the same, due before the child was on record here
            [(FRIDAY, FRIDAY)],
            {"on": date(2026, 6, 29), "since": date(2026, 6, 24)},
            {},
        ),
        (
            [(FRIDAY, FRIDAY)],
            {"on": date(2026, 6, 29), "sent": {FRIDAY: [date(2026, 6, 25)]}},
            {KEY: (TUESDAY, date(2026, 6, 25), None, False)},
        ),
        (  # sent after it was held: too late to be read there
            [(FRIDAY, FRIDAY)],
            {"on": date(2026, 6, 29), "sent": {FRIDAY: [date(2026, 6, 29)]}},
            {KEY: (TUESDAY, None, None, False)},
        ),
        (
            [(FRIDAY, None)],
            {"ended_on": date(2026, 6, 22)},
            {KEY: (TUESDAY, None, date(2026, 6, 22), True)},
        ),
        ([(FRIDAY, None)], {"born": date(2025, 1, 10)}, {}),  # too young for a plan
        ([(FRIDAY, None)], {"born": date(2008, 6, 26)}, {}),  # eighteen on that day
        ([(FRIDAY, None)], {"born": date(2008, 6, 27)}, {KEY: (TUESDAY, None, None, True)}),
    ],
)
def test_the_clock(reviews, options, expected):
    assert clocks(*reviews, **options) == expected
