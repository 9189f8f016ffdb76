"""A carer's raised score asks the school for its own; once it is there, nobody asks any more."""

import re

from playwright.sync_api import expect

from tests.journeys.test_suspensions import enter_day


def record(someone, who: str, score: int, day: int) -> None:
    """Record a score on the page that is open."""
    someone.page.get_by_label(who, exact=True).check()
    enter_day(someone.page, "completed_on", day, 11)
    someone.page.get_by_label("Total difficulties score").fill(str(score))
    someone.press("Save")


def test_a_raised_score_asks_the_school_until_it_answers(person) -> None:
    teacher, officer = person("teacher@northshire.example"), person("officer@northshire.example")
    page, product = teacher.page, teacher.product
    teacher.go("/pupils/")
    refs = dict.fromkeys(re.findall(r"/pupils/([a-z0-9]{10})/", page.content()))
    pages = {ref: f"{product.url}/pupils/{ref}/wellbeing/" for ref in refs}
    ref = next(ref for ref in refs if officer.page.goto(pages[ref]).status == 200)
    officer.go(f"/pupils/{ref}/wellbeing/sdq/")
    record(officer, "Carer", 18, 17)
    expect(officer.page.get_by_text("18 of 40").first).to_be_visible()
    expect(officer.page.get_by_text("Cause for concern").first).to_be_visible()
    expect(officer.page.get_by_text("The school is asked for")).to_be_visible()

    teacher.go("/")
    asked = page.locator(".vsh-worklist__item").filter(
        has=page.locator(f"a[href='/pupils/{ref}/wellbeing/']")
    )
    expect(asked).to_contain_text("your questionnaire")
    teacher.open(asked.get_by_role("link", name=re.compile("Record the score")))
    record(teacher, "Teacher", 11, 18)
    teacher.follow("Record a score")
    record(teacher, "The child", 20, 18)
    expect(page.get_by_text("The school is asked for")).to_have_count(0)
    expect(page.get_by_text("Normal").first).to_be_visible()
    teacher.go("/")
    expect(asked).to_have_count(0)
