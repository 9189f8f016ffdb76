"""The annual report in a browser: the report is made of what was typed, saved or not."""

from playwright.sync_api import expect


def test_what_was_typed_is_in_the_report_that_is_made(person) -> None:
    head = person("head@northshire.example")
    head.go("/annual-reports/")
    head.page.locator("select").first.select_option("2024-25")
    head.press("Open the report")
    head.page.get_by_label("Introduction").fill("Typed and never saved.")
    head.press("Save the text and make the report")
    expect(head.page.get_by_role("heading", name="Made")).to_be_visible(timeout=90_000)
    expect(head.page.get_by_label("Introduction")).to_have_value("Typed and never saved.")
    expect(head.page.locator("h1")).to_contain_text("Made, a text is missing")
    head.look()
