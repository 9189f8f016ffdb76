"""Actions: set in a plan or beside one, for a named person, and what becomes of them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from peps.facts.people import people_of
from peps.models import ActionChange, PepSection, PlannedAction
from peps.rules.actions import Step
from peps.services import (
    add_action,
    mark_not_required,
    record_step,
    return_pep,
    save_section,
    submit_pep,
)
from pupils.models import CarePeriod, Deadline, Enrolment, Involvement, RestrictedAccess
from pupils.reminders import sweep
from pupils.services.deadlines import explain
from pupils.services.locking import StaleRecordError
from tests.cast import TODAY
from vsh.notices.models import Notice

DUE = date(2026, 11, 20)
BEYOND = date(2026, 12, 4)
PARTS = ("what", "owner", "who", "by_when")
IRO = "Iro, independent reviewing officer"


def words_of(cast, who: str) -> str:
    user = cast.people[who]
    return next(p.words for p in people_of(cast.ada, TODAY) if p.user_id == user.pk)


@pytest.fixture
def action(cast) -> PlannedAction:
    """The reviewing officer's, beside the plans."""
    return add_action(
        actor=cast.teacher,
        pupil=cast.ada,
        what="Ask the authority for a laptop.",
        owner=words_of(cast, "iro"),
        who="",
        by_when=DUE,
    )


def step(actor, action, step, words="It was easy.", **said):
    action.refresh_from_db()
    said = {"version": action.version} | said
    return record_step(actor=actor, action=action, step=step, words=words, **said)


def clock(action) -> Deadline:
    action.refresh_from_db()
    return Deadline.objects.get(
        kind="pep_action", trigger_key=f"action:{action.ref}/{action.by_when}"
    )


def test_who_can_be_named(cast):
    named = {person.user_id for person in people_of(cast.ada, TODAY)}
    of_ada = ["head", "officer", "social_worker", "team_manager", "iro", "teacher", "head_teacher"]
    assert {cast.people[name].pk for name in of_ada} <= named
    others = ["other_social_worker", "other_teacher", "south_head", "former_officer", "outsider"]
    assert not {cast.people[name].pk for name in others} & named
    assert words_of(cast, "teacher") == "Teacher, designated teacher"
    RestrictedAccess.objects.all().delete()
    assert [person.name for person in people_of(cast.eve, TODAY)] == ["Head"]


def test_a_plan_brings_its_actions_to_the_people_it_names(cast, ada_pep, write_all):
    write_all(ada_pep)
    row = PepSection.objects.get(pep=ada_pep, key="actions")
    owners = {"action_1_owner": words_of(cast, "social_worker"), "action_2_owner": "somebody_else"}
    said = owners | {"action_2_who": "The carer, Ms Bell", "action_1_by_when": "2026-11-09"}
    save_section(actor=cast.officer, pep=ada_pep, key="actions", answers=said, version=row.version)
    Notice.objects.all().delete()
    submit_pep(actor=cast.teacher, pep=ada_pep)
    first, second = PlannedAction.objects.filter(set_in=ada_pep, position__lte=2)
    assert (first.owner, second.owner) == (cast.social_worker, None)
    assert second.owner_words == "The carer, Ms Bell"
    assert (clock(first).owner, clock(first).started_on) == (
        cast.social_worker,
        date(2026, 11, 3),  # the day of the meeting
    )
    assert (clock(second).owner, clock(second).owner_role) == (None, "virtual_school_officer")
    told = Notice.objects.get(stage="named")
    assert told.recipient == cast.social_worker
    assert "names you for 1 action, the first by 9 November 2026" in told.body
    assert cast.ada.legal_first_name not in told.body
    assert "Words about action" not in told.body


