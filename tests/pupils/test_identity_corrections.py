"""UPN, year group and being unaccompanied put right by a person: what holds, and later files."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from pupils.models import Pupil
from pupils.services.identity_corrections import (
    Numbers,
    Unaccompanied,
    correct_numbers,
    correct_unaccompanied,
    version_of_child,
)
from pupils.services.locking import StaleRecordError
from tests.architecture.queries import questions
from tests.cast import Cast
from tests.intake.running import findings_of, load
from tests.placements.test_school_pages import signed_in

pytestmark = pytest.mark.django_db
UPN = "P207000016049"
ADULT_ON = date(2030, 3, 10)  # ada


def number(cast: Cast, child: Pupil, who: str = "data", **right) -> Pupil:
    told = {"upn": child.upn, "nc_year": child.nc_year} | right
    return correct_numbers(
        actor=cast.people[who],
        pupil=child,
        version=version_of_child(child),
        reason="The school said so",
        right=Numbers(**told),
    )


def unaccompanied(cast: Cast, child: Pupil, who: str = "social_worker", **right) -> Pupil:
    return correct_unaccompanied(
        actor=cast.people[who],
        pupil=child,
        version=version_of_child(child),
        reason="The file left it out",
        right=Unaccompanied(**right),
    )


@pytest.mark.parametrize("who", ["data", "officer", "head"])
def test_upn_and_year_group_are_put_right_with_a_reason(cast, who):
    number(cast, cast.ada, who, upn=UPN, nc_year=10)
    child = Pupil.objects.get(pk=cast.ada.pk)
    assert (child.upn, child.former_upn, child.nc_year) == (UPN, "", 10)
    event = Pupil.pgh_event_model.objects.filter(pgh_obj=child.pk).latest("pgh_id")
    assert event.pgh_context["reason"] == "The school said so"


@pytest.mark.parametrize(
    ("right", "field", "words"),
    [
        ({"upn": "A123"}, "upn", "This is not a UPN"),
        ({"upn": "A207000016049"}, "upn", "The first letter should be P"),
        ({"nc_year": 15}, None, "year group"),
    ],
)
def test_what_cannot_be_is_refused(cast, right, field, words):
    with pytest.raises(ValidationError) as refused:
        number(cast, cast.ada, **right)
    assert words in str(refused.value)
    assert field is None or field in refused.value.message_dict


def test_another_childs_upn_is_refused_and_a_restricted_child_is_not_named(cast):
    Pupil.objects.filter(pk=cast.ben.pk).update(upn=UPN)
    with pytest.raises(ValidationError) as refused:
        number(cast, cast.ada, upn=UPN)
    assert "C-ben" in str(refused.value)
    Pupil.objects.filter(pk=cast.ben.pk).update(upn="")
    Pupil.objects.filter(pk=cast.eve.pk).update(upn=UPN)
    with pytest.raises(ValidationError) as refused:
        number(cast, cast.ada, upn=UPN)
    assert "Another record has this UPN" in str(refused.value)
    assert "eve" not in str(refused.value)
    Pupil.objects.filter(pk=cast.eve.pk).update(upn="")
    Pupil.objects.filter(pk=cast.cam.pk).update(upn=UPN)  # another authority's, as after a move
    assert number(cast, cast.ada, upn=UPN).upn == UPN


def test_nothing_changed_a_stale_page_and_who_may_not_are_refused(cast):
    with pytest.raises(ValidationError):
        number(cast, cast.ada)
    for who in ("social_worker", "teacher", "iro", "outsider", "south_head"):
        with pytest.raises(PermissionDenied):
            number(cast, cast.ada, who, upn=UPN)
    for who in ("teacher", "iro", "outsider", "other_social_worker"):
        with pytest.raises(PermissionDenied):
            unaccompanied(cast, cast.ada, who, is_uasc=True)
    with pytest.raises(StaleRecordError):
        correct_numbers(
            actor=cast.data,
            pupil=cast.ada,
            version=-1,
            reason="Late",
            right=Numbers(upn=UPN, nc_year=9),
        )


@pytest.mark.parametrize(
    ("is_uasc", "until", "words"),
    [
        (True, None, ""),
        (True, ADULT_ON, ""),
        (True, date(2030, 3, 11), "at the latest on the 18th birthday"),
        (True, date(2012, 3, 10), "not yet born"),
        (True, date(2012, 3, 11), ""),
        (False, date(2026, 10, 1), "Leave the day empty"),
    ],
)
def test_being_unaccompanied_keeps_to_childhood(cast, is_uasc, until, words):
    if not words:
        child = unaccompanied(cast, cast.ada, is_uasc=is_uasc, uasc_until=until)
        assert (child.is_uasc, child.uasc_until) == (is_uasc, until)
        return
    with pytest.raises(ValidationError) as refused:
        unaccompanied(cast, cast.ada, is_uasc=is_uasc, uasc_until=until)
    assert words in str(refused.value.message_dict["uasc_until"])


def test_the_workbench_leads_to_the_page_of_the_numbers(cast):
    client = signed_in(cast, "data")
    url = reverse("reporting:correct_numbers", kwargs={"ref": cast.ada.ref})
    workbench = reverse("reporting:data_quality") + "?fact=no_upn"
    assert url in client.get(workbench).content.decode()
    sources = reverse("reporting:sources", kwargs={"ref": cast.ada.ref})
    assert url in client.get(sources).content.decode()
    with questions() as asked:
        assert client.get(url).status_code == 200
    assert len(asked) <= 12
    answers = {"version": version_of_child(cast.ada), "upn": "a207 0000 16049", "nc_year": "9"}
    refused = client.post(url, answers).content.decode()
    assert "<title>Error: " in refused
    assert "Enter what was wrong" in refused
    answers["reason"] = "The register has it"
    refused = client.post(url, answers).content.decode()
    assert "The first letter should be P" in refused
    answers["upn"] = "p207 0000 16049"
    saved = client.post(url, answers, follow=True).content.decode()
    assert UPN in saved
    assert "The register has it" in saved


def test_the_care_tab_leads_to_being_unaccompanied(cast):
    client = signed_in(cast, "social_worker")
    url = reverse("placements:correct_unaccompanied", kwargs={"ref": cast.ada.ref})
    tab = reverse("placements:care", kwargs={"ref": cast.ada.ref})
    assert url in client.get(tab).content.decode()
    answers = {
        "version": version_of_child(cast.ada),
        "is_uasc": "yes",
        "uasc_until": "2027-01-04",
        "reason": "The file left it out",
    }
    saved = client.post(url, answers, follow=True).content.decode()
    assert "Unaccompanied asylum-seeking child, until 4 January 2027" in saved
    with questions() as asked:
        body = client.get(url).content.decode()
    assert len(asked) <= 12
    assert "The file left it out" in body


def test_rows_that_waited_for_the_upn_find_the_child_at_the_next_load(cast):
    file = f"upn,urn,date,session,code\n{UPN},999001,2026-11-03,AM,/\n"
    job = load("attendance", {"marks.csv": file}, authority=cast.northshire)
    assert [code for *_, code in findings_of(job)] == ["unknown_upn"]
    number(cast, cast.ada, upn=UPN)
    job = load("attendance", {"marks.csv": file}, authority=cast.northshire)
    assert findings_of(job) == []
    assert job.counts["new"] == 1
