"""The lists and a child's record in a browser, by the people who open them; axe on every page."""

import re

import pytest
from playwright.sync_api import expect

WIDTHS = [1280, 375]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_head_goes_from_what_is_due_to_the_sum_of_a_date(person, width: int) -> None:
    head = person("head@northshire.example", width=width)
    page = head.page
    expect(page.get_by_role("heading", level=1)).to_have_text("What is due")
    head.go("/?whose=all")
    head.go("/pupils/")
    head.open(page.locator("tbody tr th a").first)
    for tab in (
        "Care and placements",
        "School",
        "Deadlines",
        "Timeline",
        "Who has seen this",
    ):
        head.open_tab(tab)
        expect(page.locator("[aria-current=page]", has_text=tab)).to_be_visible()
        assert re.search(r"/pupils/[a-z0-9]{10}/", page.url)
    head.open_tab("Deadlines")
    head.follow("Why this date?")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("why this date?")
    for path in ("/messages/", "/messages/mine/", "/restricted/"):
        head.go(path)
    head.press("Open the record")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page).to_have_title(re.compile("^Error: "))
    head.picture(f"restricted-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_officer_filters_and_searches_without_a_name_in_any_address(person, width: int) -> None:
    officer = person("officer@northshire.example", width=width)
    page = officer.page
    officer.go("/pupils/")
    name = page.locator("tbody tr th a").first.inner_text()
    misspelt = f"{name[:-1]}{name[-1] * 2}"
    page.get_by_label("Find a child").fill(misspelt)
    officer.press("Search")
    expect(page.get_by_text("These are near to")).to_be_visible()
    expect(page.get_by_role("link", name=name, exact=True).first).to_be_visible()
    assert name.split()[-1].lower() not in page.url.lower()
    assert name.split()[-1] not in page.title()
    officer.picture(f"roll-{width}")
    officer.go("/pupils/?sen=E&sort=-due")
    expect(page.locator(".vsh-chip")).to_contain_text("SEN: EHC plan")
    officer.open(page.locator(".vsh-chip"))
    expect(page).not_to_have_url(re.compile("sen=E"))


CUT_OFF = """() => [...document.querySelectorAll("table")].flatMap(table => {
    const edge = table.closest(".vsh-table-frame").getBoundingClientRect().right + 1
    return [...table.querySelectorAll("tbody th, tbody td")]
        .filter(cell => cell.getBoundingClientRect().right > edge)
        .map(cell => cell.innerText)
})"""


@pytest.mark.parametrize("width", [375, 1000, 1280])
def test_no_column_of_a_table_is_cut_off(person, width: int) -> None:
    iro = person("iro@northshire.example", width=width)
    iro.go("/reviews/")
    expect(iro.page.get_by_role("cell", name="Record the review").first).to_be_visible()
    assert iro.page.evaluate(CUT_OFF) == []
    iro.go("/pupils/")
    assert iro.page.evaluate(CUT_OFF) == []
    iro.open(iro.page.locator("tbody tr th a").first)
    for tab in ("Care and placements", "School", "PEPs", "Deadlines"):
        iro.open_tab(tab)
        assert iro.page.evaluate(CUT_OFF) == [], tab


def test_an_officer_records_a_school_place(person) -> None:
    officer = person("officer@northshire.example")
    page = officer.page
    officer.go("/pupils/?year=9")
    officer.open(page.locator("tbody tr th a").first)
    officer.open_tab("School")
    officer.follow("Record a school place")
    officer.press("Save")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("School or setting", exact=True).fill("school")
    officer.press("Find the school")
    page.get_by_label("Alternative provision").check()
    page.locator("input[name=setting]").first.check()
    for part, value in (("day", "18"), ("month", "11"), ("year", "2026")):
        page.locator(f"input[name=started_on_{part}]").fill(value)
    officer.press("Save")
    expect(page.get_by_text("School place recorded")).to_be_visible()
    officer.follow("Record that this place ends")
    officer.press("Save")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_reviewing_officer_records_a_review(person, width: int) -> None:
    iro = person("iro@northshire.example", width=width)
    page = iro.page
    iro.go("/reviews/")
    iro.picture(f"reviews-{width}")
    iro.go("/pupils/")
    iro.open(page.locator("tbody tr th a").first)
    iro.open_tab("Care and placements")
    iro.follow("Record a review")
    iro.press("Save")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    for part, value in (("day", "12"), ("month", "1"), ("year", "2027")):
        page.locator(f"input[name=next_planned_on_{part}]").fill(value)
    iro.press("Save")
    expect(page.get_by_text("Review recorded")).to_be_visible()
    expect(page.get_by_role("rowheader", name="12 January 2027")).to_be_visible()


@pytest.mark.parametrize(
    ("email", "heading"),
    [
        ("teacher@northshire.example", "Pupils in care at"),
        ("socialworker@northshire.example", "My children"),
    ],
)
def test_own_children_on_a_telephone(person, email: str, heading: str) -> None:
    somebody = person(email, width=375)
    somebody.go("/pupils/")
    expect(somebody.page.get_by_role("heading", level=1)).to_contain_text(heading)
    somebody.open(somebody.page.locator("tbody tr th a").first)
    somebody.go("/")


@pytest.mark.parametrize("email", ["director@northshire.example", "member@northshire.example"])
def test_the_director_and_the_lead_member_see_reports_and_no_child(person, email: str) -> None:
    reader = person(email)
    expect(reader.page.get_by_role("heading", name="Published reports")).to_be_visible()
    assert reader.page.locator("a[href*='/pupils/']").count() == 0
