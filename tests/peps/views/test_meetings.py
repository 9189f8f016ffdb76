"""The pages of meetings: arranged with people, changed, recorded, minuted, listed."""

from datetime import date, time

import pytest
from django.urls import reverse
from icalendar import Calendar

from peps.models import Meeting
from peps.services import save_section
from peps.services.voices import save_answer, send_voice
from peps.voice.speaker import Speaker
from pupils.models import SenStatus, StatutoryReview
from tests.peps.by_link import invited
from tests.peps.views.pages import body_of, page, post
from tests.reporting.page_requests import MOST_QUERIES, queries_of
from vsh.audit.models import ReadLog
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice

DAY = {"day_day": "11", "day_month": "11", "day_year": "2026"}
HOURS = {"starts_at": "3:30pm", "ends_at": "16:15", "place": "Oakfield School, room 4"}
ROWS = {f"{name}_{n}": "" for n in range(4) for name in ("capacity", "name", "email")}
CARER = {"capacity_0": "carer", "name_0": "Cora Carer", "email_0": "cora@carers.example"}


def form(cast, **changes):
    people = {"people": [str(cast.teacher.pk), "child"]}
    return {**DAY, **HOURS, **ROWS, **CARER, **people, **changes}


@pytest.fixture
def meeting(client, cast, ada_pep):
    post(client, cast.social_worker, page("peps:arrange_meeting", ada_pep), form(cast))
    return Meeting.objects.get()


def of(name, meeting):
    return reverse(name, kwargs={"meeting": meeting.ref})


def test_a_meeting_is_arranged_with_the_people_on_record_and_others(client, cast, ada_pep):
    body = body_of(client, cast.social_worker, page("peps:arrange_meeting", ada_pep))
    for words in ("Teacher, Designated teacher", "Iro, Reviewing officer", "The child, where"):
        assert words in body
    answer = post(client, cast.social_worker, page("peps:arrange_meeting", ada_pep), form(cast))
    body = answer.content.decode()
    assert "The meeting is arranged" in body
    assert "Wednesday 11 November 2026, 3:30pm to 4:15pm" in body
    assert "Not asked so far: the social worker, the parent, where appropriate." in body
    assert "Ada Canaryada" not in body.partition("<title>")[2].partition("</title>")[0]
    meeting = Meeting.objects.get()
    assert set(meeting.attendees.values_list("capacity", flat=True)) == {
        "designated_teacher", "child", "carer"
    }  # fmt: skip
    assert ">11 November 2026</a>" in body_of(client, cast.iro, page("peps:pep", ada_pep))
    assert ReadLog.objects.filter(page="peps:meeting", pupil_ref=cast.ada.ref).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_at": "half three"}, "Start must be a time, like 3:30pm or 15:30"),
        ({"ends_at": "3pm"}, "The end must be after the start"),
        ({"place": ""}, "Enter the place, or the link of the video meeting"),
        ({"video_link": "javascript:alert(1)"}, "Enter a link that begins with https://"),
        ({"video_link": "http://meet.example/x"}, "Enter a link that begins with https://"),
        ({"capacity_0": ""}, "Select the part of Cora Carer"),
        ({"name_0": ""}, "Enter the name of cora@carers.example"),
        ({"email_0": "cora"}, "Enter an email address in the correct format"),
    ],
)
def test_what_cannot_be_arranged_says_why_and_keeps_what_was_typed(
    client, cast, ada_pep, changes, words
):
    url = page("peps:arrange_meeting", ada_pep)
    body = post(client, cast.teacher, url, form(cast, **changes)).content.decode()
    assert "<title>Error: " in body
    assert words in body
    assert "room 4" in body or not changes.get("place", "x")
    assert not Meeting.objects.exists()


def test_script_in_a_field_is_shown_as_words(client, cast, ada_pep):
    sent = form(cast, place="<script>alert(1)</script>", name_0="<b>Cora</b>")
    body = post(client, cast.teacher, page("peps:arrange_meeting", ada_pep), sent)
    assert "<script>alert(1)" not in body.content.decode()
    assert "&lt;script&gt;alert(1)" in body.content.decode()


def test_a_day_after_the_review_is_warned_of_at_once_and_on_the_page(client, cast, ada_pep):
    StatutoryReview.objects.create(
        pupil=cast.ada, care_period=ada_pep.care_period, planned_on=date(2026, 11, 10)
    )
    url = page("peps:arrange_meeting", ada_pep)
    body = post(client, cast.social_worker, url, form(cast)).content.decode()
    late = "The meeting lies after 10 November 2026: the review of the care plan"
    assert body.count(late) == 2
    assert late in body_of(client, cast.social_worker, of("peps:meeting", Meeting.objects.get()))