def test_handed_in_again_a_plan_changes_only_what_it_says_anew(cast, submitted_pep):
    first = PlannedAction.objects.get(set_in=submitted_pep, position=1)
    third = PlannedAction.objects.get(set_in=submitted_pep, position=3)
    step(cast.officer, first, Step.ANOTHER_DAY, by_when=BEYOND)
    step(cast.officer, first, Step.ANOTHER_PERSON, owner=words_of(cast, "iro"))
    pep = return_pep(actor=cast.officer, pep=submitted_pep, reason="More of the second.")
    row = PepSection.objects.get(pep=pep, key="actions")
    new = {"action_1_what": "Ring the tutor.", "action_2_by_when": "2026-11-27"}
    new |= {f"action_3_{part}": "" for part in ("what", "owner", "who", "by_when")}
    save_section(actor=cast.officer, pep=pep, key="actions", answers=new, version=row.version)
    submit_pep(actor=cast.teacher, pep=pep)
    first.refresh_from_db()
    third.refresh_from_db()
    assert (first.what, first.by_when, first.owner) == ("Ring the tutor.", BEYOND, cast.iro)
    second = PlannedAction.objects.get(set_in=pep, position=2)
    assert second.by_when == date(2026, 11, 27)
    assert (third.withdrawn_on, PlannedAction.objects.count()) == (TODAY, 8)
    assert "Taken out of the plan" in clock(third).not_required_reason
    assert [c.kind for c in second.changes.all()] == ["made", "another_day"]


def test_what_was_done_stays_done_and_another_action_is_not(cast, submitted_pep):
    first, second = PlannedAction.objects.filter(set_in=submitted_pep, position__lte=2)
    step(cast.officer, first, Step.DONE, words="Rang on Monday.")
    done_as, open_as = first.what, second.what
    pep = return_pep(actor=cast.officer, pep=submitted_pep, reason="The first is done.")
    row = PepSection.objects.get(pep=pep, key="actions")
    up = {f"action_1_{part}": row.data.get(f"action_2_{part}", "") for part in PARTS}
    new = {"what": "Find a mentor.", "owner": words_of(cast, "iro"), "by_when": "2026-11-27"}
    up |= {f"action_2_{part}": new.get(part, "") for part in PARTS}
    save_section(actor=cast.officer, pep=pep, key="actions", answers=up, version=row.version)
    Notice.objects.all().delete()
    submit_pep(actor=cast.teacher, pep=pep)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.what, first.ended_as, first.withdrawn_on) == (done_as, "done", None)
    assert (second.what, second.position, second.is_open) == (open_as, 1, True)
    assert clock(second).met_on is None
    third = PlannedAction.objects.get(what="Find a mentor.")
    assert (third.is_open, third.owner, third.position) == (True, cast.iro, 2)
    assert Notice.objects.get(stage="named").recipient == cast.iro
    step(cast.officer, first, Step.OPEN_AGAIN, words="It was another tutor.")
    pep = return_pep(actor=cast.officer, pep=pep, reason="Another mentor.")
    row.refresh_from_db()
    other = {"action_2_what": "Find two mentors."}
    save_section(actor=cast.officer, pep=pep, key="actions", answers=other, version=row.version)
    submit_pep(actor=cast.teacher, pep=pep)
    third.refresh_from_db()
    assert (third.what, third.is_open) == ("Find two mentors.", True)


def test_what_a_plan_agreed_goes_with_it(cast, submitted_pep):
    action = PlannedAction.objects.get(set_in=submitted_pep, position=1)
    pep = return_pep(actor=cast.officer, pep=submitted_pep, reason="Empty.", is_empty=True)
    assert clock(action).closed_on == TODAY
    assert not PlannedAction.objects.standing().exists()
    submit_pep(actor=cast.teacher, pep=pep)
    assert clock(action).closed_on is None
    pep = return_pep(actor=cast.officer, pep=pep, reason="More.")
    mark_not_required(actor=cast.head, pep=pep, reason="A mistake.")
    assert clock(action).closed_on == TODAY


def test_its_owner_says_that_it_is_done_and_no_more(cast, action):
    assert clock(action).owner == cast.iro
    with pytest.raises(PermissionDenied):
        step(cast.iro, action, Step.ANOTHER_DAY, by_when=BEYOND)
    with pytest.raises(ValidationError, match="Say how it was done"):
        step(cast.iro, action, Step.DONE, words=" – ")
    with pytest.raises(ValidationError, match="today or in the past"):
        step(cast.iro, action, Step.DONE, on=TODAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="agreed on 4 November"):
        step(cast.iro, action, Step.DONE, on=TODAY - timedelta(days=1))
    done = step(cast.iro, action, Step.DONE, words="It came on Tuesday.")
    assert (done.ended_as, done.ended_by, done.ended_how) == (
        "done",
        cast.iro,
        "It came on Tuesday.",
    )
    assert clock(action).met_on == TODAY
    with pytest.raises(PermissionDenied):
        step(cast.iro, action, Step.OPEN_AGAIN)
    step(cast.teacher, action, Step.OPEN_AGAIN, words="It came broken.")
    assert clock(action).met_on is None
    events = PlannedAction.pgh_event_model.objects.filter(pgh_obj=action.pk).order_by("pk")
    assert [event.ended_as for event in events] == ["", "done", ""]
    assert [c.kind for c in action.changes.all()] == ["made", "done", "opened_again"]
    with pytest.raises(DatabaseError), transaction.atomic():
        ActionChange.objects.update(words="")


