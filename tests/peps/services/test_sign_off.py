"""From submission to the locked PDF: success, refusal, record."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from peps.models import Pep, PepSnapshot, PepStatusChange, QualityReview
from peps.rules.states import Refusal
from peps.services import (
    PepRefused,
    PepUnfinished,
    assure_pep,
    complete_pep,
    mark_not_required,
    return_pep,
    save_section,
    submit_pep,
    unlock_pep,
)
from pupils.models import Enrolment
from tests.cast import TODAY
from tests.peps.conftest import ALL_GREEN
from vsh.calendars.models import CurrentDay


def changes(pep):
    return list(pep.status_changes.values_list("from_state", "to_state", "by__name"))


def test_submission_says_who_and_when(cast, submitted_pep):
    assert (submitted_pep.state, submitted_pep.submitted_on) == ("submitted", TODAY)
    assert submitted_pep.submitted_by == cast.teacher
    assert changes(submitted_pep)[-1] == ("in_progress", "submitted", cast.teacher.name)


@pytest.mark.parametrize("section", ["leisure_and_learning", "new_targets", "care_and_contacts"])
def test_an_unfinished_pep_is_not_submitted(cast, ada_pep, write_all, section):
    write_all(ada_pep, without=(section,))
    with pytest.raises(PepUnfinished) as refusal:
        submit_pep(actor=cast.teacher, pep=ada_pep)
    assert {m.section.key for m in refusal.value.missing} == {section}
    ada_pep.refresh_from_db()
    assert (ada_pep.state, ada_pep.submitted_on) == ("in_progress", None)


def test_submitting_twice_is_refused_and_recorded_once(cast, submitted_pep):
    with pytest.raises(PepRefused) as refusal:
        submit_pep(actor=cast.teacher, pep=submitted_pep)
    assert refusal.value.refusal is Refusal.WRONG_STATE
    assert [to for _, to, _ in changes(submitted_pep)].count("submitted") == 1


def test_the_social_worker_submits_for_a_child_without_a_setting(cast, ada_pep, write_all):
    write_all(ada_pep)
    with pytest.raises(PepRefused) as refusal:
        submit_pep(actor=cast.social_worker, pep=ada_pep)
    assert refusal.value.refusal is Refusal.SCHOOL_SUBMITS
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=TODAY - timedelta(days=1))
    Enrolment.objects.create(pupil=cast.ada, kind="no_place", started_on=TODAY)
    assert submit_pep(actor=cast.social_worker, pep=ada_pep).state == "submitted"


def test_a_return_needs_a_reason_and_keeps_the_day_of_submission(cast, submitted_pep):
    with pytest.raises(ValidationError):
        return_pep(actor=cast.officer, pep=submitted_pep, reason="  ")
    pep = return_pep(actor=cast.officer, pep=submitted_pep, reason="Baselines are missing.")
    assert (pep.state, pep.submitted_on) == ("returned", TODAY)
    assert pep.status_changes.last().reason == "Baselines are missing."


def test_a_pep_returned_as_empty_was_never_submitted(cast, submitted_pep):
    pep = return_pep(actor=cast.officer, pep=submitted_pep, reason="Only dots.", is_empty=True)
    assert (pep.submitted_on, pep.submitted_by) == (None, None)
    assert pep.status_changes.last().is_returned_empty
    CurrentDay.objects.update(day=TODAY + timedelta(days=5))
    assert submit_pep(actor=cast.teacher, pep=pep).submitted_on == TODAY + timedelta(days=5)


def test_a_better_version_keeps_the_first_day(cast, submitted_pep):
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Baselines.")
    CurrentDay.objects.update(day=TODAY + timedelta(days=5))
    assert submit_pep(actor=cast.teacher, pep=submitted_pep).submitted_on == TODAY


def test_assurance_keeps_the_judgement_and_its_rubric(cast, submitted_pep):
    ratings = ALL_GREEN | {"short_term_targets": "red"}
    review = assure_pep(
        actor=cast.officer,
        pep=submitted_pep,
        ratings=ratings,
        comments={"short_term_targets": "No baseline."},
        feedback="Strong on the child's voice.",
    )
    assert (review.outcome, review.rubric_version) == ("red", "2026.1")
    assert review.ratings.count() == 9
    assert review.ratings.get(criterion="short_term_targets").comment == "No baseline."
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "quality_assured"


def test_assurance_needs_every_mark_and_feedback(cast, submitted_pep):
    for ratings, feedback in [({}, "Good."), (ALL_GREEN, " ")]:
        with pytest.raises(ValidationError):
            assure_pep(actor=cast.officer, pep=submitted_pep, ratings=ratings, feedback=feedback)
    assert not QualityReview.objects.exists()


def test_nobody_assures_what_they_submitted(cast, ada_pep, write_all):
    write_all(ada_pep)
    submit_pep(actor=cast.officer, pep=ada_pep)
    with pytest.raises(PepRefused) as refusal:
        assure_pep(actor=cast.officer, pep=ada_pep, ratings=ALL_GREEN, feedback="Mine is good.")
    assert refusal.value.refusal is Refusal.OWN_SUBMISSION
    assure_pep(actor=cast.head, pep=ada_pep, ratings=ALL_GREEN, feedback="It is good.")


def test_who_once_submitted_does_not_assure_a_later_version(cast, ada_pep, write_all):
    write_all(ada_pep)
    submit_pep(actor=cast.officer, pep=ada_pep)
    return_pep(actor=cast.head, pep=ada_pep, reason="Baselines.")
    submit_pep(actor=cast.teacher, pep=ada_pep)
    with pytest.raises(PepRefused):
        assure_pep(actor=cast.officer, pep=ada_pep, ratings=ALL_GREEN, feedback="Good.")


@pytest.mark.parametrize("person", ["teacher", "social_worker", "iro", "head_teacher"])
def test_only_the_virtual_school_returns_and_assures(cast, submitted_pep, person):
    actor = cast.people[person]
    with pytest.raises(PermissionDenied):
        return_pep(actor=actor, pep=submitted_pep, reason="No.")
    with pytest.raises(PermissionDenied):
        assure_pep(actor=actor, pep=submitted_pep, ratings=ALL_GREEN, feedback="Good.")


def test_an_officer_of_another_authority_finds_no_pep(cast, submitted_pep):
    with pytest.raises(Pep.DoesNotExist):
        assure_pep(
            actor=cast.south_head, pep=submitted_pep, ratings=ALL_GREEN, feedback="Not mine."
        )


def text_of(snapshot):
    with snapshot.file.open("rb") as file:
        content = file.read()
    pages = PdfReader(io.BytesIO(content)).pages
    return content, " ".join(" ".join(page.extract_text() for page in pages).split())


def test_completion_keeps_a_pdf_of_what_was_written(cast, complete):
    assert (complete.state, complete.completed_on) == ("complete", TODAY)
    snapshot = complete.snapshots.get()
    content, text = text_of(snapshot)
    assert hashlib.sha256(content).hexdigest() == snapshot.sha256
    for words in [
        "Ada Canaryada",
        "Words about what i like",
        "Words about leisure interests",
        "Words about target 1 what",
        "Helen Head",
        "virtual.school@northshire.example",
        "Oakfield School",
    ]:
        assert words in text
    assert text.index("Words about what i like") < text.index("Words about carers views")


def test_the_pdf_keeps_from_school_what_school_may_not_know(cast, complete):
    text = text_of(complete.snapshots.get())[1]
    for words in ["Words about care only note", "NS1 1AA", "Abuse", "Full care order"]:
        assert words not in text


def test_the_pdf_is_tagged_and_names_no_child_in_its_title(cast, complete):
    with complete.snapshots.get().file.open("rb") as file:
        reader = PdfReader(io.BytesIO(file.read()))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Canary" not in reader.metadata.title


def test_markup_in_an_answer_is_text_and_loads_nothing(cast, ada_pep, write_all):
    write_all(ada_pep)
    nasty = '<img src="file:///etc/passwd"><link rel="stylesheet" href="http://127.0.0.1:9/x">'
    save_section(
        actor=cast.teacher,
        pep=ada_pep,
        key="about_me",
        answers={"what_i_like": nasty},
        version=1,
    )
    submit_pep(actor=cast.teacher, pep=ada_pep)
    assure_pep(actor=cast.officer, pep=ada_pep, ratings=ALL_GREEN, feedback="Good.")
    complete_pep(actor=cast.officer, pep=ada_pep)
    assert "file:///etc/passwd" in text_of(ada_pep.snapshots.get())[1]


def test_completion_checks_the_statutory_heads_once_more(cast, assured_pep):
    section = assured_pep.sections.get(key="leisure_and_learning")
    section.data = {}
    section.save()
    with pytest.raises(PepUnfinished):
        complete_pep(actor=cast.officer, pep=assured_pep)
    assert not PepSnapshot.objects.exists()


def test_a_complete_pep_is_locked(cast, complete):
    with pytest.raises(PepRefused):
        save_section(
            actor=cast.officer,
            pep=complete,
            key="about_me",
            answers={"what_i_like": "Something else"},
            version=1,
        )


@pytest.mark.parametrize("model", [PepStatusChange, PepSnapshot])
def test_the_database_keeps_changes_and_snapshots(complete, model):
    row = model.objects.first()
    for change in (row.delete, row.save):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert model.objects.filter(pk=row.pk).exists()


def test_unlocking_is_the_head_s_with_a_reason_and_keeps_the_snapshot(cast, complete):
    with pytest.raises(PermissionDenied):
        unlock_pep(actor=cast.officer, pep=complete, reason="A wrong date.")
    with pytest.raises(ValidationError):
        unlock_pep(actor=cast.head, pep=complete, reason="")
    pep = unlock_pep(actor=cast.head, pep=complete, reason="A wrong date.")
    assert (pep.state, pep.completed_on) == ("returned", None)
    last = pep.status_changes.last()
    assert (last.from_state, last.by, last.reason) == ("complete", cast.head, "A wrong date.")
    assert pep.snapshots.count() == 1


def test_a_pep_completed_again_keeps_both_snapshots(cast, complete):
    unlock_pep(actor=cast.head, pep=complete, reason="A wrong date.")
    submit_pep(actor=cast.teacher, pep=complete)
    assure_pep(actor=cast.officer, pep=complete, ratings=ALL_GREEN, feedback="Good.")
    complete_pep(actor=cast.officer, pep=complete)
    files = {snapshot.file.name for snapshot in complete.snapshots.all()}
    assert len(files) == 2


def test_not_required_needs_a_reason(cast, ada_pep):
    with pytest.raises(ValidationError):
        mark_not_required(actor=cast.officer, pep=ada_pep, reason="")
    pep = mark_not_required(actor=cast.officer, pep=ada_pep, reason="Opened twice.")
    assert (pep.state, pep.status_changes.last().reason) == ("not_required", "Opened twice.")


def test_every_change_of_state_is_in_the_history(cast, complete):
    states = [e.state for e in Pep.pgh_event_model.objects.order_by("pk")]
    assert states[-1] == "complete"
    assert {"initiated", "in_progress", "submitted", "quality_assured"} <= set(states)
