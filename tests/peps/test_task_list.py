"""The list of sections: the state of each, whose turn it is, what happens next."""

from datetime import date

import pytest
from django.db.models import F

from peps.models import Pep
from peps.reading.next_step import next_step
from peps.reading.task_list import CHANGES_ASKED, tasks_of
from peps.services import (
    complete_section,
    open_termly_peps,
    return_pep,
    save_section,
    submit_pep,
)
from peps.views.pep_pages import sections_of
from pupils.child_permissions import permissions_for
from pupils.models import Enrolment
from tests.cast import TODAY
from vsh.calendars.models import CurrentDay

LEISURE = {"leisure_interests": "Climbing", "out_of_school_learning": "Club"}


def tasks(pep: Pep, reader) -> dict:
    pep = Pep.objects.as_on(TODAY).get(pk=pep.pk)
    permissions = permissions_for(reader, pep.pupil)
    return {
        task.key: task
        for task in tasks_of(pep, sections_of(pep, reader=reader), permissions=permissions)
    }


def state(pep: Pep, reader, key: str = "leisure_and_learning") -> tuple[str, str]:
    task = tasks(pep, reader)[key]
    return task.status, task.status_text


def test_from_not_started_to_complete(cast, ada_pep):
    assert state(ada_pep, cast.teacher) == ("not_started", "")
    first = {"leisure_interests": "Climbing"}
    save_section(
        actor=cast.teacher, pep=ada_pep, key="leisure_and_learning", answers=first, version=0
    )
    assert state(ada_pep, cast.teacher) == ("in_progress", "In progress, 1 of 2")
    save_section(
        actor=cast.teacher, pep=ada_pep, key="leisure_and_learning", answers=LEISURE, version=1
    )
    words = "Answered, not yet marked as finished"
    assert state(ada_pep, cast.teacher) == ("in_progress", words)
    complete_section(actor=cast.teacher, pep=ada_pep, key="leisure_and_learning", version=2)
    assert state(ada_pep, cast.teacher) == ("complete", "")


@pytest.mark.parametrize(
    ("person", "key", "words"),
    [
        ("teacher", "care_and_contacts", "Waiting for social worker"),
        ("social_worker", "attainment_and_progress", "Waiting for designated teacher"),
        ("iro", "attainment_and_progress", "Waiting for designated teacher"),
    ],
)
def test_whose_turn_it_is(cast, ada_pep, person, key, words):
    assert state(ada_pep, cast.people[person], key) == ("waiting", words)


def test_what_nobody_has_touched_since_last_term(cast, complete):
    CurrentDay.objects.update(day=date(2027, 1, 5))
    open_termly_peps(date(2027, 1, 5))
    pep = Pep.objects.get(pupil=cast.ada, season="spring")
    assert state(pep, cast.teacher, "about_me") == ("unchanged", "Unchanged since the last PEP")


def test_a_section_of_which_last_term_leaves_a_part_is_not_started(cast, complete):
    CurrentDay.objects.update(day=date(2027, 1, 5))
    open_termly_peps(date(2027, 1, 5))
    pep = Pep.objects.get(pupil=cast.ada, season="spring")
    key = "transition_and_stability"
    assert pep.sections.get(key=key).data == {"stability": "All is calm."}
    words = "From the last PEP, not looked at yet"
    assert state(pep, cast.teacher, key) == ("not_started", words)
    assert state(pep, cast.teacher, "attendance_and_behaviour") == ("not_started", words)
    save_section(
        actor=cast.teacher, pep=pep, key=key, answers={"is_change_planned": "no"}, version=1
    )
    words = "Answered, not yet marked as finished"
    assert state(pep, cast.teacher, key) == ("in_progress", words)
    complete_section(actor=cast.teacher, pep=pep, key=key, version=2)
    assert state(pep, cast.teacher, key) == ("complete", "")


def test_sections_with_words_of_the_return_are_marked(cast, submitted_pep):
    sections = {"leisure_and_learning": "Name the club.", "about_me": "Ask her."}
    return_pep(actor=cast.officer, pep=submitted_pep, reason="See below.", sections=sections)

    def marked() -> set[str]:
        found = tasks(submitted_pep, cast.teacher).values()
        return {task.key for task in found if task.hint.startswith(CHANGES_ASKED)}

    assert marked() == set(sections)
    submit_pep(actor=cast.teacher, pep=submitted_pep)
    assert marked() == set(), "handed in again"


def test_a_finished_section_with_words_of_the_return_is_to_be_answered(cast, submitted_pep):
    sections = submitted_pep.sections.filter(key__in=("about_me", "leisure_and_learning"))
    sections.update(completed_at=F("changed_at"), completed_by=cast.teacher)
    said = {"about_me": "Ask her."}
    return_pep(actor=cast.officer, pep=submitted_pep, reason="See below.", sections=said)
    submitted_pep.refresh_from_db()

    def stands(key) -> tuple[str, bool]:
        task = tasks(submitted_pep, cast.teacher)[key]
        return task.status, task.is_complete

    assert stands("about_me") == ("to_answer", False)
    assert stands("leisure_and_learning") == ("complete", True), "nothing was said of it"
    version = submitted_pep.sections.get(key="about_me").version
    complete_section(actor=cast.teacher, pep=submitted_pep, key="about_me", version=version)
    assert stands("about_me") == ("complete", True), "looked at again"


def test_the_sections_of_a_locked_pep_have_no_state(cast, complete):
    assert {task.status for task in tasks(complete, cast.teacher).values()} == {""}


def test_next_step_counts_sections_by_owner(cast, ada_pep):
    step = next_step(ada_pep, tasks=list(tasks(ada_pep, cast.teacher).values()), on=TODAY)
    assert step == (
        "Sections still to finish: 11 by the designated teacher, 5 by the social worker."
    )


def test_a_row_names_whose_turn_it_is_where_the_reader_could_write_it(cast, ada_pep):
    def expected(reader) -> dict[str, str]:
        return {key: task.below for key, task in tasks(ada_pep, reader).items()}

    from_school = "By the designated teacher"
    from_care = "By the social worker"
    assert expected(cast.teacher)["about_me"] == "", "hers by turn"
    assert expected(cast.teacher)["leisure_and_learning"] == from_care
    assert expected(cast.teacher)["care_and_contacts"] == "", "its state says so"
    assert expected(cast.social_worker)["about_me"] == from_school
    of_officer = list(expected(cast.officer).values())
    assert (of_officer.count(from_school), of_officer.count(from_care)) == (11, 5)
    assert set(expected(cast.iro).values()) == {""}, "their state says so"
    save_section(
        actor=cast.teacher, pep=ada_pep, key="leisure_and_learning", answers=LEISURE, version=0
    )
    complete_section(actor=cast.teacher, pep=ada_pep, key="leisure_and_learning", version=1)
    assert expected(cast.teacher)["leisure_and_learning"] == ""


def test_without_a_setting_all_of_them_are_the_social_worker_s(cast, ada_pep):
    Enrolment.objects.filter(pupil=cast.ada).delete()
    step = next_step(ada_pep, tasks=list(tasks(ada_pep, cast.social_worker).values()), on=TODAY)
    assert step == "Sections still to finish: 16 by the social worker."


def test_next_step_says_that_nobody_has_initiated_it(cast):
    open_termly_peps(TODAY)
    pep = Pep.objects.get(pupil=cast.ada)
    step = next_step(pep, tasks=list(tasks(pep, cast.officer).values()), on=TODAY)
    assert step.endswith("The social worker still has to initiate this PEP.")
