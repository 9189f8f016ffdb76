"""Suspensions that pass the legal 45 days across two schools: told, never refused."""

import re

from playwright.sync_api import expect


def enter_day(page, name: str, day: int, month: int) -> None:
    for part, value in (("day", day), ("month", month), ("year", 2026)):
        page.locator(f"input[name={name}_{part}]").fill(str(value))


def suspend(teacher, *, place: str, days: int, day: int, month: int) -> None:
    """A school reports a suspension of its own from the School tab."""
    page = teacher.page
    teacher.follow("Report a suspension or exclusion")
    page.get_by_label(place).check()
    page.get_by_label("Suspension", exact=True).check()
    enter_day(page, "started_on", day, month)
    page.locator("input[name=days]").fill(str(days))
    page.get_by_label("Damage").check()
    teacher.press("Report")


def test_suspensions_pass_45_days_across_two_schools(person) -> None:
    first, second = (person(f"{who}@northshire.example") for who in ("teacher", "teacher2"))
    page = first.page
    first.go("/pupils/")
    rows = page.locator("tbody tr").filter(has_text="Northshire")  # not Southmoor's
    first.open(rows.locator("th a").first)
    child = page.url.split("/pupils/")[1].split("/")[0]
    first.open_tab("School")
    former = page.locator("h3").first.inner_text()
    first.follow("Report a suspension or exclusion")
    first.press("Report")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    first.open_tab("School")
    suspend(first, place=former, days=40, day=8, month=9)
    expect(page.get_by_text("this year: the law allows 45.")).to_be_visible()

    assert second.page.goto(page.url).status == 404  # not on the roll there yet
    second.go("/pupils/")
    heading = second.page.get_by_role("heading", level=1).inner_text()
    name = heading.removeprefix("Pupils in care at ").rpartition(" (")[0]
    officer = person("officer@northshire.example")
    page = officer.page
    officer.go(f"/pupils/{child}/school/")
    officer.follow("Record a school place")
    page.get_by_label("School or setting", exact=True).fill(name)
    officer.press("Find the school")
    page.get_by_label("Main school or setting").check()
    page.get_by_label(name).check()
    enter_day(page, "started_on", 16, 11)
    page.get_by_label(re.compile("ended the day before")).check()
    page.get_by_label("Why did that place end?").fill("The child moved nearer to the next one")
    page.get_by_label(re.compile("^Evidence, if")).fill("It has a base for children like this one")
    officer.press("Save")
    expect(page.get_by_text("School place recorded")).to_be_visible()

    second.go(f"/pupils/{child}/school/")
    suspend(second, place=name, days=6, day=17, month=11)
    officer.go(f"/pupils/{child}/school/")
    for somebody in (second, officer):  # the second school and the Virtual School read the alert
        page = somebody.page
        expect(page.get_by_text("more than the 45 that the law allows")).to_be_visible()
    for school in (former, name):
        cell = page.get_by_role("cell", name=re.compile(f"Suspension.*{re.escape(school)}"))
        expect(cell.first).to_be_visible()

    assert first.page.goto(page.url).status == 404  # the child has left its roll
    director = person("director@northshire.example")  # who sees no child
    assert director.page.goto(page.url).status == 403
