"""An emergency move on the Friday before half term; the school is found on school day 19."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DAY
from tests.journeys.test_suspensions import enter_day

# On the Friday: a draft about a settled child, the social worker's from now on, all but recorded.
DRAFT = """
from datetime import date
from placements.services.moves import answer_move, start_move
from pupils.models import CarePlacement, Enrolment, Involvement, Pupil
from vsh.accounts.models import User
from vsh.calendars.models import CurrentDay
CurrentDay.objects.update(day=date(2026, 10, 23))
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
move = start_move(actor=worker, pupil=child, is_emergency=True)
friday = date(2026, 10, 23)
answers = {
    "from_on": friday, "placement_type": "U6", "postcode": "NS3 4CC", "area_code": "999",
    "can_school_stay": False, "why_not_stay": "Forty miles away", "school_ends_on": friday,
}
answer_move(actor=worker, move=move, version=move.version, answers=answers)
print(child.ref, move.pk)
"""
# Five weeks later a school is on the list of the search, and has offered a place.
OFFER = """
from datetime import date
from placements.models import SchoolSearch
from placements.services.school_options import (
    Answered, Considered, add_option, answer_application, apply_for,
)
from vsh.accounts.models import User
from vsh.calendars.models import CurrentDay
from vsh.organisations.models import EducationSetting
day = date(2026, 11, 26)
CurrentDay.objects.update(day=day)
worker = User.objects.get(email="socialworker@northshire.example")
search = SchoolSearch.objects.get(pupil__ref="{ref}", ended_on=None)
left = search.move.enrolment.setting
schools = EducationSetting.objects.filter(phase="secondary", la_code="999", status="open")
school = schools.exclude(pk=left.pk).order_by("pk").first()
said = Considered(why="Two friends go there", evidence="The Virtual School asked, and visited")
option = add_option(actor=worker, search=search, setting=school, said=said)
sent = apply_for(actor=worker, option=option, version=1, sent_on=day, wanted_from_on=day)
answered = Answered(answer="offered", answered_on=day)
answer_application(actor=worker, application=sent, version=1, said=answered)
print(school.urn)
"""


@pytest.fixture
def todays_own_day(product):
    """The demonstration's own day again after the test."""
    yield
    product.manage("set_today", DAY)


@pytest.mark.usefixtures("todays_own_day")
def test_a_school_is_found_on_school_day_19(product, person) -> None:
    ref, move = product.manage("shell", "-v0", "-c", DRAFT).split()[-2:]
    worker = person("socialworker@northshire.example")
    page, search = worker.page, f"/pupils/{ref}/school/search/"
    worker.go(f"/pupils/{ref}/move/{move}/check/")
    worker.press("Record the move")
    expect(page.get_by_text("The move is recorded")).to_be_visible()
    worker.go(search)
    expect(page.get_by_text("The clock begins once the place has ended")).to_be_visible()

    urn = product.manage("shell", "-v0", "-c", OFFER.format(ref=ref)).split()[-1]
    worker.go(search)
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
