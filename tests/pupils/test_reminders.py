"""Reminders: the stage of a day, who is told, once each, whatever runs twice or at once."""

import threading
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from pupils.models import Deadline, Enrolment, Involvement, Pupil, Recalculation, RestrictedAccess
from pupils.reminders import sweep
from pupils.rules.reminder_stages import MOST_WEEKLY, stage_on, stages_come
from tests.cast import TODAY, Cast, add_child
from vsh.calendars.rules import WorkingDays
from vsh.notices.models import Notice

DUE = date(2026, 4, 10)  # a Friday after Easter: Good Friday 3 April, Easter Monday 6 April


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 3, 31), ""),
        (date(2026, 4, 1), "before_5"),  # 1, 2, 7, 8, 9 April are the five working days before
        (date(2026, 4, 8), "before_5"),
        (date(2026, 4, 9), "before_1"),
        (date(2026, 4, 10), "due"),
        (date(2026, 4, 12), "due"),
        (date(2026, 4, 13), "after_1"),
        (date(2026, 4, 16), "after_1"),
        (date(2026, 4, 17), "after_5"),
        (date(2026, 4, 23), "after_5"),
        (date(2026, 4, 24), "weekly_1"),
        (date(2026, 4, 30), "weekly_1"),
        (date(2026, 5, 1), "weekly_2"),
        (date(2026, 6, 18), "weekly_8"),
        (date(2026, 6, 19), ""),
    ],
)
def test_stage(on: date, stage: str) -> None:
    assert stage_on(due_on=DUE, on=on, working_days=WorkingDays()) == stage


def test_the_stages_that_have_come() -> None:
    def come(on: date) -> list[str]:
        return stages_come(due_on=DUE, on=on, working_days=WorkingDays())

    assert come(date(2026, 3, 31)) == []
    assert come(DUE) == ["before_5", "before_1", "due"]
    assert come(date(2026, 4, 30)) == [
        *("before_5", "before_1", "due", "after_1", "after_5", "weekly_1")
    ]
    assert come(date(2027, 4, 30))[-1] == f"weekly_{MOST_WEEKLY}"


def add_deadline(pupil, *, due_on: date, owner_role: str = "social_worker", **options) -> Deadline:
    since = options.pop("on_record_since", date(2025, 9, 1))
    Pupil.objects.filter(pk=pupil.pk).update(on_record_since=since)
    return Deadline.objects.create(
        pupil=pupil,
        kind=options.pop("kind", "pep_initiated"),
        trigger_key=options.pop("trigger_key", "care_period:2026-02-02"),
        owner_role=owner_role,
        started_on=date(2026, 9, 1),
        due_on=due_on,
        rule_version="1",
        **options,
    )


def told() -> set[tuple[str, str]]:
    return {(n.stage, n.recipient.email.split("@")[0]) for n in Notice.objects.all()}


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2026, 11, 12), set()),
        (date(2026, 11, 11), {("before_5", "social_worker")}),
        (date(2026, 11, 5), {("before_1", "social_worker")}),
        (TODAY, {("due", "social_worker")}),
        (date(2026, 11, 3), {("after_1", "social_worker")}),
        (date(2026, 10, 28), {("after_5", "social_worker"), ("after_5", "officer")}),
        (
            date(2026, 10, 20),
            {("weekly_1", "social_worker"), ("weekly_1", "officer"), ("weekly_1", "head")},
        ),
    ],
)
def test_who_is_told_at_which_stage(cast: Cast, due_on: date, expected: set) -> None:
    add_deadline(cast.ada, due_on=due_on)
    sweep(TODAY)
    assert told() == expected


@pytest.mark.parametrize(
    "closed",
    [
        {"met_on": TODAY},
        {"closed_on": TODAY},
        {"is_current": False},
    ],
)
def test_what_is_done_or_over_is_not_reminded(cast: Cast, closed: dict) -> None:
    add_deadline(cast.ada, due_on=TODAY, **closed)
    assert sweep(TODAY) == 0


def test_all_designated_teachers_of_the_main_school_are_told(cast: Cast) -> None:
    Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, kind="alternative", started_on=date(2026, 9, 1)
    )
    add_deadline(cast.ada, due_on=TODAY, owner_role="designated_teacher")
    sweep(TODAY)
    assert told() == {("due", "teacher")}


def test_without_an_owner_the_officer_is_told_and_without_an_officer_the_head(cast: Cast) -> None:
    child = add_child(cast, "gus")
    add_deadline(cast.ada, due_on=TODAY)
    add_deadline(child, due_on=TODAY)
    Involvement.objects.filter(pupil=cast.ada, capacity="social_worker").delete()
    sweep(TODAY)
    assert told() == {("due", "officer"), ("due", "head")}
    assert "no social worker is on record" in Notice.objects.first().body


