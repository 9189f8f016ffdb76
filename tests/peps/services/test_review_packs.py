"""The pack goes to the reviewing officer once, by itself or by the officer, and is on record."""

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from peps.models import Pep, PepSection, PlannedAction, ReviewPack, ReviewPackCopy, Target
from peps.rules.actions import Step
from peps.services import (
    initiate_pep,
    open_termly_peps,
    return_pep,
    save_section,
    submit_pep,
)
from peps.services.actions import add_action, record_step
from peps.services.concerns import raise_concern
from peps.services.decisions import answer_decision, propose_decision
from peps.services.review_packs import send_due_packs, send_review_pack
from placements.models import Exclusion
from pupils.models import Deadline, Involvement, StatutoryReview
from pupils.services.reviews import record_review
from reporting.coming_reviews import coming_reviews
from tests.cast import add_person, allocate
from tests.peps.views.pages import body_of
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.accounts.roles import Role
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice

REVIEW = date(2026, 11, 13)  # a Friday: due on Tuesday 10 November
DUE = date(2026, 11, 10)


def on_day(day):
    CurrentDay.objects.update(day=day)


def told(stage):
    rows = Notice.objects.filter(stage=stage, about__startswith="review:")
    return sorted(rows.values_list("recipient__name", flat=True))


@pytest.fixture
def arranged(cast):
    """Ada's next review is arranged."""
    record_review(actor=cast.iro, pupil=cast.ada, next_planned_on=REVIEW)
    return StatutoryReview.objects.get(pupil=cast.ada, held_on__isnull=True)


def test_it_goes_by_itself_on_its_day_and_once(cast, submitted_pep, arranged):
    on_day(date(2026, 11, 9))
    assert send_due_packs() == 0
    on_day(DUE)
    assert [send_due_packs(), send_due_packs()] == [1, 0]
    pack = ReviewPack.objects.get()
    assert (pack.pep, pack.sent_on, pack.sent_by) == (submitted_pep, DUE, None)
    assert [copy.user for copy in pack.copies.all()] == [cast.iro]
    assert told("sent") == ["Iro"]
    notice = Notice.objects.get(stage="sent")
    assert f"/pupils/{cast.ada.ref}/review-pack/" in notice.body
    assert "Canary" not in notice.subject + notice.body
    assert Deadline.objects.get(kind="pep_to_iro").met_on == DUE


def test_without_a_plan_the_officer_is_told_plainly_once_and_the_pack_follows(cast, arranged):
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    on_day(DUE)
    assert [send_due_packs(), send_due_packs()] == [1, 0]
    assert told("no_plan") == ["Iro", "Officer"]
    assert Deadline.objects.get(kind="pep_to_iro").met_on is None
    save_section(
        actor=cast.officer, pep=pep, key="about_me", answers={"what_i_like": "Maps."}, version=0
    )
    on_day(date(2026, 11, 11))
    assert [send_due_packs(), send_due_packs()] == [1, 0]
    assert "not handed in yet" in Notice.objects.get(stage="sent").body
    assert Deadline.objects.get(kind="pep_to_iro").met_on == date(2026, 11, 11)


def test_what_was_a_draft_goes_anew_once_it_is_handed_in_and_to_who_came_since(
    client, cast, ada_pep, write_all, arranged
):
    write_all(ada_pep)
    on_day(DUE)
    assert [send_due_packs(), send_due_packs()] == [1, 0]
    submit_pep(actor=cast.teacher, pep=ada_pep, confirmed=[])
    on_day(date(2026, 11, 11))
    assert [send_due_packs(), send_due_packs()] == [1, 0]
    packs = ReviewPack.objects.order_by("id").values_list("pep", "is_draft", "sent_on")
    assert list(packs) == [(ada_pep.pk, True, DUE), (ada_pep.pk, False, date(2026, 11, 11))]
    assert told("sent") == ["Iro", "Iro"]
    assert "has been handed in" in Notice.objects.filter(stage="sent").latest("pk").body
    return_pep(actor=cast.officer, pep=ada_pep, reason="Say more.")
    assert send_due_packs() == 0, "the plan is the same"
    other = add_person("new_iro", Role.IRO, cast.northshire)
    Involvement.objects.filter(pupil=cast.ada, capacity="iro").delete()
    allocate(cast.ada, other, "iro")
    on_day(date(2026, 11, 12))
    assert [send_due_packs(), send_due_packs()] == [1, 0]
    assert told("sent") == ["Iro", "Iro", "New Iro"]
    assert ReviewPack.objects.count() == 2
    assert ReviewPackCopy.objects.get(user=other).sent_on == date(2026, 11, 12)
    body = body_of(client, cast.officer, reverse("peps:review_pack", args=[cast.ada.ref]))
    assert "12 November 2026, by the system, to New Iro" in body
    assert "to Iro: a draft" in body
    on_day(date(2026, 11, 14))
    cast.ada.involvements.all().delete()
    assert send_due_packs() == 0, "the review's day has been"


