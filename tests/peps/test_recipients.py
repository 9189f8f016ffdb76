"""Who has a copy of a complete plan: proposed, given, left out with a reason, begun anew."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from peps.meetings.people import Asked
from peps.models import Recipient
from peps.rubric import CURRENT_RUBRIC, rubric
from peps.services import assure_pep, complete_pep, submit_pep, unlock_pep
from peps.services.closed_links import revoke_link
from peps.services.copies import refusal_now
from peps.services.open_links import link_of_token
from peps.services.recipients import Decision, mark_of, record_recipients
from pupils.models import Involvement
from pupils.services.locking import StaleRecordError
from tests.cast import TODAY, add_person
from tests.peps.by_link import invited
from tests.peps.views.pages import body_of, page, post
from tests.reporting.page_requests import MOST_QUERIES, queries_of
from vsh.accounts.roles import Role

BY_HAND = ("carer", "child", "parent")


def by_hand(pep):
    return {row.capacity: row for row in pep.recipients.filter(user__isnull=True)}


def said_of(row, **said):
    return Decision(recipient=row.pk, seen=mark_of(row), **said)


def shown(pep):
    """What the page sends back of the rows that it showed."""
    return {f"seen_{row.pk}": mark_of(row) for row in by_hand(pep).values()}


def test_completion_writes_the_list_that_the_guidance_asks_for(cast, complete):
    rows = set(complete.recipients.values_list("capacity", "user__name", "how", "given_on"))
    assert rows == {
        ("social_worker", "Social Worker", "here", TODAY),
        ("designated_teacher", "Teacher", "here", TODAY),
        ("virtual_school", "Officer", "here", TODAY),
        ("virtual_school", "Head", "here", TODAY),
        ("iro", "Iro", "here", TODAY),
        *((capacity, None, "", None) for capacity in BY_HAND),
    }
    assert by_hand(complete)["child"].name == "Ada Canaryada"


def test_what_is_given_and_who_is_left_out_is_recorded_by_who_may(cast, complete):
    rows = by_hand(complete)
    said = [
        said_of(rows["carer"], given_on=TODAY),
        said_of(rows["parent"], left_out_because="A court order."),
    ]
    for person in ("iro", "head_teacher", "outsider", "south_head", "other_teacher"):
        with pytest.raises(PermissionDenied):
            record_recipients(actor=cast.people[person], pep=complete, decisions=said)
    record_recipients(actor=cast.teacher, pep=complete, decisions=said)
    rows = by_hand(complete)
    assert (rows["carer"].how, rows["carer"].recorded_by) == ("handed_over", cast.teacher)
    assert rows["parent"].left_out_because == "A court order."
    assert rows["child"].is_open
    assert Recipient.pgh_event_model.objects.filter(left_out_because="A court order.").exists()
    future = [said_of(rows["child"], given_on=date(2026, 11, 5))]
    with pytest.raises(ValidationError):
        record_recipients(actor=cast.teacher, pep=complete, decisions=future)


def test_a_plan_completed_anew_is_given_anew(cast, complete):
    rows = by_hand(complete)
    said = [
        said_of(rows["carer"], given_on=TODAY),
        said_of(rows["parent"], left_out_because="A court order."),
    ]
    record_recipients(actor=cast.teacher, pep=complete, decisions=said)
    unlock_pep(actor=cast.head, pep=complete, reason="A wrong date.")
    Involvement.objects.filter(pupil=cast.ada, user=cast.social_worker).delete()
    complete.recipients.filter(user=cast.officer).update(capacity="iro")  # what they were then
    given = [said_of(rows["child"], given_on=TODAY)]
    with pytest.raises(ValidationError, match="complete"):
        record_recipients(actor=cast.teacher, pep=complete, decisions=given)
    submit_pep(actor=cast.teacher, pep=complete)
    green = {mark.key: "green" for mark in rubric(CURRENT_RUBRIC).marks}
    assure_pep(actor=cast.officer, pep=complete, ratings=green, feedback="Well.")
    complete_pep(actor=cast.officer, pep=complete)
    rows = by_hand(complete)
    assert rows["carer"].is_open, "that copy was of the former version"
    assert rows["parent"].left_out_because == "A court order."
    users = set(complete.recipients.exclude(user=None).values_list("user__name", "capacity"))
    assert users == {
        ("Teacher", "designated_teacher"),
        ("Officer", "virtual_school"),
        ("Head", "virtual_school"),
        ("Iro", "iro"),
    }, "nobody who does not read it any more, and each as what they are now"
    pdf = PdfReader(complete.snapshots.order_by("-pk").first().file)
    told = pdf.pages[-1].extract_text().partition("Who gets this plan")[2]
    assert "Officer" in told
    assert "Head" in told
    assert "Social Worker" not in told, "the PDF tells who has this version"
    assert "Parent" not in told


def test_the_pdf_tells_who_is_to_get_it_everybody_with_a_link_and_no_parent_whom_nobody_chose(
    cast, assured_pep
):
    for purpose, name in (("carer", "Pat Carer"), ("carer", "Sam Carer"), ("parent", "Kim Parent")):
        invited(cast.officer, assured_pep, purpose, name=name)
    closed = invited(cast.officer, assured_pep, "carer", name="Gone Carer")
    revoke_link(actor=cast.officer, link=closed.link, reason="Sent to the wrong address.")
    pep = complete_pep(actor=cast.officer, pep=assured_pep)
    page_of_pdf = PdfReader(pep.snapshots.first().file).pages[-1].extract_text()
    told = page_of_pdf.partition("Who gets this plan")[2]
    assert "These people are to have it" in told
    listed = pep.recipients.filter(user__isnull=True, capacity="carer")
    assert {row.name for row in listed} == {"Pat Carer", "Sam Carer"}
    for name in ("Pat Carer", "Sam Carer", "Ada Canaryada"):
        assert name in told, name
    for name in ("Kim Parent", "Gone Carer", "Gets a copy"):
        assert name not in told, name


def test_who_had_it_by_a_link_that_opens_has_it_again_a_parent_too(cast, complete):
    parent = invited(cast.officer, complete, "parent", name="Kim Parent")
    carer = invited(cast.officer, complete, "carer", name="Pat Carer")
    revoke_link(actor=cast.officer, link=carer.link, reason="Sent to the wrong address.")
    unlock_pep(actor=cast.head, pep=complete, reason="A wrong date.")
    submit_pep(actor=cast.teacher, pep=complete)
    green = {mark.key: "green" for mark in rubric(CURRENT_RUBRIC).marks}
    assure_pep(actor=cast.officer, pep=complete, ratings=green, feedback="Well.")
    complete_pep(actor=cast.officer, pep=complete)
    assert {who: row.how for who, row in by_hand(complete).items()} == {
        "parent": "link", "carer": "", "child": ""
    }  # fmt: skip
    assert refusal_now(link_of_token(parent.token)) is None


def test_no_link_is_offered_that_a_court_order_refuses(client, cast, complete):
    order = {"ref": complete.ref, "purpose": "parent"}
    told = {"reason": "By order.", "close": "yes"}
    post(client, cast.social_worker, reverse("peps:court_order", kwargs=order), told)
    for person, words in (
        (cast.officer, "A court order is on record"),
        (cast.teacher, "closed at"),
    ):
        body = body_of(client, person, page("peps:recipients", complete))
        assert reverse("peps:make_link", kwargs=order) not in body
        assert reverse("peps:make_link", kwargs=order | {"purpose": "carer"}) in body
        assert words in body
        assert ("court order" in body) is (person is cast.officer)


def test_the_pages_tell_and_the_letter_tells_less(client, cast, complete):
    rows = by_hand(complete)
    url = page("peps:record_recipients", complete)
    sent = {f"what_{row.pk}": "not_yet" for row in rows.values()}
    sent |= shown(complete) | {"capacity_0": "other", "name_0": "Mentor Max"}
    carer, parent = rows["carer"].pk, rows["parent"].pk
    day = {f"on_{carer}_day": "4", f"on_{carer}_month": "11", f"on_{carer}_year": "2026"}
    body = post(client, cast.teacher, url, {**sent, f"what_{parent}": "left_out"}).content.decode()
    assert "<title>Error: " in body
    assert "Enter why Parent gets no copy" in body
    sent |= {f"what_{carer}": "given", **day}
    sent |= {f"what_{parent}": "left_out", f"why_{parent}": "A <b>court</b> order"}
    body = post(client, cast.teacher, url, sent).content.decode()
    assert "Gets no copy" in body
    for name in ("peps:recipients", "peps:record_recipients"):
        assert "court</b>" not in body_of(client, cast.teacher, page(name, complete)), name
        assert "court&lt;" not in body_of(client, cast.teacher, page(name, complete)), name
    again = {**sent, **shown(complete), f"why_{parent}": "", "capacity_0": "", "name_0": ""}
    post(client, cast.teacher, url, again)  # a reason that they are not told stays
    assert by_hand(complete)["parent"].left_out_because == "A <b>court</b> order"
    body = body_of(client, cast.officer, page("peps:recipients", complete))
    for words in (
        "Handed over, 4 November 2026",
        "A &lt;b&gt;court",
        "Not given yet",
        "Mentor Max",
    ):
        assert words in body, words
    letter = body_of(client, cast.teacher, page("peps:read", complete))
    assert "Who gets this plan" in letter
    assert "Mentor Max" in letter
    assert "court" not in letter
    assert "Who has a copy" in body_of(client, cast.iro, page("peps:pep", complete))
    client.force_login(cast.teacher)
    for name in ("peps:recipients", "peps:read"):
        assert queries_of(client, page(name, complete)) <= MOST_QUERIES, name


def test_what_somebody_changed_since_the_page_opened_is_not_taken_back(client, cast, complete):
    father = invited(cast.officer, complete, "parent", name="Kim Parent")
    rows = by_hand(complete)
    carer, parent = rows["carer"].pk, rows["parent"].pk
    day = {"day": "4", "month": "11", "year": "2026"}
    first = {f"what_{row.pk}": "not_yet" for row in rows.values()} | shown(complete)
    first |= {f"what_{parent}": "by_link", f"what_{carer}": "given"}
    first |= {f"on_{carer}_{part}": said for part, said in day.items()}
    closed = said_of(rows["parent"], left_out_because="A court order.")
    record_recipients(actor=cast.officer, pep=complete, decisions=[closed])
    url = page("peps:record_recipients", complete)
    post(client, cast.teacher, url, first)
    rows = by_hand(complete)
    assert rows["carer"].how == "handed_over", "what they changed is written"
    assert rows["parent"].left_out_because == "A court order.", "what they left alone stays"
    assert refusal_now(link_of_token(father.token)) is not None
    body = post(client, cast.teacher, url, first | {f"what_{parent}": "not_yet"}).content.decode()
    assert "somebody else has changed this since you opened it" in body
    assert "Gets no copy. What you chose" in body, "both values, and the reason is not told"
    assert by_hand(complete)["parent"].left_out_because == "A court order."
    seen = mark_of(rows["parent"])
    assert f'name="seen_{parent}" value="{seen}"' in body, "told of it, they may save it"
    stale = replace(closed, left_out_because="Another reason.")
    with pytest.raises(StaleRecordError, match="Kim Parent: Gets no copy: A court order"):
        record_recipients(actor=cast.officer, pep=complete, decisions=[stale])


def test_a_new_teacher_of_the_school_has_the_latest_version(client, cast, complete):
    new = add_person("new_teacher", Role.DESIGNATED_TEACHER, cast.oakfield)
    for name in ("peps:read", "peps:pdf", "peps:pep"):
        client.force_login(new)
        assert client.get(page(name, complete)).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"how": "here"}, {"given_on": TODAY}, {"how": "here", "given_on": TODAY}]
)
def test_the_database_refuses_half_a_decision(cast, complete, wrong):
    row = by_hand(complete)["parent"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Recipient.objects.filter(pk=row.pk).update(left_out_because="No", **wrong)


def test_a_copy_is_closed_at_once_while_the_finished_plan_is_put_right(client, cast, complete):
    carer = invited(cast.officer, complete, "carer", name="Pat Carer")
    parent = invited(cast.officer, complete, "parent", name="Kim Parent")
    unlock_pep(actor=cast.head, pep=complete, reason="A wrong date.")
    assert refusal_now(link_of_token(carer.token)) is None
    rows = by_hand(complete)
    url = page("peps:record_recipients", complete)
    assert page("peps:recipients", complete) in body_of(
        client, cast.teacher, page("peps:pep", complete)
    )
    assert url in body_of(client, cast.teacher, page("peps:recipients", complete))
    shown_page = body_of(client, cast.teacher, url)
    assert "their page closes at once" in shown_page
    assert "A copy was given" not in shown_page
    assert "Somebody else who gets a copy" not in shown_page
    for name in ("peps:recipients", "peps:record_recipients", "peps:pep"):
        assert queries_of(client, page(name, complete)) <= MOST_QUERIES, name
    as_it_is = {f"what_{rows[who].pk}": "by_link" for who in ("carer", "parent")}
    as_it_is |= {f"what_{rows['child'].pk}": "not_yet"} | shown(complete)
    words = {f"what_{rows['carer'].pk}": "left_out", f"why_{rows['carer'].pk}": "The home closed."}
    post(client, cast.teacher, url, as_it_is | words)
    now = by_hand(complete)
    assert (now["carer"].how, now["carer"].left_out_because) == ("", "The home closed.")
    assert (now["parent"].how, now["child"].is_open) == ("link", True)
    assert refusal_now(link_of_token(carer.token)) is not None
    assert refusal_now(link_of_token(parent.token)) is None
    asked = [
        {"decisions": [said_of(now["child"], given_on=TODAY)]},
        {"decisions": [said_of(now["carer"])]},
        {"decisions": [], "others": [Asked(capacity="other", name="Mentor Max")]},
    ]
    for more in asked:
        with pytest.raises(ValidationError, match="Until it is complete again"):
            record_recipients(actor=cast.teacher, pep=complete, **more)
    for state, is_told in (("not_required", "complete"), ("in_progress", "Until")):
        type(complete).objects.filter(pk=complete.pk).update(state=state)
        with pytest.raises(ValidationError, match=is_told):
            record_recipients(actor=cast.teacher, pep=complete, **asked[0])