@pytest.mark.parametrize("who", ["team_manager", "head_teacher", "data", "other_social_worker"])
def test_who_may_not_touch_another_s(cast, action, who):
    with pytest.raises(PermissionDenied):
        step(cast.people[who], action, Step.DONE)
    with pytest.raises(PermissionDenied):
        add_action(actor=cast.people[who], pupil=cast.ada, what="A", owner="", who="B", by_when=DUE)


def test_handed_over_moved_and_not_needed(cast, action):
    old = clock(action)
    Notice.objects.all().delete()
    step(cast.teacher, action, Step.ANOTHER_PERSON, owner=words_of(cast, "officer"))
    assert clock(action).owner == cast.officer
    assert Notice.objects.get().recipient == cast.officer
    with pytest.raises(ValidationError, match="Choose who does it"):
        step(cast.teacher, action, Step.ANOTHER_PERSON, owner="somebody_else")
    with pytest.raises(ValidationError, match="today or later"):
        step(cast.teacher, action, Step.ANOTHER_DAY, by_when=TODAY - timedelta(days=1))
    step(cast.teacher, action, Step.ANOTHER_DAY, words="The shop is shut.", by_when=BEYOND)
    assert clock(action).due_on == BEYOND
    assert not Deadline.objects.filter(pk=old.pk).exists()
    assert "for another day" in explain(clock(action)).sum
    step(cast.social_worker, action, Step.NOT_NEEDED, words="The school has one.")
    assert clock(action).closed_on == TODAY
    day = action.changes.get(kind="another_day")
    assert (day.day_before, day.day_after, day.words) == (DUE, BEYOND, "The shop is shut.")


def test_a_page_that_is_behind_overwrites_nothing(cast, action):
    step(cast.teacher, action, Step.ANOTHER_DAY, by_when=BEYOND)
    with pytest.raises(StaleRecordError) as stale:
        step(cast.social_worker, action, Step.NOT_NEEDED, version=1)
    assert "until 4 December 2026, open" in stale.value.now


def test_nothing_is_planned_once_care_has_ended(cast, action):
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    with pytest.raises(ValidationError, match="not looked after today"):
        step(cast.officer, action, Step.DONE)
    with pytest.raises(ValidationError, match="not looked after today"):
        add_action(actor=cast.officer, pupil=cast.ada, what="A", owner="", who="B", by_when=DUE)


@pytest.mark.parametrize("gone", ["", "left", "moved"])
def test_reminders_go_to_the_person_named_or_to_the_officer(cast, action, gone):
    step(cast.officer, action, Step.ANOTHER_PERSON, owner=words_of(cast, "teacher"))
    Deadline.objects.exclude(kind="pep_action").delete()
    Notice.objects.all().delete()
    if gone == "left":
        cast.teacher.is_active = False
        cast.teacher.save()
    if gone == "moved":
        Enrolment.objects.filter(pupil=cast.ada).delete()
    sweep(DUE)
    assert [n.recipient for n in Notice.objects.all()] == [cast.officer if gone else cast.teacher]
    words = "no virtual school officer" if gone == "nobody" else "you are"
    assert words in Notice.objects.get().body


def test_without_an_officer_the_head_is_reminded(cast, action):
    Involvement.objects.filter(pupil=cast.ada, capacity="virtual_school_officer").delete()
    cast.iro.is_active = False
    cast.iro.save()
    Deadline.objects.exclude(kind="pep_action").delete()
    Notice.objects.all().delete()
    sweep(DUE)
    assert [n.recipient for n in Notice.objects.all()] == [cast.head]
