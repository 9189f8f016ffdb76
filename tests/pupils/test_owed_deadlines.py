"""Deadlines that a large file leaves to be worked out: soon, once, and by whoever is left."""

from datetime import date, timedelta
from threading import Event, Thread

import pytest
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone

from pupils.models import Deadline, FailedRecalculation, OwedRecalculation, Pupil, Recalculation
from pupils.reminder_subjects import subject_of
from pupils.reminders import sweep_today
from pupils.services.clock_states import BATCH
from pupils.services.deadlines import is_recalculated, recalculate_everyone
from pupils.services.owed_deadlines import (
    number_owed,
    recalculate_now_or_soon,
    recalculate_owed,
)
from pupils.tasks import recalculate_owed_deadlines
from tests.cast import TODAY as CAST_DAY
from tests.cast import Cast, assemble_cast
from tests.clock_records import add_child, found_northshire
from tests.pupils.test_reminders import add_deadline
from vsh.govuk.dates import long_date
from vsh.intake.models import ImportRun
from vsh.notices.models import Notice
from vsh.organisations.models import Authority

TODAY = date(2026, 11, 4)


@pytest.fixture
def northshire(db) -> Authority:
    return found_northshire(day=TODAY)


def children(northshire: Authority, number: int) -> list[int]:
    return [add_child(northshire, f"P{n}", from_day=date(2026, 4, 2)).pk for n in range(number)]


def owe(*pupil_ids: int) -> None:
    OwedRecalculation.objects.bulk_create(OwedRecalculation(pupil_id=pk) for pk in pupil_ids)


def test_few_are_worked_out_at_once(northshire: Authority):
    recalculate_now_or_soon(children(northshire, 2))
    assert Deadline.objects.values("pupil").distinct().count() == 2
    assert not OwedRecalculation.objects.exists()


def test_many_are_worked_out_once_the_file_is_loaded(
    northshire: Authority, django_capture_on_commit_callbacks
):
    child = children(northshire, 1)
    Pupil.objects.bulk_create(
        Pupil(authority=northshire, child_id=f"M{n}", date_of_birth=date(2014, 5, 10))
        for n in range(BATCH)
    )
    with django_capture_on_commit_callbacks() as messages:
        recalculate_now_or_soon(Pupil.objects.values_list("pk", flat=True))
    assert len(messages) == 1
    assert number_owed(northshire.pk) == BATCH + 1
    assert not Deadline.objects.exists()
    assert recalculate_owed_deadlines() == BATCH + 1
    assert Deadline.objects.filter(pupil=child[0]).exists()
    assert number_owed(northshire.pk) == 0


def test_a_second_run_finds_nothing_and_a_file_that_fails_owes_nothing(northshire: Authority):
    owe(*children(northshire, 2))
    assert (recalculate_owed(), recalculate_owed()) == (2, 0)
    with transaction.atomic():
        owe(*Pupil.objects.values_list("pk", flat=True))
        transaction.set_rollback(True)
    assert recalculate_owed() == 0


