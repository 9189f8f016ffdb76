"""One term's plan follows another: what lapses, what may still be finished, what is taken back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from peps.models import Pep
from peps.rules.states import Refusal
from peps.services import (
    PepRefused,
    initiate_pep,
    mark_not_required,
    open_termly_peps,
    return_pep,
    save_section,
    submit_pep,
    take_back_pep,
)
from peps.waiting.to_finish import plans_of_this_term
from pupils.models import Deadline, Enrolment
from tests.cast import TODAY, add_child
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice

SPRING, IN_FEBRUARY = date(2027, 1, 5), date(2027, 2, 8)
BEFORE_CHRISTMAS, AFTER_CHRISTMAS = date(2026, 12, 21), date(2026, 12, 30)


def it_is(day: date) -> None:
    CurrentDay.objects.update(day=day)


def plan(pupil, season: str, kind: str = "termly") -> Pep:
    return Pep.objects.get(pupil=pupil, season=season, kind=kind)


def why(pep: Pep) -> str:
    return pep.status_changes.last().reason


def move_school(cast, day: date) -> None:
    Enrolment.objects.filter(pupil=cast.ada, kind="main").update(ended_on=day)
    Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, started_on=date(day.year, day.month, day.day + 1)
    )


def test_an_untouched_plan_lapses_when_the_next_term_s_opens(cast):
    open_termly_peps(TODAY)
    it_is(SPRING)
    open_termly_peps(SPRING)
    old = plan(cast.ada, "autumn")
    assert (old.state, old.status_changes.last().by) == ("not_required", None)
    assert why(old) == "Superseded by the PEP of the spring term 2026-27."
    assert initiate_pep(actor=cast.social_worker, pupil=cast.ada) == plan(cast.ada, "spring")


def test_nobody_is_told_that_autumn_s_was_initiated_in_february(cast, write_all):
    open_termly_peps(TODAY)
    it_is(SPRING)
    open_termly_peps(SPRING)
    spring = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    write_all(spring)
    submit_pep(actor=cast.teacher, pep=spring)
    it_is(IN_FEBRUARY)
    with pytest.raises(PepRefused) as refused:
        initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert refused.value.refusal is Refusal.TERM_HAS_ITS_PEP
    assert Notice.objects.filter(subject__startswith="PEP initiated").count() == 1


def test_an_unfinished_one_may_be_finished_late(cast, ada_pep, write_all):
    it_is(SPRING)
    open_termly_peps(SPRING)
    write_all(ada_pep)
    assert submit_pep(actor=cast.teacher, pep=ada_pep).state == "submitted"
    available = Deadline.objects.filter(pupil=cast.ada, kind="pep_available")
    assert set(available.values_list("met_on", flat=True)) == {SPRING}
    assert plan(cast.ada, "spring").state == "opened"


def test_and_lapses_when_the_next_one_is_handed_in(cast, ada_pep, write_all):
    save_section(
        actor=cast.teacher, pep=ada_pep, key="about_me", answers={"what_i_like": "Art"}, version=0
    )
    it_is(SPRING)
    open_termly_peps(SPRING)
    spring = plan(cast.ada, "spring")
    write_all(spring)
    submit_pep(actor=cast.teacher, pep=spring)
    ada_pep.refresh_from_db()
    assert (ada_pep.state, why(ada_pep)) == (
        "not_required",
        "Superseded by the PEP of the spring term 2026-27.",
    )
    assert ada_pep.sections.get().data["what_i_like"] == "Art"
    it_is(IN_FEBRUARY)
    move_school(cast, date(2027, 2, 4))
    assert initiate_pep(actor=cast.social_worker, pupil=cast.ada).kind == "after_move"


def test_the_pages_say_which_plan_closes_and_why_it_closed(cast, client, ada_pep, write_all):
    it_is(SPRING)
    open_termly_peps(SPRING)
    client.force_login(cast.teacher)
    save_section(
        actor=cast.teacher, pep=ada_pep, key="about_me", answers={"what_i_like": "Art"}, version=0
    )
    spring = plan(cast.ada, "spring")
    write_all(spring)
    body = client.get(reverse("peps:submit", args=[spring.ref])).content.decode()
    assert "The PEP of the autumn term 2026-27 was never handed in." in body
    submit_pep(actor=cast.teacher, pep=spring)
    body = client.get(reverse("peps:pep", args=[ada_pep.ref])).content.decode()
    assert "Nothing: superseded by the PEP of the spring term 2026-27." in body
    assert "found not to be required" not in body


def test_one_that_was_overtaken_is_not_handed_in(cast, ada_pep, write_all):
    it_is(SPRING)
    open_termly_peps(SPRING)
    write_all(ada_pep)
    Pep.objects.filter(pupil=cast.ada, season="spring").update(
        state="submitted", submitted_on=SPRING, submitted_by=cast.teacher
    )
    with pytest.raises(PepRefused) as refused:
        submit_pep(actor=cast.teacher, pep=ada_pep)
    assert refused.value.refusal is Refusal.SUPERSEDED
    ada_pep.refresh_from_db()
    assert ada_pep.submitted_on is None
    assert not Pep.objects.left_unfinished().exists(), "nobody is asked to finish it"
    asked = plans_of_this_term(cast.teacher, on=SPRING, but_due_by=SPRING)
    assert ada_pep not in asked


def test_one_returned_for_improvement_waits_on(cast, submitted_pep, write_all):
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Baselines.")
    it_is(SPRING)
    open_termly_peps(SPRING)
    spring = plan(cast.ada, "spring")
    write_all(spring)
    submit_pep(actor=cast.teacher, pep=spring)
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "returned"


def test_one_begun_in_the_holidays_is_the_term_s(cast):
    it_is(BEFORE_CHRISTMAS)
    child = add_child(cast, "newly", looked_after_from=date(2026, 12, 10))
    begun = initiate_pep(actor=cast.officer, pupil=child)
    assert (begun.kind, begun.season) == ("initial", "spring")
    it_is(SPRING)
    open_termly_peps(SPRING)
    assert list(Pep.objects.filter(pupil=child)) == [begun]


@pytest.mark.parametrize(("handed_in_on", "plans"), [(AFTER_CHRISTMAS, 2), (SPRING, 1)])
def test_one_handed_in_in_the_holidays_is_not(cast, write_all, handed_in_on, plans):
    it_is(BEFORE_CHRISTMAS)
    child = add_child(cast, "newly", looked_after_from=date(2026, 12, 10))
    begun = initiate_pep(actor=cast.officer, pupil=child)
    write_all(begun)
    it_is(handed_in_on)
    submit_pep(actor=cast.officer, pep=begun)
    it_is(SPRING)
    open_termly_peps(SPRING)
    assert Pep.objects.filter(pupil=child).count() == plans


def test_a_mistaken_not_required_is_taken_back(cast):
    open_termly_peps(TODAY)
    pep = plan(cast.ada, "autumn")
    initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    mark_not_required(actor=cast.officer, pep=pep, reason="The wrong child.")
    with pytest.raises(PepRefused) as refused:
        initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert refused.value.refusal is Refusal.TERM_SET_ASIDE
    told = Notice.objects.count()
    pep = take_back_pep(actor=cast.officer, pep=pep, reason="A slip of the hand.")
    change = pep.status_changes.last()
    assert (pep.state, change.by, change.reason) == (
        "initiated",
        cast.officer,
        "A slip of the hand.",
    )
    assert Notice.objects.count() == told


def test_meanwhile_the_term_s_review_stays_due(cast):
    open_termly_peps(TODAY)
    mark_not_required(actor=cast.officer, pep=plan(cast.ada, "autumn"), reason="The wrong child.")
    review = Deadline.objects.get(
        pupil=cast.ada, kind="pep_term_review", trigger_key__endswith="2026-27-autumn"
    )
    assert (review.closed_on, review.met_on, review.is_current) == (None, None, True)


@pytest.mark.parametrize(
    "person", ["teacher", "social_worker", "iro", "data", "other_social_worker"]
)
def test_who_may_not_take_it_back(cast, ada_pep, person):
    mark_not_required(actor=cast.officer, pep=ada_pep, reason="The wrong child.")
    with pytest.raises((PermissionDenied, Pep.DoesNotExist)):
        take_back_pep(actor=cast.people[person], pep=ada_pep, reason="Mine.")


def test_it_needs_a_reason_and_nothing_in_its_place(cast, ada_pep):
    mark_not_required(actor=cast.officer, pep=ada_pep, reason="The wrong child.")
    with pytest.raises(ValidationError):
        take_back_pep(actor=cast.officer, pep=ada_pep, reason=" ")
    initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    with pytest.raises(PepRefused) as refused:
        take_back_pep(actor=cast.officer, pep=ada_pep, reason="After all.")
    assert refused.value.refusal is Refusal.SUPERSEDED


def test_a_returned_plan_taken_back_still_shows_why_it_was_returned(client, cast, submitted_pep):
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Baselines are missing.")
    mark_not_required(actor=cast.officer, pep=submitted_pep, reason="The wrong child.")
    client.force_login(cast.officer)
    url = reverse("peps:take_back", kwargs={"ref": submitted_pep.ref})
    assert url in client.get(reverse("peps:pep", args=[submitted_pep.ref])).content.decode()
    page = client.post(url, {"reason": "A slip of the hand."}, follow=True)
    assert page.context["returned"].reason == "Baselines are missing."
    submitted_pep.refresh_from_db()
    assert (submitted_pep.state, submitted_pep.submitted_on) == ("returned", TODAY)
    assert url not in page.content.decode()


def test_one_handed_in_before_anybody_initiated_it_is_initiated_late(cast, write_all):
    child = add_child(cast, "august", looked_after_from=date(2026, 8, 25))
    open_termly_peps(TODAY)
    pep = plan(child, "autumn")
    write_all(pep)
    submit_pep(actor=cast.officer, pep=pep)
    told = Notice.objects.count()
    pep = initiate_pep(actor=cast.officer, pupil=child)
    assert (pep.state, pep.initiated_on, pep.kind) == ("submitted", TODAY, "termly")
    assert Deadline.objects.get(pupil=child, kind="pep_initiated").met_on == TODAY
    assert Notice.objects.count() == told
    with pytest.raises(PepRefused):
        initiate_pep(actor=cast.officer, pupil=child)


def test_a_termly_plan_waits_for_its_term_to_be_handed_in(client, cast, submitted_pep, write_all):
    it_is(AFTER_CHRISTMAS)
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert (pep.kind, pep.season) == ("termly", "spring")
    write_all(pep)
    client.force_login(cast.teacher)
    page = reverse("peps:submit", kwargs={"ref": pep.ref})
    assert "Submit the PEP</button>" not in client.get(page).content.decode()
    body = client.post(page, follow=True).content.decode()
    assert "for a term that has not begun" in body
    pep.refresh_from_db()
    assert pep.state == "in_progress"
    it_is(date(2027, 1, 4))
    assert "Submit the PEP</button>" in client.get(page).content.decode()
    assert submit_pep(actor=cast.teacher, pep=pep).state == "submitted"
    review = Deadline.objects.get(
        pupil=cast.ada, kind="pep_term_review", trigger_key__endswith="2026-27-spring"
    )
    assert review.met_on == date(2027, 1, 4)
