"""Writing sections: who may, what starts the PEP, what is stale, what stays."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from peps.models import Pep, PepSection, PepSectionSeen, PepStatusChange
from peps.rules.states import Refusal
from peps.services import (
    PepRefused,
    PepUnfinished,
    PepWrongDays,
    StaleSection,
    complete_section,
    save_section,
    submit_pep,
)
from tests.peps.answers import full_answers

LEISURE = {"leisure_interests": "Climbing", "out_of_school_learning": "Homework club"}


def save(actor, pep, answers, *, key="leisure_and_learning", version=0):
    return save_section(actor=actor, pep=pep, key=key, answers=answers, version=version)


def test_the_first_words_start_the_pep(cast, ada_pep):
    section = save(cast.teacher, ada_pep, LEISURE)
    ada_pep.refresh_from_db()
    assert (section.data, section.version, section.changed_by) == (LEISURE, 1, cast.teacher)
    assert ada_pep.state == "in_progress"
    states = list(PepStatusChange.objects.values_list("from_state", "to_state", "by"))
    assert states[-1] == ("initiated", "in_progress", cast.teacher.pk)


def test_a_later_save_keeps_what_it_does_not_mention(cast, ada_pep):
    save(cast.teacher, ada_pep, LEISURE)
    section = save(cast.teacher, ada_pep, {"leisure_interests": "Diving"}, version=1)
    assert section.data == LEISURE | {"leisure_interests": "Diving"}
    assert section.version == 2


def test_nothing_new_is_no_new_version(cast, ada_pep):
    save(cast.teacher, ada_pep, LEISURE)
    assert save(cast.teacher, ada_pep, LEISURE, version=1).version == 1


def test_a_stale_save_is_refused_with_both_texts(cast, ada_pep):
    save(cast.teacher, ada_pep, {"leisure_interests": "The teacher's words"})
    with pytest.raises(StaleSection) as refusal:
        save(cast.social_worker, ada_pep, {"leisure_interests": "The worker's words"})
    assert refusal.value.mine == {"leisure_interests": "The worker's words"}
    assert refusal.value.theirs == {"leisure_interests": "The teacher's words"}
    assert (refusal.value.version, refusal.value.saved_by) == (1, cast.teacher.name)
    assert PepSection.objects.get().data == {"leisure_interests": "The teacher's words"}


def test_who_writes_another_answer_is_saved_beside_it(cast, ada_pep):
    """The page of each holds the other's answer as it was when they opened it."""
    old = {"leisure_interests": "Old", "what_would_help": "Old"}
    save(cast.teacher, ada_pep, old)
    save(cast.teacher, ada_pep, old | {"leisure_interests": "The teacher's"}, version=1)
    kept = save(cast.social_worker, ada_pep, old | {"what_would_help": "The worker's"}, version=1)
    both = {"leisure_interests": "The teacher's", "what_would_help": "The worker's"}
    assert (kept.version, kept.data) == (3, both)
    with pytest.raises(StaleSection) as refusal:
        save(cast.officer, ada_pep, old | {"leisure_interests": "The officer's"}, version=1)
    assert refusal.value.mine == {"leisure_interests": "The officer's"}


def test_a_page_on_which_nobody_wrote_changes_nothing(cast, ada_pep):
    save(cast.teacher, ada_pep, LEISURE)
    offered = {"leisure_interests": "As on record"}
    kept = save_section(
        actor=cast.social_worker,
        pep=ada_pep,
        key="leisure_and_learning",
        answers=offered,
        version=0,
        offered=lambda: offered,
    )
    assert (kept.version, kept.data) == (1, LEISURE)


@pytest.mark.parametrize("version", [-1, 7])
def test_a_version_that_never_was_overwrites_nothing(cast, ada_pep, version):
    save(cast.teacher, ada_pep, {"leisure_interests": "The teacher's"})
    with pytest.raises(StaleSection):
        save(cast.officer, ada_pep, {"leisure_interests": "Another's"}, version=version)
    kept = save(cast.officer, ada_pep, {"what_would_help": ""}, version=version)
    assert kept.data == {"leisure_interests": "The teacher's"}


def test_the_same_words_again_are_no_conflict(cast, ada_pep):
    """As after a time-out: the first save arrived, its answer did not."""
    save(cast.teacher, ada_pep, LEISURE)
    assert save(cast.teacher, ada_pep, LEISURE).version == 1


def test_two_people_write_different_sections(cast, ada_pep):
    save(cast.teacher, ada_pep, LEISURE)
    save(cast.social_worker, ada_pep, {"carer": "Mrs Hill"}, key="care_and_contacts")
    assert ada_pep.sections.count() == 2


@pytest.mark.parametrize(
    ("person", "key", "field"),
    [
        ("teacher", "care_and_contacts", "carer"),
        ("social_worker", "attainment_and_progress", "attainment_now"),
        ("iro", "leisure_and_learning", "leisure_interests"),
        ("team_manager", "leisure_and_learning", "leisure_interests"),
        ("head_teacher", "leisure_and_learning", "leisure_interests"),
    ],
)
def test_whose_section_it_is_not(cast, ada_pep, person, key, field):
    with pytest.raises(PermissionDenied):
        save(cast.people[person], ada_pep, {field: "Words"}, key=key)
    assert not PepSection.objects.exists()


@pytest.mark.parametrize(
    "person", ["other_teacher", "other_social_worker", "south_head", "outsider", "former_officer"]
)
def test_who_may_not_see_the_child_finds_no_pep(cast, ada_pep, person):
    with pytest.raises(Pep.DoesNotExist):
        save(cast.people[person], ada_pep, LEISURE)


