"""Care ends while a plan is open, and may begin again: the plan stays as it was."""

from datetime import date

import pytest
from django.urls import reverse

from peps.models import Pep
from peps.rules.states import Refusal
from peps.services import (
    PepRefused,
    adapt_open_plans,
    assure_pep,
    complete_pep,
    initiate_pep,
    mark_not_required,
    return_pep,
    save_section,
    submit_pep,
    take_back_pep,
    unlock_pep,
)
from peps.services.judging import judge_pep
from pupils.models import CareEpisode, CarePeriod, Deadline, Pupil, SenStatus
from pupils.services.deadlines import recalculate_deadlines_for
from tests.peps.conftest import ALL_GREEN
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice

ENDED, BEGUN, NOW = date(2026, 11, 10), date(2026, 11, 16), date(2026, 11, 18)


def care_ends(pupil, day: date = ENDED) -> None:
    CarePeriod.objects.filter(pupil=pupil).update(ended_on=day)
    CurrentDay.objects.update(day=NOW)
    recalculate_deadlines_for([pupil.pk])


def test_the_18th_birthday_ends_care_too(cast, ada_pep):
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=date(2008, 11, 10))
    [pep] = Pep.objects.filter(pk=ada_pep.pk)
    assert [pep.is_of_care_ended_by(day) for day in (date(2026, 11, 9), ENDED)] == [False, True]
    for day, is_in_care in ((date(2026, 11, 9), True), (ENDED, False)):
        assert Pep.objects.in_care_on(day).filter(pk=pep.pk).exists() is is_in_care


def care_begins_again(pupil) -> CarePeriod:
    period = CarePeriod.objects.create(pupil=pupil, started_on=BEGUN)
    CareEpisode.objects.create(
        care_period=period, started_on=BEGUN, legal_status="C2", reason_started="S"
    )
    recalculate_deadlines_for([pupil.pk])
    return period


def refusal(service, **arguments) -> Refusal:
    with pytest.raises(PepRefused) as refused:
        service(**arguments)
    return refused.value.refusal


def test_it_is_neither_written_nor_handed_in(cast, ada_pep, write_all):
    write_all(ada_pep)
    care_ends(cast.ada)
    row = ada_pep.sections.get(key="about_me")
    words = {"what_i_like": "Chess"}
    assert (
        refusal(
            save_section,
            actor=cast.officer,
            pep=ada_pep,
            key="about_me",
            answers=words,
            version=row.version,
        )
        is Refusal.CARE_ENDED
    )
    assert refusal(submit_pep, actor=cast.officer, pep=ada_pep) is Refusal.CARE_ENDED


@pytest.mark.parametrize(("ended_on", "is_over"), [(NOW, True), (date(2026, 11, 19), False)])
def test_from_the_day_on_which_care_ended(cast, ada_pep, write_all, ended_on, is_over):
    write_all(ada_pep)
    care_ends(cast.ada, ended_on)
    if is_over:
        assert refusal(submit_pep, actor=cast.officer, pep=ada_pep) is Refusal.CARE_ENDED
    else:
        assert submit_pep(actor=cast.officer, pep=ada_pep).state == "submitted"


def test_if_the_end_was_a_mistake_it_goes_on(cast, ada_pep, write_all):
    write_all(ada_pep)
    care_ends(cast.ada)
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=None)
    assert submit_pep(actor=cast.teacher, pep=ada_pep).state == "submitted"


def test_one_handed_in_before_is_judged_and_completed(cast, submitted_pep):
    care_ends(cast.ada)
    assure_pep(actor=cast.officer, pep=submitted_pep, ratings=ALL_GREEN, feedback="Clear.")
    pep = complete_pep(actor=cast.officer, pep=submitted_pep)
    assert pep.state == "complete"
    reason = "A typo."
    assert refusal(unlock_pep, actor=cast.head, pep=pep, reason=reason) is Refusal.CARE_ENDED


def test_a_red_judgement_of_it_stands_and_nobody_is_asked_to_put_it_right(cast, submitted_pep):
    care_ends(cast.ada)
    pep = Pep.objects.get(pk=submitted_pep.pk)
    review = judge_pep(
        actor=cast.officer,
        pep=pep,
        ratings=dict.fromkeys(ALL_GREEN, "red"),
        comments=dict.fromkeys(ALL_GREEN, "Nothing is said."),
        feedback="Too late.",
        may_return=False,
        version=pep.version,
    )
    pep.refresh_from_db()
    assert (review.outcome, pep.state) == ("red", "quality_assured")
    reason = "Targets."
    assert refusal(return_pep, actor=cast.officer, pep=pep, reason=reason) is Refusal.CARE_ENDED
    assert not Notice.objects.filter(stage__in=["returned", "quality_assured"]).exists()
    assert complete_pep(actor=cast.officer, pep=pep).state == "complete"


def test_one_set_aside_stays_so(cast, ada_pep):
    care_ends(cast.ada)
    mark_not_required(actor=cast.officer, pep=ada_pep, reason="Home again.")
    assert (
        refusal(take_back_pep, actor=cast.officer, pep=ada_pep, reason="No.") is Refusal.CARE_ENDED
    )


def test_the_facts_of_later_change_nothing_in_it(cast, ada_pep):
    before = list(ada_pep.circumstances)
    care_ends(cast.ada)
    SenStatus.objects.create(pupil=cast.ada, status="E", started_on=ENDED)
    adapt_open_plans()
    ada_pep.refresh_from_db()
    assert ada_pep.circumstances == before


def test_the_next_time_in_care_has_a_plan_and_deadlines_of_its_own(client, cast, ada_pep):
    care_ends(cast.ada)
    begun = care_begins_again(cast.ada)
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert (pep.kind, pep.care_period) == ("initial", begun)
    client.force_login(cast.teacher)
    old = client.get(reverse("peps:pep", args=[ada_pep.ref]))
    assert "belongs to a time in care that has ended" in old.content.decode()
    assert list(old.context["deadlines"]) == []
    assert not any(old.context["can"].values())
    new = client.get(reverse("peps:pep", args=[pep.ref]))
    assert {deadline.kind for deadline in new.context["deadlines"]} >= {"pep_available"}
    assert Deadline.objects.filter(pupil=cast.ada, kind="pep_initiated", met_on=NOW).count() == 1


def test_a_section_of_it_is_shown_to_read(client, cast, ada_pep):
    care_ends(cast.ada)
    care_begins_again(cast.ada)
    client.force_login(cast.teacher)
    url = reverse("peps:section", args=[ada_pep.ref, "about_me"])
    assert "data-autosave" not in client.get(url).content.decode()


def test_the_roll_does_not_take_it_for_this_term_s(client, cast, complete):
    care_ends(cast.ada)
    client.force_login(cast.head)
    overview = reverse("reporting:overview", args=[cast.ada.ref])
    assert "PEP this term" in client.get(overview).content.decode()
    care_begins_again(cast.ada)
    lines = [row["line"] for row in client.get(overview).context["lines"]]
    assert next(line for line in lines if line.about == "PEP this term").value == "Not started"
    roll = reverse("reporting:roll")
    assert "Canaryada" in client.get(roll, {"pep": "not_started"}).content.decode()
    assert "Canaryada" not in client.get(roll, {"pep": "complete"}).content.decode()
    assert Pep.objects.get().state == "complete"
