"""A court order, an adoption and a move, of home or school, end invitations to meetings: each is
told once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from icalendar import Calendar

from peps.meetings.people import Asked, others_of_last_meeting
from peps.models import Attendee, Meeting
from peps.services import mark_not_required
from peps.services.closed_links import close_by_court_order
from peps.services.meetings import (
    Arrangement,
    arrange_meeting,
    change_meeting,
    change_people,
)
from peps.tasks import call_off_meetings
from pupils.models import CarePeriod, CarePlacement
from tests.cast import TODAY
from tests.peps.services.arranged import CARER, LATER, MENTOR, PARENT, WHEN, arranged
from tests.peps.services.test_handover import move as change_school
from tests.peps.services.test_passing_on import leave, next_worker
from tests.peps.views.pages import body_of, page, post
from vsh.notices.models import Notice


def move(cast, pep, kind="U6"):
    CarePlacement.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    return CarePlacement.objects.create(
        pupil=cast.ada, care_period=pep.care_period, started_on=TODAY, placement_type=kind
    )


def order(cast, pep, purpose="parent"):
    close_by_court_order(
        actor=cast.social_worker, pep=pep, purpose=purpose, reason="Zebra of 2 November."
    )


def told(who, meeting):
    about = f"meeting:{meeting.ref}"
    return list(Notice.objects.filter(address=who.email, about=about).order_by("id"))


def names(rows):
    return {row.name for row in rows}


def assert_withdrawn_once(who, meeting):
    [_, withdrawn] = told(who, meeting)
    calendar = Calendar.from_ical(withdrawn.calendar)
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    said = withdrawn.subject + withdrawn.body + withdrawn.calendar
    for word in ("Zebra", "Canary", "order", "court", "adopt", "moved", "Elm"):
        assert word not in said, "the reason is not theirs to know, nor what changed since"


def test_a_court_order_takes_the_parent_off_at_once_and_nobody_else(cast, ada_pep):
    coming = arranged(cast, ada_pep)
    when = vars(WHEN) | {"day": date(2026, 11, 3)}
    been = Meeting.objects.create(pep=ada_pep, arranged_by=cast.officer, arranged_on=TODAY, **when)
    Attendee.objects.create(meeting=been, capacity="parent", name="Pat Parent")
    order(cast, ada_pep)
    assert names(coming.attendees.all()) == {"Cora Carer", "Max Mentor"}
    assert names(been.attendees.all()) == {"Pat Parent"}, "what has been stays as it was"
    assert_withdrawn_once(PARENT, coming)
    coming.refresh_from_db()
    change_meeting(actor=cast.officer, meeting=coming, version=coming.version, arrangement=LATER)
    assert_withdrawn_once(PARENT, coming)
    assert ["Elm" in notice.body for notice in told(CARER, coming)] == [False, True]
    assert call_off_meetings() == 0


@pytest.mark.parametrize(
    ("kind", "off"),
    [("U6", {"Cora Carer"}), ("A5", {"Cora Carer", "Pat Parent"}), ("T2", set())],
)
def test_a_move_and_an_adoption_end_invitations_by_the_facts(cast, ada_pep, kind, off):
    meeting = arranged(cast, ada_pep)
    move(cast, ada_pep, kind)
    assert [call_off_meetings(), call_off_meetings()] == [len(off), 0]
    assert names(meeting.attendees.all()) == {"Cora Carer", "Pat Parent", "Max Mentor"} - off
    for one in (CARER, PARENT):
        if one.name in off:
            assert_withdrawn_once(one, meeting)
    assert names(others_of_last_meeting(ada_pep)) == names(meeting.attendees.all())


def test_a_change_before_the_sweep_tells_the_former_carer_nothing_new(cast, ada_pep):
    meeting = arranged(cast, ada_pep)
    move(cast, ada_pep)
    change_meeting(actor=cast.officer, meeting=meeting, version=1, arrangement=LATER)
    assert_withdrawn_once(CARER, meeting)
    new = Asked(capacity="carer", name="Nell New", email="nell@carers.example")
    meeting.refresh_from_db()
    meeting = change_people(
        actor=cast.officer, meeting=meeting, version=meeting.version, answers={}, no_longer=[],
        asked=[new],
    )  # fmt: skip
    assert call_off_meetings() == 0, "the new home's carer stays"
    assert "Nell New" in names(others_of_last_meeting(ada_pep))


@pytest.mark.parametrize("asked", [[MENTOR], []])
def test_a_change_of_people_asks_nobody_again_whose_invitation_has_ended(cast, ada_pep, asked):
    teacher = Asked(capacity="designated_teacher", user=cast.teacher)
    worker = Asked(capacity="social_worker", user=cast.social_worker)
    meeting = arrange_meeting(
        actor=cast.social_worker, pep=ada_pep, arrangement=WHEN, asked=[CARER, teacher, worker]
    )
    leave(cast, cast.social_worker)
    following = next_worker(cast)
    move(cast, ada_pep, "A3")
    change_school(cast)
    meeting = change_people(
        actor=cast.officer, meeting=meeting, version=1, answers={}, no_longer=[], asked=asked
    )
    assert_withdrawn_once(CARER, meeting)
    gone = Notice.objects.filter(recipient__in=[cast.teacher, cast.social_worker])
    gone = gone.filter(about=f"meeting:{meeting.ref}").order_by("id")
    assert gone.count() == 4, "asked, and no longer asked: each once"
    for notice in (*gone, *told(CARER, meeting)):
        said = notice.body + notice.calendar
        assert following.name not in said
        assert following.email not in said, "no more than they knew"
    asked_now = {following, cast.other_teacher}
    assert {row.user for row in meeting.attendees.exclude(user=None)} == asked_now
    assert names(meeting.attendees.filter(user=None)) == {one.name for one in asked}
    assert call_off_meetings() == 0, "nothing is left to take back"


def test_a_plan_set_aside_before_the_sweep_tells_the_former_carer_nothing_new(cast, ada_pep):
    meeting = arrange_meeting(actor=cast.teacher, pep=ada_pep, arrangement=WHEN, asked=[CARER])
    move(cast, ada_pep)
    change_school(cast)
    mark_not_required(actor=cast.officer, pep=ada_pep, reason="Two plans.")
    assert_withdrawn_once(CARER, meeting)
    [_, withdrawn] = told(CARER, meeting)
    for new in (cast.other_teacher.name, cast.other_teacher.email):
        assert new not in withdrawn.body + withdrawn.calendar


def test_nobody_is_proposed_from_another_time_in_care_or_from_behind_an_order(cast, ada_pep):
    meeting = arranged(cast, ada_pep)
    order(cast, ada_pep, "carer")
    Attendee.objects.create(meeting=meeting, capacity="carer", name="Cora Carer")
    assert names(others_of_last_meeting(ada_pep)) == {"Pat Parent", "Max Mentor"}
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    ada_pep.care_period = CarePeriod.objects.create(pupil=cast.ada, started_on=TODAY)
    assert others_of_last_meeting(ada_pep) == []


def test_who_may_not_be_given_a_link_is_not_asked_and_the_form_says_so(client, cast, ada_pep):
    order(cast, ada_pep)
    for who in (cast.teacher, cast.officer):
        with pytest.raises(ValidationError, match="parent cannot be asked"):
            arrange_meeting(actor=who, pep=ada_pep, arrangement=WHEN, asked=[PARENT])
    arranged(cast, ada_pep, [PARENT], Arrangement(**vars(WHEN) | {"day": date(2026, 11, 3)}))
    assert not Notice.objects.filter(about__startswith="meeting:").exists()
    sent = {"day_day": "11", "day_month": "11", "day_year": "2026", "starts_at": "3pm",
            "ends_at": "4pm", "place": "School", "capacity_0": "parent", "name_0": "Pat Parent",
            "email_0": PARENT.email}  # fmt: skip
    url = page("peps:arrange_meeting", ada_pep)
    body = post(client, cast.teacher, url, sent).content.decode()
    assert "<title>Error: " in body
    assert "A parent cannot be asked to this child&#x27;s meetings at present" in body
    assert "Zebra" not in body, "why is not for everybody who arranges meetings"
    assert Meeting.objects.coming(TODAY).count() == 0


@pytest.mark.parametrize("is_hidden", [False, True])
def test_the_form_says_where_the_place_is_kept_from_a_parent(client, cast, ada_pep, is_hidden):
    meeting = arranged(cast, ada_pep)
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=is_hidden)
    urls = [page("peps:arrange_meeting", ada_pep), f"/meetings/{meeting.ref}/change/"]
    for url in urls:
        assert (
            "names neither the place nor you" in body_of(client, cast.teacher, url)
        ) is is_hidden


def hide(cast, *, is_hidden=True):
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=is_hidden)


def test_a_parents_messages_give_no_school_away_where_the_place_is_hidden(cast, ada_pep):
    """Invitation, change and withdrawal, by words and in the calendar file; the others' say all."""
    hide(cast)
    place = vars(WHEN) | {"place": "Family Centre, Mill Lane", "video_link": "https://v.example/1"}
    people = (CARER, PARENT)
    meeting = arrange_meeting(
        actor=cast.teacher, pep=ada_pep, arrangement=Arrangement(**place), asked=people
    )
    later = Arrangement(**place | {"day": date(2026, 11, 12)})
    change_meeting(actor=cast.teacher, meeting=meeting, version=1, arrangement=later)
    meeting.refresh_from_db()
    [pat] = meeting.attendees.filter(capacity="parent")
    change_people(
        actor=cast.teacher, meeting=meeting, version=2, answers={}, no_longer=[pat.pk], asked=[]
    )
    notices = told(PARENT, meeting)
    assert len(notices) == 3
    for notice in notices:
        said = notice.subject + notice.body + notice.calendar
        for word in (
            "Family Centre",
            "Mill Lane",
            cast.teacher.email,
            cast.teacher.name,
            "akfield",
        ):
            assert word not in said
        assert "Organised by the Virtual School of Northshire, virtual.school@nort" in notice.body
        [event] = Calendar.from_ical(notice.calendar).walk("VEVENT")
        assert str(event["ORGANIZER"]) == "mailto:virtual.school@northshire.example"
        assert "https://v.example/1" in notice.body
        assert event["LOCATION"] == "https://v.example/1"
    assert "The Virtual School will tell you where it is." in notices[0].body
    for notice in told(CARER, meeting):
        assert "Family Centre" in notice.body
        assert cast.teacher.email in notice.calendar


