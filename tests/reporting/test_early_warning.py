"""Early warning: facts found of the children on record, to whom they are told, who looked."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from placements.models import AttendanceSummary, Exclusion
from placements.services.exclusions import ExclusionAsItIs, record_exclusion
from pupils.models import CareEpisode, CarePeriod, CarePlacement, Enrolment, Pupil
from pupils.services.deadlines import recalculate_deadlines_for
from reporting.early_warning.models import EarlyWarningFact, EarlyWarningLook
from reporting.early_warning.services import find_all, record_look
from tests.cast import TODAY, Cast
from tests.reporting.page_requests import signed_in
from vsh.organisations.models import SettingLink


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Ada has three facts, Ben one; Fay, who left care, and Eve, restricted, would have one."""
    CarePeriod.objects.update(started_on=date(2025, 2, 2))  # of nobody is it less than a year
    place = cast.ada.enrolments.get(kind="main", ended_on=None)
    AttendanceSummary.objects.create(
        enrolment=place,
        academic_year="2026-27",
        season="autumn",
        started_on=date(2026, 9, 2),
        ended_on=date(2026, 10, 23),
        sessions_possible=60,
        sessions_authorised=2,
        sessions_unauthorised=6,
        entered_on=TODAY,
    )
    for days_ago, sessions in ((2, 4), (500, 2)):
        Exclusion.objects.create(
            enrolment=place,
            kind="suspension",
            started_on=date.fromordinal(TODAY.toordinal() - days_ago),
            sessions=sessions,
            reasons=["DB"],
            reported_on=TODAY,
        )
    for child in ("ada", "ben", "eve", "fay"):
        CarePlacement.objects.filter(pupil=cast.children[child]).update(placement_type="K2")
    return cast


def test_the_night_finds_the_facts_of_everybody_in_care_however_often_it_runs(told: Cast):
    def found():
        rows = EarlyWarningFact.objects.order_by("pupil__search_name", "kind")
        return list(rows.values_list("pupil", "kind", "words"))

    find_all()
    first = found()
    assert [(k, w) for pk, k, w in first if pk == told.ada.pk] == [
        (
            "not_in_a_family",
            f"Lives neither with a foster carer nor with family since {_since(told)}",
        ),
        ("suspended_days", "2 school days suspended since 1 September 2025"),
        (
            "unauthorised_absence",
            "10.0% unauthorised absence since 1 September 2025 (6 of 60 sessions)",
        ),
    ]
    assert told.fay.pk not in {pk for pk, *_ in first}
    find_all()
    assert found() == first


def _since(cast: Cast) -> str:
    day = cast.ada.placements.get(ended_on=None).started_on
    return f"{day.day} {day:%B %Y}"


def test_what_is_no_fact_any_more_goes(told: Cast):
    find_all()
    CarePlacement.objects.filter(pupil=told.ben).update(placement_type="U6")
    told.ada.care_periods.update(ended_on=date(2026, 11, 3))
    find_all()
    assert not EarlyWarningFact.objects.filter(pupil__in=[told.ada, told.ben]).exists()


def test_without_a_place_the_clock_says_since_when(cast: Cast):
    Enrolment.objects.filter(pupil=cast.ada, ended_on=None).update(ended_on=date(2026, 10, 8))
    recalculate_deadlines_for([cast.ada.pk])
    find_all()
    (fact,) = EarlyWarningFact.objects.filter(pupil=cast.ada, kind="no_full_time_place")
    assert fact.words == "Without a full-time place since 9 October 2026"


@pytest.mark.parametrize(
    ("statuses", "is_told"),
    [(("V2",), True), (("V4",), False), (("V3", "V4"), False), (("V4", "C1"), True), ((), True)],
)
def test_time_in_care_is_told_of_who_is_in_care_and_not_in_agreed_short_breaks(
    cast: Cast, statuses, is_told
):
    period = cast.ada.care_periods.get()
    CarePeriod.objects.filter(pk=period.pk).update(started_on=date(2026, 3, 2))
    period.episodes.all().delete()
    for number, status in enumerate(statuses):
        CareEpisode.objects.create(
            care_period=period,
            started_on=date(2026, 3 + number, 2),
            ended_on=date(2026, 4 + number, 2) if number + 1 < len(statuses) else None,
            legal_status=status,
        )
    find_all()
    told = EarlyWarningFact.objects.filter(pupil=cast.ada, kind="short_time_in_care")
    said = ["In care for less than a year, since 2 March 2026"] if is_told else []
    assert list(told.values_list("words", flat=True)) == said


def test_the_page_says_that_the_research_names_no_length(cast: Cast):
    CarePeriod.objects.filter(pupil=cast.ada).update(started_on=date(2026, 3, 2))
    find_all()
    page = signed_in(cast, "officer").get(
        reverse("reporting:early_warning_of", kwargs={"ref": cast.ada.ref})
    )
    text = page.content.decode()
    for said in (
        "In care for less than a year, since 2 March 2026",
        "better than those who have only been in short term care",
        "It names no length",
        "still to be confirmed",
    ):
        assert said in text


