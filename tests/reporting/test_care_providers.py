"""Education by care provider: what counts for whom, what is hidden, and who reads it."""

from datetime import date

import pytest
from django.urls import reverse

from placements.models import AttendanceDay, Exclusion
from placements.rules.attendance import Sessions
from pupils.models import AttainmentResult, CarePlacement, Enrolment, Pupil
from reporting.annual_report.rules import AcademicYear
from reporting.care_providers.gathering import facts_of
from reporting.care_providers.rules import (
    Assessed,
    Facts,
    Gap,
    Happened,
    Outcome,
    Provider,
    Review,
    StageMeasured,
    Stay,
    outcomes,
    shown,
)
from tests.cast import TODAY, Cast
from tests.reporting.page_requests import MOST_QUERIES, add_deadline, queries_of, signed_in
from vsh.organisations.models import SettingLink

HOME, FOSTER = Provider("PR4", "home", "SC123456"), Provider("PR1", "foster")
MOVED = date(2026, 10, 5)
BEFORE = date(2026, 10, 4)
STAYS = [
    Stay(child=1, provider=HOME, started_on=date(2026, 9, 1), ended_on=MOVED),
    Stay(child=1, provider=FOSTER, started_on=MOVED),
    Stay(child=2, provider=HOME, started_on=date(2026, 9, 1)),
]


@pytest.mark.parametrize(
    ("fact", "name", "home", "foster"),
    [
        ({"suspensions": [Happened(1, BEFORE), Happened(1, BEFORE)]}, "suspended", 1, 0),
        ({"suspensions": [Happened(1, MOVED)]}, "suspended", 0, 1),
        ({"suspensions": [Happened(3, MOVED)]}, "suspended", 0, 0),
        ({"school_changes": [Happened(2, MOVED)]}, "changed_school", 1, 0),
        ({"gaps": [Gap(1, BEFORE, BEFORE)]}, "without_place", 1, 0),
        ({"gaps": [Gap(1, BEFORE, MOVED)]}, "without_place", 1, 1),
        ({"gaps": [Gap(1, MOVED)]}, "without_place", 0, 1),
        ({"reviews": [Review(1, BEFORE, True), Review(2, BEFORE, False)]}, "reviews", 2, 0),
        ({"reviews": [Review(1, BEFORE, True)]}, "reviews_in_time", 1, 0),
        ({"measured": [StageMeasured(1, BEFORE, "ks2", True)]}, "ks2_met", 1, 0),
        ({"measured": [StageMeasured(1, MOVED, "ks2", False)]}, "ks2", 0, 1),
        ({"measured": [StageMeasured(1, MOVED, "ks2", False)]}, "ks2_met", 0, 0),
        ({"measured": [StageMeasured(2, MOVED, "ks4", True)]}, "ks4_met", 1, 0),
        ({"assessed": [Assessed(1, BEFORE, "art", True)]}, "on_target", 1, 0),
        ({"assessed": [Assessed(2, BEFORE, "art", False)]}, "assessed", 1, 0),
        (
            {"assessed": [Assessed(2, MOVED, "art", True), Assessed(2, BEFORE, "art", False)]},
            *("on_target", 1, 0),
        ),
        (
            {"assessed": [Assessed(2, MOVED, "art", True), Assessed(2, BEFORE, "pe", False)]},
            *("on_target", 0, 0),
        ),
        ({}, "children", 2, 1),
    ],
)
def test_a_fact_counts_where_the_child_lived_on_its_day(fact, name, home, foster) -> None:
    found = {one.provider: one for one in outcomes(Facts(stays=STAYS, school_age={1, 2}, **fact))}
    assert [getattr(found[one], name) for one in (HOME, FOSTER)] == [home, foster]


def outcome(**more) -> Outcome:
    numbers = {
        "children": 40,
        "school_age": 30,
        "suspended": 12,
        "changed_school": 0,
        "without_place": 6,
        "reviews": 60,
        "reviews_in_time": 48,
        "reported": 30,
        "ks2": 14,
        "ks2_met": 6,
        "ks4": 8,
        "ks4_met": 3,
        "assessed": 0,
        "on_target": 0,
    }
    sessions = Sessions(possible=1000, authorised=40, unauthorised=20)
    return Outcome(provider=HOME, sessions=sessions, **(numbers | more))


