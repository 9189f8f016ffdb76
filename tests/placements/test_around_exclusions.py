"""A child at risk of exclusion, one sent home without it, and the meetings about one."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from placements.models import Exclusion, ExclusionMeeting, ExclusionRisk, SentHome
from placements.services import record_exclusion, withdraw_exclusion
from placements.services.behaviour import (
    TimeSentHome,
    Worry,
    answer_exclusion_risk,
    correct_sent_home,
    raise_exclusion_risk,
    record_sent_home,
)
from placements.services.exclusion_meetings import (
    MeetingAsItIs,
    save_exclusion_meeting,
    withdraw_exclusion_meeting,
)
from pupils.models import CarePeriod, Deadline, Enrolment
from pupils.services.locking import StaleRecordError
from tests.cast import TODAY, Cast
from tests.placements.test_exclusions import CANCELLED, FACTS, said
from vsh.notices.models import Notice

WORRY = Worry(
    worries="Leaves lessons every day.",
    support_tried="A mentor and a pass to leave; fewer calls out since.",
    asked_for="An assessment by the educational psychologist.",
)
AT_SCHOOL = TimeSentHome(
    sent_home_on=date(2026, 11, 3), sessions=1, said_by="Head of year", reason="To calm down"
)


def place_of(cast: Cast) -> Enrolment:
    return cast.ada.enrolments.get()


def raised(cast: Cast, who: str = "teacher") -> ExclusionRisk:
    return raise_exclusion_risk(actor=cast.people[who], enrolment=place_of(cast), worry=WORRY)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(cast: Cast, user) -> str:
    url = reverse("placements:school", args=[cast.ada.ref])
    return signed_in(user).get(url).content.decode()


def test_a_risk_reaches_the_virtual_school_and_the_social_worker_without_a_name(cast: Cast) -> None:
    row = raised(cast)
    told = Notice.objects.filter(about=f"exclusion_risk:{row.pk}")
    assert {n.recipient for n in told} == {cast.officer, cast.social_worker}
    assert not any("Canary" in n.subject + n.body or "mentor" in n.body for n in told)
    home = signed_in(cast.officer).get("/").content.decode()
    assert "Children at risk of exclusion" in home
    assert "Oakfield School asks for help" in home
    assert (
        "Children at risk of exclusion" not in signed_in(cast.south_head).get("/").content.decode()
    )


@pytest.mark.parametrize(
    "who", ["head_teacher", "school_staff", "iro", "other_teacher", "outsider"]
)
def test_others_raise_none(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        raised(cast, who)


def test_one_at_a_time_for_each_place(cast: Cast) -> None:
    raised(cast)
    with pytest.raises(ValidationError, match="knows of a risk at this school already"):
        raised(cast)


def test_it_is_answered_seen_by_the_school_and_closed(cast: Cast) -> None:
    row = raised(cast)
    with pytest.raises(PermissionDenied):
        answer_exclusion_risk(actor=cast.teacher, risk=row, version=1, answer="Ours")
    answer = "An assessment is booked for 12 November."
    answer_exclusion_risk(actor=cast.officer, risk=row, version=1, answer=answer)
    assert Notice.objects.get(about=f"exclusion_risk:{row.pk}", stage="answered 2").recipient == (
        cast.teacher
    )
    assert answer in page_of(cast, cast.teacher)
    assert "Children at risk" not in signed_in(cast.officer).get("/").content.decode()
    with pytest.raises(StaleRecordError, match="assessment is booked"):
        answer_exclusion_risk(actor=cast.head, risk=row, version=1, answer="Nothing")
    closed = answer_exclusion_risk(
        actor=cast.head, risk=row, version=2, answer=answer, outcome="He stays in lessons."
    )
    assert closed.closed_on == TODAY
    with pytest.raises(ValidationError, match="was closed on 4 November 2026"):
        answer_exclusion_risk(actor=cast.head, risk=row, version=3, answer="More")
    assert raised(cast).pk != row.pk  # a new one may be raised
    assert "He stays in lessons." in page_of(cast, cast.teacher)


def test_it_waits_for_nobody_once_care_has_ended(cast: Cast) -> None:
    raised(cast)
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    assert "Children at risk" not in signed_in(cast.officer).get("/").content.decode()


def test_sent_home_is_recorded_as_what_it_is_and_never_as_a_suspension(cast: Cast) -> None:
    told = {"actor": cast.social_worker, "enrolment": place_of(cast)}
    row = record_sent_home(told=AT_SCHOOL, **told)
    recipients = {n.recipient for n in Notice.objects.filter(about=f"sent_home:{row.pk}")}
    assert recipients == {cast.officer}  # who recorded it knows
    page = page_of(cast, cast.officer)
    assert "Once this school year, 0.5 school days in all: not counted as suspension" in page
    assert not Exclusion.objects.exists()
    with pytest.raises(ValidationError, match="already on record for that day"):
        record_sent_home(told=AT_SCHOOL, **told)


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 11, 5), "in the future"), (date(2025, 8, 31), "not on the register")],
)
def test_days_on_which_nobody_can_be_sent_home(cast: Cast, day: date, words: str) -> None:
    told = TimeSentHome(sent_home_on=day, sessions=2, said_by="Head", reason="None given")
    with pytest.raises(ValidationError, match=words):
        record_sent_home(actor=cast.teacher, enrolment=place_of(cast), told=told)


def test_an_entry_is_corrected_and_withdrawn_with_its_history(cast: Cast) -> None:
    row = record_sent_home(actor=cast.teacher, enrolment=place_of(cast), told=AT_SCHOOL)
    whole = TimeSentHome(
        sent_home_on=AT_SCHOOL.sent_home_on, sessions=2, said_by="Head", reason="Tired"
    )
    told = {"actor": cast.officer, "row": row, "reason": "All day", "told": whole}
    correct_sent_home(version=1, **told)
    with pytest.raises(StaleRecordError, match="Tired"):
        correct_sent_home(version=1, **told)
    correct_sent_home(version=2, is_withdrawn=True, **told)
    with pytest.raises(StaleRecordError, match="withdrawn"):
        correct_sent_home(version=2, **told)
    events = apps.get_model("placements", "SentHomeEvent").objects.order_by("pgh_id")
    assert [(e.pgh_label, e.sessions) for e in events] == [
        ("insert", 1),
        ("update", 2),
        ("delete", 2),
    ]


GOVERNORS = MeetingAsItIs(
    body="governors",
    invited_on=date(2026, 10, 20),
    meets_on=date(2026, 11, 2),
    attended_by="Virtual School officer",
    representations="He must stay: the assessment is not done.",
    outcome="reinstated",
)


def meeting(cast: Cast, row: Exclusion, who: str = "social_worker", **other) -> ExclusionMeeting:
    facts = MeetingAsItIs(**vars(GOVERNORS) | other)
    return save_exclusion_meeting(actor=cast.people[who], exclusion=row, facts=facts)


def excluded(cast: Cast, **other) -> Exclusion:
    return record_exclusion(actor=cast.teacher, enrolment=place_of(cast), facts=said(**other))


def test_a_meeting_its_outcome_and_its_history(cast: Cast) -> None:
    row = excluded(cast)
    kept = meeting(cast, row)
    assert "Governing board, 2 November 2026: child reinstated" in page_of(cast, cast.officer)
    with pytest.raises(ValidationError, match="already on record"):
        meeting(cast, row)
    told = {"actor": cast.officer, "exclusion": row, "facts": GOVERNORS, "meeting": kept}
    save_exclusion_meeting(version=1, **told)
    with pytest.raises(StaleRecordError, match="Child reinstated"):
        save_exclusion_meeting(version=1, **told)


def test_the_governors_meet_again_and_a_meeting_that_was_not_held_goes(cast: Cast) -> None:
    row = excluded(cast, kind="permanent", days=None)
    first = meeting(cast, row, outcome="upheld", meets_on=date(2026, 10, 20))
    meeting(cast, row, outcome="reinstated", meets_on=date(2026, 11, 3), invited_on=None)
    page = page_of(cast, cast.iro)
    assert "20 October 2026: upheld; invited on 20 October 2026" in page
    assert "3 November 2026: child reinstated; for the child came: Virtual School officer" in page
    assert GOVERNORS.representations in page
    change = reverse("placements:change_exclusion_meeting", args=[cast.ada.ref, row.pk, first.pk])
    told = {"version": 1, "body": "governors", "outcome": "upheld", "is_withdrawn": "on"}
    told |= {"meets_on_day": 20, "meets_on_month": 10, "meets_on_year": 2026}
    social_worker = signed_in(cast.social_worker)
    assert "Enter what was wrong" in social_worker.post(change, told).content.decode()
    assert social_worker.post(change, told | {"reason": "Put off"}).status_code == 302
    assert row.meetings.get().outcome == "reinstated"
    event = ExclusionMeeting.pgh_event_model.objects.get(pgh_obj_id=first.pk, pgh_label="delete")
    assert event.pgh_context["reason"] == "Put off"
    stale = {"actor": cast.officer, "exclusion": row, "meeting": first, "version": 1}
    with pytest.raises(StaleRecordError, match="taken off the record"):
        withdraw_exclusion_meeting(reason="Again", **stale)
    with pytest.raises(PermissionDenied):
        withdraw_exclusion_meeting(reason="Not mine", **stale | {"actor": cast.other_teacher})


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"meets_on": date(2026, 10, 11)}, "meets_on"),
        ({"meets_on": date(2026, 11, 20)}, "outcome"),
        ({"invited_on": date(2026, 11, 3)}, "__all__"),
        ({"outcome": "quashed"}, "__all__"),
    ],
)
def test_what_a_meeting_cannot_say(cast: Cast, other: dict, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        meeting(cast, excluded(cast), **other)
    assert field in refused.value.message_dict


def test_the_database_lets_governors_neither_quash_nor_reconsider(cast: Cast) -> None:
    kept = meeting(cast, excluded(cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        ExclusionMeeting.objects.filter(pk=kept.pk).update(outcome="quashed")


def test_the_new_school_writes_nothing_about_an_exclusion_of_the_former(cast: Cast) -> None:
    former = cast.ben.enrolments.get(setting=cast.oakfield)
    row = record_exclusion(actor=cast.officer, enrolment=former, facts=FACTS)
    with pytest.raises(PermissionDenied):
        meeting(cast, row, "other_teacher")
    url = reverse("placements:record_exclusion_meeting", args=[cast.ben.ref, row.pk])
    assert signed_in(cast.other_teacher).get(url).status_code == 404
    assert signed_in(cast.social_worker).get(url).status_code == 200


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"days": Decimal(5)}, "need not meet: 5 school days of suspension this term"),
        ({"days": Decimal("5.5")}, "meet if the parents ask for it"),
        ({"kind": "permanent", "days": None}, "The governors must meet"),
        ({"days": Decimal(1), "misses_exam": True}, "The governors must meet"),
        (
            {"days": Decimal(20), **CANCELLED, "cancelled_on": TODAY},
            "It was cancelled on 4 November 2026",
        ),
    ],
)
def test_the_page_of_a_meeting_says_by_when(cast: Cast, other: dict, words: str) -> None:
    row = excluded(cast, **other)
    url = reverse("placements:record_exclusion_meeting", args=[cast.ada.ref, row.pk])
    assert words in signed_in(cast.officer).get(url).content.decode()


def test_the_pages_from_a_worry_to_its_answer(cast: Cast) -> None:
    teacher, officer = signed_in(cast.teacher), signed_in(cast.officer)
    url = reverse("placements:raise_risk", args=[cast.ada.ref])
    told = {"place": place_of(cast).pk, **vars(WORRY)}
    assert "Error: " in teacher.post(url, told | {"support_tried": ""}).content.decode()
    assert teacher.post(url, told).status_code == 302
    row = ExclusionRisk.objects.get()
    answer = reverse("placements:answer_risk", args=[cast.ada.ref, row.pk])
    assert WORRY.asked_for in officer.get(answer).content.decode()
    assert officer.post(answer, {"version": 1, "answer": "We come on Monday."}).status_code == 302
    assert "We come on Monday." in page_of(cast, cast.teacher)


def test_the_pages_of_a_day_sent_home(cast: Cast) -> None:
    teacher = signed_in(cast.teacher)
    url = reverse("placements:record_sent_home", args=[cast.ada.ref])
    told = {
        "place": place_of(cast).pk,
        "sent_home_on_day": 3,
        "sent_home_on_month": 11,
        "sent_home_on_year": 2026,
        "sessions": "2",
        "said_by": "Head of year",
        "reason": "Tired",
    }
    assert "unlawful, whatever the carer agrees to" in teacher.get(url).content.decode()
    assert teacher.post(url, told).status_code == 302
    row = SentHome.objects.get()
    change = reverse("placements:correct_sent_home", args=[cast.ada.ref, row.pk])
    assert "Oakfield School, since 1 September 2025" in teacher.get(change).content.decode()
    gone = told | {"version": 1, "why": "Another child", "is_withdrawn": "on"}
    assert teacher.post(change, gone).status_code == 302
    assert not SentHome.objects.exists()


def test_a_worry_is_read_by_those_who_help_and_by_the_school_that_has_it(cast: Cast) -> None:
    raised(cast)
    record_sent_home(actor=cast.teacher, enrolment=place_of(cast), told=AT_SCHOOL)
    for who in ("head", "social_worker", "team_manager", "iro", "teacher", "head_teacher"):
        assert read_on(page_of(cast, cast.people[who])) == [True, True], who
    assert read_on(page_of(cast, cast.data)) == [False, False]
    Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, kind="subsidiary", started_on=date(2026, 11, 2)
    )
    assert read_on(page_of(cast, cast.other_teacher)) == [False, False]


def read_on(page: str) -> list[bool]:
    return [words in page for words in (WORRY.worries, AT_SCHOOL.reason)]


def test_one_of_a_place_that_has_ended_waits_for_nobody(cast: Cast) -> None:
    raised(cast)
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 11, 3))
    assert "Children at risk" not in signed_in(cast.officer).get("/").content.decode()


def test_a_child_who_is_reinstated_needs_no_other_education(cast: Cast) -> None:
    row = excluded(cast, kind="permanent", days=None, provision="", provision_from_on=None)
    clock = Deadline.objects.get(pupil=cast.ada, kind="suspension_provision")
    assert clock.closed_on is None
    meeting(cast, row)
    clock.refresh_from_db()
    assert clock.closed_on == date(2026, 11, 2)


def test_a_meeting_about_an_exclusion_that_is_gone_is_refused(cast: Cast) -> None:
    row = excluded(cast)
    withdraw_exclusion(actor=cast.officer, exclusion=row, version=1, reason="Another child")
    with pytest.raises(StaleRecordError, match="off the record"):
        meeting(cast, Exclusion(pk=row.pk or 1, enrolment=place_of(cast)))


def test_the_new_school_is_offered_nothing_about_an_exclusion_of_the_former(cast: Cast) -> None:
    former = cast.ben.enrolments.get(setting=cast.oakfield)
    record_exclusion(actor=cast.officer, enrolment=former, facts=FACTS)
    url = reverse("placements:school", args=[cast.ben.ref])
    assert "Record a meeting" not in signed_in(cast.other_teacher).get(url).content.decode()
    assert "Record a meeting" in signed_in(cast.officer).get(url).content.decode()
