"""The pages that cross apps: who may open them, what they show, how few queries they need."""

from datetime import date
from importlib import import_module

import pytest
from django.urls import reverse

from pupils.models import Involvement
from reporting.readers import WORDS_OF_PAGES, page_words
from tests.cast import Cast, add_child, allocate
from tests.reporting.page_requests import MOST_QUERIES, add_deadline, arrange, queries_of, signed_in
from vsh.audit.models import ReadLog

PAGES = {
    "reporting:home": {
        "head", "officer", "data", "social_worker", "iro", "teacher", "school_staff", "director",
        "member",
    },
    "reporting:my_messages": {
        "head", "officer", "data", "social_worker", "iro", "teacher", "school_staff", "director",
        "member",
    },
    "reporting:roll": {
        "head", "officer", "data", "social_worker", "iro", "teacher", "school_staff",
    },
    "reporting:coming_reviews": {"head", "officer", "social_worker", "iro"},
    "reporting:messages": {"head", "officer", "data"},
    "pupils:open_restricted": {"head"},
}  # fmt: skip
WHO = [
    "head", "officer", "data", "social_worker", "iro", "teacher", "school_staff", "director",
    "member", "outsider", "former_officer",
]  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_who_may_open_which_page(cast: Cast, who: str) -> None:
    client = signed_in(cast, who)
    found = {page: client.get(reverse(page)).status_code for page in PAGES}
    assert found == {page: 200 if who in people else 403 for page, people in PAGES.items()}


TABS = {
    "reporting:overview": {"head", "officer", "data", "social_worker", "iro", "teacher"},
    "reporting:timeline": {"head", "officer", "data", "social_worker", "iro", "teacher"},
    "placements:school": {"head", "officer", "data", "social_worker", "iro", "teacher"},
    "pupils:deadlines": {"head", "officer", "data", "social_worker", "iro", "teacher"},
    "placements:care": {"head", "officer", "data", "social_worker", "iro"},
    "placements:record_review": {"head", "officer", "iro"},
    "placements:record_enrolment": {"head", "officer", "data", "social_worker"},
    "reporting:readers": {"head"},
}


@pytest.mark.parametrize("who", WHO)
def test_who_may_open_which_tab_of_a_child(cast: Cast, who: str) -> None:
    client = signed_in(cast, who)
    found = {page: client.get(_url(cast, page)).status_code for page in TABS}
    assert found == {page: 200 if who in people else 403 for page, people in TABS.items()}


@pytest.mark.parametrize(
    ("who", "child"),
    [
        ("head", "dee"),
        ("head", "eve"),
        ("social_worker", "cam"),
        ("officer", "cam"),
        ("iro", "eve"),
    ],
)
def test_a_child_out_of_scope_is_as_if_it_did_not_exist(cast: Cast, who: str, child: str) -> None:
    client = signed_in(cast, who)
    for page in TABS:
        response = client.get(reverse(page, kwargs={"ref": cast.children[child].ref}))
        nobody = client.get(reverse(page, kwargs={"ref": "zzzzzzzzzz"}))
        assert response.status_code == nobody.status_code == (404 if who in TABS[page] else 403)
        assert "Canary" not in response.content.decode()


def test_a_teacher_of_a_former_school_gets_404(cast: Cast) -> None:
    url = reverse("reporting:overview", kwargs={"ref": cast.ben.ref})
    assert signed_in(cast, "teacher").get(url).status_code == 404
    assert signed_in(cast, "other_teacher").get(url).status_code == 200


@pytest.mark.parametrize("who", ["head", "officer", "teacher", "iro"])
def test_no_page_needs_many_queries(cast: Cast, who: str) -> None:
    client = signed_in(cast, who)
    pages = [page for page, people in (PAGES | TABS).items() if who in people]
    needed = {page: queries_of(client, _url(cast, page)) for page in pages}
    assert {page: count for page, count in needed.items() if count > MOST_QUERIES} == {}


