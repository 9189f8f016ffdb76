"""The main job of a virtual school, from the files to the published report, as the people do it."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.writing import write_section

SCHOOLS = Path(__file__).parents[1] / "data" / "gias_subset_7_establishments.csv"
ROLL = """\
child_id,upn,legal_first_name,legal_last_name,known_as,date_of_birth,sex,ethnicity,first_language,\
looked_after_from,looked_after_to,legal_status,placement_type,placement_from,placement_postcode,\
placement_emergency,school_urn,enrolled_from,enrolled_to,nc_year,sen_status,social_worker_email,\
team_manager_email,iro_email,next_review_on,last_review_on
J-1,,Juno,Journey,,2012-05-06,F,WBRI,English,2026-11-09,,V2,U6,2026-11-09,NS2 4AB,Y,999001,\
2023-09-01,,9,N,socialworker@northshire.example,manager@northshire.example,\
iro@northshire.example,2026-12-04,
J-2,,Bad,Row,,2012-13-45,F,WBRI,English,2026-11-09,,V2,U6,2026-11-09,,,,,,,,,,,,
"""


def test_the_main_job(person, product, tmp_path):
    load_the_registers(person, tmp_path)
    see_the_roll_and_what_is_due(person)
    pep = initiate_the_pep(person)
    complete_the_pep(person, pep)
    assure_the_pep(person, pep)
    read_the_pep_before_the_review(person)
    see_that_reminders_went_out(person, product)
    produce_and_read_the_annual_report(person)


def load_the_registers(person, tmp_path: Path) -> None:
    """The data officer loads schools, then the roll with one bad row."""
    data = person("data@northshire.example")
    upload(data, SCHOOLS)
    roll = tmp_path / "roll.csv"
    roll.write_text(ROLL)
    upload(data, roll, refused="date_of_birth")


def upload(data, path: Path, refused: str = "") -> None:
    data.go("/imports/")
    data.page.locator("input[type=file]").set_input_files(path)
    data.press("Check files")
    load = data.page.get_by_role("button", name=re.compile(r"^Load \d+ row"))
    expect(load).to_be_visible()
    if refused:
        expect(data.page.get_by_role("cell", name=refused)).to_be_visible()
        expect(data.page.get_by_text("line 3")).to_be_visible()
    data.look()
    data.picture(f"import-{path.stem}")
    data.open(load)
    expect(data.page.get_by_text("Success: Loaded.")).to_be_visible()


def see_the_roll_and_what_is_due(person) -> None:
    """The head finds the child by a misspelt name and reads why the first PEP is due when it is."""
    head = person("head@northshire.example")
    head.picture("home-head")
    head.go("/pupils/")
    head.picture("roll")
    head.page.get_by_label("Find a child").fill("journy")
    head.press("Search")
    assert "journ" not in head.page.url.lower()
    head.follow("Juno Journey")
    assert "juno" not in head.page.url.lower()
    assert "Juno" not in head.page.title()
    head.picture("overview")
    head.follow("Deadlines")
    head.picture("deadlines")
    first_plan = head.page.get_by_role("row").filter(has_text="Start the first PEP")
    head.open(first_plan.get_by_role("link", name="Why this date"))
    expect(head.page.get_by_text("Mon 9 November 2026").first).to_be_visible()
    expect(head.page.get_by_text("Mon 23 November 2026").first).to_be_visible()


def initiate_the_pep(person) -> str:
    """The social worker sees the child on the own list, initiates, and writes the care part."""
    worker = person("socialworker@northshire.example")
    worker.picture("home-social-worker")
    expect(worker.page.get_by_role("link", name="Juno Journey").first).to_be_visible()
    worker.follow("Juno Journey")
    worker.follow("PEPs")
    worker.follow("Initiate")
    worker.open(worker.page.locator("main").get_by_role("button").last)
    expect(worker.page).to_have_url(re.compile(r"/peps/\w+/$"))
    address = worker.page.url
    for title in ("Care and contacts", "Transition"):
        write_section(worker, address, title)
    return address


def complete_the_pep(person, address: str) -> None:
    """The designated teacher writes the rest, on a telephone's width at first, and submits."""
    phone = person("teacher@northshire.example", width=375)
    phone.picture("home-teacher-375")
    phone.go("/pupils/")
    phone.picture("roll-teacher-375")
    phone.visit(address)
    phone.picture("pep-375")
    teacher = person("teacher@northshire.example")
    teacher.visit(address)
    for title in open_sections(teacher.page):
        write_section(teacher, address, title)
    teacher.visit(address)
    teacher.picture("pep-written")
    teacher.follow("Check and submit")
    teacher.press("Submit the PEP")
    expect(teacher.page.get_by_text("Submitted").first).to_be_visible()


