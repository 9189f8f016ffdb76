"""What is read of the roll for a report: the authority's own, known on the day, in few queries."""

from datetime import date

import pytest

from peps.models import Pep, QualityReview
from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Deadline,
    Enrolment,
    Pupil,
    SenStatus,
)
from reporting.annual_report.cohort import load_cohort
from reporting.annual_report.rules import AcademicYear
from tests.cast import add_child
from vsh.organisations.models import InspectionOutcome, SettingLink

YEAR = AcademicYear.named("2026-27")
DAY = date(2026, 11, 4)


def load(cast, *, year=YEAR, on=DAY):
    cohort = load_cohort(authority=cast.northshire, year=year, on=on)
    return cohort, {child.ref: child for child in cohort.children}


def test_children_of_the_authority_looked_after_in_the_year(cast):
    add_child(cast, "left", looked_after_to=date(2026, 9, 1))
    add_child(cast, "one_day", looked_after_to=date(2026, 9, 2))
    add_child(cast, "later", looked_after_from=date(2026, 11, 5))
    _, children = load(cast)
    wanted = ("ada", "ben", "eve", "fay", "one_day")
    assert set(children) == {cast.children[name].ref for name in wanted}


@pytest.mark.parametrize(
    ("born", "ended_on"),
    [
        ((2008, 9, 1), "absent"),  # eighteen on the first day of the year
        ((2008, 9, 2), date(2026, 9, 2)),
        ((2008, 11, 4), date(2026, 11, 4)),
        ((2008, 11, 5), None),
    ],
)
def test_care_without_an_end_ends_with_the_18th_birthday(cast, born, ended_on):
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=date(*born))
    cohort, children = load(cast)
    ada = children.get(cast.ada.ref)
    assert (ada.care[0].ended_on if ada else "absent") == ended_on
    if ada:
        assert ada.placements[0].ended_on == ended_on
    assert (ada in cohort.on_the_day) is (ended_on is None)


def test_day_is_the_last_of_the_year_or_that_of_the_report(cast):
    assert load(cast)[0].day == DAY
    assert load(cast, on=date(2027, 12, 1))[0].day == date(2027, 8, 31)


def test_facts_dated_after_the_day_are_not_known(cast):
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 11, 5))
    CarePlacement.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 11, 4))
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 12, 18))
    SenStatus.objects.create(pupil=cast.ada, status="K", started_on=date(2026, 11, 5))
    ada = load(cast)[1][cast.ada.ref]
    assert ada.care[0].ended_on is None
    assert ada.placements[0].ended_on == date(2026, 11, 4)
    assert ada.places[0].ended_on is None
    assert ada.sen == ()


@pytest.mark.parametrize(
    ("statuses", "is_short_breaks"),
    [(["V3"], True), (["V4"], True), (["V3", "C2"], False), (["C2"], False), ([], False)],
)
def test_care_of_short_breaks_alone_is_marked(cast, statuses, is_short_breaks):
    period = CarePeriod.objects.get(pupil=cast.ada)
    period.episodes.all().delete()
    for position, status in enumerate(statuses):
        CareEpisode.objects.create(
            care_period=period,
            started_on=date(2026, 2 + position, 2),
            ended_on=date(2026, 3 + position, 2),
            legal_status=status,
        )
    assert load(cast)[1][cast.ada.ref].care[0].is_short_breaks is is_short_breaks


def test_school_comes_with_its_links_and_inspections(cast):
    SettingLink.objects.create(setting=cast.oakfield, linked_urn="100009", link_type="Predecessor")
    for framework, on in (("overall", date(2023, 3, 1)), ("report_card", date(2026, 12, 1))):
        InspectionOutcome.objects.create(
            setting=cast.oakfield, framework=framework, grade="Good", inspected_on=on, source="x"
        )
    school = load(cast)[1][cast.ada.ref].places[0].school
    assert (school.urn, school.la_code, school.phase) == ("999001", "999", "secondary")
    assert school.linked_urns == {"100009"}
    assert [i.framework for i in school.inspections] == ["overall"]


def test_second_registrations_are_no_main_place(cast):
    Enrolment.objects.create(
        pupil=cast.ada,
        setting=cast.elm,
        kind="alternative",
        started_on=date(2026, 9, 2),
    )
    assert len(load(cast)[1][cast.ada.ref].places) == 1


def deadline(pupil, key, **fields):
    return Deadline.objects.create(
        **{
            "pupil": pupil,
            "kind": "pep_term_review",
            "trigger_key": key,
            "owner_role": "designated_teacher",
            "started_on": date(2026, 9, 2),
            "rule_version": "1",
            **fields,
        }
    )


def test_deadlines_have_their_status_on_the_day(cast):
    due = date(2026, 10, 23)
    deadline(cast.ada, "met", due_on=due, met_on=due)
    deadline(cast.ada, "later", due_on=due, met_on=date(2026, 11, 5))
    deadline(cast.ada, "unknown", due_on=None, missing=["term_dates"])
    deadline(cast.ada, "closed", due_on=due, closed_on=date(2026, 10, 1))
    deadline(cast.ada, "last_year", due_on=date(2026, 8, 31))
    deadline(cast.ada, "to_come", due_on=date(2026, 11, 5))
    deadline(cast.ada, "not_begun", due_on=None, started_on=date(2026, 11, 5))
    deadline(cast.ada, "another", kind="statutory_review", due_on=due)
    statuses = sorted(clock.status for clock in load(cast)[1][cast.ada.ref].clocks)
    assert statuses == ["met", "not_enough_information", "not_required", "overdue"]


def test_plans_of_the_year_with_their_last_review_by_the_day(cast):
    def plan(season, year="2026-27", **fields):
        return Pep.objects.create(
            pupil=cast.ada,
            care_period=cast.ada.care_periods.get(),
            kind="interim",
            academic_year=year,
            season=season,
            form_version="2026.1",
            opened_on=date(2026, 9, 2),
            submitted_by=cast.teacher,
            **fields,
        )

    submitted = date(2026, 10, 1)
    reviewed = plan("autumn", submitted_on=submitted, completed_on=date(2026, 11, 5))
    plan("summer", year="2025-26", submitted_on=date(2026, 6, 1))
    plan("autumn", submitted_on=date(2026, 11, 5))
    plan("autumn", submitted_on=submitted, state="not_required")
    plan("autumn")
    for outcome, on in (
        ("red", date(2026, 10, 2)),
        ("amber", date(2026, 10, 9)),
        ("green", date(2026, 11, 5)),
    ):
        QualityReview.objects.create(
            pep=reviewed,
            rubric_version="1",
            outcome=outcome,
            reviewed_on=on,
            reviewed_by=cast.officer,
        )
    plans = load(cast)[1][cast.ada.ref].plans
    assert [(p.submitted_on, p.completed_on, p.outcome) for p in plans] == [
        (submitted, None, "amber")
    ]


def test_as_many_queries_for_many_children_as_for_few(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(14) as few:
        load(cast)
    for number in range(20):
        add_child(cast, f"more{number}")
    with django_assert_max_num_queries(len(few)):
        load(cast)


@pytest.mark.parametrize(("code", "is_temporary"), [("T0", True), ("T4", True), ("U6", False)])
def test_which_homes_are_temporary_stands_in_the_codes_of_the_return(cast, code, is_temporary):
    CarePlacement.objects.filter(pupil=cast.ada).update(placement_type=code)
    assert {one.is_temporary for one in load(cast)[1][cast.ada.ref].placements} == {is_temporary}
