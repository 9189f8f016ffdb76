"""A child in custody: on record, put right and ended; release planned; the PEP sent on."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from peps.models import Pep
from placements.models import Custody, CustodyPlan
from placements.services.custody import (
    change_custody,
    change_sent_plan,
    plan_release,
    record_custody,
    send_plan,
)
from pupils.models import CareEpisode, CarePeriod, Deadline, Enrolment
from pupils.services.locking import StaleRecordError
from tests.cast import TODAY, Cast

ARRIVED = date(2026, 10, 5)
STAY = {"kind": "sentence", "establishment": "Fellgate", "started_on": ARRIVED}
SENT = {"to": "release", "to_whom": "Elm Grove", "how": "hand", "sent_on": TODAY}
RELEASE = {
    "release_on": date(2026, 12, 17),
    "release_plan": "Elm Grove from 4 January, full time",
    "release_planned_on": TODAY,
}


def stay(cast: Cast, who: str = "social_worker", **more) -> Custody:
    pupil = more.pop("pupil", cast.ada)
    return record_custody(actor=cast.people[who], pupil=pupil, **{**STAY, **more})


def give_plan(pupil, **more) -> Pep:
    return Pep.objects.create(
        **{
            "pupil": pupil,
            "care_period": pupil.care_periods.get(),
            "kind": "termly",
            "academic_year": "2026-27",
            "season": "autumn",
            "form_version": "2026.3",
            "variant": "secondary",
            "state": "complete",
            "opened_on": date(2026, 9, 1),
            "submitted_on": date(2026, 10, 1),
            "completed_on": date(2026, 10, 2),
            **more,
        }
    )


def clock() -> Deadline:
    return Deadline.objects.get(kind="release_plan")


def page(cast: Cast, who: str, url: str, *args) -> str:
    client = Client()
    client.force_login(cast.people[who])
    return " ".join(client.get(reverse(url, args=args)).content.decode().split())


def test_it_is_recorded_by_who_records_moves_and_kept_in_the_history(cast: Cast) -> None:
    for who in ("teacher", "iro", "data", "other_social_worker", "south_head"):
        with pytest.raises(PermissionDenied):
            stay(cast, who)
    row = stay(cast)
    assert Deadline.objects.filter(kind="release_plan").count() == 0  # no release is known
    change_custody(actor=cast.officer, row=row, version=1, **{**STAY, "kind": "remand"})
    events = apps.get_model("placements", "CustodyEvent").objects.order_by("pgh_id")
    assert list(events.values_list("kind", "version")) == [("sentence", 1), ("remand", 2)]
    with pytest.raises(StaleRecordError, match="Fellgate, on remand, from 5 October 2026"):
        change_custody(actor=cast.officer, row=row, version=1, **STAY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"started_on": date(2026, 11, 5)}, "started_on"),
        ({"started_on": date(2012, 3, 9)}, "started_on"),
        ({"ended_on": TODAY}, "ended_because"),
        ({"ended_because": "released"}, "ended_on"),
        ({"ended_on": date(2026, 10, 4), "ended_because": "released"}, "ended_on"),
        ({"release_plan": "College"}, "release_planned_on"),
        ({"release_planned_on": TODAY}, "release_plan"),
        ({"kind": "holiday"}, "kind"),
    ],
)
def test_what_cannot_be_names_its_field(cast: Cast, more, field) -> None:
    with pytest.raises(ValidationError) as refused:
        stay(cast, **more)
    assert list(refused.value.message_dict) == [field]


def test_stays_follow_each_other_and_do_not_overlap(cast: Cast) -> None:
    first = stay(cast)
    with pytest.raises(ValidationError, match="began on this day"):
        stay(cast)
    with pytest.raises(ValidationError, match="Another stay in custody"):
        stay(cast, started_on=TODAY)
    ended = {"ended_on": TODAY, "ended_because": "moved"}
    change_custody(actor=cast.officer, row=first, version=1, **STAY, **ended)
    assert "Attended immediately before" not in page(
        cast, "iro", "placements:custody", cast.ada.ref
    )
    second = stay(cast, started_on=TODAY, establishment="Another")
    cast.ada.enrolments.update(ended_on=date(2026, 10, 4))
    Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, started_on=ARRIVED, ended_on=date(2026, 11, 3)
    )
    for because, before in [("moved", "Oakfield School"), ("released", "Elm Grove")]:
        Custody.objects.filter(pk=first.pk).update(ended_because=because)
        shown = page(cast, "iro", "placements:custody", cast.ada.ref)
        assert before in shown.partition("Attended immediately before")[2][:120]
    assert list(Custody.objects.all()) == [second, first]


def test_release_is_planned_and_the_pep_sent_and_both_meet_the_clock(cast: Cast) -> None:
    give_plan(cast.ada)
    row = stay(cast)
    plan_release(actor=cast.officer, row=row, version=1, release_on=RELEASE["release_on"])
    due = clock()
    assert (due.trigger_key, due.started_on, due.due_on, due.met_on) == (
        "custody:2026-10-05",
        TODAY,
        date(2026, 11, 19),
        None,
    )
    plan_release(actor=cast.officer, row=row, version=2, **RELEASE)
    send_plan(actor=cast.social_worker, row=row, **{**SENT, "to": "arrival"})
    assert clock().met_on is None  # it went to the establishment alone
    sent = send_plan(actor=cast.social_worker, row=row, **SENT)
    assert sent.plan == "Termly PEP, autumn term 2026-27, complete"
    assert clock().met_on == TODAY
    with pytest.raises(ValidationError, match="on record already"):
        send_plan(actor=cast.social_worker, row=row, **SENT)
    change_sent_plan(
        actor=cast.officer, row=sent, version=1, not_sent_because="It came back", **SENT
    )
    assert clock().met_on is None
    change_custody(actor=cast.officer, row=row, version=3, **{**STAY, "started_on": TODAY})
    assert clock().trigger_key == "custody:2026-11-04"
    change_custody(actor=cast.officer, row=row, version=4, not_so_because="Another child", **STAY)
    assert not Deadline.objects.filter(kind="release_plan").exists()
    assert not CustodyPlan.objects.exists()


def test_acceptance_names_somebody_and_comes_after_the_sending(cast: Cast) -> None:
    row = stay(cast)
    with pytest.raises(ValidationError, match="Begin the PEP first"):
        send_plan(actor=cast.social_worker, row=row, **SENT)
    give_plan(cast.ada)
    sent = send_plan(actor=cast.social_worker, row=row, **SENT)
    for wrong in ({"accepted_on": TODAY}, {"accepted_by": "Sam"}):
        with pytest.raises(ValidationError):
            change_sent_plan(actor=cast.officer, row=sent, version=1, **{**SENT, **wrong})
    with pytest.raises(ValidationError, match="the day it was sent or a later one"):
        change_sent_plan(
            actor=cast.officer,
            row=sent,
            version=1,
            **{**SENT, "accepted_on": date(2026, 11, 3), "accepted_by": "Sam"},
        )
    accepted = {"accepted_on": TODAY, "accepted_by": "Sam Okoro"}
    change_sent_plan(actor=cast.officer, row=sent, version=1, **SENT, **accepted)
    assert "4 November 2026, Sam Okoro" in page(
        cast, "social_worker", "placements:custody", cast.ada.ref
    )


def test_the_status_on_record_decides_and_follow_up_goes_on_after_care(cast: Cast) -> None:
    row = stay(cast)
    plan_release(actor=cast.officer, row=row, version=1, release_on=RELEASE["release_on"])
    shown = page(cast, "iro", "placements:custody", cast.ada.ref)
    assert "The care order continues in custody" in shown
    assert "Oakfield School, NS1 2BB" in shown
    assert "Northshire: Helen Head, 01999 100200" in shown
    CareEpisode.objects.update(legal_status="V2", ended_on=TODAY, reason_ended="E9")
    CarePeriod.objects.update(ended_on=TODAY, end_reason="E9")
    change_custody(actor=cast.officer, row=row, version=2, **STAY)  # recalculates
    shown = page(cast, "officer", "placements:custody", cast.ada.ref)
    assert "On record care ended on Wed 4 November 2026: Sentenced to custody." in shown
    assert "ask the social worker whether it had ended before conviction" in shown
    assert "Education follow-up goes on" in shown
    assert clock().closed_on is None
    others = Deadline.objects.filter(pupil=cast.ada).exclude(kind="release_plan")
    assert not others.filter(met_on=None, closed_on=None).exists()
    assert "Plan the release" in page(cast, "officer", "reporting:home")
    told = page(cast, "officer", "reporting:timeline", cast.ada.ref)
    assert "Arrived at Fellgate" in told


def test_the_care_page_leads_there_and_the_forms_keep_what_was_typed(cast: Cast) -> None:
    assert "Time in custody" in page(cast, "social_worker", "placements:care", cast.ada.ref)
    cast.ada.placements.update(placement_type="R5")
    assert "say whom to reach there" in page(cast, "iro", "placements:care", cast.ada.ref)
    client, url = Client(), reverse("placements:record_custody", args=[cast.ada.ref])
    client.force_login(cast.social_worker)
    data = {"kind": "remand", "establishment": "Fellgate", "yot_email": "not an address"}
    typed = client.post(url, data).content.decode()
    assert "Enter the day of arrival" in typed
    assert "Enter an email address in the correct format" in typed
    day = {"started_on_day": 5, "started_on_month": 10, "started_on_year": 2026}
    assert client.post(url, data | day | {"yot_email": ""}).status_code == 302
    again = client.post(url, data | day | {"yot_email": ""})  # pressed twice
    assert again.status_code == 200
    assert Custody.objects.count() == 1
    shown = page(cast, "social_worker", "placements:care", cast.ada.ref)
    assert "On remand at Fellgate since 5 October 2026" in shown


def test_until_the_pep_is_sent_to_the_establishment_the_page_and_the_first_page_say_so(
    cast: Cast,
) -> None:
    give_plan(cast.ada)
    row, words = stay(cast), "PEP not yet sent to the establishment"

    def told(who: str) -> tuple[bool, bool]:
        on_page = words in page(cast, who, "placements:custody", cast.ada.ref)
        return on_page, words in page(cast, who, "reporting:home")

    assert told("social_worker") == told("officer") == (True, True)
    assert told("iro") == (True, False)  # reads, and records nothing
    for who in ("south_head", "other_social_worker", "teacher"):
        assert words not in page(cast, who, "reporting:home")
    send_plan(actor=cast.social_worker, row=row, **SENT)  # to those who have the child after it
    assert told("social_worker") == (True, True)
    sent = send_plan(actor=cast.social_worker, row=row, **{**SENT, "to": "arrival"})
    assert told("social_worker") == (False, False)
    CustodyPlan.objects.filter(pk=sent.pk).delete()
    ended = {"ended_on": TODAY, "ended_because": "released"}
    change_custody(actor=cast.officer, row=row, version=1, **STAY, **ended)
    assert told("social_worker") == (False, False)


@pytest.mark.parametrize(
    ("sent_on", "to", "words"),
    [
        (date(2026, 10, 4), "arrival", "arrived on 5 October 2026"),
        (date(2026, 9, 30), "release", "No PEP was on record by that day"),
    ],
)
def test_no_pep_goes_out_before_it_is_there_nor_before_the_child(cast, sent_on, to, words) -> None:
    give_plan(cast.ada)
    with pytest.raises(ValidationError, match=words) as refused:
        send_plan(actor=cast.officer, row=stay(cast), **{**SENT, "to": to, "sent_on": sent_on})
    assert list(refused.value.message_dict) == ["sent_on"]
    assert not CustodyPlan.objects.exists()


def test_what_went_out_is_the_pep_of_that_day(cast: Cast) -> None:
    give_plan(cast.ada, submitted_on=date(2026, 7, 1), season="summer", academic_year="2025-26")
    give_plan(cast.ada, submitted_on=date(2026, 10, 20), completed_on=TODAY)
    sent = send_plan(
        actor=cast.officer, row=stay(cast), **{**SENT, "to": "arrival", "sent_on": ARRIVED}
    )
    assert sent.plan == "Termly PEP, summer term 2025-26, complete"


def test_a_release_earlier_than_planned_owes_the_plan_still(cast: Cast) -> None:
    give_plan(cast.ada)
    row = stay(cast)
    plan_release(actor=cast.officer, row=row, version=1, release_on=RELEASE["release_on"])
    ended = {"ended_on": date(2026, 11, 3), "ended_because": "released"}
    change_custody(actor=cast.officer, row=row, version=2, **STAY, **ended)
    row.refresh_from_db()
    assert row.release_on == date(2026, 11, 3)
    assert (clock().met_on, clock().closed_on) == (None, None)
    assert "Still owed" in page(cast, "officer", "placements:custody", cast.ada.ref)
