"""Every page of plans in Chromium: at a desk as it opens, on a phone as it answers an empty form.

A new address is looked at without being named here, or the test fails.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from peps.models import Pep, PepStatusChange, PersonalLink, QualityDraw, QualityPolicy, VoiceCall
from peps.rubric import CURRENT_RUBRIC, rubric
from peps.services.second_marking import ask_for_two, mark_apart
from tests.architecture.access import address, addresses, furnish, rows
from tests.browser import axe_violations, sideways_overflow
from tests.cast import TODAY, Cast, add_person, assemble_cast
from vsh.accounts.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 812}
NO_PAGES = {  # files, and buttons of other pages
    "copy_pdf", "pdf", "meeting_calendar", "meetings_calendar", "voice_picture", "use_rubric",
    "retire_phrase",
}  # fmt: skip
# Who opens what is written, or what nobody finds open in the table, and the state of the plan then.
IN_STATE = {
    "section": ("teacher", "in_progress"),
    "submit": ("teacher", "in_progress"),
    "set_section_aside": ("teacher", "in_progress"),
    "make_link": ("teacher", "in_progress"),
    "change_form": ("teacher", "in_progress"),
    "short_form": ("teacher", "in_progress"),
    "full_form": ("teacher", "in_progress"),
    "not_required": ("head", "in_progress"),
    "accept": ("officer", "submitted"),
    "agree": ("head", "submitted"),
    "complete": ("officer", "quality_assured"),
    "unlock": ("head", "complete"),
    "take_back": ("head", "not_required"),
    "take_up_call": ("social_worker", "in_progress"),
}
OF_BEN = {"agree"}  # two have marked his plan
AT_LAST = {"accept_answer"}  # needs no words, and ends what others are about
# Their form is taken as it is.
ASKS_FOR_NOTHING = {
    "accept_answer", "accept_handover", "hand_over", "make_link", "meeting_people", "minutes",
}  # fmt: skip
EMPTY = """form => {
  const typed = form.querySelectorAll("textarea, input:is([type=text], [type=email])");
  typed.forEach(field => { field.value = "" });
  return typed.length + form.querySelectorAll("input:is([type=radio], [type=checkbox])").length;
}"""


def furnished(cast: Cast) -> dict[str, dict[str, Any]]:
    """A plan of each child, and what some pages need besides."""
    arguments = furnish(cast)
    ada, ben = (Pep.objects.get(pupil=child) for child in (cast.ada, cast.children["ben"]))
    QualityPolicy.objects.create(
        authority=cast.northshire, assures="sample", share=1, seed="1", changed_on=TODAY
    )
    QualityDraw.objects.create(
        pep=ada, is_drawn=False, why="not_drawn", number=90, share=1, drawn_on=TODAY
    )
    call = VoiceCall.objects.create(pep=ada, kind="safety", link=PersonalLink.objects.get(pep=ada))
    call.told.add(cast.social_worker)
    second = add_person("second_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)
    PepStatusChange.objects.create(
        pep=ben, from_state="in_progress", to_state="submitted", on=TODAY, by=cast.south_director
    )
    ask_for_two(actor=cast.officer, pep=ben)
    marks = dict.fromkeys([mark.key for mark in rubric(CURRENT_RUBRIC).marks], "green")
    for person in (cast.officer, second):
        ben.refresh_from_db()
        mark_apart(
            actor=person, pep=ben, ratings=marks, comments={}, feedback="Good.", version=ben.version
        )
    arguments["ada"]["call"] = call.pk
    return arguments


def pages(cast: Cast, arguments: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str, str]]:
    """Each page with who opens it, where, and the state of the plan."""
    opened = [row for row in rows() if row.method == "GET" and row.child in {"ada", "-"}]
    for name, parts in addresses().items():
        floor, _, page = name.partition(":")
        if floor != "peps" or page in NO_PAGES:
            continue
        allowed = [
            w for row in opened if row.url == name for w, s in row.expected.items() if s == 200
        ]
        person, state = IN_STATE.get(page) or (allowed[0], "submitted")
        whole = any(row.url == name and row.child == "ada" for row in opened)
        child = "ben" if page in OF_BEN else "ada" if whole else "-"
        url = address(name, parts, arguments[child])
        yield page, person, state, url.replace("/calls/0/", f"/calls/{arguments['ada']['call']}/")


def test_axe_finds_nothing_on_any_page_of_plans_and_in_no_refused_form(browser, live_server):
    cast = assemble_cast()
    arguments = furnished(cast)
    ada = arguments["ada"]["pep"]
    page: Page = browser.new_context(base_url=live_server.url).new_page()
    found: dict[str, Any] = {}
    taken = set()

    def look(name: str, size: dict[str, int]) -> None:
        page.set_viewport_size(size)
        if wrong := axe_violations(page) or sideways_overflow(page):
            found[f"{name} at {size['width']}"] = wrong

    for name, person, state, url in sorted(
        pages(cast, arguments), key=lambda each: each[0] in AT_LAST
    ):
        Pep.objects.filter(ref=ada).update(state=state)
        client = Client()
        client.force_login(cast.people[person])
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([{**cookie, "url": live_server.url}])
        page.set_viewport_size(DESK)
        answer = page.goto(url)
        if answer.status != 200 or not page.url.endswith(url):
            found[name] = f"{answer.status} {page.url}"
            continue
        look(name, DESK)
        page.set_viewport_size(PHONE)
        if too_wide := sideways_overflow(page):
            found[f"{name} on a phone"] = too_wide
        form = page.locator("main form[method=post]:not(#put-away)").first
        if form.count() and form.evaluate(EMPTY):
            button = form.locator(".govuk-button:visible").last
            with page.expect_navigation():
                button.click()
            if not page.title().startswith("Error: "):
                taken.add(name)
        look(f"{name}, as it answers", PHONE)
    assert found == {}
    assert taken == ASKS_FOR_NOTHING, "all other forms are refused, and were looked at so"