def test_somebody_who_has_left_is_not_told(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=TODAY)
    cast.social_worker.memberships.update(ends_on=date(2026, 11, 3))
    sweep(TODAY)
    assert told() == {("due", "officer")}


def test_a_restricted_record_is_named_to_those_who_are_named_for_it(cast: Cast) -> None:
    add_deadline(cast.eve, due_on=TODAY)
    sweep(TODAY)
    assert told() == {("due", "head")}
    notice = Notice.objects.get()
    assert "EC" not in notice.body
    Notice.objects.all().delete()
    RestrictedAccess.objects.create(
        pupil=cast.eve,
        user=cast.social_worker,
        granted_by=cast.head,
        reason="Allocated",
        started_on=TODAY,
    )
    sweep(TODAY)
    assert told() == {("due", "social_worker")}


def test_the_message_names_no_child(cast: Cast, settings) -> None:
    settings.SITE_URL = "https://virtual-school.example"
    add_deadline(cast.ada, due_on=date(2026, 11, 3))
    sweep(TODAY)
    notice = Notice.objects.get()
    for text in (notice.subject, notice.body, notice.about):
        assert "Ada" not in text
        assert "Canary" not in text
    assert f"AC, reference {cast.ada.ref}" in notice.body
    assert "1 day overdue (3 November 2026)" in notice.body
    assert f"https://virtual-school.example/pupils/{cast.ada.ref}/deadlines/" in notice.body
    assert "because you are the social worker of this child" in notice.body
    assert "pupil_ref" not in notice.body
    assert notice.pupil_ref == cast.ada.ref


def test_a_sweep_run_twice_tells_once(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=TODAY)
    assert sweep(TODAY) == 1
    assert sweep(TODAY) == 0
    assert Notice.objects.count() == 1


def test_a_deadline_written_anew_from_the_same_facts_is_not_reminded_again(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=TODAY)
    sweep(TODAY)
    Deadline.objects.all().delete()
    add_deadline(cast.ada, due_on=TODAY)
    assert sweep(TODAY) == 0


def test_after_missed_days_only_the_latest_stage_goes_out(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=TODAY)
    sweep(date(2026, 10, 28))  # before_5, then nobody swept until the day after
    sweep(TODAY + timedelta(days=1))
    assert {stage for stage, _ in told()} == {"before_5", "after_1"}


def test_a_whole_run_of_days_tells_each_stage_once(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=TODAY)
    for number in range(-15, 25):
        sweep(TODAY + timedelta(days=number))
    stages = [n.stage for n in Notice.objects.filter(recipient=cast.social_worker).order_by("id")]
    assert stages == [
        "before_5", "before_1", "due", "after_1", "after_5", "weekly_1", "weekly_2",
    ]  # fmt: skip


def test_more_than_one_batch(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr("pupils.reminders.BATCH", 2)
    for number in range(5):
        add_deadline(cast.ada, due_on=TODAY, trigger_key=f"term:{number}")
    assert sweep(TODAY) == 5


@pytest.mark.django_db(transaction=True)
def test_sweeps_in_parallel_tell_once(cast: Cast) -> None:
    for number in range(20):
        add_deadline(cast.ada, due_on=TODAY, trigger_key=f"term:{number}")
    barrier = threading.Barrier(4)
    failures: list[Exception] = []

    def run() -> None:
        barrier.wait()
        try:
            sweep(TODAY)
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Notice.objects.count() == 20


def test_a_rehearsal_writes_nothing(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=date(2026, 12, 1))
    out = StringIO()
    call_command("send_notices", "--dry-run", "--on", "2026-12-01", stdout=out)
    assert "due\tsocial_worker@northshire.example" in out.getvalue()
    assert "1 would be queued" in out.getvalue()
    assert not Notice.objects.exists()


def test_another_day_is_refused_outside_the_demonstration(cast: Cast, settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("send_notices", "--on", "2026-12-01")


def test_the_command_queues_and_sends(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=TODAY)
    Recalculation.objects.create(day=TODAY)
    out = StringIO()
    call_command("send_notices", stdout=out)
    assert "1 queued, 1 sent" in out.getvalue()
    assert Notice.objects.get().state == "sent"


def test_of_a_school_place_that_is_still_to_be_found_they_are(cast: Cast) -> None:
    yesterday = TODAY - timedelta(days=1)
    add_deadline(cast.ada, due_on=yesterday, on_record_since=TODAY, kind="school_place")
    assert sweep(TODAY) > 0


def test_nobody_is_reminded_of_what_was_due_before_the_child_was_on_record(cast: Cast) -> None:
    yesterday = TODAY - timedelta(days=1)
    add_deadline(cast.ada, due_on=yesterday, on_record_since=TODAY, kind="pep_initiated")
    assert sweep(TODAY) == 0
    Pupil.objects.filter(pk=cast.ada.pk).update(on_record_since=yesterday)
    assert sweep(TODAY) == 1
