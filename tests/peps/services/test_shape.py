"""A plan takes the form of its child, and the sections that the facts call for."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from peps.models import Pep, PepSection
from peps.rules.completeness import missing_in
from peps.schema import CURRENT_VERSION
from peps.services import (
    PepRefused,
    PepUnfinished,
    adapt_open_plans,
    assure_pep,
    change_variant,
    complete_section,
    initiate_pep,
    return_pep,
    save_section,
    submit_pep,
)
from pupils.models import Enrolment, SenStatus
from tests.cast import TODAY
from tests.peps.answers import full_answers
from tests.peps.conftest import ALL_GREEN
from vsh.calendars.models import CurrentDay


def keys(pep: Pep) -> set[str]:
    pep.refresh_from_db()
    return {section.key for section in pep.form.sections}


def give_ehc_plan(pupil) -> SenStatus:
    pupil.sen_statuses.all().delete()
    return SenStatus.objects.create(pupil=pupil, status="E", started_on=TODAY - timedelta(days=9))


@pytest.mark.parametrize(
    ("year", "variant"),
    [(0, "early_years"), (6, "primary"), (7, "secondary"), (12, "post_16")],
)
def test_a_plan_begins_on_the_form_of_the_child_s_year(cast, year, variant):
    cast.ada.nc_year = year
    cast.ada.save()
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert (pep.form_version, pep.variant) == (CURRENT_VERSION, variant)


def test_without_a_school_place_it_is_the_interim_form(cast):
    Enrolment.objects.filter(pupil=cast.ada).delete()
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert pep.variant == "interim"
    assert "seeking_education" in keys(pep)


def test_a_section_appears_when_a_fact_calls_for_it_and_goes_with_the_fact(cast, ada_pep):
    assert "ehc_plan" not in keys(ada_pep)
    plan = give_ehc_plan(cast.ada)
    assert adapt_open_plans() == 1
    assert "ehc_plan" in keys(ada_pep)
    assert adapt_open_plans() == 0  # a second run changes nothing
    plan.delete()
    assert adapt_open_plans() == 1
    assert "ehc_plan" not in keys(ada_pep)


def test_a_plan_that_fails_keeps_no_other_as_it_was(cast, ada_pep):
    ben_pep = initiate_pep(actor=cast.social_worker, pupil=cast.ben)
    for child in (cast.ada, cast.ben):
        give_ehc_plan(child)
    fails = f"CHECK (id <> {ada_pep.pk} OR NOT circumstances @> ARRAY['ehc_plan']::varchar[])"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE peps_pep ADD CONSTRAINT one_fails {fails}")
    assert adapt_open_plans() == 1
    assert ["ehc_plan" in keys(pep) for pep in (ada_pep, ben_pep)] == [False, True]


def test_a_section_in_which_somebody_wrote_stays(cast, ada_pep):
    plan = give_ehc_plan(cast.ada)
    adapt_open_plans()
    words = {"outcomes": "Reads aloud to a small group."}
    save_section(actor=cast.teacher, pep=ada_pep, key="ehc_plan", answers=words, version=0)
    plan.delete()
    adapt_open_plans()
    assert "ehc_plan" in keys(ada_pep)


def test_a_submitted_plan_keeps_its_sections(cast, submitted_pep):
    before = keys(submitted_pep)
    give_ehc_plan(cast.ada)
    assert adapt_open_plans() == 0
    assert keys(submitted_pep) == before


def test_to_say_that_a_move_is_planned_adds_its_section_at_once(cast, ada_pep):
    assert "moving_on" not in keys(ada_pep)
    save_section(
        actor=cast.social_worker,
        pep=ada_pep,
        key="transition_and_stability",
        answers={"is_change_planned": "yes"},
        version=0,
    )
    assert "moving_on" in keys(ada_pep)


@pytest.mark.parametrize(("what", "is_asked"), [("school", True), ("both", True), ("home", False)])
def test_the_next_school_is_asked_about_only_where_the_school_changes(
    cast, ada_pep, what, is_asked
):
    answers = {"is_change_planned": "yes", "what_changes": what}
    key = "transition_and_stability"
    save_section(actor=cast.social_worker, pep=ada_pep, key=key, answers=answers, version=0)
    assert ("moving_on" in keys(ada_pep)) is is_asked
    adapt_open_plans()
    assert ("moving_on" in keys(ada_pep)) is is_asked


@pytest.mark.parametrize(("season", "is_asked"), [("autumn", True), ("spring", False)])
def test_year_seven_is_asked_about_moving_on_in_the_plan_of_its_first_term(
    cast, ada_pep, season, is_asked
):
    cast.ada.nc_year = 7
    cast.ada.save()
    Pep.objects.filter(pk=ada_pep.pk).update(season=season)
    adapt_open_plans()
    assert ("moving_on" in keys(ada_pep)) is is_asked


def test_an_accepted_place_elsewhere_is_a_planned_move(cast, ada_pep):
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 12, 18))
    Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, accepted_on=TODAY, started_on=date(2027, 1, 4)
    )
    adapt_open_plans()
    assert "moving_on" in keys(ada_pep)


def test_another_form_keeps_what_both_ask_and_is_on_record(cast, ada_pep):
    words = {"education_history": "Hill Nursery 2018 to 2020; Oakfield since."}
    key = "school_and_key_people"
    save_section(actor=cast.teacher, pep=ada_pep, key=key, answers=words, version=0)
    reason = "Starts an apprenticeship on Monday."
    pep = change_variant(actor=cast.teacher, pep=ada_pep, variant="post_16_at_work", reason=reason)
    assert pep.variant == "post_16_at_work"
    assert pep.form.section(key).field("training")
    assert pep.sections.get(key=key).data == words
    change = pep.status_changes.last()
    assert (change.from_state, change.to_state, change.by) == (pep.state, pep.state, cast.teacher)
    assert change.reason == (
        "Form changed from “Secondary” to “Post-16, apprenticeship or work”: " + reason
    )


@pytest.mark.parametrize(
    ("variant", "reason"), [("primary", " "), ("kindergarten", "Because."), ("", "Because.")]
)
def test_another_form_is_refused_without_a_form_or_a_reason(cast, ada_pep, variant, reason):
    with pytest.raises(ValidationError):
        change_variant(actor=cast.teacher, pep=ada_pep, variant=variant, reason=reason)
    ada_pep.refresh_from_db()
    assert ada_pep.variant == "secondary"


def test_another_form_is_refused_to_readers_and_outsiders(cast, ada_pep):
    with pytest.raises(PermissionDenied):
        change_variant(actor=cast.iro, pep=ada_pep, variant="primary", reason="Why not.")
    with pytest.raises(Pep.DoesNotExist):
        change_variant(actor=cast.outsider, pep=ada_pep, variant="primary", reason="Why not.")


def test_another_form_is_refused_once_submitted(cast, submitted_pep):
    with pytest.raises(PepRefused):
        change_variant(actor=cast.officer, pep=submitted_pep, variant="primary", reason="Late.")


@pytest.mark.parametrize("variant", ["early_years", "primary", "post_16", "custody"])
def test_each_form_can_be_submitted_when_it_is_whole(cast, ada_pep, write_all, variant):
    pep = change_variant(actor=cast.officer, pep=ada_pep, variant=variant, reason="A test.")
    write_all(pep)
    assert submit_pep(actor=cast.teacher, pep=pep).state == "submitted"


def test_a_plan_in_which_nobody_wrote_follows_the_child_into_school(cast):
    places = Enrolment.objects.filter(pupil=cast.ada)
    kept = places.get()
    places.update(ended_on=TODAY - timedelta(days=1))
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert pep.variant == "interim"
    PepSection.objects.create(
        pep=pep, key="seeking_education", data={"sought": "Elm"}, is_carried_forward=True
    )
    places.filter(pk=kept.pk).update(ended_on=None)
    adapt_open_plans()
    assert "seeking_education" not in keys(pep)
    assert pep.variant == "secondary"


def test_a_form_that_a_person_chose_or_wrote_on_stays(cast, ada_pep):
    change_variant(actor=cast.officer, pep=ada_pep, variant="post_16_at_work", reason="Works.")
    assert adapt_open_plans() == 0
    ada_pep.refresh_from_db()
    assert ada_pep.variant == "post_16_at_work"


def test_a_plan_begun_in_august_is_written_for_september(cast):
    CurrentDay.objects.update(day=date(2026, 8, 20))
    cast.ada.nc_year = 6
    cast.ada.save()
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert (pep.academic_year, pep.variant) == ("2026-27", "secondary")
    assert adapt_open_plans() == 0  # nor does the next hour put it back into Year 6
    assert "moving_on" in keys(pep)


def test_a_choice_of_another_form_is_no_answer_and_what_lacks_one_is_not_finished(cast, ada_pep):
    key = "school_and_key_people"
    pep = change_variant(actor=cast.officer, pep=ada_pep, variant="early_years", reason="A test.")
    answers = full_answers(pep.form)[key] | {"attends": "childminder"}
    row = save_section(actor=cast.officer, pep=pep, key=key, answers=answers, version=0)
    complete_section(actor=cast.officer, pep=pep, key=key, version=row.version)
    pep = change_variant(actor=cast.officer, pep=pep, variant="secondary", reason="A test.")
    row.refresh_from_db()
    assert "attends" in {field.key for field in missing_in(pep.form.section(key), row.data)}
    assert row.completed_at is None


def test_a_plan_that_is_not_whole_is_not_assured(cast, submitted_pep):
    Pep.objects.filter(pk=submitted_pep.pk).update(circumstances=["ehc_plan"])
    with pytest.raises(PepUnfinished):
        assure_pep(actor=cast.officer, pep=submitted_pep, ratings=ALL_GREEN, feedback="Clear.")
    return_pep(actor=cast.officer, pep=submitted_pep, reason="The EHC plan is new.")


def test_a_plan_handed_in_once_is_not_asked_what_is_new_since(cast, submitted_pep, write_all):
    asked = keys(submitted_pep)
    return_pep(actor=cast.officer, pep=submitted_pep, reason="A baseline.")
    cast.ada.nc_year = 11
    cast.ada.save()
    give_ehc_plan(cast.ada)
    adapt_open_plans()
    assert keys(submitted_pep) == asked
    assert submit_pep(actor=cast.teacher, pep=submitted_pep).state == "submitted"


def test_but_for_a_move_of_school_that_it_tells_of_itself(cast, submitted_pep):
    give_ehc_plan(cast.ada)
    return_pep(actor=cast.officer, pep=submitted_pep, reason="A baseline.")
    row = submitted_pep.sections.get(key="transition_and_stability")
    answers = {"is_change_planned": "yes", "what_changes": "school"}
    save_section(
        actor=cast.social_worker,
        pep=submitted_pep,
        key=row.key,
        answers=row.data | answers,
        version=row.version,
    )
    assert "moving_on" in keys(submitted_pep)
    assert "ehc_plan" not in keys(submitted_pep)


def test_one_returned_as_empty_follows_the_facts(cast, submitted_pep):
    return_pep(actor=cast.officer, pep=submitted_pep, reason="Empty.", is_empty=True)
    give_ehc_plan(cast.ada)
    adapt_open_plans()
    assert "ehc_plan" in keys(submitted_pep)
