"""The plan goes with the child: found from the facts however they came, told once, accepted."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from peps.models import Handover
from peps.services import initiate_pep, mark_not_required
from peps.services.handover import accept_handover, add_note, hand_over_plans
from peps.tasks import hand_over_plans as woken
from pupils.models import Enrolment, Pupil
from pupils.services.enrolments import record_enrolment
from pupils.services.place_corrections import withdraw_enrolment
from tests.cast import TODAY, add_person
from tests.intake.running import load
from tests.pupils.imports.rolls import GIA, gia, roll
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice
from vsh.notices.services import send_pending


def move(cast, *, setting=None, started_on=TODAY, **options):
    return record_enrolment(
        actor=cast.officer, pupil=cast.ada, kind="main", setting=setting or cast.elm,
        started_on=started_on, ends_current=True, **options,
    )  # fmt: skip


def told(stage=None):
    rows = Notice.objects.filter(about__startswith="handover:")
    return {(row.stage, row.recipient) for row in (rows.filter(stage=stage) if stage else rows)}


@pytest.fixture
def handover(cast, complete):
    move(cast)
    assert hand_over_plans() == 1
    return Handover.objects.get()


def test_a_move_that_a_person_records_sends_the_plans_once(cast, handover, complete):
    assert (handover.setting, handover.former_setting) == (cast.elm, cast.oakfield)
    assert (handover.complete_pep, handover.open_pep) == (complete, None)
    for _ in range(2):
        woken()
    assert Handover.objects.count() == 1
    assert told() == {("sent", cast.other_teacher), ("former_school", cast.teacher)}
    for notice in Notice.objects.filter(about__startswith="handover:"):
        assert "Canary" not in notice.subject + notice.body
        assert cast.ada.ref in notice.body
    former = Notice.objects.get(stage="former_school")
    assert "Elm" not in former.body, "where the child is now is not theirs to know"
    assert "/handovers/" not in former.body
    send_pending()
    assert set(Notice.objects.filter(about__startswith="handover:").values_list("state")) == {
        ("sent",)
    }, "the former school is told though it sees the child no more"


def test_what_is_missing_is_asked_of_the_former_school(cast, ada_pep):
    move(cast)
    hand_over_plans()
    assert Handover.objects.get().open_pep == ada_pep
    body = Notice.objects.get(stage="former_school").body
    assert "Not finished in the present plan: " in body
    assert "Attainment, courses and progress" in body
    assert "Care and contacts" not in body


def test_a_place_that_is_accepted_opens_the_plan_and_the_former_school_hears_when_it_begins(
    cast, ada_pep
):
    move(cast, started_on=date(2026, 11, 16), accepted_on=TODAY)
    assert hand_over_plans() == 1
    assert told() == {("sent", cast.other_teacher)}
    CurrentDay.objects.update(day=date(2026, 11, 16))
    assert hand_over_plans() == 0
    assert told("former_school") == {("former_school", cast.teacher)}


def test_the_former_school_is_asked_though_the_new_one_accepted_before_the_place_began(
    cast, ada_pep
):
    move(cast, started_on=date(2026, 11, 16), accepted_on=TODAY)
    hand_over_plans()
    accept_handover(actor=cast.other_teacher, handover=Handover.objects.get())
    for day, has_heard in ((15, False), (16, True), (17, True)):
        CurrentDay.objects.update(day=date(2026, 11, day))
        hand_over_plans()
        heard = {("former_school", cast.teacher)} if has_heard else set()
        assert told("former_school") == heard, day
    assert Notice.objects.filter(stage="former_school").count() == 1


def test_the_first_load_is_no_move_and_the_night_that_brings_one_is(cast):
    def night(**changes):
        load("roll", {"roll.csv": roll({**GIA, **changes})}, authority=cast.northshire)

    night()
    initiate_pep(actor=cast.social_worker, pupil=gia())
    assert hand_over_plans() == 0
    CurrentDay.objects.update(day=date(2026, 11, 12))
    night(school_urn="999002", enrolled_from="2026-11-03")
    assert hand_over_plans() == 0, "a move of before the load came to light by a correction"
    night(school_urn="998001", enrolled_from="2026-11-10")
    assert hand_over_plans() == 1
    night(school_urn="998001", enrolled_from="2026-11-10")
    assert hand_over_plans() == 0
    sent = Handover.objects.get()
    assert (sent.setting, sent.former_setting) == (cast.moorside, cast.elm)


def test_a_school_without_a_teacher_the_officer_hears_and_the_teacher_who_comes_later(
    cast, ada_pep
):
    Membership.objects.filter(user=cast.other_teacher).update(ends_on=date(2026, 11, 3))
    move(cast)
    hand_over_plans()
    assert told("no_teacher") == {("no_teacher", cast.officer)}
    assert told("sent") == set()
    later = add_person("later", Role.DESIGNATED_TEACHER, cast.elm)
    hand_over_plans()
    assert told("sent") == {("sent", later)}
    accept_handover(actor=later, handover=Handover.objects.get())
    hand_over_plans()
    assert told("accepted") == {("accepted", cast.officer), ("accepted", cast.social_worker)}


def test_no_plan_no_handover_and_none_for_a_child_no_longer_looked_after(cast, ada_pep):
    mark_not_required(actor=cast.officer, pep=ada_pep, reason="Opened in error.")
    move(cast)
    assert hand_over_plans() == 0
    Enrolment.objects.create(pupil=cast.fay, setting=cast.elm, started_on=TODAY, kind="alternative")
    assert hand_over_plans() == 0


def test_a_place_that_was_wrong_takes_the_handover_back(cast, handover):
    place = handover.enrolment
    withdraw_enrolment(
        actor=cast.officer, enrolment=place, version=place.version, reason="Slip", instead="former"
    )
    assert hand_over_plans() == 0
    handover.refresh_from_db()
    assert handover.withdrawn_because == "The place was withdrawn."
    # The new school does not see the child any more, and accepts nothing.
    with pytest.raises(PermissionDenied):
        accept_handover(actor=cast.other_teacher, handover=handover)


def test_a_corrected_school_gets_it_instead(cast, handover):
    Enrolment.objects.filter(pk=handover.enrolment_id).update(setting=cast.moorside)
    assert hand_over_plans() == 1
    handover.refresh_from_db()
    assert handover.withdrawn_because == "The place was corrected."
    assert Handover.objects.waiting().get().setting == cast.moorside


def test_one_that_was_accepted_stays(cast, handover):
    accept_handover(actor=cast.other_teacher, handover=handover)
    Enrolment.objects.filter(pk=handover.enrolment_id).update(ended_on=TODAY)
    CurrentDay.objects.update(day=date(2026, 11, 6))
    hand_over_plans()
    handover.refresh_from_db()
    assert (handover.accepted_by, handover.withdrawn_on) == (cast.other_teacher, None)


def test_the_new_schools_teacher_accepts_and_asks_nobody_else_does(cast, handover):
    for person in ("officer", "social_worker"):
        with pytest.raises(PermissionDenied):
            accept_handover(actor=cast.people[person], handover=handover)
    for person in ("teacher", "iro", "outsider", "south_head"):
        with pytest.raises(PermissionDenied):
            add_note(actor=cast.people[person], handover=handover, text="Hm")
    accept_handover(actor=cast.other_teacher, handover=handover, question="Which books?")
    for question in ("", "Which books?"):  # a second click, and the page sent again
        accept_handover(actor=cast.other_teacher, handover=handover, question=question)
    with pytest.raises(ValidationError):
        add_note(actor=cast.officer, handover=handover, text="  ")
    add_note(actor=cast.officer, handover=handover, text="The blue ones.")
    handover.refresh_from_db()
    assert (handover.accepted_on, handover.accepted_by) == (TODAY, cast.other_teacher)
    question, answer = handover.notes.all()
    for who, words in ((cast.other_teacher, "All?"), (cast.officer, "The blue ones.")):
        assert add_note(actor=who, handover=handover, text=words) not in (question, answer)
    assert {who for _, who in told(f"note_{question.pk}")} == {cast.officer, cast.social_worker}
    assert {who for _, who in told(f"note_{answer.pk}")} == {cast.other_teacher, cast.social_worker}
    assert Handover.pgh_event_model.objects.filter(accepted_by=cast.other_teacher).exists()


def test_the_database_refuses_what_cannot_be(cast, handover):
    for wrong in ({"accepted_on": TODAY}, {"withdrawn_on": TODAY}, {"withdrawn_because": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Handover.objects.filter(pk=handover.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(
            pupil=cast.ada, enrolment=handover.enrolment, setting=cast.elm, sent_on=TODAY
        )


def test_a_restricted_child_is_not_named_to_who_may_not_know(cast, complete):
    move(cast)
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True)
    hand_over_plans()
    assert told() == {("former_school", cast.teacher), ("no_teacher", cast.head)}
    assert "have them named" in Notice.objects.get(stage="no_teacher").body
    body = Notice.objects.get(stage="former_school").body
    assert "AC" not in body
