"""How people write a section of a plan in the browser."""

import re


def write_section(author, address: str, title: str) -> None:
    """Answer every question of a section and mark it as finished."""
    author.page.goto(address)  # checked as it stands before and after the writing
    link = author.page.get_by_role("link", name=re.compile(f"^{re.escape(title)}"))
    author.open(link.first)
    answer_section(author)


def answer_section(author) -> None:
    """The same for the section whose page is open; what is folded away stays so."""
    form = author.page.locator("form[data-autosave]")
    if form.count() == 0:
        return  # somebody else's part
    for _ in range(2):  # an answer may bring a question
        for group in form.locator(".govuk-radios:visible").all():
            group.locator("input[type=radio]").first.check()
    for box in form.locator("textarea:visible").all():
        box.fill("Juno says: I like drawing, and I want to become a vet.")
    for box in form.locator("select:visible").all():
        box.select_option(index=1)
    for box in form.locator("input[type=text]:visible").all():
        name = box.get_attribute("name") or ""
        day = "18" if name.startswith("held_on") else "20"  # the meeting is today, the rest to come
        box.fill({"day": day, "month": "11", "year": "2026"}.get(name.split("_")[-1], "Ms Lane"))
    author.press("Save and mark as finished")
