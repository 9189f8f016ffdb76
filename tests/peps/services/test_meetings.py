"""Meetings: arranged, changed, cancelled; each invitation once for each revision and person."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pytest
from dateutil.tz import tzical
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from icalendar import Calendar

from peps.meetings.answers import answers_on_record
from peps.meetings.invitations import calendar_of
from peps.meetings.people import Asked, others_of_last_meeting, people_on_record
from peps.models import Attendee, Meeting, Pep
from peps.services import mark_not_required
from peps.services.meetings import (
    Arrangement,
    arrange_meeting,
    cancel_meeting,
    change_meeting,
    change_people,
    record_attendance,
)
from pupils.models import Pupil
from pupils.services.locking import StaleRecordError
from vsh.calendars.models import CurrentDay
from vsh.notices.mail import mail_of
from vsh.notices.models import Notice

IN_A_WEEK = Arrangement(
    day=date(2026, 11, 11), starts_at=time(15), ends_at=time(16), place="County Hall"
)
CARER = Asked(capacity="carer", name="Cora Carer", email="cora@carers.example")
PARENT = Asked(capacity="parent", name="Pat Parent")


def asked(user, capacity):
    return Asked(capacity=capacity, user=user)


def arranged(cast, pep, people=(), arrangement=IN_A_WEEK):
    return arrange_meeting(actor=cast.social_worker, pep=pep, arrangement=arrangement, asked=people)


def event_of(notice):
    calendar = Calendar.from_ical(notice.calendar)
    [event] = calendar.walk("VEVENT")
    assert not event.errors
    return calendar, event


def test_everybody_asked_gets_one_invitation_of_their_own(cast, ada_pep):
    meeting = arranged(cast, ada_pep, [asked(cast.teacher, "designated_teacher"), CARER, PARENT])
    notices = {notice.to: notice for notice in Notice.objects.filter(about__startswith="meeting:")}
    assert set(notices) == {cast.teacher.email, "cora@carers.example"}, "word of mouth: no mail"
    for address, notice in notices.items():
        calendar, event = event_of(notice)
        assert calendar["METHOD"] == "REQUEST"
        assert event["UID"] == f"meeting-{meeting.ref}@127.0.0.1"
        assert event["SEQUENCE"] == 0
        assert str(event["ATTENDEE"]) == f"mailto:{address}"
        assert str(event["ORGANIZER"]) == f"mailto:{cast.social_worker.email}"
        assert event["DTSTART"].dt.isoformat() == "2026-11-11T15:00:00+00:00"
        assert "Canary" not in notice.subject + notice.body + notice.calendar
        assert f"AC, {cast.ada.ref}" in event["SUMMARY"]
        assert "Wednesday 11 November 2026, 3:00pm to 4:00pm (UK time)" in notice.body
        others = {*notices, cast.other_teacher.email} - {address}
        assert not any(other in notice.calendar + notice.body for other in others)
    assert f"/meetings/{meeting.ref}/" in notices[cast.teacher.email].body
    assert "/meetings/" not in notices["cora@carers.example"].body


@pytest.mark.parametrize(
    ("day", "in_utc"),
    [
        (date(2026, 11, 11), 15),
        (date(2027, 3, 27), 15),
        (date(2027, 3, 28), 14),  # the clocks went forward at 1am
        (date(2027, 10, 30), 14),
        (date(2027, 10, 31), 15),  # and back at 2am
        (date(2045, 7, 3), 14),
    ],
)
def test_every_calendar_reads_the_hour_of_london_on_both_sides_of_the_clock_changes(
    cast, ada_pep, day, in_utc
):
    """Read by another library, from the rule in the file alone."""
    hours = {"starts_at": time(15), "ends_at": time(16, 30), "place": "School"}
    meeting = Meeting(pep=ada_pep, arranged_by=cast.officer, arranged_on=day, day=day, **hours)
    text = calendar_of([meeting])
    london = tzical(StringIO(text.replace("\r\n", "\n"))).get("Europe/London")
    assert "DTSTART;TZID=Europe/London:" in text
    starts = datetime.combine(day, time(15), london)
    assert starts.astimezone(UTC).hour == in_utc
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_mail_holds_the_appointment_as_calendars_expect_it(cast, ada_pep):
    arranged(cast, ada_pep, [CARER])
    mail = mail_of(Notice.objects.get(address=CARER.email), None).message()
    kinds = {part.get_content_type(): part for part in mail.walk()}
    assert "multipart/alternative" in kinds
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in parts] == ["REQUEST", "REQUEST"]
    assert [part.get_filename() for part in parts] == [None, "meeting.ics"]
    for part in parts:
        assert Calendar.from_ical(part.get_payload(decode=True))["METHOD"] == "REQUEST"


def test_a_change_is_a_new_revision_for_everybody_and_nothing_else_is(cast, ada_pep):
    meeting = arranged(cast, ada_pep, [asked(cast.teacher, "designated_teacher"), CARER])
    later = Arrangement(**{**vars(IN_A_WEEK), "day": date(2026, 11, 12)})
    change_meeting(actor=cast.officer, meeting=meeting, version=1, arrangement=later)
    with pytest.raises(StaleRecordError):
        change_meeting(actor=cast.officer, meeting=meeting, version=1, arrangement=IN_A_WEEK)
    led = Arrangement(**{**vars(later), "chair": "Tom Teacher"})
    meeting = change_meeting(actor=cast.officer, meeting=meeting, version=2, arrangement=led)
    assert meeting.revision == 1, "who leads it is no news"
    notices = Notice.objects.filter(address=CARER.email).order_by("id")
    assert [notice.stage for notice in notices] == ["revision_0", "revision_1"]
    _, event = event_of(notices[1])
    assert (event["SEQUENCE"], event["DTSTART"].dt.day) == (1, 12)
    assert Notice.objects.filter(recipient=cast.teacher, about__startswith="meeting").count() == 2


def test_a_cancelled_meeting_is_cancelled_in_every_calendar(cast, ada_pep):
    meeting = arranged(cast, ada_pep, [CARER])
    with pytest.raises(ValidationError, match="why"):
        cancel_meeting(actor=cast.teacher, meeting=meeting, version=1, reason=" ")
    cancel_meeting(actor=cast.teacher, meeting=meeting, version=1, reason="The teacher is ill.")
    notice = Notice.objects.filter(address=CARER.email).latest("id")
    calendar, event = event_of(notice)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert "teacher is ill" not in notice.body
    meeting.refresh_from_db()
    with pytest.raises(ValidationError, match="cancelled"):
        change_meeting(actor=cast.teacher, meeting=meeting, version=2, arrangement=IN_A_WEEK)


def test_who_is_not_asked_any_more_or_asked_besides_is_told_alone(cast, ada_pep):
    meeting = arranged(cast, ada_pep, [asked(cast.teacher, "designated_teacher"), CARER])
    carer, teacher = meeting.attendees.get(email=CARER.email), meeting.attendees.get(email="")
    meeting = change_people(
        actor=cast.officer,
        meeting=meeting,
        version=1,
        answers={teacher.pk: "accepted"},
        no_longer=[carer.pk],
        asked=[Asked(capacity="other", name="Eva", email="eva@psychology.example")],
    )
    told = Notice.objects.filter(stage="revision_1")
    methods = {notice.to: event_of(notice)[0]["METHOD"] for notice in told}
    assert methods == {CARER.email: "CANCEL", "eva@psychology.example": "REQUEST"}
    again = change_people(
        actor=cast.officer, meeting=meeting, version=2, answers={}, no_longer=[], asked=[CARER]
    )
    assert event_of(Notice.objects.get(stage="revision_2"))[1]["SEQUENCE"] == 2
    assert set(again.attendees.values_list("email", "answer")) == {
        ("", "accepted"), (CARER.email, ""), ("eva@psychology.example", "")
    }  # fmt: skip
    with pytest.raises(ValidationError, match="asked to this meeting already"):
        change_people(
            actor=cast.officer, meeting=again, version=3, answers={}, no_longer=[], asked=[CARER]
        )


def test_an_address_of_a_person_who_sees_the_child_is_theirs_and_no_other(cast, ada_pep):
    typed = [
        Asked(capacity="iro", name="Iro", email=cast.iro.email.upper()),
        Asked(capacity="other", name="South", email=cast.south_head.email),
    ]
    meeting = arranged(cast, ada_pep, typed)
    rows = {row.capacity: row for row in meeting.attendees.all()}
    assert rows["iro"].user == cast.iro
    assert rows["other"].user is None
    notice = Notice.objects.get(address=cast.south_head.email)
    assert "/meetings/" not in notice.body


def test_a_restricted_child_has_not_even_initials_in_it(cast, ada_pep):
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True)
    ada_pep.pupil.refresh_from_db()
    text = calendar_of([Meeting(pep=ada_pep, arranged_by=cast.officer, **vars(IN_A_WEEK))])
    assert "AC" not in [word.strip(",\\") for word in text.split()]
    assert cast.ada.ref in text


def test_only_who_may_and_sees_the_child_arranges(cast, ada_pep):
    for person in (
        "iro",
        "team_manager",
        "head_teacher",
        "outsider",
        "data",
        "other_social_worker",
    ):
        with pytest.raises((PermissionDenied, Pep.DoesNotExist)):
            arrange_meeting(actor=cast.people[person], pep=ada_pep, arrangement=IN_A_WEEK, asked=[])
    assert not Meeting.objects.exists()


def test_a_plan_that_is_not_required_has_no_meeting(cast, ada_pep):
    mark_not_required(actor=cast.officer, pep=ada_pep, reason="Opened in error.")
    with pytest.raises(ValidationError, match="not required"):
        arranged(cast, ada_pep)


def test_what_has_been_is_recorded_without_a_message(cast, ada_pep):
    yesterday = Arrangement(**{**vars(IN_A_WEEK), "day": date(2026, 11, 3)})
    meeting = arranged(cast, ada_pep, [asked(cast.teacher, "designated_teacher"), CARER], yesterday)
    assert not Notice.objects.filter(about__startswith="meeting:").exists()
    teacher = meeting.attendees.get(capacity="designated_teacher")
    record_attendance(
        actor=cast.teacher, meeting=meeting, version=1, is_held=True, came=[teacher.pk],
        besides=[Asked(capacity="other", name="Ed Mentor")],
    )  # fmt: skip
    arranged(cast, ada_pep, [])
    assert answers_on_record(ada_pep, "meeting") == {
        "held_on": "2026-11-03",
        "attendees": "Teacher (Designated teacher), Ed Mentor (Other).\n"
        "Asked, and did not come: Cora Carer (Carer)",
        "next_review_on": "2026-11-11",
    }
    assert [one.name for one in others_of_last_meeting(ada_pep)] == []
    assert answers_on_record(ada_pep, "about_me") == {}


def test_a_meeting_to_come_was_not_held_yet_and_one_that_was_not_says_why(cast, ada_pep):
    meeting = arranged(cast, ada_pep, [CARER])
    said = {"actor": cast.teacher, "meeting": meeting, "version": 1}
    for is_held in (True, False):
        with pytest.raises(ValidationError, match="not come yet"):
            record_attendance(**said, is_held=is_held, not_held_because="Snow.")
    CurrentDay.objects.update(day=meeting.day)
    with pytest.raises(ValidationError, match="why"):
        record_attendance(**said, is_held=False)
    record_attendance(**said, is_held=False, not_held_because="Snow.")
    assert meeting.attendees.get().has_attended is None
    assert answers_on_record(ada_pep, "meeting") == {}


def test_the_people_on_record_are_proposed_each_once(cast, ada_pep):
    found = {(one.user, one.capacity) for one in people_on_record(ada_pep)}
    assert found == {
        (cast.social_worker, "social_worker"),
        (cast.teacher, "designated_teacher"),
        (cast.officer, "officer"),
        (cast.iro, "iro"),
    }


def test_a_meeting_arranged_on_the_last_plan_belongs_to_the_next(cast, ada_pep):
    meeting = arranged(cast, ada_pep)
    Pep.objects.filter(pk=ada_pep.pk).update(opened_on=date(2026, 9, 1))
    shared = {"care_period": ada_pep.care_period, "academic_year": "2026-27", "season": "autumn"}
    for opened, is_there in [(meeting.day, True), (meeting.day + timedelta(days=1), False)]:
        following = Pep.objects.create(
            pupil=cast.ada, kind="interim", form_version="2026.1", opened_on=opened, **shared
        )
        assert Meeting.objects.of_plan(following).exists() is is_there


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": time(15)},
        {"place": ""},
        {"cancelled_on": date(2026, 11, 4)},
        {"is_held": True, "not_held_because": "Snow."},
    ],
)
def test_the_database_refuses_a_meeting_that_cannot_be(cast, ada_pep, wrong):
    fields = {**vars(IN_A_WEEK), "arranged_on": date(2026, 11, 4), **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(pep=ada_pep, arranged_by=cast.officer, **fields)


def test_the_database_refuses_an_attendee_who_is_nobody(cast, ada_pep):
    meeting = arranged(cast, ada_pep)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendee.objects.create(meeting=meeting, capacity="carer", email="x@example.org")