def open_sections(page: Page) -> list[str]:
    """Titles of the sections of the task list that are not finished."""
    items = page.locator(".govuk-task-list__item")
    return [
        item.get_by_role("link").inner_text()
        for item in items.all()
        if "Complete" not in item.inner_text()
    ]


def assure_the_pep(person, address: str) -> None:
    """An officer rates each mark green with feedback, then completes and locks the plan."""
    officer = person("officer@northshire.example")
    officer.go("/peps/quality/")
    officer.picture("quality-queue")
    officer.visit(address)
    officer.follow("Assure quality")
    officer.picture("assure")
    for mark in officer.page.locator(".vsh-mark").all():
        mark.locator("input[type=radio][value=green]").check()
    officer.page.locator("textarea[name=feedback]").fill("A plan that shows the child.")
    officer.press("Record the judgement")
    officer.visit(address)
    officer.follow("Complete and lock")
    officer.open(officer.page.locator("main").get_by_role("button").last)
    expect(officer.page.get_by_text("Complete").first).to_be_visible()
    officer.visit(address)
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Download the PDF").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def read_the_pep_before_the_review(person) -> None:
    """The reviewing officer finds the coming review and reads one document in the child's words."""
    iro = person("iro@northshire.example")
    iro.go("/reviews/")
    iro.picture("coming-reviews")
    row = iro.page.get_by_role("row").filter(has_text="Juno Journey")
    iro.open(row.get_by_role("link", name=re.compile("Read")))
    iro.picture("letter")
    expect(iro.page.get_by_text("I want to become a vet").first).to_be_visible()


def see_that_reminders_went_out(person, product) -> None:
    """A sweep queues messages, the worker sends them by mail, and no child is named."""
    product.manage("send_notices")
    product.manage("send_notices")
    officer = person("officer@northshire.example")
    officer.go("/messages/")
    officer.picture("messages")
    expect(officer.page.locator("main")).to_contain_text("Sent")
    mail = [
        path.read_text()
        for path in (product.folder.places.data / "mail").rglob("*")
        if path.is_file()
    ]
    assert mail
    assert not [text for text in mail if "Juno" in text or "Journey" in text]


def produce_and_read_the_annual_report(person) -> None:
    """The head writes, makes and publishes; the director reads it and sees no child."""
    head = person("head@northshire.example")
    head.go("/annual-reports/")
    head.page.locator("select").first.select_option("2025-26")
    head.press("Open the report")
    for box in head.page.locator("textarea").all():
        box.fill("What we did with the year, and what we learned.")
    head.press("Save the text and make the report")
    publish = head.page.get_by_role("button", name="Publish the report")
    expect(publish).to_be_visible(timeout=90_000)
    head.look()
    head.open(publish)
    director = person("director@northshire.example")
    director.picture("home-director")
    director.go("/annual-reports/")
    director.follow("2025-26")
    director.picture("annual-report-figures")
    with director.page.expect_download() as download:
        director.page.get_by_role("link", name="Download the report as PDF").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    response = director.visit(director.product.url + "/pupils/")
    assert response is not None
    assert response.status == 403
