"""The demonstration: the same seed gives the same data, and it shows what it is meant to show."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from peps.models import Pep, PepSection
from placements.distances import home_of, with_home
from placements.models import AttendanceDay, Custody, SchoolSearch
from placements.rules.attendance_codes import HalfDay
from pupils.models import CarePeriod, CarePlacement, Deadline, Enrolment, Pupil
from reporting.demonstration.marks import BY_SUMS
from reporting.demonstration.seed import seed_demonstration
from reporting.in_school_today import places_today, tally
from tests.reporting.conftest import SEEDED_ON
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

DAY = SEEDED_ON
CHILDREN = 15


def seed(*, number: int = 1, on: date = DAY) -> int:
    return seed_demonstration(children=CHILDREN, seed=number, on=on, password="a password to test")


def written() -> list:
    """What was written, without the numbers that a sequence gave."""
    return [
        list(Pupil.objects.order_by("child_id").values_list("child_id", "ref", "search_name")),
        sorted(CarePeriod.objects.values_list("pupil__child_id", "started_on", "ended_on")),
        sorted(CarePlacement.objects.values_list("pupil__child_id", "started_on", "postcode")),
        sorted(
            Enrolment.objects.values_list("pupil__child_id", "kind", "started_on", "setting__urn"),
            key=str,
        ),
        sorted(Pep.objects.values_list("ref", "state", "opened_on")),
        sorted(PepSection.objects.values_list("pep__ref", "key", "data__what_i_like"), key=str),
        sorted(
            Deadline.objects.values_list("pupil__child_id", "kind", "trigger_key", "due_on"),
            key=str,
        ),
    ]


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_data_and_another_seed_other_data():
    found = []
    for number in (1, 1, 2):
        with transaction.atomic():
            seed(number=number)
            found.append(written())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0] != found[2]


@pytest.mark.django_db
@pytest.mark.parametrize("on", [date(2026, 8, 12), date(2027, 1, 2), date(2028, 2, 29)])
def test_it_can_be_made_on_any_day(on):
    assert seed(on=on) == CHILDREN + 2  # those of Southmoor
    assert not CarePeriod.objects.filter(started_on__gt=on).exists()


def test_it_shows_what_it_is_meant_to_show(seeded):
    teacher = User.objects.get(email="teacher@northshire.example")
    codes = set(Pupil.objects.visible_to(teacher).values_list("authority__code", flat=True))
    assert codes == {"998", "999"}
    worker = User.objects.get(email="socialworker@northshire.example")
    both = Pupil.objects.visible_to(teacher).filter(pk__in=Pupil.objects.visible_to(worker))
    assert both.exists()
    statuses = set(Deadline.objects.as_at(DAY).values_list("status", flat=True))
    assert {"met", "met_late", "overdue", "due_soon", "upcoming"} <= statuses
    clocks = Deadline.objects.filter(is_current=True, closed_on=None)
    for kind in ("setting_notified", "school_application"):  # most done, a few not yet
        done = clocks.filter(kind=kind, met_on__isnull=False).count()
        assert done > clocks.filter(kind=kind, met_on=None).count() > 0, kind
    states = set(Pep.objects.values_list("state", flat=True))
    assert {"opened", "in_progress", "submitted", "complete"} <= states


def test_schools_that_are_considered_lie_so_many_miles_from_the_home(seeded):
    searches = SchoolSearch.objects.filter(ended_on=None, options__isnull=False).distinct()
    found = list(with_home(searches, on=DAY))
    homes = [home_of([one], set(Permission), on=DAY) for one in found]
    assert found
    for search, home in zip(found, homes, strict=True):
        for option in search.options.select_related("setting"):
            assert home is not None
            line = home.to(option.setting)
            assert 0 <= line.miles < 30
            assert not line.is_longer_than(option.distance_miles)


def test_last_year_had_what_a_year_has(seeded):
    """Some ceased to be looked after, some had no place in May, some learn where they live."""
    northshire = Pupil.objects.filter(authority__code="999")
    last_year = (date(2025, 9, 1), date(2026, 8, 31))
    assert CarePeriod.objects.filter(pupil__in=northshire, ended_on__range=last_year).count() > 2
    places = Enrolment.objects.filter(pupil__in=northshire)
    in_may = date(2026, 5, 31)
    assert places.current_on(in_may).filter(kind="no_place").exists()
    assert places.current_on(DAY).filter(setting__la_code="998").count() > 2


def test_the_school_marks_who_is_in_custody_as_such(seeded):
    stay = Custody.objects.get()
    days = AttendanceDay.objects.filter(enrolment__pupil=stay.pupil)
    assert set(days.filter(day__gte=stay.started_on).values_list("am", "pm")) <= {("Y5", "Y5")}
    assert not days.filter(day__lt=stay.started_on, am="Y5").exists()


def test_this_morning_most_schools_have_sent_their_register(seeded):
    """One has not, one child is missing without a word, and the afternoon is still to come."""
    today = AttendanceDay.objects.filter(day=DAY)
    assert set(today.exclude(am="Y5").values_list("pm", flat=True)) == {""}
    assert today.filter(am="N").count() == 1
    head = User.objects.get(email="head@northshire.example")
    found = tally(places_today(head, on=DAY, half=HalfDay.AM), on=DAY)
    assert found.present > found.unknown > 0
    without = places_today(head, on=DAY, half=HalfDay.AM).filter(code="")
    assert without.filter(setting__name=BY_SUMS).exists()


def test_every_printed_account_signs_in(seeded, client):
    from vsh.embedded.run import ACCOUNTS

    for email, _ in ACCOUNTS:
        assert client.login(username=email, password="a password to test"), email


def test_a_database_in_use_is_refused(seeded):
    with pytest.raises(CommandError, match="already holds an authority"):
        call_command("seed_demo", children=5)