def test_the_pack_and_the_list_take_the_same_plan_and_none_that_nobody_touched(cast, ada_pep):
    say = {"what_i_like": "Maps", "how_told": "observed"}
    save_section(actor=cast.teacher, pep=ada_pep, key="about_me", answers=say, version=0)
    on_day(date(2027, 1, 11))
    open_termly_peps(date(2027, 1, 11))
    spring = Pep.objects.get(pupil=cast.ada, season="spring")
    carried = PepSection.objects.get(pep=spring, is_carried_forward=True)
    record_review(actor=cast.iro, pupil=cast.ada, next_planned_on=date(2027, 1, 20))

    def named() -> int:
        sent = send_review_pack(actor=cast.officer, pupil=cast.ada).pep
        review = coming_reviews(cast.iro, on=date(2027, 1, 11)).get(pupil=cast.ada)
        assert review.pep_ref == sent.ref
        return sent.pk

    assert named() == ada_pep.pk
    other = {"what_i_like": "Chess"}
    save_section(
        actor=cast.teacher, pep=spring, key="about_me", answers=other, version=carried.version
    )
    assert named() == spring.pk, "the newest in which somebody wrote"


def test_a_review_that_is_put_off_has_a_pack_for_its_new_day(cast, submitted_pep, arranged):
    on_day(DUE)
    send_due_packs()
    record_review(actor=cast.iro, pupil=cast.ada, next_planned_on=date(2026, 11, 27))
    assert send_due_packs() == 0
    on_day(date(2026, 11, 24))
    assert send_due_packs() == 1
    days = ReviewPack.objects.order_by("id").values_list("arranged_for", flat=True)
    assert list(days) == [REVIEW, date(2026, 11, 27)]


def test_without_a_reviewing_officer_the_officer_is_told(cast, submitted_pep, arranged):
    Involvement.objects.filter(pupil=cast.ada, capacity="iro").delete()
    on_day(DUE)
    assert send_due_packs() == 0
    assert send_due_packs() == 0
    assert told("no_iro") == ["Officer"]
    assert not ReviewPack.objects.exists()
    with pytest.raises(ValidationError, match="No reviewing officer"):
        send_review_pack(actor=cast.officer, pupil=cast.ada)


def test_an_officer_sends_it_before_and_it_does_not_go_again(cast, submitted_pep, arranged):
    assert send_review_pack(actor=cast.officer, pupil=cast.ada).sent_by == cast.officer
    on_day(DUE)
    assert send_due_packs() == 0
    labels = ReviewPack.pgh_event_model.objects.values_list("pgh_label", flat=True)
    assert list(labels) == ["insert"]


def test_who_may_not_send_it(cast, submitted_pep, arranged):
    for who in ("iro", "social_worker", "teacher", "data", "south_head"):
        with pytest.raises(PermissionDenied):
            send_review_pack(actor=cast.people[who], pupil=cast.ada)
    with pytest.raises(ValidationError, match="No review of this child is arranged"):
        send_review_pack(actor=cast.officer, pupil=cast.ben)


def test_it_is_read_as_one_document_and_on_record_as_opened(client, cast, submitted_pep, arranged):
    raise_concern(actor=cast.iro, pep=submitted_pep, words="No measure.", section="new_targets")
    send_review_pack(actor=cast.officer, pupil=cast.ada)
    url = reverse("peps:review_pack", args=[cast.ada.ref])
    assert "Not opened yet" in body_of(client, cast.officer, url)
    assert ReviewPackCopy.objects.get().opened_at is None
    body = body_of(client, cast.iro, url)
    assert ReviewPackCopy.objects.get().opened_at is not None
    assert body.index("What the review should discuss") < body.index("Concern raised on")
    assert body.index("Concern raised on") < body.index('id="chapter-about_me"')
    assert "opened on" in body_of(client, cast.iro, reverse("reporting:coming_reviews"))


