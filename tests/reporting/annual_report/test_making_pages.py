"""The pages on which a report is begun, written, made and published."""

import pytest

from reporting.annual_report.models import AnnualReport
from reporting.annual_report.services import begin
from tests.reporting.annual_report.reports import address


def test_officer_cannot_publish(client, ready_report, cast):
    client.force_login(cast.officer)
    response = client.post(
        address("annual_report_publish", ready_report.pk), {"version": ready_report.version}
    )
    assert response.status_code == 403
    page = client.get(address("annual_report", ready_report.pk)).content.decode()
    assert "Publish the report" not in page


@pytest.mark.parametrize("version", ["", "x", "²", "9" * 30, "9" * 5000])
def test_a_version_that_is_none_publishes_nothing(client, ready_report, cast, version):
    client.force_login(cast.head)
    response = client.post(address("annual_report_publish", ready_report.pk), {"version": version})
    assert response.status_code == 302
    assert AnnualReport.objects.get(pk=ready_report.pk).state == "ready"


def test_head_publishes_from_the_page(client, ready_report, cast):
    client.force_login(cast.head)
    page = client.get(address("annual_report", ready_report.pk))
    assert "Publish the report" in page.content.decode()
    response = client.post(
        address("annual_report_publish", ready_report.pk), {"version": ready_report.version}
    )
    assert response["Location"] == address("annual_report_figures", ready_report.pk)
    assert AnnualReport.objects.get(pk=ready_report.pk).is_published


def test_the_page_asks_for_the_account_of_the_pupil_premium_before_it_offers_to_publish(
    client, ready_report, cast
):
    AnnualReport.objects.filter(pk=ready_report.pk).update(pupil_premium="")
    client.force_login(cast.head)
    page = client.get(address("annual_report", ready_report.pk)).content.decode()
    assert "Publish the report" not in page
    assert 'href="#id_pupil_premium"' in page
    assert 'id="id_pupil_premium"' in page
    shown = {"version": ready_report.version}
    client.post(address("annual_report_publish", ready_report.pk), shown)
    assert AnnualReport.objects.get(pk=ready_report.pk).state == "ready"
    page = client.get(address("annual_report", ready_report.pk)).content.decode()
    assert "Write the account of the pupil premium plus first" in page


@pytest.mark.parametrize("version", ["", "0", "one", "-1", "99"])
def test_another_version_than_that_shown_is_not_published(client, ready_report, cast, version):
    client.force_login(cast.head)
    client.post(address("annual_report_publish", ready_report.pk), {"version": version})
    assert AnnualReport.objects.get(pk=ready_report.pk).state == "ready"


def test_report_is_begun_written_and_asked_for(
    client, reported_year, django_capture_on_commit_callbacks
):
    client.force_login(reported_year.officer)
    response = client.post(address("annual_report_start"), {"academic_year": "2026-27"})
    report = AnnualReport.objects.get()
    assert response["Location"] == address("annual_report", report.pk)
    text = {
        "introduction": "A year of listening.",
        "pupil_premium": "",
        "priorities": "",
        "version": report.version,
    }
    assert client.post(address("annual_report", report.pk), text).status_code == 302
    client.post(address("annual_report_produce", report.pk))
    page = client.get(address("annual_report", report.pk)).content.decode()
    assert "Waiting for its turn" in page
    assert address("annual_report_progress", report.pk) in page


TYPED = {"introduction": "Typed.", "pupil_premium": "Spent well.", "priorities": ""}


def test_what_was_typed_is_saved_before_the_report_is_made(client, cast):
    report = begin(authority=cast.northshire, academic_year="2025-26")
    client.force_login(cast.officer)
    client.post(
        address("annual_report", report.pk), {**TYPED, "version": report.version, "make": "1"}
    )
    made = AnnualReport.objects.get()
    assert (made.introduction, made.state, made.produced_by) == ("Typed.", "queued", cast.officer)


def test_a_text_that_is_refused_is_not_made_into_a_report(client, cast):
    report = begin(authority=cast.northshire, academic_year="2025-26")
    client.force_login(cast.officer)
    text = {**TYPED, "introduction": "Ada Canaryada did well.", "make": "1"}
    client.post(address("annual_report", report.pk), {**text, "version": report.version})
    assert AnnualReport.objects.get().state == "draft"


def test_the_button_that_makes_the_report_stands_below_the_text_and_sends_it(client, cast):
    report = begin(authority=cast.northshire, academic_year="2025-26")
    client.force_login(cast.head)
    page = client.get(address("annual_report", report.pk)).content.decode()
    assert address("annual_report_produce", report.pk) not in page
    assert page.index('id="id_priorities"') < page.index('name="make"')
    assert "(optional)" not in page


def test_a_report_that_lacks_its_account_is_not_called_ready_to_publish(client, ready_report, cast):
    client.force_login(cast.head)
    for url in (address("annual_reports"), address("annual_report", ready_report.pk)):
        AnnualReport.objects.filter(pk=ready_report.pk).update(pupil_premium="Spent well.")
        assert "Ready to publish" in client.get(url).content.decode()
        AnnualReport.objects.filter(pk=ready_report.pk).update(pupil_premium=" ")
        page = client.get(url).content.decode()
        assert "Ready to publish" not in page
        assert "Made, a text is missing" in page


def test_progress_asks_for_the_whole_page_once_the_report_is_made(client, ready_report, cast):
    client.force_login(cast.head)
    response = client.get(address("annual_report_progress", ready_report.pk))
    assert response["HX-Refresh"] == "true"


def test_stale_text_is_refused_with_both_texts(client, cast):
    report = begin(authority=cast.northshire, academic_year="2025-26")
    AnnualReport.objects.filter(pk=report.pk).update(introduction="Theirs.", version=2)
    client.force_login(cast.head)
    response = client.post(
        address("annual_report", report.pk),
        {"introduction": "Mine.", "pupil_premium": "", "priorities": "", "version": 1},
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs." in page
    assert "Mine." in page
    assert AnnualReport.objects.get().introduction == "Theirs."


def test_text_that_names_a_child_is_shown_with_an_error(client, cast):
    report = begin(authority=cast.northshire, academic_year="2025-26")
    client.force_login(cast.head)
    response = client.post(
        address("annual_report", report.pk),
        {
            "introduction": "Ada Canaryada did well.",
            "pupil_premium": "",
            "priorities": "",
            "version": report.version,
        },
    )
    page = response.content.decode()
    assert "<title>Error: " in page
    assert "Take the name out" in page


def test_year_must_be_chosen(client, cast):
    client.force_login(cast.head)
    response = client.post(address("annual_report_start"), {})
    assert "Select an academic year" in response.content.decode()
    assert not AnnualReport.objects.exists()
