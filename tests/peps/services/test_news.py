"""Who is told of a submission, a return, a judgement: once, without a name."""

from datetime import date, timedelta

from peps.contact import whom_to_ask
from peps.facts.people_told import officers_or_heads
from peps.models import Pep
from peps.services import (
    assure_pep,
    initiate_pep,
    open_termly_peps,
    return_pep,
    save_section,
    submit_pep,
    unlock_pep,
)
from pupils.models import Enrolment, Involvement, Pupil, RestrictedAccess
from tests.cast import TODAY, add_child, add_person
from tests.peps.conftest import ALL_GREEN
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.accounts.services import end_role
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice


def told(stage):
    return set(Notice.objects.filter(stage=stage).values_list("recipient__name", flat=True))


def test_the_designated_teachers_are_told_of_an_initiation(cast, ada_pep):
    assert told("initiated") == {cast.teacher.name}
    notice = Notice.objects.get(stage="initiated")
    assert notice.subject == f"PEP initiated: {cast.ada.ref}"
    assert f"/peps/{ada_pep.ref}/" in notice.body
    assert "Canary" not in notice.subject + notice.body


def test_they_are_told_too_when_the_term_s_own_is_taken_up(cast):
    open_termly_peps(TODAY)
    assert told("initiated") == set()
    initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert told("initiated") == {cast.teacher.name}


def test_they_are_told_too_when_somebody_wrote_before_it_was_initiated(cast):
    open_termly_peps(TODAY)
    pep = Pep.objects.get(pupil=cast.ada)
    save_section(
        actor=cast.social_worker,
        pep=pep,
        key="care_and_contacts",
        answers={"carer": "Mx Reed"},
        version=0,
    )
    initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert told("initiated") == {cast.teacher.name}


def test_a_school_that_has_accepted_the_child_is_told_and_the_former_one_is_not(cast):
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=TODAY - timedelta(days=1))
    Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, accepted_on=TODAY, started_on=TODAY + timedelta(days=9)
    )
    initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert told("initiated") == {cast.other_teacher.name}


def test_the_officer_is_told_of_a_submission(cast, submitted_pep):
    assert told("submitted") == {cast.officer.name}
    notice = Notice.objects.get(stage="submitted")
    assert f"/peps/{submitted_pep.ref}/" in notice.body
    assert "AC" in notice.body
    assert "Canary" not in notice.subject + notice.body


def test_the_head_is_told_where_the_officer_has_left_or_may_not_know(cast, submitted_pep):
    Notice.objects.all().delete()
    Membership.objects.filter(user=cast.officer).update(ends_on=TODAY - timedelta(days=1))
    return_pep(actor=cast.head, pep=submitted_pep, reason="More.")
    submit_pep(actor=cast.teacher, pep=submitted_pep)
    assert told("submitted") == {cast.head.name}, "the allocation was not ended, the role was"
    assert whom_to_ask(cast.ada) == "the Virtual School of Northshire"
    Membership.objects.filter(user=cast.officer).update(ends_on=None)
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True)
    assert officers_or_heads(Pupil.objects.get(pk=cast.ada.pk)) == {cast.head}
    RestrictedAccess.objects.create(
        pupil=cast.ada,
        user=cast.officer,
        granted_by=cast.head,
        reason="Works with the child.",
        started_on=TODAY,
    )
    assert officers_or_heads(Pupil.objects.get(pk=cast.ada.pk)) == {cast.officer}
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert officers_or_heads(Pupil.objects.get(pk=cast.ada.pk)) == {cast.head}


def test_the_writers_are_told_of_a_return_and_of_the_judgement(cast, submitted_pep):
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Secret words about Ada.")
    assert told("returned") == {cast.teacher.name, cast.social_worker.name}
    assert "Secret" not in Notice.objects.filter(stage="returned").first().body
    submit_pep(actor=cast.teacher, pep=submitted_pep)
    assure_pep(actor=cast.officer, pep=submitted_pep, ratings=ALL_GREEN, feedback="Good.")
    assert told("quality_assured") == {cast.teacher.name, cast.social_worker.name}


def test_a_second_submission_is_told_again(cast, submitted_pep):
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Baselines.")
    submit_pep(actor=cast.teacher, pep=submitted_pep)
    assert Notice.objects.filter(stage="submitted").count() == 2


def test_nobody_is_told_of_what_they_did(cast, ada_pep, write_all):
    write_all(ada_pep)
    submit_pep(actor=cast.officer, pep=ada_pep)
    assert told("submitted") == set()


def test_a_teacher_whose_school_the_child_has_left_is_not_told(cast, submitted_pep):
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=TODAY - timedelta(days=1))
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Baselines.")
    assert told("returned") == {cast.social_worker.name}


def test_an_unlocking_is_told_like_a_return(cast, complete):
    unlock_pep(actor=cast.head, pep=complete, reason="A wrong date.")
    assert told("returned") == {cast.teacher.name, cast.social_worker.name}


def test_whoever_is_the_teacher_now_is_told_of_a_return(cast, submitted_pep):
    end_role(user=cast.teacher, role=Role.DESIGNATED_TEACHER, setting=cast.oakfield)
    successor = add_person("successor", Role.DESIGNATED_TEACHER, cast.oakfield)
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Targets.", is_empty=True)
    assert told("returned") == {successor.name, cast.social_worker.name}


def test_and_those_of_the_school_to_which_the_child_has_moved(cast, submitted_pep):
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=TODAY - timedelta(days=1))
    Enrolment.objects.create(pupil=cast.ada, setting=cast.elm, started_on=TODAY)
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Targets.")
    assert told("returned") == {cast.other_teacher.name, cast.social_worker.name}


def test_without_an_officer_the_head_is_told_of_a_submission(cast, ada_pep, write_all):
    write_all(ada_pep)
    Involvement.objects.filter(pupil=cast.ada, capacity="virtual_school_officer").delete()
    submit_pep(actor=cast.teacher, pep=ada_pep)
    assert told("submitted") == {cast.head.name}


def test_a_late_initiation_is_no_submission(cast, write_all):
    child = add_child(cast, "august", looked_after_from=date(2026, 8, 25))
    open_termly_peps(TODAY)
    pep = Pep.objects.get(pupil=child)
    write_all(pep)
    submit_pep(actor=cast.teacher, pep=pep)
    CurrentDay.objects.update(day=TODAY + timedelta(days=16))
    initiate_pep(actor=cast.officer, pupil=child)
    assert Pep.objects.waiting_for_assurance(TODAY).get().waiting_since == TODAY
    assure_pep(actor=cast.officer, pep=pep, ratings=ALL_GREEN, feedback="Clear.")
    assert cast.teacher.name in told("quality_assured")
