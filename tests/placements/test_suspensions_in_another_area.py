"""The sixth day counts in the calendar of the school's area, whoever else is reckoned with."""

from datetime import date
from functools import partial

import pytest

from placements.models import Exclusion
from pupils.models import CarePlacement, Deadline, Enrolment, Pupil
from pupils.services.clock_states import clock_states
from pupils.services.deadlines import recalculate
from pupils.term_dates import children_concerned, recalculate_after_commit
from tests.clock_records import add_child, found_northshire
from vsh.calendars.models import CalendarEntry
from vsh.organisations.models import Authority, EducationSetting

TODAY = date(2026, 11, 4)
THURSDAY = date(2026, 10, 29)  # in Northshire's half term; Southmoor's is a week later
BY_NORTHSHIRE, BY_SOUTHMOOR = date(2026, 11, 9), date(2026, 11, 12)
SOUTHMOOR_S = [
    ("term", "Autumn 1", date(2026, 9, 1), date(2026, 10, 30)),
    ("term", "Autumn 2", date(2026, 11, 9), date(2026, 12, 18)),
]


@pytest.fixture
def northshire(db):
    return found_northshire(day=TODAY)


@pytest.fixture
def moorside(northshire):
    """A school in Southmoor's area without term dates of its own."""
    return EducationSetting.objects.create(urn="998001", name="Moorside School", la_code="998")


@pytest.fixture
def ada(northshire, moorside):
    """She lives in Northshire, learns at Moorside and is suspended there."""
    ada = add_child(northshire, "A", from_day=date(2026, 4, 2), reviews=(date(2026, 4, 28),))
    Enrolment.objects.filter(pupil=ada).update(setting=moorside)
    Exclusion.objects.create(
        enrolment=ada.enrolments.get(),
        kind="suspension",
        started_on=THURSDAY,
        sessions=20,
        reasons=["PP"],
        reported_on=THURSDAY,
    )
    return ada


def load_southmoor() -> Authority:
    southmoor = Authority.objects.create(code="998", name="Southmoor")
    CalendarEntry.objects.bulk_create(
        CalendarEntry(
            authority=southmoor,
            academic_year="2026-27",
            kind=kind,
            name=name,
            starts_on=first,
            ends_on=last,
        )
        for kind, name, first, last in SOUTHMOOR_S
    )
    return southmoor


def due_on(pupil: Pupil, *beside: Pupil, kind: str = "") -> date | None:
    ids = [pupil.pk, *(each.pk for each in beside)]
    states = clock_states(ids, on=TODAY, kind=kind)[pupil.pk].states
    return next(state.due_on for state in states if state.kind == "suspension_provision")


def test_alone_and_in_a_batch_it_is_due_on_the_same_day(northshire, ada):
    bob = add_child(northshire, "B", from_day=date(2026, 4, 2))
    CarePlacement.objects.filter(pupil=bob).update(area_code="998")  # lives there
    assert due_on(ada) == due_on(ada, bob) == BY_NORTHSHIRE  # no term dates of Southmoor
    load_southmoor()
    assert due_on(ada) == due_on(ada, bob) == BY_SOUTHMOOR
    assert due_on(ada, kind="suspension_provision") == BY_SOUTHMOOR


def test_the_school_s_own_term_dates_come_before_those_of_its_area(ada, moorside):
    load_southmoor()
    CalendarEntry.objects.create(
        setting=moorside,
        academic_year="2026-27",
        kind="term",
        name="Autumn",
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 12, 18),
    )
    assert due_on(ada) == date(2026, 11, 5)  # no half term at all


def test_term_dates_of_the_area_concern_the_children_at_its_schools(northshire, ada):
    elsewhere = add_child(northshire, "B", from_day=date(2026, 4, 2))
    concerned = children_concerned(authority_code="998", urns=[])
    assert (ada in concerned, elsewhere in concerned) == (True, False)


def test_they_are_recalculated_when_the_area_loads_its_dates(
    ada, django_capture_on_commit_callbacks
):
    recalculate(Pupil.objects.all())
    told = partial(Deadline.objects.get, pupil=ada, kind="suspension_provision")
    assert told().due_on == BY_NORTHSHIRE
    with django_capture_on_commit_callbacks(execute=True):
        load_southmoor()
        recalculate_after_commit(authority_code="998", urns=[])
    assert told().due_on == BY_SOUTHMOOR
