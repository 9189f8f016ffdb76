"""Who is asked to a meeting when the child's school or social worker changes before it."""

from datetime import date

from icalendar import Calendar

from peps.meetings.invitations import calendar_of
from peps.meetings.people import Asked
from peps.models import Meeting
from peps.services.handover import hand_over_plans
from peps.services.meetings import (
    arrange_meeting,
    cancel_meeting,
    change_meeting,
    change_people,
)
from peps.tasks import call_off_meetings
from pupils.models import Involvement
from tests.cast import TODAY, add_person
from tests.peps.services.arranged import LATER, MENTOR, PARENT, WHEN, arranged
from tests.peps.services.test_handover import move as change_school
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.notices.models import Notice
from vsh.notices.services import send_pending


def teacher(user):
    return Asked(capacity="designated_teacher", user=user)


def mail_of(user, meeting):
    rows = Notice.objects.filter(recipient=user, about=f"meeting:{meeting.ref}").order_by("id")
    return [(str(Calendar.from_ical(row.calendar)["METHOD"]), row) for row in rows if row.calendar]


def asked_by_account(meeting):
    return set(User.objects.filter(pk__in=meeting.attendees.values("user")))


def test_a_school_that_the_child_left_is_taken_off_and_the_new_one_is_asked_in_its_place(
    cast, ada_pep
):
    meeting = arranged(cast, ada_pep, [teacher(cast.teacher), MENTOR, teacher(cast.social_worker)])
    change_school(cast)
    hand_over_plans()
    assert [call_off_meetings(), call_off_meetings()] == [0, 0], "the handover did it already"
    assert asked_by_account(meeting) == {cast.other_teacher, cast.social_worker}
    assert meeting.attendees.get(user=cast.other_teacher).capacity == "designated_teacher"
    [(_, _asked), (method, gone)] = mail_of(cast.teacher, meeting)
    assert (method, gone.pupil_ref) == ("CANCEL", ""), "told though they see the child no more"
    assert "Elm" not in gone.subject + gone.body + gone.calendar
    [(method, new)] = mail_of(cast.other_teacher, meeting)
    assert method == "REQUEST"
    assert "County Hall" in new.body
    handed = Notice.objects.get(stage="sent", recipient=cast.other_teacher)
    assert "A meeting about the plan is arranged for 11 November 2026" in handed.body
    assert meeting in Meeting.objects.visible_to(cast.other_teacher).with_part_of(
        cast.other_teacher
    )
    meeting.refresh_from_db()
    change_meeting(actor=cast.officer, meeting=meeting, version=meeting.version, arrangement=LATER)
    meeting.refresh_from_db()
    cancel_meeting(
        actor=cast.officer, meeting=meeting, version=meeting.version, reason="Ada is ill."
    )
    assert len(mail_of(cast.teacher, meeting)) == 2, "once, and nothing new since"
    assert [method for method, _ in mail_of(cast.other_teacher, meeting)] == [
        "REQUEST", "REQUEST", "CANCEL",
    ]  # fmt: skip
    send_pending()
    gone.refresh_from_db()
    assert gone.state == "sent"


def test_the_teacher_of_the_new_school_stands_for_the_meeting_that_the_former_one_arranged(
    cast, ada_pep
):
    asked = [teacher(cast.teacher), teacher(cast.social_worker)]
    meeting = arrange_meeting(actor=cast.teacher, pep=ada_pep, arrangement=WHEN, asked=asked)
    change_school(cast)
    hand_over_plans()
    [(_, new)] = mail_of(cast.other_teacher, meeting)
    [event] = Calendar.from_ical(new.calendar).walk("VEVENT")
    assert event["ORGANIZER"] == f"mailto:{cast.other_teacher.email}"
    assert f"Organised by {cast.other_teacher}" in new.body
    (_, gone) = mail_of(cast.teacher, meeting)[-1]
    assert cast.other_teacher.email not in gone.body + gone.calendar, "no more than they knew"
    assert cast.other_teacher.email in calendar_of([Meeting.objects.get()])
    meeting.refresh_from_db()
    cancel_meeting(
        actor=cast.officer, meeting=meeting, version=meeting.version, reason="Ada is ill."
    )
    (_, off) = mail_of(cast.social_worker, meeting)[-1]
    assert f"Organised by {cast.other_teacher}" in off.body


def test_who_was_taken_off_the_meeting_on_purpose_is_not_asked_again_by_the_handover(cast, ada_pep):
    meeting = arranged(cast, ada_pep, [teacher(cast.teacher)])
    change_school(cast)
    hand_over_plans()
    meeting.refresh_from_db()
    row = meeting.attendees.get(user=cast.other_teacher)
    change_people(
        actor=cast.officer, meeting=meeting, version=meeting.version, answers={},
        no_longer=[row.pk], asked=[],
    )  # fmt: skip
    hand_over_plans()
    assert asked_by_account(meeting) == set()


def test_a_cancellation_before_the_sweep_reaches_the_former_school_and_a_place_nobody_takes_is_told(
    cast, ada_pep
):
    Membership.objects.filter(user=cast.other_teacher).update(ends_on=date(2026, 11, 3))
    meetings = [
        arranged(cast, ada_pep, [teacher(cast.teacher), PARENT]),
        arranged(cast, ada_pep, [teacher(cast.teacher)], LATER),
    ]
    change_school(cast)
    cancel_meeting(actor=cast.officer, meeting=meetings[0], version=1, reason="Ada is ill.")
    assert [method for method, _ in mail_of(cast.teacher, meetings[0])] == ["REQUEST", "CANCEL"]
    assert [call_off_meetings(), call_off_meetings()] == [1, 0]
    told_of = Notice.objects.filter(about=f"meeting:{meetings[1].ref}", stage__startswith="empty_")
    assert [notice.recipient for notice in told_of] == [cast.officer]
    later = add_person("later", Role.DESIGNATED_TEACHER, cast.elm)
    hand_over_plans()
    assert asked_by_account(meetings[1]) == {later}, "who comes to the school later is asked then"


def test_a_change_asks_the_new_school_once_of_the_new_place_and_a_cancellation_asks_nobody(
    cast, ada_pep
):
    """Before the handover's sweep, which asks the new school otherwise."""
    moved, off = (arranged(cast, ada_pep, [teacher(cast.teacher)], day) for day in (WHEN, LATER))
    change_school(cast)
    change_meeting(actor=cast.officer, meeting=moved, version=1, arrangement=LATER)
    [(method, new)] = mail_of(cast.other_teacher, moved)
    assert (method, "Elm House" in new.body, "County Hall" in new.body) == ("REQUEST", True, False)
    cancel_meeting(actor=cast.officer, meeting=off, version=1, reason="Ada is ill.")
    assert mail_of(cast.other_teacher, off) == []
    assert [method for method, _ in mail_of(cast.teacher, off)] == ["REQUEST", "CANCEL"]


def test_the_next_social_worker_is_asked_in_the_former_ones_place(cast, ada_pep):
    worker = Asked(capacity="social_worker", user=cast.social_worker)
    meeting = arranged(cast, ada_pep, [worker, teacher(cast.teacher)])
    next_worker = add_person("next_worker", Role.SOCIAL_WORKER, cast.northshire)
    Involvement.objects.filter(user=cast.social_worker, pupil=cast.ada).update(
        ended_on=date(2026, 11, 3)
    )
    Involvement.objects.create(
        pupil=cast.ada, user=next_worker, capacity="social_worker", started_on=TODAY
    )
    assert [call_off_meetings(), call_off_meetings()] == [1, 0]
    assert asked_by_account(meeting) == {next_worker, cast.teacher}
