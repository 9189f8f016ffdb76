"""The pages of a handover: the list, one of them, accepted and asked about."""

from django.urls import reverse

from peps.models import Handover
from peps.services.handover import accept_handover, hand_over_plans
from tests.peps.services.test_handover import move
from tests.peps.views.pages import body_of, page, post
from tests.reporting.page_requests import MOST_QUERIES, queries_of
from vsh.audit.models import ReadLog

LIST = "/peps/handovers/"


def of(name, handover):
    return reverse(name, kwargs={"handover": handover.ref})


def test_from_the_list_to_the_accepted_plan(client, cast, complete):
    assert "No handover waits" in body_of(client, cast.officer, LIST)
    move(cast)
    hand_over_plans()
    handover = Handover.objects.get()
    body = body_of(client, cast.other_teacher, LIST)
    assert "Read and accept" in body
    assert "See the handover" in body_of(client, cast.officer, LIST)
    for person in ("teacher", "south_head"):
        assert "Canary" not in body_of(client, cast.people[person], LIST), person
    url = of("peps:handover", handover)
    body = body_of(client, cast.other_teacher, url)
    assert "Accept this PEP" in body
    assert page("peps:read", complete) in body
    assert "Download the PDF" in body_of(client, cast.other_teacher, page("peps:pep", complete))
    assert "Accept this PEP" not in body_of(client, cast.officer, url)
    sent = {"question": "Which <b>reading</b> books?"}
    accept = of("peps:accept_handover", handover)
    body = post(client, cast.other_teacher, accept, sent).content.decode()
    assert "The PEP is accepted" in body
    assert "Which &lt;b&gt;reading" in body
    assert "4 November 2026, Other Teacher" in body
    ask = of("peps:ask_about_handover", handover)
    body = post(client, cast.officer, ask, {"text": " "}).content.decode()
    assert "<title>Error: " in body
    assert (
        "The blue ones"
        in post(client, cast.officer, ask, {"text": "The blue ones"}).content.decode()
    )
    client.force_login(cast.officer)
    assert client.post(accept, {}).status_code == 403
    client.force_login(cast.teacher)
    assert client.get(url).status_code == 404
    assert ReadLog.objects.filter(page="peps:handover", pupil_ref=cast.ada.ref).exists()
    assert "No handover waits" in body_of(client, cast.officer, LIST)


def test_as_many_queries_for_many_as_for_one(client, cast, complete):
    move(cast)
    hand_over_plans()
    first = Handover.objects.get()
    client.force_login(cast.other_teacher)
    urls = [LIST, of("peps:handover", first)]
    few = [queries_of(client, url) for url in urls]
    Handover.objects.bulk_create(
        Handover(pupil=cast.ada, setting=cast.elm, sent_on=first.sent_on) for _ in range(50)
    )
    assert [queries_of(client, url) for url in urls] == few
    assert max(few) <= MOST_QUERIES
    last = body_of(client, cast.other_teacher, f"{LIST}?page=2")
    assert "Showing 51 to 51 of 51 handovers" in last


def test_what_the_new_school_is_asked_to_accept_stands_on_its_teachers_home(cast, client, complete):
    move(cast)
    hand_over_plans()
    url, asked = reverse("reporting:home"), "PEPs that your school is asked to accept (1)"
    client.force_login(cast.other_teacher)
    body = client.get(url).content.decode()
    handover = Handover.objects.get()
    assert asked in body
    assert reverse("peps:handover", kwargs={"handover": handover.ref}) in body
    assert "Nothing of yours is due" not in body, "something waits"
    assert "What waits for an answer" in body
    assert queries_of(client, url) <= MOST_QUERIES
    for other in (cast.teacher, cast.officer, cast.social_worker):
        client.force_login(other)
        assert asked not in client.get(url).content.decode()
    accept_handover(actor=cast.other_teacher, handover=handover)
    client.force_login(cast.other_teacher)
    body = client.get(url).content.decode()
    assert "asked to accept" not in body
    assert "What waits for an answer" not in body
