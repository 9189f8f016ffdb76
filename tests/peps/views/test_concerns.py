"""The pages of concerns: raised in place, followed to the end, listed with few queries."""

import pytest
from django.urls import reverse

from peps.models import Concern
from peps.services.concerns import answer_concern, raise_concern
from tests.cast import add_child, allocate
from tests.peps.views.pages import body_of, page, post
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.audit.models import ReadLog

WORDS = "<script>alert(1)</script> No target says how reading will be measured."


def address(concern, name="peps:concern"):
    return reverse(name, kwargs={"ref": concern.pep.ref, "concern_ref": concern.ref})


@pytest.fixture
def concern(cast, submitted_pep):
    return raise_concern(actor=cast.iro, pep=submitted_pep, section="new_targets", words=WORDS)


def test_from_the_plan_to_the_end_over_the_pages(client, cast, submitted_pep):
    assert page("peps:raise_concern", submitted_pep) in body_of(
        client, cast.iro, page("peps:pep", submitted_pep)
    )
    read = body_of(client, cast.iro, page("peps:read", submitted_pep))
    assert page("peps:raise_concern", submitted_pep) in read
    url = page("peps:raise_concern", submitted_pep)
    refused = post(client, cast.iro, url, {"section": "whole"}).content.decode()
    assert "There is a problem" in refused
    assert "Write what you are concerned about" in refused
    raised = post(client, cast.iro, url, {"section": "new_targets", "words": WORDS})
    body = raised.content.decode()
    assert "The concern is raised" in body
    assert "&lt;script&gt;" in body
    assert "<script>alert" not in body
    concern = Concern.objects.get()
    answered = post(
        client, cast.officer, address(concern, "peps:answer_concern"), {"words": "By Friday."}
    )
    assert "Your answer is on record" in answered.content.decode()
    waiting = body_of(client, cast.iro, f"{reverse('peps:concerns')}?which=waiting")
    assert address(concern) in waiting
    post(client, cast.iro, address(concern, "peps:accept_answer"))
    concern.refresh_from_db()
    assert concern.state == "accepted"
    late = post(client, cast.iro, address(concern, "peps:escalate_concern"), {"words": "Late."})
    assert "has been accepted as resolved" in late.content.decode()


def test_the_school_reads_nothing_of_it(client, cast, concern):
    for name in ("peps:pep", "peps:read"):
        body = body_of(client, cast.teacher, page(name, concern.pep))
        assert "oncern" not in body.split("<main")[1].split("</main>")[0]


def test_a_page_of_a_concern_is_on_record_as_read(client, cast, concern):
    body_of(client, cast.officer, address(concern))
    read = ReadLog.objects.get(user=cast.officer)
    assert (read.page, read.pupil_ref) == ("peps:concern", cast.ada.ref)


def test_the_lists_need_few_queries_for_one_as_for_many(cast, concern):
    clients = {who: signed_in(cast, who) for who in ("iro", "officer", "head")}
    pages = [reverse("peps:concerns"), reverse("peps:concerns_of_pupil", args=[cast.ada.ref])]
    for_one = {(who, url): queries_of(clients[who], url) for who in clients for url in pages}
    for number in range(12):
        raise_concern(actor=cast.iro, pep=concern.pep, words=f"And a concern, number {number}")
    answer_concern(actor=cast.officer, concern=concern, words="By Friday.")
    for (who, url), queries in for_one.items():
        assert queries_of(clients[who], url) == queries <= MOST_QUERIES, (who, url)
    assert queries_of(clients["iro"], address(concern)) <= MOST_QUERIES


def test_of_another_s_children_nothing_is_listed(client, cast, concern):
    other = add_child(cast, "gus")
    allocate(other, cast.other_social_worker, "social_worker")
    for who in ("other_social_worker", "south_head"):
        assert "Canaryada" not in body_of(client, cast.people[who], reverse("peps:concerns"))