def test_it_says_how_targets_and_actions_stand_today_not_what_a_plan_once_said(
    client, cast, complete, arranged
):
    propose_decision(
        actor=cast.teacher, pupil=cast.ada, kind="change_of_school", words="Elm has a place."
    )
    add_action(
        actor=cast.officer,
        pupil=cast.ada,
        what="Ring the tutor",
        owner="",
        who="Her carer",
        by_when=date(2026, 11, 6),
    )
    place = cast.ada.enrolments.get()
    told = {"enrolment": place, "reasons": ["DB"], "reported_on": date(2026, 10, 12)}
    days = {"kind": "suspension", "sessions": 5, "started_on": date(2026, 10, 12)}
    Exclusion.objects.create(**told | days)
    Exclusion.objects.create(**told | {"kind": "permanent", "started_on": date(2026, 11, 3)})
    target = Target.objects.get(set_in=complete, position=1)
    target.what = "Reads a whole book."
    target.save()
    done = PlannedAction.objects.get(set_in=complete, position=1)
    record_step(actor=cast.officer, action=done, step=Step.DONE, words="Bought.", version=1)
    send_review_pack(actor=cast.officer, pupil=cast.ada)
    on_day(date(2026, 12, 1))
    url = reverse("peps:review_pack", args=[cast.ada.ref])
    assert queries_of(signed_in(cast, "iro"), url) <= MOST_QUERIES, "opened for the first time"
    body = body_of(client, cast.iro, url)
    for words in (
        "Decision thought about since 4 November 2026: A change of school. The social worker has",
        "Suspensions this year: 1 suspension of 2.5 school days. This term: 1",
        "Permanent exclusion: 3 November 2026",
        "Action not done since 6 November 2026: Ring the tutor",
        "Target still open since 20 November 2026: Reads a whole book.",
        "Targets as they stand today",
        "Done, 4 November 2026",
        "Bought.",
    ):
        assert words in body, words
    assert "Words about target 1 what." not in body, "what the section says is not shown beside it"
    answer_decision(
        actor=cast.social_worker,
        decision=cast.ada.proposed_decisions.get(),
        answer="agree",
    )
    assert "Decision thought about" not in body_of(client, cast.iro, url)


def test_a_draft_says_what_is_written_beside_what_was_agreed(client, cast, ada_pep, arranged):
    told = {"what": "Ring the tutor", "owner": "", "who": "Her carer"}
    add_action(actor=cast.officer, pupil=cast.ada, by_when=date(2026, 11, 20), **told)
    written = {"target_1_what": "Swims a length.", "target_1_measure": "Metres."}
    save_section(actor=cast.officer, pep=ada_pep, key="new_targets", answers=written, version=0)
    url = reverse("peps:review_pack", args=[cast.ada.ref])
    body = body_of(client, cast.iro, url)
    for words in ("A draft", "Swims a length.", "Not finished in the plan", "Ring the tutor"):
        assert words in body, words
    assert queries_of(signed_in(cast, "iro"), url) <= MOST_QUERIES


def test_without_a_plan_the_page_says_so(client, cast, arranged):
    url = reverse("peps:review_pack", args=[cast.ada.ref])
    assert "There is no PEP to read for this review" in body_of(client, cast.iro, url)
    none = reverse("peps:review_pack", args=[cast.ben.ref])
    assert "No statutory review of this child is arranged" in body_of(client, cast.iro, none)


def test_a_child_whose_pack_fails_keeps_back_no_other(cast, submitted_pep, arranged):
    record_review(actor=cast.iro, pupil=cast.ben, next_planned_on=REVIEW)
    on_day(DUE)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE peps_reviewpack "
            f"ADD CONSTRAINT one_fails CHECK (review_id <> {arranged.pk})"
        )
    assert cast.ada.pk < cast.ben.pk, "who fails comes first"
    assert send_due_packs() == 1
    assert ReviewPack.objects.get().review.pupil == cast.ben
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE peps_reviewpack DROP CONSTRAINT one_fails")
    assert send_due_packs() == 1, "the next run tries it again"


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_send_one(cast, submitted_pep, arranged):
    on_day(DUE)
    barrier, sent = threading.Barrier(3), []

    def run():
        barrier.wait()
        try:
            sent.append(send_due_packs())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent) == [0, 0, 1]
    assert ReviewPack.objects.count() == 1