def test_the_answer_for_social_care_is_neither_written_nor_lost_by_others(cast, ada_pep):
    save(cast.social_worker, ada_pep, {"care_only_note": "12 Hidden Lane"}, key="care_and_contacts")
    section = save(cast.officer, ada_pep, {"carer": "Mrs Hill"}, key="care_and_contacts", version=1)
    assert section.data == {"care_only_note": "12 Hidden Lane", "carer": "Mrs Hill"}


@pytest.mark.parametrize(
    ("key", "answers"),
    [
        ("leisure_and_learning", {"leisure_interests": "x" * 5001}),
        ("leisure_and_learning", {"leisure_interests": "zero\x00byte"}),
        ("attainment_and_progress", {"progress": "brilliant"}),
    ],
)
def test_what_cannot_be_kept_is_refused(cast, ada_pep, key, answers):
    with pytest.raises(ValidationError):
        save(cast.teacher, ada_pep, answers, key=key)
    assert not PepSection.objects.exists()


def test_words_for_a_question_that_the_section_does_not_ask_are_refused(cast, ada_pep):
    with pytest.raises(PepRefused) as refused:
        save(cast.teacher, ada_pep, LEISURE | {"is_admin": "yes"})
    assert refused.value.refusal is Refusal.ANOTHER_FORM
    assert not PepSection.objects.exists()


def test_a_page_without_a_word_begins_no_plan(cast, ada_pep):
    assert save(cast.teacher, ada_pep, dict.fromkeys(LEISURE, "")).version == 0
    ada_pep.refresh_from_db()
    assert ada_pep.state == "initiated"
    assert not PepSection.objects.exists()


def test_a_section_is_finished_when_nothing_is_missing(cast, ada_pep):
    save(cast.teacher, ada_pep, {"leisure_interests": "Climbing"})
    with pytest.raises(PepUnfinished) as refusal:
        complete_section(actor=cast.teacher, pep=ada_pep, key="leisure_and_learning", version=1)
    assert [m.field.key for m in refusal.value.missing] == ["out_of_school_learning"]
    save(cast.teacher, ada_pep, LEISURE, version=1)
    section = complete_section(
        actor=cast.teacher, pep=ada_pep, key="leisure_and_learning", version=2
    )
    assert section.completed_by == cast.teacher


def test_taking_a_needed_answer_away_reopens_the_section(cast, ada_pep):
    save(cast.teacher, ada_pep, LEISURE)
    complete_section(actor=cast.teacher, pep=ada_pep, key="leisure_and_learning", version=1)
    assert save(cast.teacher, ada_pep, {"leisure_interests": ""}, version=1).completed_at is None


def test_nothing_is_saved_after_submission(cast, submitted_pep):
    with pytest.raises(PepRefused):
        save(cast.teacher, submitted_pep, LEISURE, version=1)


def test_the_version_that_a_person_saw_is_kept(cast, ada_pep):
    save(cast.teacher, ada_pep, LEISURE)
    save(cast.teacher, ada_pep, {"leisure_interests": "Diving"}, version=1)
    assert PepSectionSeen.objects.get(user=cast.teacher).version == 2


def test_every_save_is_in_the_history(cast, ada_pep):
    save(cast.teacher, ada_pep, {"leisure_interests": "One"})
    save(cast.teacher, ada_pep, {"leisure_interests": "Two"}, version=1)
    texts = [e.data["leisure_interests"] for e in PepSection.pgh_event_model.objects.order_by("pk")]
    assert texts == ["One", "Two"]


def test_submission_after_writing(cast, ada_pep, write_all):
    write_all(ada_pep)
    assert submit_pep(actor=cast.teacher, pep=ada_pep).state == "submitted"


def targets(pep, by_when):
    answers = full_answers(pep.form)["new_targets"]
    return answers | {f"target_{number}_by_when": by_when for number in (1, 2, 3)}


@pytest.mark.parametrize("by_when", ["2020-01-01", "9999-01-01"])
def test_targets_with_an_impossible_day_are_kept_and_not_finished(cast, ada_pep, by_when):
    key = "new_targets"
    row = save(cast.teacher, ada_pep, targets(ada_pep, by_when), key=key)
    with pytest.raises(PepWrongDays) as refused:
        complete_section(actor=cast.teacher, pep=ada_pep, key=key, version=row.version)
    assert len(refused.value.wrong) == 3
    assert "the day on which this plan was opened" in refused.value.messages[0]
    assert PepSection.objects.get().data["target_1_by_when"] == by_when


def test_a_finished_section_that_gets_an_impossible_day_is_not_finished(cast, ada_pep):
    key = "new_targets"
    row = save(cast.teacher, ada_pep, targets(ada_pep, "2027-02-01"), key=key)
    row = complete_section(actor=cast.teacher, pep=ada_pep, key=key, version=row.version)
    assert row.completed_at
    row = save(cast.teacher, ada_pep, {"monitoring": "Weekly."}, key=key, version=row.version)
    assert row.completed_at
    wrong = {"target_1_by_when": "2020-01-01"}
    assert save(cast.teacher, ada_pep, wrong, key=key, version=row.version).completed_at is None


def test_the_day_of_the_meeting_counts_where_it_is_given(cast, ada_pep):
    meeting = {"held_on": "2026-11-03"}
    save(cast.teacher, ada_pep, meeting, key="meeting")
    row = save(cast.teacher, ada_pep, targets(ada_pep, "2026-11-03"), key="new_targets")
    with pytest.raises(PepWrongDays) as refused:
        complete_section(actor=cast.teacher, pep=ada_pep, key=row.key, version=row.version)
    assert (
        refused.value.messages[0]
        == "Target 1 (learning): By when must be after the day of the meeting"
    )
