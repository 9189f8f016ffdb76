"""The timeline: facts of all apps in one list, one query, and to whom."""

from datetime import date

import pytest
from model_bakery import baker

from peps.models import Pep, PepStatusChange
from pupils.models import CarePlacement, SdqScore, SenStatus, StatutoryReview
from reporting.timeline import events_of
from tests.cast import TODAY, Cast
from vsh.accounts.roles import ROLE_PERMISSIONS, Role
from vsh.calendars.current_day import today_is


def plan_of(cast: Cast) -> Pep:
    return baker.make(
        Pep,
        pupil=cast.ada,
        care_period=cast.ada.care_periods.get(),
        academic_year="2026-27",
        season="autumn",
        form_version="2026.1",
    )


def events_today(cast: Cast) -> list[str]:
    return [event.title for event in events_for_head(cast) if event.on == TODAY]


def events_for_head(cast: Cast):
    permissions = ROLE_PERMISSIONS[Role.VIRTUAL_SCHOOL_HEAD]
    return events_of(cast.ada, user=cast.head, permissions=permissions, on=TODAY)


@pytest.fixture
def titles(cast: Cast, django_assert_num_queries):
    SenStatus.objects.create(pupil=cast.ada, status="E", started_on=date(2026, 3, 1))
    SdqScore.objects.create(pupil=cast.ada, completed_on=date(2026, 5, 1), score=17)
    StatutoryReview.objects.create(
        pupil=cast.ada,
        care_period=cast.ada.care_periods.get(),
        held_on=date(2026, 6, 1),
        participation="PN1",
    )
    cast.ada.enrolments.update(ended_on=date(2026, 12, 18))  # not yet known today

    people = {
        Role.VIRTUAL_SCHOOL_HEAD: cast.head,
        Role.DESIGNATED_TEACHER: cast.teacher,
        Role.DATA_OFFICER: cast.data,
    }

    def of(role: Role) -> list[str]:
        user, permissions = people[role], ROLE_PERMISSIONS[role]
        assert user.permissions == permissions  # known before the page asks, as on every page
        with today_is(TODAY), django_assert_num_queries(1):
            events = events_of(cast.ada, user=user, permissions=permissions, on=TODAY)
        return [f"{event.on:%Y-%m-%d} {event.title}" for event in events]

    return of


@pytest.mark.parametrize(("born", "told"), [((2008, 11, 4), ["2026-11-04"]), ((2008, 11, 5), [])])
def test_care_without_an_end_ended_on_the_18th_birthday(cast, born, told) -> None:
    cast.ada.date_of_birth = date(*born)
    events = events_for_head(cast)
    assert [str(e.on) for e in events if e.title == "No longer looked after"] == told


def test_everything_newest_first(titles) -> None:
    assert titles(Role.VIRTUAL_SCHOOL_HEAD) == [
        "2026-06-01 Statutory review held",
        "2026-05-01 SDQ score by carer",
        "2026-03-01 SEN: Education, health and care plan",
        "2026-02-02 Legal status",
        "2026-02-02 First home of this time in care",
        "2026-02-02 Became looked after",
        "2025-09-01 Started at Oakfield School",
    ]


def test_a_teacher_reads_no_care_facts(titles) -> None:
    assert titles(Role.DESIGNATED_TEACHER) == [
        "2026-05-01 SDQ score by carer",
        "2026-03-01 SEN: Education, health and care plan",
        "2025-09-01 Started at Oakfield School",
    ]


def test_who_reads_no_score_on_its_page_reads_none_here(titles) -> None:
    assert not [title for title in titles(Role.DATA_OFFICER) if "SDQ" in title]


def test_the_states_of_a_plan_on_one_day_stand_as_they_happened(cast: Cast) -> None:
    pep = plan_of(cast)
    course = ["initiated", "in_progress", "submitted", "returned", "submitted"]
    for state in [*course, "quality_assured", "complete"]:
        PepStatusChange.objects.create(pep=pep, to_state=state, on=TODAY)

    assert events_today(cast) == [
        "PEP: complete",
        "PEP: quality assured",
        "PEP: submitted",
        "PEP: returned",
        "PEP: submitted",
        "PEP: in progress",
        "PEP: initiated",
    ]


def test_a_later_home_is_a_move_and_the_first_of_a_new_time_in_care_is_none(cast: Cast) -> None:
    first = cast.ada.placements.get()
    first.ended_on = date(2026, 5, 1)
    first.save()
    baker.make(
        CarePlacement, pupil=cast.ada, care_period=first.care_period, started_on=first.ended_on,
        placement_type="U4",
    )  # fmt: skip
    events = events_for_head(cast)
    assert [(event.on, event.title) for event in events if "home" in event.title] == [
        (date(2026, 5, 1), "Moved to a new home"),
        (date(2026, 2, 2), "First home of this time in care"),
    ]


def test_a_plan_that_is_required_after_all_is_not_opened_twice(cast: Cast) -> None:
    pep = plan_of(cast)
    for before, after in [("", "opened"), ("opened", "not_required"), ("not_required", "opened")]:
        PepStatusChange.objects.create(pep=pep, from_state=before, to_state=after, on=TODAY)
    assert events_today(cast) == [
        "PEP: required after all",
        "PEP: not required",
        "PEP: opened",
    ]