def _url(cast: Cast, page: str) -> str:
    return reverse(page) if page in PAGES else reverse(page, kwargs={"ref": cast.ada.ref})


@pytest.mark.parametrize("page", ["reporting:roll", "reporting:home", "reporting:coming_reviews"])
def test_a_list_of_fifty_needs_as_many_queries_as_one(cast: Cast, page: str) -> None:
    who = "iro"
    add_deadline(cast.ada, owner_role="iro")
    arrange(cast.ada)
    client = signed_in(cast, who)
    few = queries_of(client, reverse(page))
    for number in range(50):
        child = add_child(cast, f"child{number}")
        allocate(child, cast.iro, "iro")
        allocate(child, cast.officer, "virtual_school_officer")
        add_deadline(child, owner_role="iro")
        arrange(child)
    response = client.get(reverse(page))
    assert response.context["page_obj"].paginator.count > 50
    assert queries_of(client, reverse(page)) == few <= MOST_QUERIES


# --- a child's record ---------------------------------------------------------------------------


def test_each_page_of_a_child_is_logged_once(cast: Cast) -> None:
    client = signed_in(cast, "head")
    for page in ("reporting:overview", "placements:care"):
        client.get(reverse(page, kwargs={"ref": cast.ada.ref}))
    assert list(ReadLog.objects.order_by("id").values_list("page", "pupil_ref")) == [
        ("reporting:overview", cast.ada.ref),
        ("placements:care", cast.ada.ref),
    ]
    readers = client.get(reverse("reporting:readers", kwargs={"ref": cast.ada.ref}))
    assert "Care and placements" in readers.content.decode()


@pytest.mark.parametrize("app", ["peps", "placements", "pupils"])
def test_each_page_that_is_logged_has_words(app: str) -> None:
    patterns = import_module(f"{app}.urls").urlpatterns
    named = {f"{app}:{each.name}" for each in patterns if "<str:ref>" in str(each.pattern)}
    assert named <= set(WORDS_OF_PAGES)
    assert page_words("peps:pdf") == "PDF of the PEP"


def test_care_facts_are_closed_to_a_teacher(cast: Cast) -> None:
    client = signed_in(cast, "teacher")
    for page in ("reporting:overview", "reporting:timeline", "placements:school"):
        body = client.get(reverse(page, kwargs={"ref": cast.ada.ref})).content.decode()
        assert "Full care order" not in body
        assert "Became looked after" not in body
        assert "NS1 1AA" not in body
        assert "Care and placements" not in body


def test_a_confidential_address_is_closed_to_the_data_officer(cast: Cast) -> None:
    url = reverse("placements:care", kwargs={"ref": cast.ada.ref})
    assert "NS1 1AA" in signed_in(cast, "head").get(url).content.decode()
    body = signed_in(cast, "data").get(url).content.decode()
    assert "NS1 1AA" not in body
    assert "Confidential" in body


def test_no_name_in_titles_or_addresses(cast: Cast) -> None:
    client = signed_in(cast, "head")
    for page in TABS:
        url = reverse(page, kwargs={"ref": cast.ada.ref})
        title = client.get(url).content.decode().split("</title>")[0].split("<title>")[1]
        assert "Ada" not in title
        assert "Canary" not in url


def test_revoking_an_allocation_bites_at_the_next_request(cast: Cast) -> None:
    client = signed_in(cast, "social_worker")
    url = reverse("reporting:overview", kwargs={"ref": cast.ada.ref})
    assert client.get(url).status_code == 200
    Involvement.objects.filter(user=cast.social_worker).update(ended_on=date(2026, 11, 3))
    assert client.get(url).status_code == 404


def test_the_reviewing_officer_sees_coming_reviews_and_readiness(cast: Cast) -> None:
    arrange(cast.ada)
    arrange(cast.cam)
    page = signed_in(cast, "iro").get(reverse("reporting:coming_reviews"))
    assert [row["pupil"] for row in page.context["rows"]] == [cast.ada]
    assert "No PEP" in page.content.decode()
