"""An emergency move on the Friday before half term; the school is found on school day 19."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DAY
from tests.journeys.test_suspensions import enter_day

# On the Friday: a settled child of secondary age, the social worker's from now on.
CHILD = """
from datetime import date
from pupils.models import CarePlacement, Enrolment, Involvement, Pupil
from vsh.accounts.models import User
from vsh.organisations.models import EducationSetting
worker = User.objects.get(email="socialworker@northshire.example")
settled = date(2026, 9, 1)
homes = CarePlacement.objects.filter(started_on__lt=settled, ended_on=None, area_code="999")
places = Enrolment.objects.filter(
    kind="main", is_full_time=True, started_on__lt=settled, ended_on=None,
    setting__phase="secondary",
)
later = CarePlacement.objects.filter(started_on__gte=settled)
child = Pupil.objects.looked_after_on(settled).filter(
    nc_year__in=[7, 9, 10], moves=None, authority__code="999", is_restricted=False,
    pk__in=homes.values("pupil"), enrolments__in=places,
).exclude(pk__in=later.values("pupil")).order_by("pk").first()
Involvement.objects.filter(pupil=child, capacity="social_worker").update(user=worker)
left = child.enrolments.get(kind="main", ended_on=None).setting
schools = EducationSetting.objects.filter(phase="secondary", la_code="999", status="open")
print(child.ref, schools.exclude(pk=left.pk).order_by("pk").first().urn)
"""


@pytest.fixture
def todays_own_day(product):
    """The demonstration's own day again after the test."""
    yield
    product.manage("set_today", DAY)


def tell_of_an_emergency(worker, ref: str) -> None:
    """The four pages on which an emergency is told."""
    page = worker.page
    worker.go(f"/pupils/{ref}/move/")
    page.get_by_label("It is an emergency").check()
    worker.press("Continue")
    enter_day(page, "from_on", 23, 10)
    worker.press("Save and continue")
    page.locator("select[name=placement_type]").select_option("U6")
    page.locator("input[name=postcode]").fill("NS3 4CC")
    page.locator("select[name=area_code]").select_option("999")
    worker.press("Save and continue")
    page.get_by_label("No", exact=True).check()
    page.locator("textarea[name=why_not_stay]").fill("Forty miles away")
    enter_day(page, "school_ends_on", 23, 10)
    worker.press("Save and continue")


def apply_to_a_school(worker, urn: str) -> None:
    """A school is put on the list, applied for and offers a place on the same day."""
    page = worker.page
    worker.follow("Consider a school")
    page.get_by_label("School or setting", exact=True).fill(urn)
    worker.press("Find the school")
    page.locator("textarea[name=why]").fill("Two friends go there")
    page.locator("textarea[name=evidence]").fill("The Virtual School asked, and visited")
    worker.press("Save")
    worker.follow("Record an application")
    for name in ("sent_on", "wanted_from_on"):
        enter_day(page, name, 26, 11)
    worker.press("Save")
    worker.follow("Record the answer")
    page.get_by_label("A place was offered").check()
    enter_day(page, "answered_on", 26, 11)
    worker.press("Save")


@pytest.mark.usefixtures("todays_own_day")
def test_a_school_is_found_on_school_day_19(product, person) -> None:
    product.manage("set_today", "2026-10-23")
    ref, urn = product.manage("shell", "-v0", "-c", CHILD).split()[-2:]
    worker = person("socialworker@northshire.example")
    page, search = worker.page, f"/pupils/{ref}/school/search/"
    tell_of_an_emergency(worker, ref)
    worker.press("Record the move")
    expect(page.get_by_text("The move is recorded")).to_be_visible()
    worker.go(search)
    expect(page.get_by_text("The clock begins once the place has ended")).to_be_visible()

    product.manage("set_today", "2026-11-26")
    worker.go(search)
    apply_to_a_school(worker, urn)
    # 24 weekdays since that Friday, without the five of half term
    expect(page.get_by_text("School day 19 of 20")).to_be_visible()
    expect(page.get_by_text("due by 27 November 2026")).to_be_visible()
    expect(page.get_by_text(re.compile("A place was offered"))).to_be_visible()
    worker.picture("school-search")
    worker.follow("Record the place that was found")
    page.get_by_label("School or setting", exact=True).fill(urn)
    worker.press("Find the school")
    page.get_by_label("Main school or setting").check()
    enter_day(page, "started_on", 26, 11)
    worker.press("Save")
    worker.go(search)
    expect(page.get_by_text("No school is looked for.")).to_be_visible()
    worker.go(f"/pupils/{ref}/deadlines/")
    place = page.get_by_role("row", name=re.compile("School place.*27 November 2026"))
    expect(place.get_by_text("Done on 26 November 2026")).to_be_visible()

    director = person("director@northshire.example")  # who sees no child
    assert director.page.goto(page.url).status == 403
