"""When a personal link opens, when one may be made, how often a code may be guessed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from peps.rules.homes import Stay, homes_of
from peps.rules.links import (
    MOST_OPEN_LINKS,
    MOST_WRONG_CODES,
    ChildNow,
    Closed,
    LinkFacts,
    manner_for,
    pause_after,
    refusal_to_make,
    why_closed,
)
from peps.schema.speakers import Manner, Purpose

DAY = date(2026, 11, 4)
NEXT = DAY + timedelta(days=1)
THIRD, FOURTH = (DAY + timedelta(days=days) for days in (3, 4))
FIRST = date(2026, 9, 1)
HOME, NEW_HOME = 1, 2
CHILD, CARER, PARENT = Purpose.CHILD, Purpose.CARER, Purpose.PARENT
AT_HOME = ChildNow(home=HOME)
MOVED = ChildNow(home=NEW_HOME)
OF_AGE = ChildNow(home=HOME, is_care_over=True, is_of_age=True)
ADOPTED = ChildNow(home=NEW_HOME, is_placed_for_adoption=True)
ADOPTED_WHERE_THEY_LIVED = ChildNow(home=HOME, is_placed_for_adoption=True)


def later_home(since: date, *, has_former: bool) -> ChildNow:
    before = Stay(pk=HOME, started_on=date(2026, 1, 1), ended_on=since, placement_type="U1")
    stays = [before] * has_former + [Stay(pk=NEW_HOME, started_on=since, placement_type="U6")]
    return replace(MOVED, homes=homes_of(stays))


def same_carer(**changes) -> ChildNow:
    """The home has had another placement since, with the carers of before."""
    before = Stay(pk=HOME, started_on=date(2026, 1, 1), ended_on=DAY, placement_type="U1")
    now = Stay(pk=NEW_HOME, started_on=DAY, placement_type="U4", reason="T")
    return replace(AT_HOME, homes=homes_of([before, replace(now, **changes)]))


def between_homes() -> ChildNow:
    """The child has left the home, then the next one too; where they are now nobody has said."""
    then = FIRST + timedelta(days=9)
    left = Stay(pk=HOME, started_on=FIRST, ended_on=then, placement_type="U1")
    last = Stay(pk=NEW_HOME, started_on=then, ended_on=DAY, placement_type="U6", reason="P")
    return ChildNow(left_home=NEW_HOME, homes=homes_of([left, last]))


def link(purpose: Purpose, **changes) -> LinkFacts:
    return replace(LinkFacts(purpose=purpose, expires_on=DAY, home=HOME), **changes)


@pytest.mark.parametrize(
    ("facts", "child", "closed"),
    [
        (link(CHILD), AT_HOME, None),
        (link(CHILD), OF_AGE, Closed.CARE_ENDED),
        (link(CHILD, has_finished_plan=True), OF_AGE, None),
        (link(CARER, has_finished_plan=True), OF_AGE, Closed.CARE_ENDED),
        (link(PARENT, has_finished_plan=True), OF_AGE, Closed.CARE_ENDED),
        (link(CHILD, has_finished_plan=True, is_revoked=True), OF_AGE, Closed.REVOKED),
        (
            link(CHILD, has_finished_plan=True, expires_on=DAY - timedelta(days=1)),
            OF_AGE,
            Closed.EXPIRED,
        ),
        (
            link(CHILD, has_finished_plan=True),
            replace(OF_AGE, is_of_age=False),
            Closed.CARE_ENDED,
        ),
        (link(CARER), AT_HOME, None),
        (link(PARENT), AT_HOME, None),
        (link(CHILD, expires_on=DAY - timedelta(days=1)), AT_HOME, Closed.EXPIRED),
        (link(CHILD, is_revoked=True), AT_HOME, Closed.REVOKED),
        (link(CHILD, is_given_back=True), AT_HOME, Closed.GIVEN_BACK),
        (link(CARER, wrong_codes=MOST_WRONG_CODES - 1), AT_HOME, None),
        (link(CARER, wrong_codes=MOST_WRONG_CODES), AT_HOME, Closed.GUESSED),
        # Care is over: nobody, whatever else holds.
        *[
            (link(purpose), replace(AT_HOME, is_care_over=True), Closed.CARE_ENDED)
            for purpose in Purpose
        ],
        # A move closes the former carer's link, and nobody else's; a new one opens.
        (link(CARER), MOVED, Closed.MOVED),
        (link(CARER, home=NEW_HOME), MOVED, None),
        (link(CARER, home=None), MOVED, None),
        # Invited while no home was on record: by the first home that is recorded, until another
        # one begins on a later day.
        (link(CARER, home=None, made_on=DAY), later_home(DAY, has_former=True), None),
        (link(CARER, home=None, made_on=DAY), later_home(NEXT, has_former=True), Closed.MOVED),
        (link(CARER, home=None, made_on=DAY), later_home(NEXT, has_former=False), None),
        (link(CARER, home=None, made_on=DAY), later_home(THIRD, has_former=False), None),
        (
            link(CARER, home=None, made_on=DAY),
            later_home(FOURTH, has_former=False),
            Closed.MOVED,
        ),
        (link(CARER, home=None, made_on=NEXT), later_home(NEXT, has_former=True), None),
        (link(PARENT, home=None, made_on=DAY), later_home(NEXT, has_former=True), None),
        (link(CHILD, home=None, made_on=DAY), later_home(NEXT, has_former=True), None),
        # Nor does a link close by a placement with the same carer, however it was recorded then.
        (link(CARER), same_carer(), None),
        (link(CARER, home=NEW_HOME), same_carer(), None),
        (link(CARER), replace(same_carer(reason="P"), home=NEW_HOME), Closed.MOVED),
        *[
            (
                link(purpose),
                replace(
                    same_carer(placement_type="A3"), home=NEW_HOME, is_placed_for_adoption=True
                ),
                Closed.ADOPTION,
            )
            for purpose in Purpose
        ],
        (link(CHILD), MOVED, None),
        (link(PARENT), MOVED, None),
        (link(CARER), ChildNow(home=None), None),
        # Between two homes the last one's stays open, and whoever was asked after it.
        (link(CARER), between_homes(), Closed.MOVED),
        (link(CARER, home=NEW_HOME), between_homes(), None),
        (link(CARER, home=None, made_on=DAY), between_homes(), None),
        (link(CARER, home=None, made_on=FIRST - timedelta(days=1)), between_homes(), Closed.MOVED),
        (link(PARENT), between_homes(), None),
        (link(CHILD), between_homes(), None),
        # A placement for adoption closes all that was made before it, and every parent's.
        *[(link(purpose), ADOPTED, Closed.ADOPTION) for purpose in Purpose],
        (link(CHILD, home=None), ADOPTED, Closed.ADOPTION),
        (link(CHILD, home=NEW_HOME), ADOPTED, None),
        (link(CARER, home=NEW_HOME), ADOPTED, None),
        (link(PARENT, home=NEW_HOME), ADOPTED, Closed.ADOPTION),
        (link(PARENT), ADOPTED_WHERE_THEY_LIVED, Closed.ADOPTION),
        # A court order closes those of its purpose.
        (link(PARENT), replace(AT_HOME, closed_by_court=["parent"]), Closed.COURT_ORDER),
        (link(CARER), replace(AT_HOME, closed_by_court=["parent"]), None),
        # What a school's staff made ends when they no longer work with the child.
        *[
            (link(purpose), replace(AT_HOME, has_maker_left=True), Closed.MAKER_GONE)
            for purpose in Purpose
        ],
        (link(CHILD, is_revoked=True), replace(AT_HOME, has_maker_left=True), Closed.REVOKED),
        (link(CARER), replace(MOVED, has_maker_left=True), Closed.MOVED),
    ],
)
def test_what_closes_a_link(facts, child, closed):
    assert why_closed(facts, child, on=DAY) is closed


@pytest.mark.parametrize(
    ("purpose", "child", "open_links", "refused"),
    [
        (PARENT, AT_HOME, 0, ""),
        (PARENT, AT_HOME, MOST_OPEN_LINKS - 1, ""),
        (PARENT, AT_HOME, MOST_OPEN_LINKS, "Close one"),
        (PARENT, ADOPTED, 0, "placed for adoption"),
        (CARER, ADOPTED, 0, ""),
        (CHILD, ADOPTED, 0, ""),
        (CHILD, replace(AT_HOME, is_care_over=True), 0, "has ended"),
        (CARER, replace(AT_HOME, closed_by_court=["carer"]), 0, "court order"),
        (PARENT, replace(AT_HOME, closed_by_court=["carer"]), 0, ""),
    ],
)
def test_when_a_link_may_be_made(purpose, child, open_links, refused):
    words = refusal_to_make(purpose, child, open_links=open_links)
    assert refused in words
    assert bool(words) is bool(refused)


def test_each_fifth_wrong_code_brings_a_pause():
    now = datetime(2026, 11, 4, 12, tzinfo=UTC)
    paused = [wrong for wrong in range(16) if pause_after(wrong, at=now)]
    assert paused == [5, 10, 15]
    assert pause_after(5, at=now) == now + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("years", "manner"),
    [
        (4, Manner.PICTURES),
        (7, Manner.PICTURES),
        (8, Manner.SIMPLE),
        (12, Manner.SIMPLE),
        (13, Manner.OWN_WORDS),
        (17, Manner.OWN_WORDS),
    ],
)
def test_the_manner_that_age_suggests(years, manner):
    assert manner_for(years=years) is manner
