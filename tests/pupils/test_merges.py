"""Two records of one child become one: what moves, what falls together, what refuses the whole."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from pghistory.models import Event

from peps.models import Pep
from placements.models import AttendanceSummary
from pupils.merging import HIDDEN, links, treatments
from pupils.models import (
    AttainmentResult,
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Deadline,
    Enrolment,
    Pupil,
    SdqScore,
    SenStatus,
)
from pupils.services.deadlines import recalculate_deadlines_for
from pupils.services.locking import StaleRecordError
from pupils.services.restrictions import restrict_record
from pupils.told import may_still_be_told
from reporting.child_history import facts_after, history_of
from reporting.data_quality.newest_files import Line, with_children
from reporting.messages_sent import messages_about_children_of
from reporting.readers import reads_of
from reporting.roll_list import found_by
from tests.cast import Cast, add_children, allocate
from tests.pupils.twice import OTHER_UPN, UPN, merge, record_twice
from tests.reporting.page_requests import signed_in
from vsh.audit.services import record_read
from vsh.history.context import noted
from vsh.intake.models import ImportRun
from vsh.notices.models import Notice
from vsh.notices.services import queue_notice


@pytest.fixture
def twice(cast: Cast) -> Cast:
    return record_twice(cast)


def refusal(cast: Cast, who: str = "data") -> str:
    with pytest.raises(ValidationError) as error:
        merge(cast, who)
    return " ".join(error.value.messages)


def test_every_model_with_a_child_says_what_a_merge_does_with_it():
    of_child = {
        model
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Pupil
    } | {relation.related_model for relation in Pupil._meta.related_objects}
    of_child = {model for model in of_child if not issubclass(model, Event)}
    assert of_child - {Pupil} - set(treatments()) == set()
    assert set(treatments()) - set(links()) == set()


def test_what_hangs_comes_after_what_it_hangs_on():
    order = list(links())
    assert order.index(CarePeriod) < order.index(CareEpisode) < len(order)
    assert order.index(CarePeriod) < order.index(CarePlacement)
    assert order.index(Enrolment) < order.index(AttendanceSummary)


def test_the_same_rows_fall_together_and_the_rest_moves(twice: Cast):
    score = SdqScore.objects.create(pupil=twice.twice, completed_on=date(2026, 5, 1), score=9)
    SdqScore.objects.create(pupil=twice.ben, completed_on=date(2026, 6, 1), score=12)
    place = Enrolment.objects.create(
        pupil=twice.twice, setting=twice.elm, started_on=date(2026, 11, 4)
    )
    marks = AttendanceSummary.objects.create(
        enrolment=place,
        academic_year="2026-27",
        season="autumn",
        started_on=date(2026, 11, 4),
        ended_on=date(2026, 11, 4),
        sessions_possible=2,
        sessions_authorised=0,
        sessions_unauthorised=1,
        entered_on=date(2026, 11, 4),
    )
    merge(twice)
    ben, gone = Pupil.objects.get(pk=twice.ben.pk), Pupil.objects.get(pk=twice.twice.pk)
    score.refresh_from_db()
    marks.refresh_from_db()
    assert score.pupil == ben
    assert marks.enrolment == ben.enrolments.get(setting=twice.elm)
    for model, number in ((CarePeriod, 1), (CarePlacement, 1), (Enrolment, 2), (SdqScore, 2)):
        assert model.objects.filter(pupil=ben).count() == number
        assert not model.objects.filter(pupil=gone).exists()
    assert CareEpisode.objects.filter(care_period__pupil=ben).count() == 1
    assert gone.merged_into == ben
    assert (ben.upn, ben.former_upn, ben.first_language) == (UPN, OTHER_UPN, "PAS")
    noted = Pupil.pgh_event_model.objects.filter(pgh_obj=gone.pk).latest("pgh_id").pgh_context
    assert noted["because"] == "One birth certificate"


def test_a_state_within_another_that_says_the_same_falls_together(twice: Cast):
    allocate(twice.twice, twice.social_worker, "social_worker")
    twice.twice.involvements.update(started_on=date(2026, 9, 1))
    rows = {"pupil": twice.ben, "status": "K", "started_on": date(2026, 1, 1)}
    SenStatus.objects.create(**rows)
    SenStatus.objects.create(**rows | {"pupil": twice.twice, "started_on": date(2026, 3, 1)})
    merge(twice)
    assert twice.ben.involvements.filter(capacity="social_worker").count() == 1
    assert twice.ben.sen_statuses.count() == 1


def test_what_a_person_told_stays_theirs_where_a_file_told_the_same(twice: Cast):
    told = {"stage": "ks4", "subject": "English", "measure": "age_related", "value": "Above"}
    told |= {"achieved_on": date(2026, 6, 1), "recorded_on": date(2026, 6, 1)}
    AttainmentResult.objects.create(pupil=twice.ben, **told)
    AttainmentResult.objects.create(pupil=twice.twice, recorded_by=twice.officer, **told)
    merge(twice)
    assert AttainmentResult.objects.get().recorded_by == twice.officer


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda gone: gone.care_periods.update(started_on=date(2026, 1, 2)),
            "Times in care: from 2 January 2026 on. The child is already looked after",
        ),
        (
            lambda gone: gone.placements.update(started_on=date(2026, 1, 2)),
            "Placements: Foster care from 2 January 2026 on. The child already lives somewhere",
        ),
        (
            lambda gone: CareEpisode.objects.filter(care_period__pupil=gone).update(
                legal_status="V2", started_on=date(2026, 1, 2)
            ),
            "Legal statuses: Accommodated under section 20 from 2 January 2026 on. Two episodes",
        ),
        (
            lambda gone: Enrolment.objects.create(
                pupil=gone, kind="otherwise", started_on=date(2026, 9, 1)
            ),
            "School places: Education otherwise than at school from 1 September 2026 on. The child",
        ),
        (
            lambda gone: Pupil.objects.filter(pk=gone.pk).update(date_of_birth=date(2012, 3, 11)),
            "different dates of birth",
        ),
    ],
)
def test_what_cannot_stand_together_refuses_the_whole(twice: Cast, change, said: str):
    SdqScore.objects.create(pupil=twice.twice, completed_on=date(2026, 5, 1), score=9)
    change(twice.twice)
    assert said in refusal(twice)
    assert Pupil.objects.get(pk=twice.twice.pk).merged_into is None
    assert twice.twice.sdq_scores.count() == 1


def test_of_two_plans_of_a_term_one_is_set_aside_first(twice: Cast):
    plans = [
        Pep.objects.create(
            pupil=child,
            care_period=child.care_periods.get(),
            kind="termly",
            academic_year="2026-27",
            season="autumn",
            form_version="2026.1",
            opened_on=date(2026, 9, 1),
        )
        for child in (twice.ben, twice.twice)
    ]
    assert "Plans: Termly PEP, Autumn term 2026-27" in refusal(twice, "head")
    assert refusal(twice) == HIDDEN, "a data officer reads no plan"
    Pep.objects.filter(pk=plans[1].pk).update(state="not_required")
    merge(twice)
    assert set(Pep.objects.filter(pupil=twice.ben)) == set(plans)


def test_the_record_that_went_has_no_clock_no_list_and_leads_to_the_other(twice: Cast):
    recalculate_deadlines_for([twice.ben.pk, twice.twice.pk])
    assert Deadline.objects.filter(pupil=twice.twice).exists()
    before = set(Deadline.objects.filter(pupil=twice.ben).values_list("kind", "trigger_key"))
    merge(twice)
    assert not Deadline.objects.filter(pupil=twice.twice).exists()
    after = set(Deadline.objects.filter(pupil=twice.ben).values_list("kind", "trigger_key"))
    assert after == before
    client = signed_in(twice, "officer")
    assert client.get(reverse("reporting:roll")).content.decode().count("Canarytwice") == 0
    old = reverse("placements:care", args=[twice.twice.ref])
    new = reverse("placements:care", args=[twice.ben.ref])
    for asked in ("", "?page=2"):
        assert client.get(old + asked).headers["Location"] == new + asked
    for who in ("outsider", "south_head", "other_teacher"):
        assert signed_in(twice, who).get(old).status_code in (403, 404)
    answer = client.post(old, {"reason": "What the <carer> said"})
    assert (answer.status_code, "What the &lt;carer&gt; said" in answer.content.decode()) == (
        404,
        True,
    )
    assert new in answer.content.decode()
    assert new not in signed_in(twice, "south_head").post(old).content.decode()


@pytest.mark.parametrize("who", ["social_worker", "teacher", "iro", "south_head", "outsider"])
def test_others_may_not_merge(twice: Cast, who: str):
    with pytest.raises(PermissionDenied):
        merge(twice, who)


def test_a_restricted_record_is_merged_by_nobody_who_may_not_open_it(twice: Cast):
    Pupil.objects.filter(pk=twice.twice.pk).update(is_restricted=True)
    with pytest.raises(PermissionDenied):
        merge(twice)


def test_a_merge_names_nobody_for_a_restricted_record_who_was_not(twice: Cast):
    for child in (twice.ben, twice.twice):
        restrict_record(actor=None, pupil=child, reason="Safety", named=[twice.people["data"]])
    restrict_record(actor=None, pupil=twice.twice, reason="Safety", named=[twice.officer])
    assert "Different people are named for the two restricted records" in refusal(twice)
    restrict_record(actor=None, pupil=twice.ben, reason="Safety", named=[twice.officer])
    merge(twice)
    assert Pupil.objects.get(pk=twice.twice.pk).merged_into == twice.ben


def test_what_was_compared_must_still_be_so(twice: Cast):
    with pytest.raises(StaleRecordError):
        merge(twice, versions=(twice.ben.version, twice.twice.version + 1))
    with pytest.raises(ValidationError, match="same record"):
        merge(twice, gone=twice.ben)


def test_a_second_press_finds_it_merged(twice: Cast):
    merge(twice)
    assert merge(twice) == twice.ben
    for keep, gone in ((twice.ada, twice.twice), (twice.twice, twice.ada)):
        with pytest.raises(ValidationError, match="merged one of the two with a third record"):
            merge(twice, keep=keep, gone=gone)
        with pytest.raises(PermissionDenied):
            merge(twice, "outsider", keep=keep, gone=gone)


def test_who_merged_them_the_other_way_round_a_moment_later_finds_them_one(twice: Cast):
    merge(twice)
    assert merge(twice, keep=twice.twice, gone=twice.ben) == twice.ben
    with pytest.raises(PermissionDenied):
        merge(twice, "outsider", keep=twice.twice, gone=twice.ben)


def test_a_record_that_had_taken_in_another_hands_it_on(twice: Cast):
    merge(twice)
    add_children(twice, {"third": {}})
    for rows in (twice.third.care_periods, twice.third.enrolments):
        rows.all().delete()
    merge(twice, keep=twice.third, gone=twice.ben)
    assert Pupil.objects.get(pk=twice.twice.pk).merged_into == twice.third


def test_who_went_is_found_by_what_they_were_known_by(twice: Cast):
    merge(twice)
    for asked in ("C-again", twice.twice.ref, OTHER_UPN):
        assert list(found_by(twice.officer, asked)[0]) == [twice.ben]
    assert list(found_by(twice.people["outsider"], "C-again")[0]) == []
    run = ImportRun(authority=twice.northshire)
    [line] = with_children([Line(run, "Roll", 2, "No", "C-again")], twice.officer)
    assert line.child == twice.ben


def test_what_waits_to_be_sent_of_the_record_that_went_is_sent_and_nothing_told_twice(twice: Cast):
    old, new = (f"{child.ref}:sdq:care_period:2026-02-02" for child in (twice.twice, twice.ben))
    told = {"stage": "due", "recipient": twice.officer, "subject": "SDQ", "body": "SDQ"}
    queue_notice(about=old, pupil_ref=twice.twice.ref, **told)
    merge(twice)
    assert may_still_be_told(twice.officer, twice.twice.ref)
    assert not may_still_be_told(twice.people["outsider"], twice.twice.ref)
    assert Notice.objects.get(recipient=twice.officer, stage="due").about == new


def test_where_a_value_came_from_and_who_was_told_stays_known(twice: Cast):
    with noted(user=twice.officer.pk, reason="From the school"):
        SenStatus.objects.create(pupil=twice.twice, status="K", started_on=date(2026, 1, 1))
    record_read(user=twice.officer, page="reporting:overview", pupil_ref=twice.twice.ref)
    queue_notice(
        about="told",
        stage="now",
        recipient=twice.social_worker,
        subject="Told",
        body="Told",
        pupil_ref=twice.twice.ref,
    )
    merge(twice)
    facts = facts_after(history_of(twice.ben))
    (fact,) = [fact for fact in facts if fact.kind == "SenStatus"]
    assert fact.told["status"].context["reason"] == "From the school"
    assert [read.user for read in reads_of(twice.ben.ref)] == [twice.officer]
    assert [about.subject for about in messages_about_children_of(twice.head)] == ["Told"]
