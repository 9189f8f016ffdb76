"""The engine: the same facts give the same rows, however often."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from pupils.models import CarePeriod, ClockSetting, Deadline, Enrolment, Pupil, StatutoryReview
from pupils.services.clock_settings import set_clock
from pupils.services.deadlines import due_soon_until, explain, recalculate_deadlines_for
from pupils.tasks import recalculate_all_deadlines, recalculate_pupil
from tests.clock_records import add_child, found_northshire
from tests.pupils.rules.test_status import CASES, DAY
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.calendars.models import OneOffHoliday
from vsh.organisations.models import Authority

TODAY = date(2026, 11, 4)


@pytest.fixture
def northshire(db):
    return found_northshire(day=TODAY)


@pytest.fixture
def ada(northshire):
    return add_child(northshire, "A", from_day=date(2026, 4, 2), reviews=(date(2026, 4, 28),))


@pytest.fixture
def head(northshire):
    user = User.objects.create_user("head@northshire.example", name="Helen Head")
    Membership.objects.create(
        user=user,
        role=Role.VIRTUAL_SCHOOL_HEAD,
        authority=northshire,
        starts_on=date(2026, 1, 1),
    )
    return user


def rows(pupil: Pupil) -> dict[tuple[str, str], tuple]:
    return {
        (row.kind, row.trigger_key): (row.pk, row.due_on, row.met_on, row.closed_on)
        for row in Deadline.objects.filter(pupil=pupil)
    }


def test_recalculated_twice_nothing_changes(ada):
    first = recalculate_deadlines_for([ada.pk])
    before = rows(ada)
    second = recalculate_deadlines_for([ada.pk])
    assert (first.new, second.new, second.changed, second.removed) == (len(before), 0, 0, 0)
    assert rows(ada) == before
    assert set(before) == {
        ("pep_available", "care_period:2026-04-02"),
        ("pep_initiated", "care_period:2026-04-02"),
        ("pep_term_review", "care_period:2026-04-02/term:2025-26-summer"),
        ("pep_term_review", "care_period:2026-04-02/term:2026-27-autumn"),
        ("sdq", "care_period:2026-04-02"),
        ("setting_notified", "care_period:2026-04-02/999001"),
        ("statutory_review", "care_period:2026-04-02"),
        ("statutory_review", "review:2026-04-28"),
    }


def test_a_changed_fact_changes_its_row_and_keeps_its_identity(ada):
    recalculate_deadlines_for([ada.pk])
    before = rows(ada)
    StatutoryReview.objects.create(
        pupil=ada, care_period=ada.care_periods.get(), held_on=date(2026, 7, 20)
    )
    done = recalculate_deadlines_for([ada.pk])
    after = rows(ada)
    met = ("statutory_review", "review:2026-04-28")
    assert (done.new, done.changed, done.removed) == (1, 1, 0)
    assert after[met] == (before[met][0], date(2026, 7, 28), date(2026, 7, 20), None)


def test_a_fact_taken_back_takes_its_rows_with_it(ada):
    recalculate_deadlines_for([ada.pk])
    StatutoryReview.objects.all().delete()
    done = recalculate_deadlines_for([ada.pk])
    assert (done.removed, done.changed) == (1, 2)  # the first review, and the PEP for it
    assert ("statutory_review", "review:2026-04-28") not in rows(ada)


def test_a_setting_that_the_child_leaves_passes_the_clock_to_the_social_worker(ada):
    recalculate_pupil(ada.pk)
    assert Deadline.objects.filter(owner_role="designated_teacher").count() == 3
    Enrolment.objects.update(ended_on=date(2026, 11, 3))
    recalculate_pupil(ada.pk)
    assert not Deadline.objects.filter(owner_role="designated_teacher").exists()


def test_facts_of_tomorrow_wait_for_tomorrow(ada):
    CarePeriod.objects.update(ended_on=date(2026, 11, 5))
    recalculate_deadlines_for([ada.pk], on=TODAY)
    assert not Deadline.objects.filter(closed_on__isnull=False).exists()
    recalculate_deadlines_for([ada.pk], on=date(2026, 11, 5))
    assert set(
        Deadline.objects.filter(met_on__isnull=True).values_list("closed_on", flat=True)
    ) == {date(2026, 11, 5)}


def test_the_number_of_queries_is_the_same_for_one_child_and_fifty(
    northshire, ada, django_assert_num_queries
):
    with django_assert_num_queries(25):
        recalculate_deadlines_for([ada.pk])
    more = [
        add_child(northshire, f"M{n}", from_day=date(2026, 4, 2) + timedelta(days=n)).pk
        for n in range(50)
    ]
    with django_assert_num_queries(25):
        recalculate_deadlines_for(more)


def test_the_whole_authority_by_task_and_by_command(northshire, ada):
    southmoor = Authority.objects.create(code="998", name="Southmoor")
    other = add_child(southmoor, "S", from_day=date(2026, 4, 2))
    assert recalculate_all_deadlines("999") == 1
    assert not rows(other)
    out = StringIO()
    call_command("recalculate_deadlines", stdout=out)
    assert "2 children: " in out.getvalue()
    assert rows(other)


@pytest.mark.parametrize(("due_on", "met_on", "closed_on", "status"), CASES)
def test_the_database_says_the_same_status(ada, due_on, met_on, closed_on, status):
    Deadline.objects.create(
        pupil=ada,
        kind="pep_initiated",
        trigger_key="x",
        started_on=date(2026, 10, 1),
        due_on=due_on,
        met_on=met_on,
        closed_on=closed_on,
    )
    assert [row.status for row in Deadline.objects.as_at(DAY)] == [status]


def test_soon_takes_account_of_one_off_holidays(northshire):
    assert due_soon_until(date(2026, 11, 4)) == date(2026, 11, 11)
    OneOffHoliday.objects.create(on=date(2026, 11, 9), name="A day of thanks")
    assert due_soon_until(date(2026, 11, 4)) == date(2026, 11, 12)


# --- explanations ---
def test_an_explanation_shows_its_sum_and_source(ada):
    recalculate_deadlines_for([ada.pk])
    found = explain(Deadline.objects.get(kind="pep_initiated"), TODAY)
    assert found.sum == (
        "10 working days from Thu 2 April 2026; "
        "skipped Good Friday, Easter Monday, three weekends: due Mon 20 April 2026"
    )
    assert "reg. 4(2)" in found.source
    assert found.local == ""


def test_an_explanation_names_the_calendar_and_the_local_setting(northshire, ada):
    ClockSetting.objects.create(authority=northshire, kind="pep_term_review", number=10)
    recalculate_deadlines_for([ada.pk])
    found = explain(Deadline.objects.get(trigger_key__endswith="2026-27-autumn"), TODAY)
    assert found.calendar == "Northshire"
    assert "10 school days before the end of term" in found.local
    assert found.sum == (
        "The last school day of the autumn term 2026-27 is Fri 18 December 2026; "
        "cut-off 10 school days before it: due Fri 4 December 2026"
    )


def test_a_row_that_no_longer_follows_from_the_facts_has_no_explanation(ada):
    recalculate_deadlines_for([ada.pk])
    deadline = Deadline.objects.get(trigger_key="review:2026-04-28")
    StatutoryReview.objects.all().delete()
    assert explain(deadline, TODAY) is None


# --- an authority's own clocks ---
def test_a_stricter_limit_is_kept_counted_and_applied(
    northshire, ada, head, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        set_clock(actor=head, authority=northshire, kind="pep_initiated", number=5)
    deadline = Deadline.objects.get(kind="pep_initiated")
    assert (deadline.due_on, deadline.settings_version) == (date(2026, 4, 13), 1)
    with django_capture_on_commit_callbacks(execute=True):
        set_clock(actor=head, authority=northshire, kind="pep_initiated", number=None)
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.settings_version) == (date(2026, 4, 20), 2)


@pytest.mark.parametrize(
    ("kind", "number", "is_on", "words"),
    [
        ("pep_initiated", 11, True, "statutory limit is 10 working days"),
        ("pep_available", 21, True, "statutory limit is 20 working days"),
        ("school_place", 21, True, "statutory limit is 20 school days"),
        ("statutory_review", 21, True, "statutory limit is 20 working days"),
        ("pep_initiated", 0, True, "at least 1"),
        ("pep_term_review", 31, True, "0 to 30 school days"),
        ("pep_age", 5, True, "0 to 4"),
        ("pep_initiated", None, False, "cannot be turned off"),
        ("tea_time", 4, True, "no clock"),
    ],
)
def test_a_looser_limit_is_refused(northshire, head, kind, number, is_on, words):
    with pytest.raises(ValidationError, match=words):
        set_clock(actor=head, authority=northshire, kind=kind, number=number, is_on=is_on)
    assert not ClockSetting.objects.exists()


def test_only_the_head_of_that_authority_sets_its_clocks(northshire, head):
    southmoor = Authority.objects.create(code="998", name="Southmoor")
    with pytest.raises(PermissionDenied):
        set_clock(actor=head, authority=southmoor, kind="pep_initiated", number=5)
