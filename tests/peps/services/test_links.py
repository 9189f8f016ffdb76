"""Personal links: who makes them, what of them is kept, what closes them at once."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from peps.models import CourtOrderClosure, Pep, PersonalLink
from peps.services.closed_links import close_by_court_order, lift_court_order, revoke_link
from peps.services.links import hand_over, make_link
from peps.services.open_links import link_of_token, open_link, try_code
from peps.services.voices import VoiceRefused, save_answer
from peps.voice.said import own_part
from peps.voice.speaker import Speaker
from pupils.models import CarePeriod, CarePlacement, Involvement, Pupil, RestrictedAccess
from tests.cast import TODAY
from tests.peps.by_link import invited
from tests.peps.services.test_handover import move
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.calendars.models import CurrentDay

NEXT_DAY = date(2026, 11, 5)


@pytest.mark.parametrize("person", ["head", "officer", "social_worker", "teacher"])
def test_those_who_lead_the_plan_make_a_link(cast, ada_pep, person):
    made = invited(cast.people[person], ada_pep, "child")
    assert link_of_token(made.token) == made.link
    assert made.link.created_by == cast.people[person]
    assert made.link.expires_on == date(2026, 11, 18)


@pytest.mark.parametrize("person", ["iro", "team_manager", "head_teacher"])
def test_who_only_reads_makes_none(cast, ada_pep, person):
    with pytest.raises(PermissionDenied):
        invited(cast.people[person], ada_pep, "child")
    with pytest.raises(Pep.DoesNotExist):
        invited(cast.other_teacher, ada_pep, "child")


def test_the_database_holds_neither_the_link_nor_the_code(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "carer", name="Mrs Patel")
    row = PersonalLink.objects.values().get()
    event = PersonalLink.pgh_event_model.objects.values().get()  # type: ignore[attr-defined]
    for kept in (row, event):
        assert made.token not in str(kept)
        assert made.code not in str(kept)
    assert {"token_hash", "code_hash"} & set(event) == set()


def test_the_link_is_mailed_and_the_code_is_not(cast, ada_pep, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = invited(cast.teacher, ada_pep, "parent", email="mum@example.org")
    [letter] = mail.outbox
    assert letter.to == ["mum@example.org"]
    assert made.url in letter.body
    assert made.code not in letter.body
    assert made.code_in_groups not in letter.body
    assert "Ada" not in letter.subject + letter.body


def test_wrong_codes_pause_this_link_and_no_other(cast, ada_pep):
    made, other = (invited(cast.teacher, ada_pep, "carer", name=name) for name in ("Di", "Jo"))
    wrong = "000000" if made.code != "000000" else "111111"
    said = [try_code(made.link, token=made.token, code=wrong) for _ in range(5)]
    assert ["Wait" in words for words in said] == [False, False, False, False, True]
    assert "Wait" in try_code(made.link, token=made.token, code=made.code)
    assert try_code(other.link, token=other.token, code=other.code) == ""
    PersonalLink.objects.update(paused_until=None)
    assert try_code(made.link, token=made.token, code=made.code_in_groups) == ""
    PersonalLink.objects.filter(pk=made.link.pk).update(wrong_codes=15)
    assert link_of_token(made.token) is None
    assert link_of_token(other.token) is not None


def test_a_link_is_closed_with_a_reason_and_a_new_one_can_be_made(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "parent")
    with pytest.raises(ValidationError):
        revoke_link(actor=cast.social_worker, link=made.link, reason=" ")
    revoke_link(actor=cast.social_worker, link=made.link, reason="Sent to the wrong address.")
    assert link_of_token(made.token) is None
    kept = PersonalLink.objects.get()
    assert (kept.revoked_by, kept.revoked_because) == (
        cast.social_worker,
        "Sent to the wrong address.",
    )
    assert link_of_token(invited(cast.teacher, ada_pep, "parent").token)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalLink.objects.filter(pk=kept.pk).update(revoked_because="")


def test_the_facts_close_links_at_once(cast, ada_pep):
    carer, parent = (invited(cast.teacher, ada_pep, purpose) for purpose in ("carer", "parent"))
    homes = CarePlacement.objects.filter(pupil=cast.ada)
    homes.update(ended_on=TODAY)
    adopters = CarePlacement.objects.create(
        pupil=cast.ada,
        care_period=ada_pep.care_period,
        started_on=TODAY,
        placement_type="A5",
    )
    assert link_of_token(carer.token) is link_of_token(parent.token) is None
    assert link_of_token(invited(cast.teacher, ada_pep, "carer").token)
    with pytest.raises(ValidationError, match="placed for adoption"):
        invited(cast.officer, ada_pep, "parent")
    with pytest.raises(ValidationError, match="closed at present"):
        invited(cast.teacher, ada_pep, "parent")
    adopters.delete()
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    child = PersonalLink.objects.as_on(TODAY).first()
    assert child.why_closed == "care_ended"


def test_a_holiday_is_no_move(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "carer")
    CarePlacement.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    CarePlacement.objects.create(
        pupil=cast.ada, care_period=ada_pep.care_period, started_on=TODAY, placement_type="T2"
    )
    assert link_of_token(made.token)


def test_a_link_made_before_any_home_is_on_record_closes_with_the_move_from_the_first(
    cast, ada_pep
):
    homes = CarePlacement.objects.filter(pupil=cast.ada)
    homes.delete()
    made = invited(cast.teacher, ada_pep, "carer")
    PersonalLink.objects.update(created_at=datetime(2026, 11, 4, 9, tzinfo=UTC))
    home = {"pupil": cast.ada, "care_period": ada_pep.care_period, "placement_type": "U6"}
    CurrentDay.objects.update(day=date(2026, 11, 9))
    CarePlacement.objects.create(started_on=date(2026, 11, 5), **home)
    assert link_of_token(made.token), "the first home, recorded late"
    homes.update(ended_on=date(2026, 11, 9))
    CarePlacement.objects.create(started_on=date(2026, 11, 9), **home)
    assert link_of_token(made.token) is None


def test_it_opens_to_the_end_of_its_last_day(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "parent", days=7)
    CurrentDay.objects.update(day=date(2026, 11, 11))
    assert link_of_token(made.token)
    CurrentDay.objects.update(day=date(2026, 11, 12))
    assert link_of_token(made.token) is None


def test_a_court_order_closes_a_purpose_until_it_is_lifted(cast, ada_pep):
    parent, carer = (invited(cast.officer, ada_pep, purpose) for purpose in ("parent", "carer"))
    order = {"actor": cast.social_worker, "pep": ada_pep, "purpose": "parent"}
    with pytest.raises(PermissionDenied):
        close_by_court_order(**order | {"actor": cast.teacher}, reason="Order of 2 November.")
    close_by_court_order(**order, reason="Order of 2 November.")
    assert link_of_token(parent.token) is None
    assert link_of_token(carer.token)
    with pytest.raises(ValidationError, match="court order"):
        invited(cast.officer, ada_pep, "parent")
    with pytest.raises(ValidationError, match="already"), transaction.atomic():
        close_by_court_order(**order, reason="Again.")
    with pytest.raises(ValidationError):
        lift_court_order(**order, reason="")
    lift_court_order(**order, reason="Discharged.")
    assert link_of_token(parent.token) is None, "what was closed stays closed"
    assert link_of_token(invited(cast.officer, ada_pep, "parent").token)
    kept = CourtOrderClosure.objects.get()
    assert (kept.closed_by, kept.lifted_by) == (cast.social_worker, cast.social_worker)
    with pytest.raises(ValidationError, match="No court order"):
        lift_court_order(**order, reason="Again.")


def test_a_device_handed_over_needs_no_code_and_opens_this_day_only(cast, ada_pep):
    link = hand_over(actor=cast.teacher, pep=ada_pep, manner="pictures")
    assert (link.expires_on, link.code_hash, link.manner) == (TODAY, "", "pictures")


@pytest.mark.parametrize("purpose", ["neighbour", ""])
def test_there_is_no_other_purpose(cast, ada_pep, purpose):
    with pytest.raises(ValueError, match="not a valid Purpose"):
        make_link(actor=cast.teacher, pep=ada_pep, purpose=purpose)


def test_a_restricted_record_closes_links_of_whoever_is_not_named_for_it(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "carer")
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True)
    assert link_of_token(made.token) is None
    assert PersonalLink.objects.as_on(TODAY).get().why_closed == "restricted"
    RestrictedAccess.objects.create(
        pupil=cast.ada, user=cast.teacher, started_on=TODAY, granted_by=cast.head, reason="Named."
    )
    assert link_of_token(made.token)


def test_what_a_school_made_ends_with_its_access_and_what_was_written_stays(cast, ada_pep):
    child = invited(cast.teacher, ada_pep, "child", manner="simple")
    device = hand_over(actor=cast.teacher, pep=ada_pep, manner="simple")
    kept = [
        invited(cast.social_worker, ada_pep, "child", manner="simple"),
        invited(cast.officer, ada_pep, "carer"),
    ]
    move(cast, started_on=NEXT_DAY, accepted_on=TODAY)
    assert open_link(child.link.pk), "the place there has not ended yet"
    said = Speaker(link=open_link(child.link.pk))
    save_answer(speaker=said, key="proud", text="My kite.")
    CurrentDay.objects.update(day=NEXT_DAY)
    assert open_link(child.link.pk) is open_link(device.pk) is link_of_token(child.token) is None
    assert PersonalLink.objects.as_on(NEXT_DAY).get(pk=child.link.pk).why_closed == "maker_gone"
    with pytest.raises(VoiceRefused):
        save_answer(speaker=said, key="proud", text="Changed at the old school.", version=1)
    for made in kept:
        assert link_of_token(made.token), made.link.purpose
    own = own_part(Speaker(link=open_link(kept[0].link.pk)))
    assert own.answers["proud"].text == "My kite."
    Involvement.objects.filter(user=cast.social_worker).update(ended_on=TODAY)
    assert link_of_token(kept[0].token), "who was invited stays, though the case was handed over"


def test_it_ends_with_the_role_at_the_same_school_too_and_not_for_who_is_at_the_council_by_now(
    cast, ada_pep
):
    made = invited(cast.teacher, ada_pep, "carer")
    PersonalLink.objects.update(created_at=datetime(2026, 11, 4, 12, tzinfo=UTC))
    Membership.objects.filter(user=cast.teacher).update(ends_on=TODAY)
    assert link_of_token(made.token), "on the last day"
    CurrentDay.objects.update(day=NEXT_DAY)
    assert link_of_token(made.token) is None
    Membership.objects.create(
        user=cast.teacher,
        role=Role.VIRTUAL_SCHOOL_OFFICER,
        authority=cast.northshire,
        starts_on=NEXT_DAY,
    )
    assert link_of_token(made.token)


@pytest.mark.parametrize("ended", [date(2026, 8, 31), None], ids=["before", "beside the council"])
def test_what_a_council_worker_made_stays_though_they_were_at_a_school(cast, ada_pep, ended):
    Membership.objects.create(
        user=cast.officer,
        role=Role.DESIGNATED_TEACHER,
        setting=cast.oakfield,
        starts_on=date(2025, 9, 1),
        ends_on=ended,
    )
    made = invited(cast.officer, ada_pep, "carer")
    PersonalLink.objects.update(created_at=datetime(2026, 11, 4, 12, tzinfo=UTC))
    Membership.objects.filter(user=cast.officer, ends_on=None).update(ends_on=TODAY)
    CurrentDay.objects.update(day=NEXT_DAY)
    assert link_of_token(made.token)
