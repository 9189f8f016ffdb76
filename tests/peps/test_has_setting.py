"""Whether a child has a setting is one question: whose turn it is, who may hand in, who is told.

A setting counts from the day on which it accepts the child to the last day there, of whatever
kind the place is: that is when its designated teacher has the child before them and can write.
"""

from datetime import date, timedelta

import pytest

from peps.facts.learners import learners_of
from peps.models import Pep
from peps.rules.states import Refusal
from peps.services import PepRefused, initiate_pep, submit_pep
from peps.services.next_plan import next_plan
from pupils.models import Deadline, Enrolment, Pupil
from pupils.reminder_people import load_people
from pupils.services.deadlines import recalculate_deadlines_for
from tests.cast import TODAY, add_child
from vsh.accounts.roles import Role

DAY = timedelta(days=1)
MONTH_AGO, SOON = TODAY - 30 * DAY, TODAY + 7 * DAY

PLACES = [
    ("a main school", {"kind": "main", "started_on": MONTH_AGO}, True),
    ("its last day", {"kind": "main", "started_on": MONTH_AGO, "ended_on": TODAY}, True),
    ("the day after", {"kind": "main", "started_on": MONTH_AGO, "ended_on": TODAY - DAY}, False),
    ("alternative provision", {"kind": "alternative", "started_on": MONTH_AGO}, True),
    ("a second registration", {"kind": "subsidiary", "started_on": MONTH_AGO}, True),
    ("accepted today", {"kind": "main", "accepted_on": TODAY, "started_on": SOON}, True),
    ("accepted tomorrow", {"kind": "main", "accepted_on": TODAY + DAY, "started_on": SOON}, False),
    ("to begin, acceptance not on record", {"kind": "main", "started_on": SOON}, False),
    ("a tutor at home", {"kind": "otherwise", "started_on": MONTH_AGO, "setting": None}, False),
    ("no place", {"kind": "no_place", "started_on": MONTH_AGO, "setting": None}, False),
    ("nothing on record", None, False),
]


@pytest.fixture
def child(cast, place) -> Pupil:
    """A child who entered care two weeks ago, with this place and no other."""
    child = add_child(cast, "placed", looked_after_from=date(2026, 10, 20))
    Enrolment.objects.filter(pupil=child).delete()
    if place is not None:
        Enrolment.objects.create(**{"pupil": child, "setting": cast.elm} | place)
    recalculate_deadlines_for([child.pk])
    return child


@pytest.mark.parametrize(
    ("place", "has_setting"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES]
)
def test_one_answer_everywhere(cast, child, place, has_setting):
    teacher = cast.other_teacher
    assert Pupil.objects.visible_to(teacher).filter(pk=child.pk).exists() is has_setting
    told = load_people([child.pk], on=TODAY).holding(Role.DESIGNATED_TEACHER, child)
    assert ([person.user_id for person in told] == [teacher.pk]) is has_setting
    owner = "designated_teacher" if has_setting else "social_worker"
    due = Deadline.objects.filter(pupil=child, kind__in=["pep_available", "pep_term_review"])
    assert set(due.values_list("owner_role", flat=True)) == {owner}
    assert learners_of([child.pk], TODAY)[child.pk].has_setting is has_setting
    pep = initiate_pep(actor=cast.head, pupil=child)
    assert Pep.objects.as_on(TODAY).get(pk=pep.pk).has_setting is has_setting
    assert pep.variant in ({"secondary"} if has_setting else {"interim", "secondary"})


@pytest.mark.parametrize(
    ("place", "has_setting"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES]
)
def test_whose_turn_it_is_may_hand_it_in(cast, child, place, has_setting, write_all):
    pep = initiate_pep(actor=cast.head, pupil=child)
    write_all(pep)
    worker = cast.social_worker
    child.involvements.create(user=worker, capacity="social_worker", started_on=MONTH_AGO)
    if has_setting:
        with pytest.raises(PepRefused) as refused:
            submit_pep(actor=worker, pep=pep)
        assert refused.value.refusal is Refusal.SCHOOL_SUBMITS
        assert submit_pep(actor=cast.other_teacher, pep=pep).state == "submitted"
    else:
        with pytest.raises(Pep.DoesNotExist):
            submit_pep(actor=cast.other_teacher, pep=pep)
        assert submit_pep(actor=worker, pep=pep).state == "submitted"


@pytest.mark.parametrize("kind", ["termly", "interim"])
@pytest.mark.parametrize("place", [{"kind": "main", "accepted_on": TODAY, "started_on": SOON}])
def test_the_next_plan_follows_it(cast, child, place, kind):
    pep = initiate_pep(actor=cast.head, pupil=child)
    Pep.objects.filter(pk=pep.pk).update(
        state="complete", submitted_on=TODAY, academic_year="2025-26", season="summer"
    )
    if kind == "interim":
        Enrolment.objects.filter(pupil=child).delete()
    assert next_plan(child, TODAY).kind == kind