def test_it_is_changed_cancelled_and_a_stale_page_is_refused(client, cast, ada_pep, meeting):
    url = of("peps:change_meeting", meeting)
    assert 'value="15:30"' in body_of(client, cast.teacher, url)
    sent = {**DAY, **HOURS, "day_day": "12", "version": "1"}
    assert "everybody asked is told" in post(client, cast.teacher, url, sent).content.decode()
    body = post(client, cast.officer, url, {**sent, "day_day": "13"}).content.decode()
    assert "Thursday 12 November 2026, 3:30pm to 4:15pm, Oakfield School, room 4" in body
    post(client, cast.teacher, of("peps:cancel_meeting", meeting), {"version": 2, "reason": "Ill"})
    body = body_of(client, cast.iro, of("peps:meeting", meeting))
    assert "Cancelled" in body
    assert "Ill" in body
    stages = Notice.objects.filter(address="cora@carers.example").order_by("id")
    assert [notice.stage for notice in stages] == ["revision_0", "revision_1", "revision_2"]
    body = body_of(client, cast.teacher, url)
    sent["version"] = "3"
    assert "Arrange another one" in post(client, cast.teacher, url, sent).content.decode()


def test_people_answer_go_and_come(client, cast, ada_pep, meeting):
    url = of("peps:meeting_people", meeting)
    rows = {row.capacity: row.pk for row in meeting.attendees.all()}
    answers = {f"answer_{pk}": "none" for pk in rows.values()}
    answers[f"answer_{rows['designated_teacher']}"] = "accepted"
    answers[f"answer_{rows['carer']}"] = "gone"
    post(client, cast.officer, url, {**ROWS, **answers, "people": str(cast.iro.pk), "version": 1})
    people = set(meeting.attendees.values_list("capacity", "answer"))
    assert people == {("designated_teacher", "accepted"), ("child", ""), ("iro", "")}
    assert "Comes" in body_of(client, cast.iro, of("peps:meeting", meeting))
    body = post(client, cast.officer, url, {**ROWS, "version": 2}).content.decode()
    assert "<title>Error: " in body


def test_who_came_stands_in_the_plan_s_section_and_in_the_letter(client, cast, ada_pep, meeting):
    Meeting.objects.update(day=date(2026, 11, 3))
    came = [str(pk) for pk in meeting.attendees.values_list("pk", flat=True)]
    sent = {**ROWS, "is_held": "yes", "came": came, "version": "1"}
    url = of("peps:meeting_attendance", meeting)
    body = post(client, cast.teacher, url, sent).content.decode()
    assert "Held" in body
    section = reverse("peps:section", kwargs={"ref": ada_pep.ref, "key": "meeting"})
    body = body_of(client, cast.teacher, section)
    assert "Ada Canaryada (The child), Cora Carer (Carer)" in body
    assert "<dt>Last PEP meeting</dt><dd>3 November 2026</dd>" in body
    again = {**DAY, "day_day": "2", "day_month": "12"}
    post(client, cast.teacher, page("peps:arrange_meeting", ada_pep), form(cast, **again))
    assert "2 December 2026" in body_of(client, cast.iro, page("peps:read", ada_pep))
    assert "Wednesday 2 December 2026" in body_of(client, cast.iro, of("peps:meeting", meeting))
    body = post(client, cast.teacher, url, {**sent, "is_held": "no", "version": 2})
    assert "Enter why the meeting was not held" in body.content.decode()


def test_minutes_before_the_day_are_said_to_be_none_and_the_plan_s_other_day_is_remarked(
    client, cast, ada_pep, meeting
):
    url, shown = of("peps:minutes", meeting), of("peps:meeting", meeting)
    submit, record = page("peps:submit", ada_pep), "No meeting on that day is on record"
    assert "has not been held yet" in body_of(client, cast.teacher, url)
    post(client, cast.teacher, url, {"minutes": "To be talked about: reading.", "version": 0})
    assert "Written before the meeting" in body_of(client, cast.iro, shown)
    assert record not in body_of(client, cast.teacher, submit), "no day is named yet"
    said = {"held_on": "2026-11-02"}
    save_section(actor=cast.officer, pep=ada_pep, key="meeting", answers=said, version=0)
    body = body_of(client, cast.teacher, submit)
    assert "The plan says that the meeting was on 2 November 2026" in body
    assert f"{record} for this plan: on record is 11 November 2026." in body
    Meeting.objects.update(day=date(2026, 11, 2))
    assert record not in body_of(client, cast.teacher, submit)
    assert "has not been held yet" not in body_of(client, cast.teacher, url)
    assert "Written before the meeting" not in body_of(client, cast.iro, shown)


