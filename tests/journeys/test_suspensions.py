"""Suspensions that pass the legal 45 days across two schools: told, never refused."""

import re

from playwright.sync_api import expect


def enter_day(page, name: str, day: int, month: int) -> None:
    for part, value in (("day", day), ("month", month), ("year", 2026)):
        page.locator(f"input[name={name}_{part}]").fill(str(value))


def suspend(officer, *, place: str, days: int, day: int, month: int) -> None:
    """Report a suspension from the School tab."""
    page = officer.page
    officer.follow("Report a suspension or exclusion")
    page.get_by_label(place).check()
    page.get_by_label("Suspension", exact=True).check()
    enter_day(page, "started_on", day, month)
    page.locator("input[name=days]").fill(str(days))
    page.get_by_label("Damage").check()
    officer.press("Report")


def test_suspensions_pass_45_days_across_two_schools(person) -> None:
    officer = person("officer@northshire.example")
    page = officer.page
    officer.go("/pupils/?year=8")
    officer.open(page.locator("tbody tr th a").first)
    officer.open_tab("School")
    school = page.locator("h3").first.inner_text()
    officer.follow("Report a suspension or exclusion")
    officer.press("Report")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    officer.open_tab("School")
    suspend(officer, place=school, days=40, day=8, month=9)
    expect(page.get_by_text("this year: the law allows 45.")).to_be_visible()

    officer.follow("Record a school place")
    page.get_by_label("School or setting", exact=True).fill("school")
    officer.press("Find the school")
    page.get_by_label("Main school or setting").check()
    others = page.locator(".govuk-radios__item").filter(has=page.locator("input[name=setting]"))
    other = others.filter(has_not_text=school).first
    name = other.locator("label").inner_text().split(",")[0].strip()
    other.locator("input").check()
    enter_day(page, "started_on", 16, 11)
    page.get_by_label(re.compile("ended the day before")).check()
    officer.press("Save")
    suspend(officer, place=name, days=6, day=17, month=11)
    expect(page.get_by_text("more than the 45 that the law allows")).to_be_visible()
    expect(
        page.get_by_role("cell", name=re.compile(f"Suspension.*{re.escape(name)}"))
    ).to_be_visible()

    teacher = person("director@northshire.example")  # who sees no child
    assert teacher.page.goto(page.url).status == 403
