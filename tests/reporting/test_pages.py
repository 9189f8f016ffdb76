"""The pages that cross apps: who may open them, what they show, how few queries they need."""

from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pupils.models import Deadline, Involvement, Pupil, SenStatus, StatutoryReview
from tests.cast import TODAY, Cast, add_child, allocate
from vsh.audit.models import ReadLog
from vsh.govuk.dates import long_date

MOST_QUERIES = 12


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def queries_of(client: Client, url: str) -> int:
    """The queries of a page of which the process remembers nothing."""
    caches["process"].clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len([q for q in captured if "SAVEPOINT" not in q["sql"] and q["sql"] != "RESET ROLE"])


def add_deadline(pupil, kind="pep_term_review", due_on=TODAY, **options) -> Deadline:
    return Deadline.objects.create(
        pupil=pupil,
        kind=kind,
        trigger_key=f"{kind}:{due_on}",
        owner_role=options.pop("owner_role", "designated_teacher"),
        started_on=date(2026, 9, 1),
        due_on=due_on,
        rule_version="1",
        **options,
    )


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
    "reporting:coming_reviews": {"iro"},
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
    _arrange(cast.ada)
    client = signed_in(cast, who)
    few = queries_of(client, reverse(page))
    for number in range(50):
        child = add_child(cast, f"child{number}")
        allocate(child, cast.iro, "iro")
        allocate(child, cast.officer, "virtual_school_officer")
        add_deadline(child, owner_role="iro")
        _arrange(child)
    response = client.get(reverse(page))
    assert response.context["page_obj"].paginator.count > 50
    assert queries_of(client, reverse(page)) == few <= MOST_QUERIES


def _arrange(child) -> None:
    StatutoryReview.objects.create(
        pupil=child, care_period=child.care_periods.get(), planned_on=date(2026, 11, 20)
    )


# --- the roll ---------------------------------------------------------------------------------


def test_a_teacher_has_one_list_across_authorities(cast: Cast) -> None:
    page = signed_in(cast, "teacher").get(reverse("reporting:roll")).content.decode()
    assert "Pupils in care at Oakfield School (2)" in page
    assert "Canaryada" in page
    assert "Canarycam" in page
    assert "Southmoor" in page
    assert "Canaryben" not in page
    assert "Canaryeve" not in page


def test_the_roll_shows_children_in_care_unless_asked_otherwise(cast: Cast) -> None:
    client = signed_in(cast, "head")
    roll = reverse("reporting:roll")
    assert "Canaryfay" not in client.get(roll).content.decode()
    assert "Canaryfay" in client.get(roll, {"care": "left"}).content.decode()
    assert "Canaryada" not in client.get(roll, {"care": "left"}).content.decode()


FILTERS = [
    ({"year": "9"}, {"ada", "ben"}),
    ({"year": "8"}, set()),
    ({"school": "oakfield"}, {"ada"}),
    ({"school": "none"}, set()),
    ({"pep": "not_started"}, {"ada", "ben"}),
    ({"pep": "complete"}, set()),
    ({"area": "in"}, {"ada"}),
    ({"area": "out"}, {"ben"}),
    ({"sen": "E"}, {"ben"}),
    ({"officer": "officer"}, {"ada", "ben"}),
    ({"officer": "none"}, set()),
    ({"year": "9", "area": "in"}, {"ada"}),
    ({"year": "not a year"}, set()),
]


def test_filters(cast: Cast) -> None:
    cast.ben.placements.update(area_code="998")
    SenStatus.objects.create(pupil=cast.ben, status="E", started_on=date(2026, 1, 1))
    values = {"oakfield": str(cast.oakfield.pk), "officer": str(cast.officer.pk)}
    client = signed_in(cast, "head")
    for filters, expected in FILTERS:
        query = {name: values.get(value, value) for name, value in filters.items()}
        response = client.get(reverse("reporting:roll"), query)
        shown = {row["pupil"].legal_first_name.lower() for row in response.context["rows"]}
        assert shown == expected, filters


