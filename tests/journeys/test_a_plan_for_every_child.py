"""Each form of the plan in a browser: worker, child on a phone, carer, writer, officer and IRO."""

import re
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import expect

from peps.schema import Variant
from tests.journeys.roll_rows import roll_of
from tests.journeys.writing import answer_section, write_section

WORKER, TEACHER = "socialworker@northshire.example", "teacher@northshire.example"
NO_SCHOOL = {"school_urn": "", "enrolled_from": ""}
EDUCATION = "school_and_key_people"  # the same key in every form
LEFT = ["care_and_contacts", EDUCATION]


@dataclass(frozen=True)
class Child:
    """What makes the plan take its form; in which manner the child is asked; who hands it in."""

    variant: Variant
    row: dict[str, str]
    manner: str
    writer: str = TEACHER


CHILDREN = [
    Child(Variant.EARLY_YEARS, {"date_of_birth": "2022-11-20", "nc_year": ""}, "Faces"),
    Child(Variant.PRIMARY, {"date_of_birth": "2018-03-02", "nc_year": "3"}, "Short"),
    Child(Variant.SECONDARY, {"date_of_birth": "2012-05-06", "nc_year": "9"}, "Open"),
    Child(Variant.POST_16, {"date_of_birth": "2009-10-02", "nc_year": "12"}, "Open"),
    Child(
        Variant.POST_16_AT_WORK,
        {"date_of_birth": "2009-10-02", "nc_year": "12"} | NO_SCHOOL,
        "Open",
        WORKER,
    ),
    Child(
        Variant.POST_16_IN_NEITHER,
        {"date_of_birth": "2009-10-02", "nc_year": "12"} | NO_SCHOOL,
        "Open",
        WORKER,
    ),
    Child(
        Variant.CUSTODY,
        {"date_of_birth": "2010-02-02", "nc_year": "11", "placement_type": "R5"} | NO_SCHOOL,
        "Open",
        WORKER,
    ),
    Child(
        Variant.INTERIM,
        {"date_of_birth": "2013-02-02", "nc_year": "8"} | NO_SCHOOL,
        "Short",
        WORKER,
    ),
]


@pytest.mark.parametrize("child", CHILDREN, ids=lambda child: child.variant.value)
def test_a_plan_from_the_first_word_to_the_review(person, plans, child: Child):
    plan = plans[child.variant]
    worker = person(WORKER)
    worker.visit(plan)
    expect(worker.page.get_by_text(f"{child.variant.label}").first).to_be_visible()
    write_section(worker, plan, "Care and contacts")
    the_child_says(person, worker, plan, child.manner)
    the_carer_says(person, worker, plan)
    writer = worker if child.writer == WORKER else person(child.writer)
    write_and_hand_in(writer, plan)
    assure_and_complete(person, plan)
    read(person, plan)


@pytest.fixture(scope="module")
def plans(product, tmp_path_factory) -> dict[Variant, str]:
    """The addresses of the plans of new children, in which two sections are left to people."""
    named = {"legal_first_name": "Vida", "legal_last_name": "Variant"}
    rows = [child.row | named | {"child_id": child.variant.value} for child in CHILDREN]
    roll = roll_of(tmp_path_factory.mktemp("roll") / "roll.csv", *rows)
    product.manage("import_roll", str(roll), "--authority", "999")
    forms = {child.variant.value: child.variant.value for child in CHILDREN}
    begin = f"from tests.journeys.begun_plans import begin; begin({forms}, {LEFT})"
    said = product.manage("shell", "--no-imports", "-c", begin).splitlines()
    refs = dict(line.split() for line in said if len(line.split()) == 2)
    return {child.variant: f"{product.url}/peps/{refs[child.variant.value]}/" for child in CHILDREN}


def invited(worker, plan: str, whom: str, manner: str = "") -> tuple[str, str]:
    """The link and the code that the worker hands over."""
    worker.visit(plan + "voices/")
    worker.follow(f"Make a link for {whom}")
    if manner:
        worker.page.get_by_text(re.compile(f"^{manner}")).locator("xpath=..").locator(
            "input"
        ).check()
    worker.press("Make the link")
    return tuple(worker.page.locator(".vsh-once dd").all_inner_texts())  # type: ignore[return-value]


def the_child_says(person, worker, plan: str, manner: str) -> None:
    """On a telephone, one question a screen, back to the first, and sent."""
    link, code = invited(worker, plan, "the child", manner)
    child = person("the child", width=375)
    child.visit(link)
    child.press("Open")
    expect(child.page.get_by_text("There is a problem")).to_be_visible()
    child.page.get_by_label(re.compile("[Cc]ode")).fill(code)
    child.press("Open")
    child.press("Start")
    for number in count():
        box = child.page.locator("textarea")
        if not box.count():
            break
        box.fill(f"Vida says {number}: I like maps.")
        if (choices := child.page.locator(".vsh-say-choices label")).count():
            choices.first.click()
        child.press("Next")
    child.press("Next")
    child.press("Send it")
    expect(child.page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    child.press("I am done")
    child.visit(link.replace("/link/", "/check/").rsplit("/", 2)[0] + "/")


def the_carer_says(person, worker, plan: str) -> None:
    """By name, on a telephone, and sent."""
    link, code = invited(worker, plan, "a carer")
    carer = person("the carer", width=375)
    carer.visit(link)
    carer.page.locator("input[name=code]").fill(code)
    carer.page.locator("input[name=said_by]").fill("Pat Carer")
    carer.press("Open")
    for box in carer.page.locator("textarea").all():
        box.fill("Reads every evening; sleeps better since the summer.")
    carer.press("Send my part")
    expect(carer.page.get_by_text("This part was sent on")).to_be_visible()
    expect(carer.page.get_by_text("There is a problem")).to_have_count(0)


def write_and_hand_in(writer, plan: str) -> None:
    """What is missing is named and leads to its question; then nothing is."""
    writer.visit(plan + "submit/")
    writer.open(writer.page.locator(f"main a[href*='/{EDUCATION}/']").first)
    answer_section(writer)
    writer.visit(plan + "submit/")
    writer.press("Submit the PEP")
    expect(writer.page.get_by_text("Submitted").first).to_be_visible()


def assure_and_complete(person, plan: str) -> None:
    """An officer judges, completes and has the PDF."""
    officer = person("officer@northshire.example")
    officer.visit(plan + "assure/")
    for mark in officer.page.locator(".vsh-mark").all():
        mark.locator("input[type=radio][value=green]").check()
    officer.page.locator("textarea[name=feedback]").fill("A plan that shows the child.")
    officer.press("Record the judgement")
    officer.visit(plan + "complete/")
    officer.open(officer.page.locator("main").get_by_role("button").last)
    officer.visit(plan)
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Download the PDF").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def read(person, plan: str) -> None:
    """The reviewing officer reads one document that begins with the child's words."""
    iro = person("iro@northshire.example")
    iro.visit(plan + "read/")
    expect(iro.page.locator("main")).to_contain_text("Vida says 0: I like maps.")
    expect(iro.page.locator("main")).to_contain_text("Reads every evening")
