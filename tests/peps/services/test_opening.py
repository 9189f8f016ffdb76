"""A PEP begins by a person, or by the system at the start of term."""

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from peps.models import Pep, PepStatusChange
from peps.rules.states import Refusal
from peps.services import (
    PepRefused,
    initiate_pep,
    mark_not_required,
    open_termly_peps,
    save_section,
)
from peps.tasks import open_termly_peps as task
from pupils.models import CareEpisode, CarePeriod, ClockSetting, Pupil
from pupils.rules.clock import PEP_AGE
from tests.cast import TODAY, Cast, add_child, add_person, allocate, assemble_cast
from vsh.accounts.roles import Role
from vsh.calendars.models import CurrentDay

SPRING = date(2027, 1, 5)


def test_initiation_says_who_and_when(cast, ada_pep):
    assert (ada_pep.kind, ada_pep.state) == ("initial", "initiated")
    assert (ada_pep.initiated_on, ada_pep.initiated_by) == (TODAY, cast.social_worker)
    assert ada_pep.term_name == "Autumn term 2026-27"
    change = ada_pep.status_changes.get()
    assert (change.to_state, change.by) == ("initiated", cast.social_worker)


@pytest.mark.parametrize(
    "person", ["teacher", "iro", "team_manager", "data", "other_social_worker", "south_head"]
)
def test_who_may_not_initiate(cast, person):
    with pytest.raises(PermissionDenied):
        initiate_pep(actor=cast.people[person], pupil=cast.ada)
    assert not Pep.objects.exists()


def test_one_pep_at_a_time(cast, ada_pep):
    with pytest.raises(PepRefused) as refusal:
        initiate_pep(actor=cast.officer, pupil=cast.ada)
    assert refusal.value.refusal is Refusal.ALREADY_INITIATED


def test_a_child_who_is_not_looked_after_has_no_pep(cast):
    with pytest.raises(ValidationError):
        initiate_pep(actor=cast.officer, pupil=cast.fay)


def test_the_pep_opened_by_the_system_is_taken_up_by_a_person(cast):
    open_termly_peps(TODAY)
    opened = Pep.objects.get(pupil=cast.ada)
    assert (opened.state, opened.initiated_on) == ("opened", None)
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert (pep.pk, pep.state, pep.initiated_on) == (opened.pk, "initiated", TODAY)


def test_initiation_of_a_pep_that_is_being_written_keeps_its_state(cast):
    open_termly_peps(TODAY)
    pep = Pep.objects.get(pupil=cast.ada)
    save_section(
        actor=cast.teacher, pep=pep, key="about_me", answers={"what_i_like": "Art"}, version=0
    )
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert (pep.state, pep.initiated_by) == ("in_progress", cast.social_worker)


def test_the_term_opens_for_each_looked_after_child_once(cast):
    looked_after = {"ada", "ben", "cam", "dee", "eve"}
    assert open_termly_peps(TODAY) == len(looked_after)
    opened = {pep.pupil.child_id.removeprefix("C-") for pep in Pep.objects.all()}
    assert opened == looked_after
    assert open_termly_peps(TODAY) == 0
    assert PepStatusChange.objects.filter(by=None, to_state="opened").count() == 5


def test_only_one_authority_s_when_asked(cast):
    assert open_termly_peps(TODAY, cast.southmoor) == 2


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        (date(2026, 9, 1), 0),  # an INSET day: the term's first school day is the next
        (date(2026, 9, 2), 6),  # Fay is looked after until October
        (date(2026, 10, 28), 5),  # half term belongs to the term
        (date(2026, 12, 18), 5),
        (date(2026, 12, 19), 0),
    ],
)
def test_nothing_opens_in_the_holidays(cast, day, opened):
    assert open_termly_peps(day) == opened


@pytest.mark.parametrize(("entered_on", "opened"), [(date(2026, 9, 1), 1), (date(2026, 9, 2), 0)])
def test_who_enters_care_in_the_term_has_a_first_pep_instead(cast, entered_on, opened):
    child = add_child(cast, "new", looked_after_from=entered_on)
    open_termly_peps(TODAY)
    assert Pep.objects.filter(pupil=child).count() == opened


@pytest.mark.parametrize(
    ("born_on", "opened"),
    [
        (date(2008, 11, 4), 0),  # eighteen today
        (date(2008, 11, 5), 1),
        (date(2024, 8, 31), 1),  # two before the term
        (date(2024, 9, 1), 0),
    ],
)
def test_pep_age(cast, born_on, opened):
    child = add_child(cast, "aged", born_on=born_on)
    if born_on.year > 2020:
        child.enrolments.all().delete()
    open_termly_peps(TODAY)
    assert Pep.objects.filter(pupil=child).count() == opened


