"""A concern from the first word to its end: who may, who is told, what stays as it was."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from peps.models import Concern, ConcernStep, Pep
from peps.services.concerns import (
    ConcernRefused,
    accept_answer,
    answer_concern,
    escalate_concern,
    escalate_overdue_concerns,
    raise_concern,
)
from peps.services.refusals import PepRefused
from pupils.models import CarePeriod, Deadline, Involvement
from pupils.services.clock_settings import set_clock
from pupils.services.deadlines import recalculate_everyone
from tests.cast import TODAY, add_person
from vsh.accounts.roles import Role
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice

WORDS = "Secret: no target says how reading will be measured."


def told(stage):
    rows = Notice.objects.filter(stage=stage).order_by("recipient__name")
    return list(rows.values_list("recipient__name", flat=True))


@pytest.fixture
def concern(cast, submitted_pep):
    return raise_concern(actor=cast.iro, pep=submitted_pep, section="new_targets", words=WORDS)


def on_day(day):
    CurrentDay.objects.update(day=day)


def test_a_concern_is_answered_and_accepted(cast, concern):
    assert (concern.state, concern.raised_as, concern.about) == ("open", "iro", "New targets")
    clock = Deadline.objects.get(kind="concern_reply")
    assert (clock.due_on, clock.owner_role) == (date(2026, 11, 18), "virtual_school_officer")
    assert told("raised") == ["Officer", "Social Worker"]
    answer_concern(actor=cast.officer, concern=concern, words="A measure is added by Friday.")
    clock.refresh_from_db()
    assert clock.met_on == TODAY
    assert told("answered") == ["Iro"]
    accept_answer(actor=cast.iro, concern=concern)
    concern.refresh_from_db()
    assert concern.state == "accepted"
    assert told("accepted") == ["Officer"]
    with pytest.raises(ConcernRefused):
        answer_concern(actor=cast.officer, concern=concern, words="One more word.")
    labels = Concern.pgh_event_model.objects.order_by("pk").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "update", "update"]


def test_messages_say_neither_name_nor_what_was_said(cast, concern):
    for notice in Notice.objects.filter(stage="raised"):
        assert f"/concerns/{concern.ref}/" in notice.body
        assert not {"Canary", "Secret"} & set((notice.subject + notice.body).split())


def test_an_answer_that_is_not_accepted_goes_to_the_head_who_alone_answers_then(cast, concern):
    answer_concern(actor=cast.officer, concern=concern, words="It is good as it is.")
    escalate_concern(actor=cast.iro, concern=concern, words="Nothing has changed.")
    assert told("escalated") == ["Head", "Officer"]
    with pytest.raises(ConcernRefused):
        answer_concern(actor=cast.officer, concern=concern, words="Again.")
    answer_concern(actor=cast.head, concern=concern, words="I have seen to it.")
    concern.refresh_from_db()
    assert concern.state == "answered"
    assert Deadline.objects.filter(kind="concern_reply", met_on=TODAY).count() == 2


def test_what_nobody_answers_goes_to_the_head_once_the_time_has_passed(cast, concern):
    on_day(date(2026, 11, 18))
    assert escalate_overdue_concerns() == 0
    on_day(date(2026, 11, 19))
    assert [escalate_overdue_concerns(), escalate_overdue_concerns()] == [1, 0]
    concern.refresh_from_db()
    step = concern.steps.get()
    assert (concern.state, step.kind, step.by) == ("escalated", "escalated", None)
    assert told("escalated") == ["Head", "Iro", "Officer"]
    assert Deadline.objects.get(kind="concern_reply").owner_role == "virtual_school_head"


def test_an_authority_without_the_clock_passes_nothing_on_by_itself(cast, concern):
    set_clock(
        actor=cast.head, authority=cast.northshire, kind="concern_reply", number=None, is_on=False
    )

    recalculate_everyone()
    assert not Deadline.objects.filter(kind="concern_reply").exists()
    on_day(date(2026, 12, 18))
    assert escalate_overdue_concerns() == 0


@pytest.mark.parametrize("who", ["officer", "head", "data", "teacher", "send_officer"])
def test_others_raise_none(cast, submitted_pep, who):
    with pytest.raises((PermissionDenied, Pep.DoesNotExist)):
        raise_concern(actor=cast.people[who], pep=submitted_pep, words=WORDS)
    assert not Concern.objects.exists()


def test_nor_does_somebody_who_does_not_see_the_child(cast, submitted_pep):
    with pytest.raises(Pep.DoesNotExist):
        raise_concern(actor=cast.other_social_worker, pep=submitted_pep, words=WORDS)


def test_only_who_raised_it_or_who_holds_that_role_now_ends_it(cast, concern):
    with pytest.raises(ConcernRefused):
        accept_answer(actor=cast.social_worker, concern=concern)
    successor = add_person("new_iro", Role.IRO, cast.northshire)
    Involvement.objects.filter(pupil=cast.ada, capacity="iro").update(ended_on=date(2026, 11, 3))
    Involvement.objects.create(pupil=cast.ada, user=successor, capacity="iro", started_on=TODAY)
    with pytest.raises(Pep.DoesNotExist):
        accept_answer(actor=cast.iro, concern=concern)
    answer_concern(actor=cast.officer, concern=concern, words="A measure was added.")
    assert told("answered") == ["New Iro"]
    assert accept_answer(actor=successor, concern=concern).state == "accepted"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"words": "  "}, "Write what you are concerned about."),
        ({"words": WORDS, "section": "no_such"}, "Choose a section of this plan"),
    ],
)
def test_what_is_refused(cast, submitted_pep, given, message):
    with pytest.raises(ValidationError, match=message):
        raise_concern(actor=cast.iro, pep=submitted_pep, **given)


def test_none_is_raised_about_a_plan_that_is_not_in_force(cast, submitted_pep):
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    with pytest.raises(PepRefused):
        raise_concern(actor=cast.iro, pep=submitted_pep, words=WORDS)


def test_the_database_keeps_each_step_as_it_was_said(cast, concern):
    answer_concern(actor=cast.officer, concern=concern, words="It is done.")
    steps = ConcernStep.objects.filter(concern=concern)
    with pytest.raises(DatabaseError), transaction.atomic():
        steps.update(words="It never was.")
    with pytest.raises(DatabaseError), transaction.atomic():
        steps.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        ConcernStep.objects.create(concern=concern, kind="answered", words="Nobody.", on=TODAY)


def test_a_restricted_child_s_concern_is_told_to_named_people_only(cast, submitted_pep):
    cast.ada.is_restricted = True
    cast.ada.save()
    cast.ada.restricted_access.create(
        user=cast.iro, granted_by=cast.head, reason="Review", started_on=TODAY
    )
    raise_concern(actor=cast.iro, pep=submitted_pep, words=WORDS)
    assert told("raised") == []
