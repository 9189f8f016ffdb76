"""Never a school found inadequate without a reason, nor one below good without evidence."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from placements.models import SchoolSearch
from placements.services.school_options import Considered, add_option
from pupils.imports.changes import Changes
from pupils.imports.roll.below_good import name_below_good
from pupils.models import Enrolment, Pupil
from pupils.services.enrolments import record_enrolment
from pupils.services.place_corrections import PlaceAsItIs, correct_enrolment
from tests.cast import TODAY, Cast
from tests.intake.running import load
from tests.pupils.imports.rolls import BLANK, GIA, roll
from tests.reporting.page_requests import signed_in
from vsh.organisations.models import InspectionOutcome

REASON = "The only school that teaches her language"
EVIDENCE = "Its looked-after children made good progress in two years"


def rated(cast: Cast, grade: str) -> None:
    InspectionOutcome.objects.create(
        setting=cast.elm,
        framework="overall",
        grade=grade,
        inspected_on=date(2024, 3, 5),
        source="Test",
    )


@pytest.fixture
def inadequate(cast: Cast) -> None:
    rated(cast, "Inadequate")


def record(cast: Cast, started_on: date = TODAY, **more) -> Enrolment:
    facts = {"kind": "main", "setting": cast.elm, "started_on": started_on, "ends_current": True}
    return record_enrolment(actor=cast.social_worker, pupil=cast.ada, **facts | more)


def test_it_is_refused_without_a_reason_and_kept_with_one(cast: Cast, inadequate) -> None:
    with pytest.raises(ValidationError) as refused:
        record(cast)
    assert "Overall grade inadequate" in refused.value.message_dict["exceptional_reason"][0]
    assert record(cast, exceptional_reason=REASON).exceptional_reason == REASON


def test_a_place_of_before_care_or_before_the_judgement_needs_none(cast: Cast, inadequate) -> None:
    before = date(2026, 2, 1)  # looked after from the next day
    record(cast, before, kind="subsidiary")
    InspectionOutcome.objects.update(inspected_on=TODAY)
    record(cast, date(2026, 11, 3), kind="subsidiary")
    with pytest.raises(ValidationError):
        record(cast, kind="subsidiary")


def test_another_school_by_correction_is_asked_too_and_other_corrections_are_not(
    cast: Cast, inadequate
) -> None:
    place = Enrolment.objects.get(pupil=cast.ada)
    said = {"actor": cast.data, "enrolment": place, "version": 1, "reason": "Typed wrongly"}
    right = {"kind": "main", "setting": cast.elm, "accepted_on": None, "started_on": TODAY}
    with pytest.raises(ValidationError, match="exceptional_reason"):
        correct_enrolment(**said, right=PlaceAsItIs(**right))
    Enrolment.objects.filter(pk=place.pk).update(setting=cast.elm, started_on=TODAY)
    part_time = {"is_full_time": False, "part_time_reason": "Ill"}
    assert not correct_enrolment(**said, right=PlaceAsItIs(**right, **part_time)).is_full_time


def test_what_the_search_says_counts_on_the_form(cast: Cast, inadequate) -> None:
    client = signed_in(cast, "social_worker")
    url = reverse("placements:record_enrolment", args=[cast.ada.ref]) + "?school=Elm"
    data = {"kind": "main", "setting": cast.elm.pk, "ends_current": "on"}
    data["reason_ended"] = "Too far from the new home"
    data |= {"started_on_day": 4, "started_on_month": 11, "started_on_year": 2026}
    page = client.post(url, data).content.decode()
    assert "Never without an exceptional reason" in page
    assert 'href="#id_exceptional_reason"' in page
    search = SchoolSearch.objects.create(pupil=cast.ada, started_on=TODAY, why="None")
    said = Considered(why="Near", exceptional_reason=REASON)
    add_option(actor=cast.officer, search=search, setting=cast.elm, said=said)
    assert client.post(url, data).status_code == 302
    tab = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    assert REASON in tab


@pytest.mark.parametrize(
    ("grade", "is_asked"), [("Requires improvement", True), ("Satisfactory", True), ("Good", False)]
)
def test_a_school_below_good_is_taken_with_evidence_only(cast: Cast, grade, is_asked) -> None:
    rated(cast, grade)
    if is_asked:
        with pytest.raises(ValidationError) as refused:
            record(cast)
        assert list(refused.value.message_dict) == ["evidence"]
        record(cast, date(2026, 2, 1), kind="subsidiary")  # looked after from the next day
    assert record(cast, evidence=EVIDENCE).evidence == EVIDENCE


def test_a_school_that_no_inspection_tells_of_is_recorded(cast: Cast) -> None:
    assert record(cast).evidence == ""


def test_the_evidence_of_the_search_counts_on_the_form_and_a_correction_asks_it(
    cast: Cast,
) -> None:
    rated(cast, "Requires improvement")
    client = signed_in(cast, "social_worker")
    url = reverse("placements:record_enrolment", args=[cast.ada.ref]) + "?school=Elm"
    data = {"kind": "main", "setting": cast.elm.pk, "ends_current": "on"}
    data["reason_ended"] = "Too far from the new home"
    data |= {"started_on_day": 4, "started_on_month": 11, "started_on_year": 2026}
    page = client.post(url, data).content.decode()
    assert 'href="#id_evidence"' in page
    place = Enrolment.objects.get(pupil=cast.ada)
    right = PlaceAsItIs(kind="main", setting=cast.elm, accepted_on=None, started_on=TODAY)
    with pytest.raises(ValidationError, match="evidence"):
        correct_enrolment(
            actor=cast.social_worker, enrolment=place, version=1, reason="Wrong", right=right
        )
    search = SchoolSearch.objects.create(pupil=cast.ada, started_on=TODAY, why="None")
    said = Considered(why="Near", evidence=EVIDENCE)
    add_option(actor=cast.officer, search=search, setting=cast.elm, said=said)
    assert client.post(url, data).status_code == 302
    tab = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    assert EVIDENCE in tab


def test_a_file_is_loaded_and_named_at_every_load_until_the_reason_is_there(
    cast: Cast, inadequate
) -> None:
    rows = ({**GIA, "school_urn": "999002", "enrolled_from": "2026-11-02"},)

    def told() -> list[str]:
        job = load("roll", {"roll.csv": roll(*rows)}, authority=cast.northshire)
        return [one.message for one in job.kept["warning"] if one.code == "inadequate_school"]

    for _ in range(2):
        named = [words.partition(" is placed at ")[0] for words in told()]
        assert named == ["Child C-ben", "Child N100"]
    Enrolment.objects.filter(setting=cast.elm).update(exceptional_reason=REASON)
    assert told() == []


def of_ada(cast: Cast, **facts: str) -> list[str]:
    """What a night's file says of the evidence, placing her at Elm from today."""
    row = {**BLANK, "child_id": "C-ada", "school_urn": "999002", "enrolled_from": "2026-11-04"}
    job = load("roll", {"roll.csv": roll(row | facts)}, authority=cast.northshire)
    assert job.counts["refused"] == 0
    told = [one for one in job.kept["warning"] if one.code == "below_good"]
    assert {(one.line, one.column, one.subject) for one in told} <= {(2, "school_urn", "C-ada")}
    return [one.message for one in told]