@pytest.mark.parametrize(
    ("more", "name", "public", "full"),
    [
        ({}, "children", "40", "40"),
        ({"children": 5, "school_age": 5}, "children", "fewer than 6", "5"),
        (
            {"children": 5, "school_age": 5, "suspended": 2},
            "suspended",
            "not shown",
            "2 of 5 (40%)",
        ),
        ({"children": 33}, "children", "not shown", "33"),  # 3 are not of school age
        ({}, "suspended", "12 of 30 (40%)", "12 of 30 (40%)"),
        ({"suspended": 5}, "suspended", "fewer than 6 of 30 (17% or less)", "5 of 30 (17%)"),
        ({}, "changed_school", "0 of 30 (0%)", "0 of 30 (0%)"),
        ({"reviews": 0, "reviews_in_time": 0}, "reviews_in_time", "None counted", "None counted"),
        ({}, "attendance", "94.0%", "94.0%"),
        ({"reported": 5}, "attendance", "not shown", "94.0%"),
        ({}, "ks2_met", "6 of 14 (43%)", "6 of 14 (43%)"),
        ({}, "ks4_met", "fewer than 6", "3 of 8 (38%)"),
        ({"ks4": 5}, "ks4_met", "not shown", "3 of 5 (60%)"),
        ({}, "on_target", "None counted", "None counted"),
    ],
)
def test_small_numbers_are_hidden_from_who_may_not_see_the_children(
    more, name, public, full
) -> None:
    row = outcome(**more)
    assert getattr(shown(row, in_full=False), name) == public
    assert getattr(shown(row, in_full=True), name) == full


def test_what_is_on_record_is_gathered_for_the_year(cast: Cast) -> None:
    cast.ada.placements.update(ended_on=MOVED)
    CarePlacement.objects.create(
        pupil=cast.ada,
        care_period=cast.ada.care_periods.get(),
        started_on=MOVED,
        placement_type="K2",
        provider="PR4",
        ofsted_urn="SC123456",
    )
    place = cast.ada.enrolments.get()
    for day, am in [(BEFORE, "O"), (MOVED, "/")]:
        AttendanceDay.objects.create(
            enrolment=place, day=day, season="autumn", am=am, source="file", entered_on=TODAY
        )
    Exclusion.objects.create(
        enrolment=place,
        kind="suspension",
        started_on=TODAY,
        sessions=2,
        reasons=["DB"],
        reported_on=TODAY,
    )
    ben = cast.ben.enrolments.get(setting=cast.elm)
    ben.started_on = date(2026, 10, 19)
    Enrolment.objects.filter(pupil=cast.ben, setting=cast.oakfield).update(
        ended_on=date(2026, 10, 18)
    )
    ben.save()
    add_deadline(cast.ben, due_on=date(2026, 10, 20), met_on=date(2026, 10, 20))
    add_deadline(cast.eve, due_on=date(2026, 10, 20), met_on=date(2026, 10, 21))
    add_deadline(cast.ada, due_on=date(2026, 10, 20), closed_on=date(2026, 10, 19))
    facts = facts_of(cast.northshire, AcademicYear.named("2026-27"), on=TODAY)
    found = {one.provider: one for one in outcomes(facts)}
    assert set(found) == {HOME, FOSTER}
    assert found[HOME].children == found[HOME].suspended == 1
    assert found[HOME].sessions == Sessions(possible=1, authorised=0, unauthorised=0)
    assert found[FOSTER].sessions == Sessions(possible=1, authorised=0, unauthorised=1)
    assert (found[FOSTER].children, found[FOSTER].changed_school) == (4, 1)  # with Eve and Fay
    assert (found[FOSTER].reviews, found[FOSTER].reviews_in_time) == (2, 1)
    SettingLink.objects.create(setting=cast.elm, linked_urn="999001", link_type="Predecessor")
    facts = facts_of(cast.northshire, AcademicYear.named("2026-27"), on=TODAY)
    assert not facts.school_changes  # it only became an academy
    assert found[FOSTER].suspended == 0


