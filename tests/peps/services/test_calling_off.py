"""What becomes of coming meetings when care ends or their plan is set aside: told once."""

from datetime import date, time

import pytest
from icalendar import Calendar

from peps.meetings.people import Asked
from peps.models import Meeting, Pep
from peps.services import mark_not_required
from peps.services.calling_off import call_off_meetings_after_care
from peps.services.meetings import Arrangement, arrange_meeting
from pupils.models import CarePeriod
from tests.cast import TODAY
from vsh.notices.models import Notice
from vsh.notices.recipients import reason_not_to_send

CARER = "cora@carers.example"


def arranged(cast, pep, *, day=date(2026, 11, 11)):
    people = [
        Asked(capacity="designated_teacher", user=cast.teacher),
        Asked(capacity="carer", name="Cora Carer", email=CARER),
    ]
    when = Arrangement(day=day, starts_at=time(15), ends_at=time(16), place="Oakfield School")
    return arrange_meeting(actor=cast.social_worker, pep=pep, arrangement=when, asked=people)


def withdrawals(meeting):
    return Notice.objects.filter(about=f"meeting:{meeting.ref}", stage="revision_1")


def assert_cancelled(notice):
    calendar = Calendar.from_ical(notice.calendar)
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert reason_not_to_send(notice.recipient, notice.pupil_ref) == "", "it does go out"
    assert "Canary" not in notice.subject + notice.body + notice.calendar


def test_the_end_of_care_calls_it_off_once_also_for_a_school_that_sees_the_child_no_more(
    cast, ada_pep
):
    coming, been = arranged(cast, ada_pep), arranged(cast, ada_pep, day=date(2026, 11, 3))
    assert call_off_meetings_after_care() == 0
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    assert [call_off_meetings_after_care(), call_off_meetings_after_care()] == [1, 0]
    coming.refresh_from_db()
    been.refresh_from_db()
    assert (coming.cancelled_because, coming.revision) == ("Care has ended.", 1)
    assert been.cancelled_on is None
    assert {notice.to for notice in withdrawals(coming)} == {cast.teacher.email, CARER}
    for notice in withdrawals(coming):
        assert_cancelled(notice)
    changes = Meeting.pgh_event_model.objects.filter(pgh_obj=coming)
    assert list(changes.values_list("pgh_label", flat=True)) == ["insert", "update"]


@pytest.mark.parametrize("has_later", [False, True])
def test_a_plan_set_aside_calls_off_its_meetings_unless_a_later_plan_has_them(
    cast, ada_pep, has_later
):
    meeting = arranged(cast, ada_pep)
    if has_later:
        Pep.objects.create(
            pupil=cast.ada,
            care_period=ada_pep.care_period,
            kind="after_move",
            academic_year="2026-27",
            season="autumn",
            form_version=ada_pep.form_version,
            variant=ada_pep.variant,
            opened_on=date(2026, 11, 5),
        )
    mark_not_required(actor=cast.officer, pep=ada_pep, reason="Opened in error.")
    meeting.refresh_from_db()
    assert meeting.is_coming is has_later
    assert withdrawals(meeting).count() == (0 if has_later else 2)
    for notice in withdrawals(meeting):
        assert_cancelled(notice)