@pytest.mark.parametrize(
    ("grade", "is_named"),
    [
        ("Requires improvement", True),
        ("Satisfactory", True),
        ("Good", False),
        ("Inadequate", False),  # named at every load, with the reason that it asks for
    ],
)
def test_a_new_place_of_a_file_at_a_school_below_good_is_named_once(
    cast: Cast, grade: str, is_named: bool
) -> None:
    rated(cast, grade)
    told = of_ada(cast)
    assert len(told) == is_named
    assert all(f"Overall grade {grade.lower()} (Tue 5 March 2024)" in words for words in told)
    assert all("“Correct this place” on the School tab" in words for words in told)
    assert Enrolment.objects.get(pupil=cast.ada, ended_on=None).setting == cast.elm
    assert of_ada(cast) == []


@pytest.mark.parametrize(
    ("first_day", "is_named"), [("2026-02-01", False), ("2026-02-02", True), ("2026-11-05", True)]
)
def test_only_a_place_that_begins_in_care_is_named(cast: Cast, first_day, is_named) -> None:
    rated(cast, "Requires improvement")
    Enrolment.objects.filter(pupil=cast.ada).delete()
    assert len(of_ada(cast, enrolled_from=first_day)) == is_named


def test_a_place_of_a_file_is_new_too_where_the_school_is_replaced(cast: Cast) -> None:
    rated(cast, "Requires improvement")
    Enrolment.objects.filter(pupil=cast.ada).update(started_on=TODAY)
    assert len(of_ada(cast)) == 1
    assert Enrolment.objects.get(pupil=cast.ada).setting == cast.elm