def test_my_meetings_and_their_file(client, cast, ada_pep, meeting):
    url = reverse("peps:meetings")
    for person, is_there in [("social_worker", True), ("teacher", True), ("iro", False)]:
        assert ("Ada Canaryada" in body_of(client, cast.people[person], url)) is is_there, person
    assert "Ada Canaryada" in body_of(client, cast.iro, f"{url}?whose=all")
    for person in ("other_teacher", "south_head"):
        assert "Canary" not in body_of(client, cast.people[person], f"{url}?whose=all")
    assert ReadLog.objects.filter(page="peps:meetings", user=cast.iro, count=1).exists()
    client.force_login(cast.teacher)
    for address in (reverse("peps:meetings_calendar"), of("peps:meeting_calendar", meeting)):
        answer = client.get(address)
        assert answer["Content-Type"].startswith("text/calendar")
        [event] = Calendar.from_ical(answer.content).walk("VEVENT")
        assert event["UID"].startswith(f"meeting-{meeting.ref}@")
        assert b"Canary" not in answer.content
    Meeting.objects.update(day=date(2026, 11, 2))
    assert "nobody has recorded who came" in body_of(client, cast.teacher, url)
    day = date(2026, 11, 3)
    type(ada_pep).objects.update(state="complete", submitted_on=day, completed_on=day)
    body = body_of(client, cast.teacher, url)
    assert "nobody has recorded who came" not in body, "locked: nobody can any more"
    type(ada_pep).objects.update(state="in_progress", submitted_on=None, completed_on=None)
    Meeting.objects.update(day=date(2026, 12, 3))
    assert "asked to no PEP meeting" in body_of(client, cast.teacher, url)


def test_as_many_queries_for_many_meetings_as_for_one(client, cast, ada_pep, meeting):
    urls = [reverse("peps:meetings"), of("peps:meeting", meeting), page("peps:pep", ada_pep)]
    urls += [page("peps:read", ada_pep), page("peps:meetings_of_pep", ada_pep)]
    client.force_login(cast.teacher)
    few = [queries_of(client, url) for url in urls]
    for number in range(50):
        one = Meeting.objects.create(
            pep=ada_pep, day=date(2026, 11, 12), starts_at=time(9), ends_at=time(10),
            place=f"Room {number}", arranged_by=cast.teacher, arranged_on=date(2026, 11, 4),
        )  # fmt: skip
        one.attendees.create(name=f"Person {number}", capacity="other")
        if number < 20:
            meeting.attendees.create(name=f"Person {number}", capacity="other")
    many = [queries_of(client, url) for url in urls]
    assert many == few
    assert max(few) <= MOST_QUERIES, dict(zip(urls, few, strict=True))
    assert "Showing 51 to 51 of 51 meetings" in body_of(client, cast.teacher, f"{urls[0]}?page=2")


@pytest.mark.parametrize("is_private", [False, True])
def test_whom_the_child_wants_there_stands_where_people_are_asked(
    client, cast, ada_pep, meeting, is_private
):
    child = Speaker(link=invited(cast.teacher, ada_pep, "child").link)
    save_answer(speaker=child, key="meeting", text="Not Mr X", is_private=is_private)
    urls = [page("peps:arrange_meeting", ada_pep)]
    urls += [of(name, meeting) for name in ("peps:meeting", "peps:meeting_people")]
    for url in urls:
        assert "Not Mr X" not in body_of(client, cast.social_worker, url), "not sent yet"
    send_voice(speaker=child)
    for url in urls:
        body = body_of(client, cast.social_worker, url)
        assert ("Not Mr X" in body) is not is_private


def test_a_meeting_that_is_also_the_annual_review_of_the_ehc_plan(client, cast, ada_pep):
    url = page("peps:arrange_meeting", ada_pep)
    tick = "It is also the annual review of the EHC plan"
    assert tick not in body_of(client, cast.social_worker, url)
    SenStatus.objects.create(pupil=cast.ada, status="E", started_on=date(2026, 3, 2))
    assert tick in body_of(client, cast.social_worker, url)
    body = post(client, cast.social_worker, url, form(cast, is_ehc_review="on")).content.decode()
    assert "Also its annual review" in body
    meeting = Meeting.objects.get()
    plan = reverse("pupils:ehc_plan", args=[cast.ada.ref])
    body = body_of(client, cast.send_officer, plan)
    assert "PEP meeting of 11 November 2026" in body
    assert "Not recorded yet" not in body
    CurrentDay.objects.update(day=date(2026, 11, 12))
    assert "Not recorded yet" in body_of(client, cast.send_officer, plan)
    assert queries_of(client, plan) <= MOST_QUERIES
    record = reverse("pupils:record_ehc_review", args=[cast.ada.ref])
    body = body_of(client, cast.send_officer, record)
    assert body.count('value="11"') >= 2
    day = {"held_on_day": "11", "held_on_month": "11", "held_on_year": "2026"}
    day |= {name.replace("held_on", "with_pep_on"): value for name, value in day.items()}
    post(client, cast.send_officer, record, day)
    assert "Not recorded yet" not in body_of(client, cast.send_officer, plan)
    change = of("peps:change_meeting", meeting)
    sent = {**DAY, **HOURS, "version": "1"}
    post(client, cast.social_worker, change, sent)
    assert not Meeting.objects.get().is_ehc_review
