"""The public pages and the style guide, in a browser: axe, narrow screens, keyboard, print."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser import axe_violations, sideways_overflow

PAGES = ["/help/", "/accessibility/", "/privacy/", "/styleguide/", "/styleguide/?errors=1"]


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("path", PAGES)
def test_pages_pass_axe_and_fit(
    browser: Browser, example_server: str, path: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{example_server}{path}")
    assert axe_violations(page) == []
    assert sideways_overflow(page) == 0
    assert complaints == []
    context.close()


def test_words_fit_at_four_times_their_size(browser: Browser, example_server: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 256})  # 1280 px at 400%
    page = context.new_page()
    page.goto(f"{example_server}/styleguide/?errors=1")
    assert sideways_overflow(page) == 0
    context.close()


def test_errors_are_announced_on_top(page: Page, example_server: str) -> None:
    page.goto(f"{example_server}/styleguide/?errors=1")
    assert page.title() == "Error: Style guide – Virtual School"
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="First day out of school must include a year").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()


def test_skip_link_comes_first(page: Page, example_server: str) -> None:
    page.goto(f"{example_server}/help/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


def test_the_demonstration_says_what_it_is(page: Page, example_server: str) -> None:
    page.goto(f"{example_server}/help/")
    expect(page.get_by_label("Demonstration", exact=True)).to_contain_text("invented")


def test_on_paper_the_frame_is_gone_and_the_reference_stays(
    page: Page, example_server: str
) -> None:
    page.goto(f"{example_server}/styleguide/")
    foot = page.locator(".vsh-print-foot")
    expect(foot).to_be_hidden()
    page.emulate_media(media="print")
    expect(foot).to_be_visible()
    expect(foot).to_contain_text("ABC234")
    assert axe_violations(page) == []
    expect(page.locator("header")).not_to_contain_text("Sign out")
    expect(page.locator(".vsh-footer")).to_be_hidden()
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    assert len(sheets) > 2
    assert all("Reference ABC234" in sheet.extract_text() for sheet in sheets)


TARGET = (
    '<div class="vsh-letter__passage vsh-letter__group"><h4 class="govuk-heading-s">A target</h4>'
    '<dl class="vsh-letter__lines">'
    + '<div class="vsh-letter__row"><dt>Measured by</dt><dd><p>Three pieces</p></dd></div>' * 14
    + "</dl></div>"
)
ON_PAPER = f"""<nav class="moj-sub-navigation">Tabs</nav><form class="vsh-inline-form">Year</form>
<svg class="vsh-quality-chart"></svg><p class="vsh-quality-chart__key">From the left</p>
<article class="vsh-letter"><div class="vsh-letter__known"><dl>
<div><dt>Social worker</dt><dd>socialworker2@northshire.example</dd></div>
<div><dt>Officer</dt><dd>officer@northshire.example</dd></div></dl></div>{TARGET * 6}</article>"""


def test_a_plan_on_paper_fills_its_sheets(page: Page, example_server: str) -> None:
    page.goto(f"{example_server}/styleguide/")
    page.evaluate("html => { document.querySelector('main').innerHTML = html }", ON_PAPER)
    expect(page.get_by_text("From the left")).to_be_visible()
    page.set_viewport_size({"width": 375, "height": 700})
    expect(page.get_by_text("From the left")).to_be_hidden()
    page.set_viewport_size({"width": 680, "height": 900})
    page.emulate_media(media="print")
    for gone in ("main .moj-sub-navigation", ".vsh-inline-form"):
        expect(page.locator(gone)).to_be_hidden()
    width = "element => element.getBoundingClientRect().width"
    whole = page.locator(".vsh-letter__known dl").evaluate(width)
    rows = page.locator(".vsh-letter__known dl > div")
    assert [each.evaluate(width) for each in rows.all()] == [whole, whole], "not beside each other"
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    answers = [sheet.extract_text().count("Three pieces") for sheet in sheets]
    assert sum(answers) == 84
    assert min(answers[1:-1]) > 20, "a target of 14 answers is parted"


def test_fonts_and_scripts_come_from_here(page: Page, example_server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{example_server}/styleguide/")
    page.evaluate("document.fonts.ready")
    assert any("atkinson-hyperlegible" in url for url in asked)
    assert [url for url in asked if not url.startswith((example_server, "data:"))] == []
    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")


def test_nothing_is_inline_in_any_template(settings) -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*json)", re.I)
    found = [
        f"{path.relative_to(settings.BASE_DIR)}: {match.group()}"
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for match in inline.finditer(path.read_text())
        if "pdf" not in path.name
    ]
    assert found == []


def test_lock_file_pins_hashes_and_names_no_registry(settings) -> None:
    text = Path(settings.BASE_DIR, "package-lock.json").read_text()
    packages = re.findall(r'"node_modules/[^"]+": \{', text)
    assert text.count('"integrity": "sha512-') == len(packages) > 5
    assert "resolved" not in text
    assert "registry" not in text


def test_every_class_in_a_template_is_one_of_the_design(settings) -> None:
    root = Path(settings.BASE_DIR)
    sources = [
        root / "static/build/vsh.css",
        root / "static/build/vsh.js",
        *root.glob("node_modules/govuk-frontend/dist/govuk/components/*/template.njk"),
        *root.glob("node_modules/@ministryofjustice/frontend/moj/components/*/template.njk"),
    ]
    name = re.compile(r"(?:govuk|moj|vsh)-[\w!-]+")
    known = {
        found for path in sources for found in name.findall(path.read_text().replace("\\!", "!"))
    }
    known |= {"govuk-table__head", "govuk-table__body", "govuk-table__row"}
    unknown = {
        f"{path.relative_to(root)}: {found}"
        for path in (root / "templates").rglob("*.html")
        for classes in re.findall(
            r'class="([^"]*)"', re.sub(r"{[%{#].*?[%}#]}", "…", path.read_text())
        )
        for found in name.findall(classes)
        if found not in known and f"{found}…" not in classes and "…" not in found
    }
    assert unknown == set()