def test_a_school_that_no_inspection_tells_of_is_loaded_without_a_word(cast: Cast) -> None:
    assert of_ada(cast) == []


@pytest.mark.parametrize("is_replaced", [False, True])
def test_what_the_search_says_goes_with_a_place_that_a_file_tells(cast: Cast, is_replaced) -> None:
    rated(cast, "Requires improvement")
    if is_replaced:
        Enrolment.objects.filter(pupil=cast.ada).update(started_on=TODAY)
    search = SchoolSearch.objects.create(pupil=cast.ada, started_on=TODAY, why="None")
    add_option(
        actor=cast.officer,
        search=search,
        setting=cast.elm,
        said=Considered(why="Near", evidence=EVIDENCE),
    )
    of_another = SchoolSearch.objects.create(pupil=cast.ben, started_on=TODAY, why="None")
    said = Considered(why="Near", evidence="Of another child", exceptional_reason="His")
    add_option(actor=cast.officer, search=of_another, setting=cast.elm, said=said)
    assert of_ada(cast) == []
    place = Enrolment.objects.get(pupil=cast.ada, ended_on=None)
    assert (place.evidence, place.exceptional_reason) == (EVIDENCE, "")


def test_the_reason_of_the_search_answers_for_an_inadequate_school(cast: Cast, inadequate) -> None:
    search = SchoolSearch.objects.create(pupil=cast.ada, started_on=TODAY, why="None")
    said = Considered(why="Near", exceptional_reason=REASON)
    add_option(actor=cast.officer, search=search, setting=cast.elm, said=said)
    of_ada(cast)
    assert Enrolment.objects.get(pupil=cast.ada, ended_on=None).exceptional_reason == REASON


def test_however_many_new_places_of_a_file_the_database_is_asked_as_often(cast: Cast) -> None:
    rated(cast, "Requires improvement")

    def queries(*children: Pupil) -> int:
        many = [Changes() for _ in children]
        for changes, child in zip(many, children, strict=True):
            place = Enrolment(pupil=child, setting=cast.elm, started_on=TODAY)
            changes.new_places.append((None, place))
        with CaptureQueriesContext(connection) as asked:
            name_below_good(many)
        return len(asked)

    assert queries(cast.ada) == queries(cast.ada, cast.ben, cast.fay) > 0
    assert queries() == 0


@pytest.mark.parametrize("has_evidence", [True, False])
def test_of_a_restricted_record_it_is_said_what_the_inspection_found_whatever_is_on_record(
    cast: Cast, inadequate, has_evidence
) -> None:
    InspectionOutcome.objects.filter(setting=cast.elm).update(grade="Requires improvement")
    if has_evidence:
        search = SchoolSearch.objects.create(pupil=cast.ada, started_on=TODAY, why="None")
        said = Considered(why="Near", evidence=EVIDENCE)
        add_option(actor=cast.officer, search=search, setting=cast.elm, said=said)
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True)
    (words,) = of_ada(cast)
    assert "Overall grade requires improvement" in words
    assert "Ask who is named for this child" in words
    assert "None is on record" not in words
