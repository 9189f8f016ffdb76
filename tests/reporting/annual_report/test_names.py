"""A published report names no child; refusing a name tells nobody of a child unknown to them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from pupils.models import RestrictedAccess
from reporting.annual_report.models import AnnualReport
from reporting.annual_report.services import begin, publish_report, write_report
from tests.cast import TODAY

RESTRICTED = "We thank Eve Canaryeve."
UNKNOWN = "We thank Zed Nobody."


@pytest.fixture
def report(cast):
    return begin(authority=cast.northshire, academic_year="2025-26")


def write(actor, report, introduction):
    write_report(
        actor=actor,
        report=report,
        version=report.version,
        introduction=introduction,
        pupil_premium="",
        priorities="",
    )
    report.refresh_from_db()


def holding(report, **texts):
    """The finished report with these texts, however they came into it."""
    AnnualReport.objects.filter(pk=report.pk).update(**texts)
    return AnnualReport.objects.get(pk=report.pk)


@pytest.mark.parametrize("text", [RESTRICTED, UNKNOWN])
def test_the_name_of_a_restricted_child_is_saved_like_an_unknown_one(cast, report, text):
    write(cast.officer, report, text)
    assert report.introduction == text


@pytest.mark.parametrize("text", [RESTRICTED, UNKNOWN])
def test_the_page_tells_an_officer_nothing_of_a_restricted_child(client, cast, report, text):
    client.force_login(cast.officer)
    url = reverse("reporting:annual_report", args=[report.pk])
    texts = {"introduction": text, "pupil_premium": "", "priorities": ""}
    response = client.post(url, {**texts, "version": report.version})
    assert (response.status_code, response["Location"]) == (302, url)


def test_an_officer_named_for_a_restricted_child_is_told(cast, report):
    RestrictedAccess.objects.create(
        pupil=cast.eve,
        user=cast.officer,
        granted_by=cast.head,
        reason="Works with the child.",
        started_on=TODAY,
    )
    with pytest.raises(ValidationError, match="Eve Canaryeve"):
        write(cast.officer, report, RESTRICTED)


def test_the_head_who_may_open_every_restricted_record_is_told(cast, report):
    with pytest.raises(ValidationError, match="Eve Canaryeve"):
        write(cast.head, report, RESTRICTED)


def test_a_child_of_another_authority_is_not_looked_for(cast, report):
    write(cast.head, report, "We thank Dee Canarydee.")
    assert report.introduction == "We thank Dee Canarydee."


@pytest.mark.parametrize(
    ("field", "text", "chapter"),
    [
        ("introduction", RESTRICTED, "introduction"),
        ("pupil_premium", RESTRICTED, "account of the pupil premium plus"),
        ("priorities", "More for ada canaryada.", "priorities"),
    ],
)
def test_nothing_is_published_that_names_a_child(ready_report, cast, field, text, chapter):
    report = holding(ready_report, **{field: text})
    with pytest.raises(ValidationError, match=f"The {chapter} of this report") as caught:
        publish_report(actor=cast.head, report=report)
    assert "anary" not in str(caught.value)  # it is kept in a cookie until the page is shown
    assert AnnualReport.objects.get(pk=report.pk).state == "ready"


def test_the_head_is_led_to_the_name_and_publishes_without_it(client, ready_report, cast):
    report = holding(ready_report, introduction=RESTRICTED)
    client.force_login(cast.head)
    url = reverse("reporting:annual_report", args=[report.pk])
    publish = reverse("reporting:annual_report_publish", args=[report.pk])
    client.post(publish, {"version": report.version})
    page = client.get(url).content.decode()
    assert "The introduction of this report may name a child" in page
    texts = {"introduction": RESTRICTED, "pupil_premium": "Spent on tutors.", "priorities": ""}
    page = client.post(url, {**texts, "version": report.version}).content.decode()
    assert "This seems to name a child: Eve Canaryeve. Take the name out." in page
    report = holding(ready_report, introduction=UNKNOWN)
    client.post(publish, {"version": report.version})
    assert AnnualReport.objects.get(pk=report.pk).is_published