def test_results_of_the_year_count_at_the_end_of_a_stage_and_against_targets(cast: Cast) -> None:
    def result(subject, value, measure="gcse", kind="test", on=date(2026, 9, 3), **more) -> None:
        more = {"pupil": cast.ada, "stage": "ks4", "recorded_on": TODAY} | more
        AttainmentResult.objects.create(
            subject=subject, value=value, measure=measure, kind=kind, achieved_on=on, **more
        )

    result("English language", "4")
    result("Mathematics", "5")
    result("English language", "9", pupil=cast.eve, on=date(2026, 8, 20))  # of the year before
    result("Mathematics", "9", pupil=cast.eve, on=date(2026, 8, 20))
    result("Art", "3", kind="teacher", on=date(2026, 10, 1), target="4")
    result("Art", "4", kind="teacher", on=date(2026, 11, 2), target="4")
    result("Art", "3", kind="teacher", on=TODAY, target="4", pupil=cast.eve)
    facts = facts_of(cast.northshire, AcademicYear.named("2026-27"), on=TODAY)
    (found,) = outcomes(facts)
    assert (found.ks4, found.ks4_met, found.assessed, found.on_target) == (1, 1, 2, 1)
    assert (found.ks2, found.ks2_met) == (0, 0)


def test_a_provisional_judgement_of_writing_ends_key_stage_2(cast: Cast) -> None:
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=date(2014, 9, 3), nc_year=6)
    told = [
        ("Reading", "104", "scaled_score", "test"),
        ("Mathematics", "103", "scaled_score", "test"),
        ("Writing", "EXS", "judgement", "teacher"),
    ]
    for subject, value, measure, kind in told:
        AttainmentResult.objects.create(
            pupil=cast.ada,
            stage="ks2",
            subject=subject,
            value=value,
            measure=measure,
            kind=kind,
            achieved_on=date(2026, 7, 10),
            recorded_on=date(2026, 7, 10),
            status="provisional",
        )
    year = AcademicYear.named("2025-26")
    (found,) = outcomes(facts_of(cast.northshire, year, on=date(2026, 8, 31)))
    assert (found.ks2, found.ks2_met) == (1, 1)


def test_a_young_offender_institution_is_called_so(cast: Cast) -> None:
    cast.ada.placements.update(placement_type="R5", provider="PR3")
    page = signed_in(cast, "head").get(reverse("reporting:care_providers")).content.decode()
    assert "Young offender institution" in page
    assert "Other residential setting" not in page


def test_the_page_and_its_file_name_no_child(cast: Cast) -> None:
    url = reverse("reporting:care_providers")
    page = signed_in(cast, "director").get(url).content.decode()
    assert "Own authority: Foster care" in page
    assert "fewer than 6" in page
    assert "not shown" in page
    assert "Canary" not in page
    assert "0 of 4 (0%)" in signed_in(cast, "head").get(url, {"year": "2026-27"}).content.decode()
    assert signed_in(cast, "head").get(url, {"year": "1999-00"}).status_code == 404
    assert signed_in(cast, "head").get(url, {"authority": "998"}).status_code == 404
    file = signed_in(cast, "director").get(reverse("reporting:care_providers_file"))
    first, second, *_ = file.content.decode("utf-8-sig").splitlines()
    assert first.startswith("Provider,Children placed in the year,Attendance while there")
    assert second.startswith("Own authority: Foster care,fewer than 6,")
    assert queries_of(signed_in(cast, "head"), url) <= MOST_QUERIES


@pytest.mark.parametrize(
    ("who", "is_linked"),
    [("head", True), ("director", True), ("member", True), ("teacher", False)],
)
def test_the_first_page_leads_who_commissions_to_it(cast: Cast, who: str, is_linked: bool) -> None:
    first = signed_in(cast, who).get(reverse("reporting:home")).content.decode()
    assert (reverse("reporting:care_providers") in first) is is_linked


def test_the_file_has_no_small_number_but_in_full_and_marked(cast: Cast) -> None:
    url = reverse("reporting:care_providers_file")
    head, director = signed_in(cast, "head"), signed_in(cast, "director")
    first, second, *_ = head.get(url).content.decode("utf-8-sig").splitlines()
    assert first.startswith("Provider,Children placed in the year")
    assert second.startswith("Own authority: Foster care,fewer than 6,")
    assert head.get(url).content == director.get(url).content
    answer = head.get(url, {"full": "yes"})
    mark, _, second, *_ = answer.content.decode("utf-8-sig").splitlines()
    assert (
        mark == '"In full, with small numbers: for the virtual school alone, not to be passed on"'
    )
    assert second.startswith("Own authority: Foster care,4,")
    assert "in-full-not-to-be-passed-on.csv" in answer["Content-Disposition"]
    assert director.get(url, {"full": "yes"}).status_code == 404
    page = reverse("reporting:care_providers")
    assert "full=yes" in head.get(page).content.decode()
    assert "full=yes" not in director.get(page).content.decode()
