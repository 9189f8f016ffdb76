"""Who reads what of a report: makers all of it, readers what is published, others nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pupils.models import Pupil
from pupils.services.merges import merge_pupils
from reporting.annual_report.models import AnnualReport
from tests.cast import add_children
from tests.reporting.annual_report.reports import address, behind, fresh, pages
from vsh.audit.models import ReadLog

READERS = ("director", "member")
LOOKED_AFTER = ("On the last day", "At any time in the year")
OTHER_AUTHORITY = ("south_head", "south_director")
NO_PERMISSION = (
    "data",
    "social_worker",
    "team_manager",
    "iro",
    "send_officer",
    "adviser",
    "teacher",
    "school_staff",
    "head_teacher",
    "former_officer",
    "outsider",
)


def statuses(client, report, user):
    if user is not None:
        client.force_login(user)
    return {name: client.get(url).status_code for name, url in pages(report).items()}


@pytest.mark.parametrize("person", ["head", "officer"])
def test_makers_see_all_of_a_report_in_the_making(client, ready_report, cast, person):
    assert set(statuses(client, ready_report, getattr(cast, person)).values()) == {200}


@pytest.mark.parametrize("person", READERS)
def test_readers_see_nothing_before_it_is_published(client, ready_report, cast, person):
    assert statuses(client, ready_report, getattr(cast, person)) == {
        "list": 200,
        "report": 403,
        "progress": 403,
        "figures": 404,
        "file": 404,
        "children": 403,
    }


@pytest.mark.parametrize("person", READERS)
def test_readers_see_the_published_figures_and_file_alone(client, published_report, cast, person):
    assert statuses(client, published_report, getattr(cast, person)) == {
        "list": 200,
        "report": 403,
        "progress": 403,
        "figures": 200,
        "file": 200,
        "children": 403,
    }


@pytest.mark.parametrize("person", NO_PERMISSION)
def test_other_roles_are_refused(client, published_report, cast, person):
    assert set(statuses(client, published_report, getattr(cast, person)).values()) == {403}


def test_nobody_is_asked_to_sign_in(client, published_report):
    assert set(statuses(client, published_report, None).values()) == {302}


@pytest.mark.parametrize("person", OTHER_AUTHORITY)
def test_of_another_authority_nothing_is_there(client, published_report, cast, person):
    seen = statuses(client, published_report, getattr(cast, person))
    assert seen.pop("list") == 200
    assert set(seen.values()) <= {403, 404}
    assert seen["figures"] == seen["file"] == 404


def test_list_of_another_authority_is_empty(client, published_report, cast):
    client.force_login(cast.south_director)
    assert b"2026-27" not in client.get(address("annual_reports")).content


@pytest.mark.parametrize("person", [*READERS, *OTHER_AUTHORITY, "teacher", "outsider"])
@pytest.mark.parametrize("name", ["annual_report_produce", "annual_report_publish"])
def test_others_cannot_produce_or_publish(client, ready_report, cast, name, person):
    client.force_login(getattr(cast, person))
    response = client.post(address(name, ready_report.pk), {"version": ready_report.version})
    assert response.status_code in (403, 404)
    assert AnnualReport.objects.get(pk=ready_report.pk).state == "ready"


def test_readers_see_no_child_and_no_small_number(client, published_report, cast):
    client.force_login(cast.director)
    page = client.get(address("annual_report_figures", published_report.pk)).content.decode()
    assert "fewer than 6" in page
    assert "/children/" not in page
    assert "/figures/pep" not in page
    assert "not in the published report" not in page
    for child in Pupil.objects.all():
        assert child.ref not in page
        assert child.legal_last_name not in page


def test_makers_see_full_numbers_that_open_their_children(client, ready_report, cast):
    client.force_login(cast.officer)
    page = client.get(address("annual_report_figures", ready_report.pk)).content.decode()
    assert behind(ready_report) in page
    assert behind(ready_report, which="others") in page
    assert "fewer than 6" in page  # the column "As published"


def test_children_behind_a_figure_are_listed_and_the_read_is_logged(client, ready_report, cast):
    client.force_login(cast.officer)
    page = client.get(behind(ready_report)).content.decode()
    assert "Canaryada" in page
    assert "Canaryben" not in page
    log = ReadLog.objects.get(user=cast.officer, page="reporting:figure_children")
    assert log.count == 1
    assert log.filter["figure"] == "pep_reviewed_by_term"


def test_a_record_that_was_merged_since_leads_to_the_one_that_stays(client, ready_report, cast):
    add_children(cast, {"twice": {}})
    cast.twice.enrolments.all().delete()
    figures = fresh(ready_report).figures
    merge_pupils(actor=cast.head, keep=cast.twice, gone=cast.ada, reason="One child")
    client.force_login(cast.officer)
    answer = client.get(behind(ready_report))
    assert [row["pupil"] for row in answer.context["rows"]] == [cast.twice]
    assert "has a record that you cannot open" not in answer.content.decode()
    assert fresh(ready_report).figures == figures


def test_two_records_in_one_figure_that_are_one_child_now_count_twice(client, ready_report, cast):
    children = ready_report.children
    children["pep_reviewed_by_term"][0]["counted"].append(cast.ben.ref)
    AnnualReport.objects.filter(pk=ready_report.pk).update(children=children)
    Pupil.objects.filter(pk=cast.ben.pk).update(merged_into=cast.ada)
    client.force_login(cast.officer)
    answer = client.get(behind(ready_report))
    assert [(row["pupil"], row["times"]) for row in answer.context["rows"]] == [(cast.ada, 2)]


def test_a_restricted_child_behind_a_figure_stays_closed(client, ready_report, cast):
    client.force_login(cast.officer)
    page = client.get(behind(ready_report, which="others")).content.decode()
    assert "Canaryben" in page
    assert "Canaryeve" not in page
    assert "1 child behind this figure has a record that you cannot open" in page


def test_reading_a_report_is_no_reading_of_a_child(client, published_report, cast):
    client.force_login(cast.director)
    client.get(address("annual_report_figures", published_report.pk))
    client.get(address("annual_report_file", published_report.pk))
    assert not ReadLog.objects.exists()


@pytest.mark.parametrize(
    ("key", "number", "which"),
    [("pep_reviewed_by_term", 9, "counted"), ("none", 0, "counted"), ("stage", 0, "all")],
)
def test_a_figure_that_is_none_is_not_there(client, ready_report, cast, key, number, which):
    client.force_login(cast.head)
    assert client.get(behind(ready_report, key, number, which)).status_code == 404


def test_no_childs_name_in_the_title_of_the_list_of_children(client, ready_report, cast):
    client.force_login(cast.head)
    title = client.get(behind(ready_report)).content.decode().split("</title>")[0]
    assert "Canary" not in title


def test_revoked_membership_bites_at_the_next_request(client, published_report, cast):
    client.force_login(cast.director)
    assert client.get(address("annual_report_figures", published_report.pk)).status_code == 200
    cast.director.memberships.update(ends_on=date(2026, 11, 3))
    assert client.get(address("annual_report_figures", published_report.pk)).status_code == 403


def test_file_is_the_one_that_was_published(client, published_report, cast):
    client.force_login(cast.member)
    response = client.get(address("annual_report_file", published_report.pk))
    assert response["Content-Type"] == "application/pdf"
    assert "annual-report-northshire-2026-27.pdf" in response["Content-Disposition"]
    assert b"".join(response.streaming_content) == published_report.file.read()


@pytest.mark.parametrize(
    ("person", "page"),
    [
        ("director", "list"),
        ("director", "figures"),
        ("officer", "list"),
        ("officer", "figures"),
        ("officer", "children"),
    ],
)
def test_page_needs_few_queries(client, published_report, cast, person, page):
    client.force_login(getattr(cast, person))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(pages(published_report)[page]).status_code == 200
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 12, asked


@pytest.mark.parametrize("person", ["head", "officer", "director"])
def test_the_tiles_are_in_full_for_those_who_see_the_figures_in_full(
    client, published_report, cast, person
):
    client.force_login(getattr(cast, person))
    page = client.get(address("annual_report_figures", published_report.pk))
    values = [headline.value for headline in page.context["headlines"]]
    looked_after = page.context["chapters"][0].tables[0]
    if person == "director":
        assert any(value == "Not shown" or value.startswith("fewer") for value in values)
    else:
        assert values[:2] == [looked_after.row(h).shown.count for h in LOOKED_AFTER]
        assert all(value.rstrip("%").isdigit() or value == "–" for value in values)