@pytest.mark.parametrize(
    ("field", "words"),
    [("place", "Oakfield School, room 4"), ("video_link", "https://meet.oakfield.sch.uk/1")],
)
def test_no_parent_is_asked_to_a_school_that_is_kept_from_them(client, cast, ada_pep, field, words):
    at_school = Arrangement(**vars(WHEN) | {"place": "", field: words})
    elsewhere = Arrangement(**vars(WHEN) | {"place": "The Virtual School, County Hall"})
    hide(cast, is_hidden=False)
    known = arranged(cast, ada_pep, [PARENT], at_school)
    hide(cast)
    for refused in (
        lambda: arranged(cast, ada_pep, [PARENT], at_school),
        lambda: change_people(
            actor=cast.officer, meeting=arranged(cast, ada_pep, [CARER], at_school), version=1,
            answers={}, no_longer=[], asked=[PARENT],
        ),
        lambda: change_meeting(
            actor=cast.officer, meeting=known, version=1,
            arrangement=Arrangement(**vars(at_school) | {"day": date(2026, 11, 12)}),
        ),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match="A parent is asked"), transaction.atomic():
            refused()
    assert arranged(cast, ada_pep, [PARENT], elsewhere)
    sent = {"day_day": "11", "day_month": "11", "day_year": "2026", "starts_at": "3pm",
            "ends_at": "4pm", field: words, "capacity_0": "parent", "name_0": "Pat"}  # fmt: skip
    body = post(client, cast.teacher, page("peps:arrange_meeting", ada_pep), sent).content.decode()
    assert f'href="#id_{field}">A parent is asked' in body