def test_children_for_whom_no_officer_is_allocated_are_found(cast: Cast) -> None:
    cast.ben.involvements.filter(capacity="virtual_school_officer").update(
        started_on=date(2026, 9, 1), ended_on=date(2026, 11, 3)
    )
    response = signed_in(cast, "head").get(reverse("reporting:roll"), {"officer": "none"})
    assert [row["pupil"] for row in response.context["rows"]] == [cast.ben]
    assert '<option value="none" selected>Nobody</option>' in response.content.decode()


def test_every_head_sorts(cast: Cast) -> None:
    client = signed_in(cast, "head")
    for sort in ["name", "-name", "year", "school", "authority", "pep", "sen", "-due", "x"]:
        response = client.get(reverse("reporting:roll"), {"sort": sort})
        names = [row["pupil"].legal_first_name for row in response.context["rows"]]
        assert sorted(names) == ["Ada", "Ben"]
        if sort in ("name", "-name"):
            assert names == sorted(names, reverse=sort == "-name")


SEARCHES = [
    ("canaryada", {"Ada"}),
    ("ADA", {"Ada"}),
    ("Adá Canaryada", {"Ada"}),
    ("Canarryada", {"Ada"}),  # near miss
    ("C-ben", {"Ben"}),
    ("X823432118001", {"Ada"}),
    ("canarycam", set()),  # another authority's child
    ("canaryeve", set()),  # restricted
    ("Nobody Known", set()),
]


def test_search_is_posted_and_forgiving(cast: Cast) -> None:
    cast.ada.upn = "X823432118001"
    cast.ada.save()
    client = signed_in(cast, "head")
    for words, found in SEARCHES:
        response = client.post(reverse("reporting:search_roll"), {"q": words})
        assert words.lower() not in response.url.lower()
        page = client.get(response.url)
        rows = {row["pupil"].legal_first_name for row in page.context["rows"]}
        assert rows == found, words
        assert queries_of(client, response.url) <= MOST_QUERIES, words


def test_search_by_reference(cast: Cast) -> None:
    client = signed_in(cast, "head")
    response = client.post(reverse("reporting:search_roll"), {"q": cast.ben.ref})
    rows = client.get(response.url).context["rows"]
    assert [row["pupil"] for row in rows] == [cast.ben]


def test_children_of_the_same_name_are_told_apart_by_their_birthdays(cast: Cast) -> None:
    Pupil.objects.filter(pk=cast.ben.pk).update(
        known_as=cast.ada.known_as,
        legal_first_name=cast.ada.legal_first_name,
        legal_last_name=cast.ada.legal_last_name,
    )
    body = signed_in(cast, "head").get(reverse("reporting:roll")).content.decode()
    for child in (cast.ada, cast.ben):
        assert f"Born {long_date(child.date_of_birth)}" in body


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("N", "No SEN (recorded from 1 September 2026)"),
        ("K", "SEN support (recorded from 1 September 2026)"),
        (None, "Not recorded"),
    ],
)
def test_the_overview_tells_no_sen_from_nothing_recorded(cast: Cast, status, words) -> None:
    SenStatus.objects.filter(pupil=cast.ada).delete()
    if status:
        SenStatus.objects.create(pupil=cast.ada, status=status, started_on=date(2026, 9, 1))
    page = signed_in(cast, "head").get(reverse("reporting:overview", args=[cast.ada.ref]))
    needs = [line["line"].value for line in page.context["lines"]]
    assert words in needs


def test_a_list_is_logged_with_its_filter_and_count_but_no_name(cast: Cast) -> None:
    client = signed_in(cast, "head")
    found = client.post(reverse("reporting:search_roll"), {"q": "Canaryada"}).url
    client.get(f"{found}&year=9")
    log = ReadLog.objects.get()
    assert (log.page, log.count) == ("reporting:roll", 1)
    assert log.filter == {
        "year": "9",
        "care": "all",
        "sort": "name",
        "page": 1,
        "search": True,
    }