def test_what_is_owed_twice_is_worked_out_once(northshire: Authority):
    (child,) = children(northshire, 1)
    owe(child, child)
    assert (number_owed(northshire.pk), recalculate_owed()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_wait_for_one_another_and_one_that_dies_leaves_it_owed():
    northshire = found_northshire(day=TODAY)
    owe(*children(northshire, 2))
    is_held, is_over = Event(), Event()

    def die_at_work() -> None:
        try:
            with transaction.atomic():
                list(OwedRecalculation.objects.select_for_update())
                is_held.set()
                is_over.wait()
                transaction.set_rollback(True)
        finally:
            connections.close_all()

    other = Thread(target=die_at_work)
    other.start()
    is_held.wait()
    assert recalculate_owed() == 0
    is_over.set()
    other.join()
    assert recalculate_owed() == 2


def test_one_child_whose_facts_are_at_fault_keeps_no_other_back(northshire: Authority):
    sound, faulty = children(northshire, 2)
    owe(sound, faulty)
    Pupil.objects.filter(pk=faulty).update(date_of_birth=date(9999, 12, 31))
    assert recalculate_owed() == 1
    assert list(OwedRecalculation.objects.values_list("pupil", flat=True)) == [faulty]


def test_reminders_wait_for_what_is_owed(cast: Cast):
    owe(cast.fay.pk)
    sweep_today()
    assert not OwedRecalculation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_a_child_who_is_held_nobody_is_reminded_from_the_old_deadlines():
    cast = assemble_cast()
    owe(cast.ada.pk, cast.ben.pk)
    Recalculation.objects.create(day=CAST_DAY)
    old = add_deadline(cast.ada, due_on=CAST_DAY)
    is_held, is_over = Event(), Event()

    def hold_the_row() -> None:
        try:
            with transaction.atomic():
                list(OwedRecalculation.objects.select_for_update().filter(pupil=cast.ada))
                is_held.set()
                is_over.wait(60)
        finally:
            connections.close_all()

    other = Thread(target=hold_the_row)
    other.start()
    assert is_held.wait(60)
    try:
        sweep_today()
        assert list(OwedRecalculation.objects.values_list("pupil", flat=True)) == [cast.ada.pk]
        assert not Notice.objects.filter(about=subject_of(old)).exists()
    finally:
        is_over.set()
        other.join()
    sweep_today()
    assert not OwedRecalculation.objects.exists()


def test_the_page_of_the_import_says_what_is_still_to_come(client, cast: Cast):
    run = ImportRun.objects.create(kind="roll", authority=cast.northshire, state="loaded")
    client.force_login(cast.data)
    address = reverse("intake:run", args=[run.ref])
    words = "The deadlines of one child are still being worked out."
    owe(cast.fay.pk)
    assert words in client.get(address).content.decode()
    recalculate_owed()
    assert words not in client.get(address).content.decode()


# --- a child whose deadlines cannot be worked out

NO_SUCH_DAY = date(9999, 12, 31)  # what no rule can count with; written past all forms


def put_at_fault(child: Pupil) -> None:
    Pupil.objects.filter(pk=child.pk).update(date_of_birth=NO_SUCH_DAY)


def failed_since(child: Pupil, since: timedelta) -> None:
    FailedRecalculation.objects.filter(pupil=child).update(since=timezone.now() - since)


def test_one_child_at_fault_keeps_no_other_from_the_night_s_recalculation(cast: Cast):
    put_at_fault(cast.ada)
    Deadline.objects.all().delete()
    recalculate_everyone()
    assert is_recalculated(CAST_DAY)
    assert Deadline.objects.filter(pupil=cast.ben).exists()
    [failed] = FailedRecalculation.objects.all()
    assert failed.pupil == cast.ada
    recalculate_everyone()
    assert FailedRecalculation.objects.get().since == failed.since, "the first time counts"
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=cast.ada.date_of_birth)
    recalculate_everyone()
    assert not FailedRecalculation.objects.exists()
    assert Deadline.objects.filter(pupil=cast.ada).exists()


@pytest.mark.parametrize("is_owed", [False, True])
@pytest.mark.parametrize(
    ("since", "is_reminded"),
    [(timedelta(hours=23, minutes=59), False), (timedelta(hours=24), True)],
)
def test_after_a_day_the_last_deadlines_that_could_be_worked_out_are_reminded_of(
    cast: Cast, is_owed: bool, since: timedelta, is_reminded: bool
):
    old = add_deadline(cast.ada, due_on=CAST_DAY)
    put_at_fault(cast.ada)
    if is_owed:
        owe(cast.ada.pk)
    sweep_today()
    failed_since(cast.ada, since)
    sweep_today()
    assert Notice.objects.filter(about=subject_of(old)).exists() is is_reminded
    assert FailedRecalculation.objects.get().pupil == cast.ada


def test_a_small_file_with_one_child_at_fault_loads_and_owes_its_deadlines(cast: Cast):
    put_at_fault(cast.ada)
    Deadline.objects.all().delete()
    with transaction.atomic():
        recalculate_now_or_soon([cast.ada.pk, cast.ben.pk])
    recalculate_owed()
    assert Deadline.objects.filter(pupil=cast.ben).exists()
    assert list(OwedRecalculation.objects.values_list("pupil", flat=True)) == [cast.ada.pk]
    assert FailedRecalculation.objects.get().pupil == cast.ada


@pytest.mark.parametrize(
    ("who", "is_told"), [("head", True), ("data", True), ("south_head", False)]
)
def test_head_and_data_officer_find_who_it_is(client, cast: Cast, who: str, is_told: bool):
    put_at_fault(cast.ada)
    recalculate_everyone()
    failed_since(cast.ada, timedelta(days=3))
    client.force_login(cast.people[who])
    address = reverse("reporting:data_quality")
    page = client.get(address, {"fact": "no_deadlines"}).content.decode()
    first = long_date((timezone.localtime() - timedelta(days=3)).date())
    assert (f"The first since {first}." in page) is is_told
    assert ("Canaryada" in page) is is_told


def test_of_a_restricted_child_only_who_is_named_finds_it(client, cast: Cast):
    put_at_fault(cast.eve)
    recalculate_everyone()
    client.force_login(cast.data)
    page = client.get(reverse("reporting:data_quality"), {"fact": "no_deadlines"}).content.decode()
    assert "Canaryeve" not in page
    assert "The first since" not in page
