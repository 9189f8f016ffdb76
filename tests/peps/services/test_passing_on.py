"""A coming meeting whose organiser sees the child no more passes to who works in that place now."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from peps.meetings.people import Asked
from peps.models import Meeting
from peps.services.meetings import arrange_meeting, change_meeting, change_people
from peps.tasks import call_off_meetings
from pupils.models import Involvement
from tests.cast import TODAY, add_person
from tests.peps.services.arranged import CARER, LATER, MENTOR, WHEN
from tests.peps.services.test_handover import move as change_school
from tests.reporting.page_requests import queries_of
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.notices.models import Notice

YESTERDAY = date(2026, 11, 3)
TEACHER = "designated_teacher"


def arranged_by(actor, pep, people=(CARER, MENTOR)):
    return arrange_meeting(actor=actor, pep=pep, arrangement=WHEN, asked=people)


def leave(cast, user):
    """They work with Ada no more, nor in their role."""
    Involvement.objects.filter(pupil=cast.ada, user=user).update(ended_on=YESTERDAY)
    Membership.objects.filter(user=user).update(ends_on=YESTERDAY)


def follow(cast, name, role, capacity):
    user = add_person(name, role, cast.northshire)
    Involvement.objects.create(pupil=cast.ada, user=user, capacity=capacity, started_on=TODAY)
    return user


def next_worker(cast):
    return follow(cast, "next_worker", Role.SOCIAL_WORKER, "social_worker")


def next_officer(cast):
    return follow(cast, "next_officer", Role.VIRTUAL_SCHOOL_OFFICER, "virtual_school_officer")


def own(user):
    return list(Meeting.objects.visible_to(user).with_part_of(user))


def organisers_in_mail(person, meeting):
    """Of each message: what the calendar is to do, and whose appointment it is."""
    rows = Notice.objects.filter(address=person.email, about=f"meeting:{meeting.ref}")
    calendars = [Calendar.from_ical(row.calendar) for row in rows.order_by("id")]
    return [(str(one["METHOD"]), str(one.walk("VEVENT")[0]["ORGANIZER"])) for one in calendars]


@pytest.mark.parametrize(
    ("leaver", "follower", "expected"),
    [
        ("social_worker", next_worker, "next_worker"),
        ("social_worker", None, "teacher"),
        ("officer", next_officer, "next_officer"),
        ("officer", None, "head"),
        ("teacher", None, "officer"),
    ],
)
def test_who_works_in_that_place_now_has_it_and_is_told_once(
    cast, ada_pep, leaver, follower, expected
):
    meeting = arranged_by(cast.people[leaver], ada_pep)
    leave(cast, cast.people[leaver])
    following = follower(cast) if follower else cast.people[expected]
    assert [call_off_meetings(), call_off_meetings()] == [1, 0]
    meeting.refresh_from_db()
    assert (meeting.organiser, meeting.arranged_by) == (following, cast.people[leaver])
    assert own(following) == [meeting]
    first, anew = (who for _, who in organisers_in_mail(CARER, meeting))
    assert (first, anew) == (
        f"mailto:{cast.people[leaver].email}", f"mailto:{following.email}",
    )  # fmt: skip
    assert Meeting.objects.with_part_of(cast.people[leaver]).count() == 0
    [told] = Notice.objects.filter(about=f"organiser:{meeting.ref}")
    assert (told.recipient, told.subject) == (
        following, f"A PEP meeting is now yours: {cast.ada.ref}",
    )  # fmt: skip
    assert f"{cast.people[leaver]} no longer works with AC, {cast.ada.ref}" in told.body
    assert "Canary" not in told.subject + told.body


def test_a_meeting_that_comes_back_to_somebody_is_told_them_again(cast, ada_pep):
    meeting = arranged_by(cast.social_worker, ada_pep)
    worker, other = cast.social_worker, cast.other_social_worker
    Involvement.objects.filter(user=worker, pupil=cast.ada).update(ended_on=date(2026, 3, 1))
    days = [(date(2026, 3, 2), date(2026, 3, 9)), (date(2026, 3, 10), None)]  # both had her before
    _, held = [
        Involvement.objects.create(
            pupil=cast.ada, user=other, capacity="social_worker", started_on=first, ended_on=last
        )
        for first, last in days
    ]
    for holder in (other, worker, other):
        Involvement.objects.filter(pk=held.pk).update(user=holder)
        assert [call_off_meetings(), call_off_meetings()] == [1, 0]
    told = Notice.objects.filter(about=f"organiser:{meeting.ref}").order_by("id")
    assert [notice.recipient for notice in told] == [other, worker, other]


def test_a_place_that_nobody_takes_is_told_to_the_organiser_of_today(cast, ada_pep):
    teacher = Asked(capacity=TEACHER, user=cast.teacher)
    meeting = arranged_by(cast.social_worker, ada_pep, [teacher])
    leave(cast, cast.social_worker)
    worker = next_worker(cast)
    leave(cast, cast.other_teacher)
    change_school(cast)
    call_off_meetings()
    [empty] = Notice.objects.filter(stage__startswith="empty_")
    assert empty.recipient == worker
    assert own(worker) == [meeting]


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_withdrawal_comes_from_the_organiser_of_the_last_invitation(cast, ada_pep, is_changed):
    meeting = arranged_by(cast.social_worker, ada_pep)
    leave(cast, cast.social_worker)
    worker = next_worker(cast)
    if is_changed:
        change_meeting(actor=cast.officer, meeting=meeting, version=1, arrangement=LATER)
        meeting.refresh_from_db()
    carer = meeting.attendees.get(capacity="carer")
    new = Asked(capacity="other", name="Nell New", email="nell@new.example")
    change_people(
        actor=cast.officer, meeting=meeting, version=meeting.version, answers={},
        no_longer=[carer.pk], asked=[new],
    )  # fmt: skip
    *_, (first, asked_by), (last, withdrawn_by) = organisers_in_mail(CARER, meeting)
    assert (first, last) == ("REQUEST", "CANCEL")
    now, before = f"mailto:{worker.email}", f"mailto:{cast.social_worker.email}"
    assert asked_by == withdrawn_by == (now if is_changed else before)
    assert organisers_in_mail(new, meeting) == [("REQUEST", now)]
    by_now = [("REQUEST", before), ("REQUEST", now)]
    assert organisers_in_mail(MENTOR, meeting) == by_now, "answers go to who is there, told once"
    assert call_off_meetings() == 0, "it has passed on already"


def test_the_sweep_asks_as_often_for_many_organisers_and_people_as_for_one(cast, ada_pep):
    def arranged_by_another(number):
        organiser = add_person(f"organiser_{number}", Role.DESIGNATED_TEACHER, cast.oakfield)
        meeting = Meeting.objects.create(
            pep=ada_pep, arranged_by=organiser, arranged_on=TODAY, **vars(WHEN)
        )
        meeting.attendees.create(user=organiser, capacity=TEACHER)

    def asked_of_the_database():
        with CaptureQueriesContext(connection) as queries:
            assert call_off_meetings() == 0
        return len(queries)

    arranged_by_another(0)
    few = asked_of_the_database()
    for number in range(1, 50):
        arranged_by_another(number)
    assert asked_of_the_database() == few


def test_a_calendar_asks_as_often_for_ten_meetings_left_behind_as_for_one(client, cast, ada_pep):
    def left_behind_by(number):
        leaver = add_person(
            f"leaver_{number}", Role.DESIGNATED_TEACHER, cast.oakfield, ends_on=YESTERDAY
        )
        Meeting.objects.create(pep=ada_pep, arranged_by=leaver, arranged_on=TODAY, **vars(WHEN))

    urls = [reverse("peps:meetings_calendar"), reverse("peps:meetings")]
    client.force_login(cast.teacher)
    left_behind_by(0)
    assert call_off_meetings() == 1
    few = [queries_of(client, url) for url in urls]
    for number in range(1, 10):
        left_behind_by(number)
    assert call_off_meetings() == 9
    assert len(own(cast.teacher)) == 10
    assert [queries_of(client, url) for url in urls] == few
    file = client.get(urls[0]).content.decode().replace("\r\n ", "")
    page = client.get(reverse("peps:meeting", args=[own(cast.teacher)[0].ref])).content.decode()
    assert f"<dt>Organised now by</dt><dd>{cast.teacher}</dd>" in page
    assert file.count(f"ORGANIZER;CN={cast.teacher}") == 10
    assert "leaver" not in file