def test_two_windows_have_each_their_own_search(cast: Cast) -> None:
    client = signed_in(cast, "head")
    searches = {
        name: client.post(reverse("reporting:search_roll"), {"q": name}).url
        for name in ("Canaryada", "Canaryben")
    }
    for name, url in searches.items():
        rows = client.get(url).context["rows"]
        assert [row["pupil"].legal_last_name for row in rows] == [name]
    assert client.get(f"{reverse('reporting:roll')}?found=of-nobody").context["searched"] == ""


# --- home -------------------------------------------------------------------------------------


def test_home_says_what_is_due_in_the_order_of_what_matters(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=date(2026, 11, 2), owner_role="social_worker")
    add_deadline(
        cast.ben, kind="school_place", due_on=date(2026, 11, 3), owner_role="social_worker"
    )
    add_deadline(
        cast.ada, kind="pep_available", due_on=date(2026, 11, 6), owner_role="social_worker"
    )
    add_deadline(cast.ada, kind="statutory_review", due_on=date(2026, 10, 1), owner_role="iro")
    add_deadline(cast.ada, kind="sdq", due_on=date(2027, 3, 1), owner_role="social_worker")
    add_deadline(cast.ben, due_on=date(2026, 7, 1), owner_role="social_worker", is_current=False)
    client = signed_in(cast, "social_worker")
    page = client.get(reverse("reporting:home"))
    assert page.context["sentence"] == "2 things are overdue, 1 is due this week."
    assert [row["deadline"].kind for row in page.context["rows"]] == [
        "school_place", "pep_term_review", "pep_available",
    ]  # fmt: skip
    assert page.context["rows"][0]["step_label"] == "Record a school place"
    body = page.content.decode()
    assert "1 day overdue" in body
    assert "due in 2 days" in body
    everyone = client.get(reverse("reporting:home"), {"whose": "all"})
    assert len(everyone.context["rows"]) == 4


def test_an_officer_sees_everything_with_the_own_caseload_first(cast: Cast) -> None:
    other = add_child(cast, "gus")
    add_deadline(other, due_on=date(2026, 10, 1))
    add_deadline(cast.ada, due_on=date(2026, 11, 5))
    rows = signed_in(cast, "officer").get(reverse("reporting:home")).context["rows"]
    assert [row["pupil"] for row in rows] == [cast.ada, other]


def test_the_reviewing_officer_sees_the_day_arranged_beside_the_legal_limit(cast: Cast) -> None:
    StatutoryReview.objects.create(
        pupil=cast.ada, care_period=cast.ada.care_periods.get(), planned_on=date(2026, 11, 20)
    )
    add_deadline(cast.ada, kind="statutory_review", due_on=date(2026, 12, 1), owner_role="iro")
    body = signed_in(cast, "iro").get(reverse("reporting:home")).content.decode()
    assert "Arranged for 20 November 2026" in body
    assert "1 December 2026" in body


def test_home_is_empty_with_a_next_thing_to_do(cast: Cast) -> None:
    page = signed_in(cast, "head").get(reverse("reporting:home")).content.decode()
    assert "Nothing is due" in page


@pytest.mark.parametrize(
    ("who", "word"),
    [("head", "What is due"), ("teacher", "What is due"), ("director", "Home"), ("member", "Home")],
)
def test_the_menus_word_for_home_is_what_the_page_is_called(cast: Cast, who, word) -> None:
    page = signed_in(cast, who).get(reverse("reporting:home"))
    assert [item["label"] for item in page.context["nav_items"] if item["is_current"]] == [word]
    assert f'<h1 class="govuk-heading-l">{word}</h1>' in page.content.decode()


def test_the_director_sees_no_child(cast: Cast) -> None:
    add_deadline(cast.ada)
    for who in ("director", "member"):
        page = signed_in(cast, who).get(reverse("reporting:home")).content.decode()
        assert "Canary" not in page
        assert "report" in page.lower()


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
    _arrange(cast.ada)
    _arrange(cast.cam)
    page = signed_in(cast, "iro").get(reverse("reporting:coming_reviews"))
    assert [row["pupil"] for row in page.context["rows"]] == [cast.ada]
    assert "No PEP" in page.content.decode()
