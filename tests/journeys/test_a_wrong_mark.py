"""A wrong mark is corrected from the child's year, and the register's next file leaves it so."""

import re

from playwright.sync_api import expect


def test_a_wrong_mark_is_corrected_and_stays_so(person, product, tmp_path) -> None:
    teacher = person("teacher@northshire.example", width=375)
    page = teacher.page
    teacher.go("/attendance/week/")
    teacher.follow("The year day by day")
    sheet = page.locator("td", has=page.get_by_role("link", name="Correct 16", exact=True)).last
    teacher.open(sheet.get_by_role("link"))
    heading = page.get_by_role("heading", name="Correct attendance on 16 November 2026")
    expect(heading).to_be_visible()
    page.locator("select[name=am]").select_option("O")
    page.locator("select[name=pm]").select_option("\\")
    teacher.press("Save")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.locator("input[name=reason]").fill("Marked for another child")
    teacher.press("Save")
    expect(sheet.get_by_text("morning: absent in other or unknown circumstances")).to_be_attached()
    teacher.picture("a-wrong-mark-corrected")

    path = re.sub(r"^.*?/pupils", "/pupils", page.url)
    upn, urn = product.manage("shell", "-c", _WHO.format(ref=path.split("/")[2])).split()[-2:]
    file = tmp_path / "marks.csv"
    file.write_text(f"upn,urn,date,session,code\n{upn},{urn},2026-11-16,AM,/\n")
    product.manage("import_attendance", str(file), "--authority", "999")

    officer = person("officer@northshire.example")
    officer.go(path)
    page = officer.page
    sheet = page.locator("td", has=page.get_by_role("link", name="Correct 16", exact=True)).last
    expect(sheet.get_by_text("morning: absent in other or unknown circumstances")).to_be_attached()
    officer.open(sheet.get_by_role("link"))
    page.get_by_text("What stood here before").click()
    expect(page.get_by_text("Corrected, as: Marked for another child")).to_be_visible()


_WHO = (
    "from pupils.models import Pupil; child = Pupil.objects.get(ref='{ref}'); "
    "place = child.enrolments.filter(ended_on=None, setting__name__contains='Oakfield').first(); "
    "print(child.upn, place.setting.urn)"
)
