"""Term dates of a school in another authority's area: taken only from those with children there."""

from datetime import date

import pytest

from pupils.models import Enrolment
from tests.intake.running import findings_of, load
from vsh.calendars.models import CalendarEntry

pytestmark = pytest.mark.django_db
HEADER = "urn,academic_year,kind,name,starts_on,ends_on\n"
MOORSIDE = HEADER + "998001,2026-27,term,Autumn,2026-09-03,2026-12-11\n"


@pytest.fixture
def calendar(cast):
    """Southmoor's calendar of its own school."""
    return CalendarEntry.objects.create(
        setting=cast.moorside,
        academic_year="2026-27",
        kind="term",
        name="Autumn",
        starts_on=date(2026, 9, 3),
        ends_on=date(2026, 12, 18),
    )


def last_day(calendar):
    calendar.refresh_from_db()
    return calendar.ends_on


def test_an_authority_without_children_there_does_not_change_the_calendar(cast, calendar):
    job = load("terms", {"t.csv": MOORSIDE}, authority=cast.northshire)
    assert findings_of(job) == [("t.csv", 2, "urn", "not_your_school")]
    assert last_day(calendar) == date(2026, 12, 18)


def test_a_child_who_has_left_gives_no_say(cast, calendar):
    Enrolment.objects.filter(pupil=cast.ada).update(
        setting=cast.moorside, ended_on=date(2026, 11, 3)
    )
    job = load("terms", {"t.csv": MOORSIDE}, authority=cast.northshire)
    assert findings_of(job) == [("t.csv", 2, "urn", "not_your_school")]


def test_an_authority_whose_child_learns_there_may(cast, calendar):
    Enrolment.objects.filter(pupil=cast.ada).update(setting=cast.moorside)
    job = load("terms", {"t.csv": MOORSIDE}, authority=cast.northshire)
    assert findings_of(job) == []
    assert last_day(calendar) == date(2026, 12, 11)


def test_the_authority_of_the_area_may(cast, calendar):
    load("terms", {"t.csv": MOORSIDE}, authority=cast.southmoor)
    assert last_day(calendar) == date(2026, 12, 11)


def test_a_school_in_the_area_of_nobody_here_is_anybodys(cast):
    cast.moorside.la_code = "201"
    cast.moorside.save()
    job = load("terms", {"t.csv": MOORSIDE}, authority=cast.northshire)
    assert findings_of(job) == []
    assert CalendarEntry.objects.get(setting=cast.moorside).ends_on == date(2026, 12, 11)