def test_a_child_of_two_at_nursery_has_one(cast):
    child = add_child(cast, "tiny", born_on=date(2024, 9, 20))
    open_termly_peps(TODAY)
    assert Pep.objects.filter(pupil=child).exists()


def test_an_agreed_series_of_short_breaks_has_none(cast):
    CareEpisode.objects.filter(care_period__pupil=cast.ada).update(legal_status="V4")
    open_termly_peps(TODAY)
    assert not Pep.objects.filter(pupil=cast.ada).exists()


def test_the_next_term_carries_forward_what_stays_true(cast, complete):
    CurrentDay.objects.update(day=SPRING)
    open_termly_peps(SPRING)
    pep = Pep.objects.get(pupil=cast.ada, season="spring")
    kept = {section.key: section for section in pep.sections.all()}
    assert kept["about_me"].data["what_i_like"] == "Words about what i like."
    assert kept["about_me"].is_carried_forward
    assert "attendance_record" not in kept["attendance_and_behaviour"].data
    assert not {"new_targets", "review_of_targets", "childs_views"} & kept.keys()


def test_it_opens_whatever_became_of_the_last_one(cast, ada_pep):
    open_termly_peps(SPRING)
    assert Pep.objects.filter(pupil=cast.ada, season="spring").exists()
    assert Pep.objects.get(pk=ada_pep.pk).state == "initiated"  # it may be finished late


def test_a_pep_that_was_not_required_hands_nothing_on(cast, ada_pep, write_all):
    write_all(ada_pep)
    mark_not_required(actor=cast.officer, pep=ada_pep, reason="Opened in error.")
    open_termly_peps(SPRING)
    assert not Pep.objects.get(pupil=cast.ada, season="spring").sections.exists()


def test_what_was_carried_forward_is_said_again_once_it_is_changed(cast, complete):
    open_termly_peps(SPRING)
    pep = Pep.objects.get(pupil=cast.ada, season="spring")
    section = save_section(
        actor=cast.teacher, pep=pep, key="about_me", answers={"proud_of": "My medal"}, version=1
    )
    assert not section.is_carried_forward


def test_a_new_period_of_care_starts_with_a_first_pep(cast):
    CarePeriod.objects.create(pupil=cast.fay, started_on=TODAY)
    assert initiate_pep(actor=cast.officer, pupil=cast.fay).kind == "initial"


def test_an_earlier_time_in_care_is_not_carried_over(cast, complete):
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    CarePeriod.objects.create(pupil=cast.ada, started_on=date(2026, 12, 1))
    open_termly_peps(SPRING)
    pep = Pep.objects.get(pupil=cast.ada, season="spring")
    assert not pep.sections.exists()
    assert Pep.objects.before(pep).first() == complete


def test_an_authority_may_begin_earlier_or_later_but_not_after_reception(cast):
    ClockSetting.objects.create(authority=cast.northshire, kind=PEP_AGE, number=6)
    children = {
        "three": date(2023, 1, 10),
        "reception": date(2022, 8, 31),
        "not_yet": date(2022, 9, 1),
    }
    for name, born_on in children.items():
        add_child(cast, name, born_on=born_on).enrolments.all().delete()
    open_termly_peps(TODAY)
    opened = set(Pep.objects.filter(pupil__child_id__contains="C-").values_list("pupil__child_id"))
    assert {("C-reception",)} == opened & {(f"C-{name}",) for name in children}


def test_beat_s_task_opens_the_term(cast):
    assert task.delay().get() == 5


@pytest.mark.django_db(transaction=True)
def test_a_child_whose_record_is_held_keeps_no_other_waiting():
    cast: Cast = assemble_cast()
    held, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Pupil.objects.select_for_update().get(pk=cast.ada.pk)
            held.set()
            go_on.wait(30)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(30)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    try:
        assert open_termly_peps(TODAY) == 4
    finally:
        go_on.set()
        holder.join()
    assert open_termly_peps(TODAY) == 1  # the next run makes up for it
    assert Pep.objects.filter(pupil=cast.ada).exists()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_runs_at_the_same_time_open_each_pep_once():
    cast: Cast = assemble_cast()
    for number in range(10):
        child = add_child(cast, f"many{number}")
        allocate(child, add_person(f"worker{number}", Role.SOCIAL_WORKER, cast.northshire), "iro")
    runs, start = 4, threading.Barrier(4)
    opened: list[int] = []

    def run() -> None:
        start.wait()
        try:
            opened.append(open_termly_peps(TODAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(opened) == 15
    assert Pep.objects.count() == 15
    assert PepStatusChange.objects.count() == 15


def test_today_is_the_day_of_the_run(cast):
    open_termly_peps()
    assert set(Pep.objects.values_list("opened_on", flat=True)) == {TODAY}