def test_a_school_that_becomes_an_academy_is_no_change_of_school(cast: Cast):
    Pupil.objects.filter(pk=cast.ben.pk).update(nc_year=11)
    find_all()
    assert EarlyWarningFact.objects.filter(pupil=cast.ben, kind="school_change").exists()
    SettingLink.objects.create(
        setting=cast.oakfield, linked_urn=cast.elm.urn, link_type="Successor"
    )
    find_all()
    assert not EarlyWarningFact.objects.filter(pupil=cast.ben, kind="school_change").exists()


def test_a_look_keeps_the_facts_as_they_were(told: Cast):
    find_all()
    look = record_look(actor=told.officer, pupil=told.ada, done=" The tutor meets her weekly. ")
    again = record_look(actor=told.officer, pupil=told.ada, done="The tutor meets her weekly.")
    assert (look.pk, look.done) == (again.pk, "The tutor meets her weekly.")
    assert look.kinds == ["unauthorised_absence", "suspended_days", "not_in_a_family"]
    event = look.events.get()
    assert (event.done, event.pgh_label) == (look.done, "insert")


@pytest.mark.parametrize("who", "social_worker iro data teacher outsider south_head".split())
def test_only_the_virtual_school_says_what_was_done(told: Cast, who: str):
    with pytest.raises(PermissionDenied):
        record_look(actor=told.people[who], pupil=told.ada, done="Nothing")
    assert not EarlyWarningLook.objects.exists()


def test_the_list_has_most_facts_first_and_says_who_looked(told: Cast):
    find_all()
    page = signed_in(told, "officer").get(reverse("reporting:early_warning"))
    assert [len(row["facts"]) for row in page.context["rows"]] == [3, 1]
    assert page.context["rows"][0]["pupil"] == told.ada
    text = page.content.decode()
    assert "Nobody yet" in text
    assert "Making a difference together" in text


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("fact=suspended_days", ["ada"]),
        ("looked=never", ["ben"]),
        ("looked=again", []),
        ("looked=sooner", []),
    ],
)
def test_the_filters(told: Cast, asked: str, names: list[str]):
    find_all()
    record_look(actor=told.officer, pupil=told.ada, done="Seen")
    page = signed_in(told, "officer").get(f"{reverse('reporting:early_warning')}?{asked}")
    listed = [row["pupil"] for row in page.context["rows"]]
    assert listed == [told.children[name] for name in names]


def test_a_new_kind_of_fact_or_the_day_calls_for_another_look(told: Cast):
    address = f"{reverse('reporting:early_warning')}?looked=again"
    record_look(actor=told.officer, pupil=told.ben, done="Seen", look_again_on=date(2026, 11, 5))
    record_look(actor=told.officer, pupil=told.ada, done="Seen")
    officer = signed_in(told, "officer")
    assert officer.get(address).context["rows"] == []
    EarlyWarningFact.objects.create(
        pupil=told.ada, kind="no_full_time_place", words="Without", found_on=TODAY
    )
    (row,) = officer.get(address).context["rows"]
    assert row["pupil"] == told.ada


def test_a_social_worker_reads_the_facts_of_their_own_children_alone(told: Cast):
    find_all()
    client = signed_in(told, "social_worker")
    rows = client.get(reverse("reporting:early_warning")).context["rows"]
    assert told.ada in [row["pupil"] for row in rows]
    page = client.get(reverse("reporting:early_warning_of", kwargs={"ref": told.ada.ref}))
    assert "one-sixth of a grade less" in page.content.decode()
    assert "what was done?" not in page.content.decode()


def test_the_day_to_look_again_is_after_today(told: Cast):
    address = reverse("reporting:early_warning_of", kwargs={"ref": told.ada.ref})
    said = {f"look_again_on_{part}": str(getattr(TODAY, part)) for part in ("day", "month", "year")}
    client = signed_in(told, "officer")
    page = client.post(address, {"done": "A call", **said})
    assert "must be after today" in page.content.decode()
    assert client.post(address, {"done": "A call"}).status_code == 302
    assert "A call" in client.get(address).content.decode()


def test_what_is_entered_today_is_found_today(told: Cast, django_capture_on_commit_callbacks):
    find_all()
    with django_capture_on_commit_callbacks(execute=True):
        record_exclusion(
            actor=told.officer,
            enrolment=told.ben.enrolments.get(kind="main", ended_on=None),
            facts=ExclusionAsItIs(
                kind="suspension",
                started_on=TODAY,
                days=Decimal(3),
                reasons=["DB"],
                notified_on=TODAY,
                provision="",
                provision_from_on=None,
            ),
        )
    found = EarlyWarningFact.objects.get(pupil=told.ben, kind="suspended_days")
    assert found.words == "3 school days suspended since 1 September 2025"
    with django_capture_on_commit_callbacks(execute=True):
        CarePeriod.objects.filter(pupil=told.ben).update(ended_on=TODAY)
        recalculate_deadlines_for([told.ben.pk])
    assert not EarlyWarningFact.objects.filter(pupil=told.ben).exists()
