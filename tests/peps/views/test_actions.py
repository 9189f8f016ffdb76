"""The tab "Targets and actions", the page of an action, and what is due on the first page."""

from datetime import date

import pytest
from django.urls import reverse

from peps.facts.people import people_of
from peps.models import PlannedAction
from peps.services import add_action
from tests.cast import TODAY
from tests.peps.views.pages import body_of, post
from tests.reporting.page_requests import MOST_QUERIES, queries_of

DUE = date(2026, 11, 20)


def add(cast, owner="iro", what="Ask for a laptop.", by_when=DUE) -> PlannedAction:
    user = cast.people[owner]
    words = next(p.words for p in people_of(cast.ada, TODAY) if p.user_id == user.pk)
    return add_action(
        actor=cast.teacher, pupil=cast.ada, what=what, owner=words, who="", by_when=by_when
    )


def url_of(action) -> str:
    return reverse("peps:action", args=[action.pupil.ref, action.ref])


def day(name, on: date) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def test_the_tab_without_anything_says_when_there_will_be(client, cast):
    url = reverse("peps:targets", args=[cast.ada.ref])
    body = body_of(client, cast.teacher, url)
    assert "No action is open" in body
    assert "No target is open" in body
    assert reverse("peps:add_action", args=[cast.ada.ref]) in body
    assert reverse("peps:add_action", args=[cast.ada.ref]) not in body_of(client, cast.iro, url)


def test_the_tab_takes_as_many_queries_for_many_as_for_few(client, cast, submitted_pep):
    client.force_login(cast.teacher)
    url = reverse("peps:targets", args=[cast.ada.ref])
    few = queries_of(client, url)
    for number in range(30):
        add(cast, what=f"Thing {number}.")
    assert queries_of(client, url) == few <= MOST_QUERIES
    body = client.get(url).content.decode()
    assert "Thing 29." in body
    assert "Words about target 6 what." in body
    assert "Not reviewed yet" in body


def test_an_action_is_added_and_what_is_wrong_is_said(client, cast):
    url = reverse("peps:add_action", args=[cast.ada.ref])
    client.force_login(cast.social_worker)
    past = client.post(url, {"owner": "somebody_else", **day("by_when", date(2026, 11, 3))})
    body = past.content.decode()
    for words in ("Error: ", "Say who it is", "By when must be on or after 4 November 2026"):
        assert words in body
    sent = {"what": "Read at home.", "owner": "somebody_else", "who": "The carer"}
    done = client.post(url, sent | day("by_when", DUE), follow=True).content.decode()
    assert "Action added" in done
    assert "The carer" in done
    assert PlannedAction.objects.get().owner is None


def test_the_person_named_finds_it_on_the_first_page_and_marks_it_done(client, cast):
    action = add(cast, by_when=TODAY)
    home = reverse("reporting:home")
    client.force_login(cast.iro)
    page = client.get(home, {"whose": "mine"}).content.decode()
    for words in ("Ask for a laptop.", "Mark as done", url_of(action)):
        assert words in page
    sent = {"step": "done", "version": action.version, "words": "It is here.", **day("on", TODAY)}
    body = post(client, cast.iro, url_of(action), sent).content.decode()
    assert "Actions that have ended" in body
    assert "It is here." in body
    assert "Ask for a laptop." not in client.get(home, {"whose": "mine"}).content.decode()
    assert "Ask for a laptop." in body_of(client, cast.head, url_of(action))


def test_who_may_not_read_a_plan_sees_no_words_of_its_actions(client, cast):
    add(cast, by_when=TODAY)
    page = body_of(client, cast.data, reverse("reporting:home") + "?whose=all")
    assert "Action agreed in the PEP" in page
    assert "Ask for a laptop." not in page


@pytest.mark.parametrize(("who", "links"), [("teacher", True), ("iro", False), ("head", True)])
def test_the_page_offers_what_the_reader_may_do(client, cast, who, links):
    action = add(cast)
    body = body_of(client, cast.people[who], url_of(action))
    assert "How it was done, or what came of it" in body
    assert ("Hand to another person" in body) is links
    other = body_of(client, cast.people[who], url_of(action) + "?do=another_day")
    assert ("Why it needs more time" in other) is links
    assert "How it was done" not in body_of(client, cast.team_manager, url_of(action))


def test_an_answer_that_is_missing_is_named_and_a_page_behind_says_what_is_on_record(client, cast):
    action = add(cast)
    sent = {"step": "another_day", "version": action.version, **day("by_when", DUE)}
    body = post(client, cast.teacher, url_of(action), sent).content.decode()
    assert "Error: " in body
    assert "Enter why it needs more time" in body
    stale = post(client, cast.teacher, url_of(action), sent | {"version": 0, "words": "Ice."})
    assert "Somebody else has changed this" in stale.content.decode()
    assert "until 20 November 2026, open" in stale.content.decode()
