"""The short form: off by default, for a settled child, turned back without losing a word."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from peps.models import Pep, QualityRating, ShortForm
from peps.services import open_termly_peps
from peps.services.short_form import allow_short_form, back_to_full_form, choose_short_form
from placements.models import AttendanceSummary, Exclusion
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.calendars.models import CurrentDay

SPRING = date(2027, 1, 11)


@pytest.fixture
def spring(cast, complete) -> Pep:
    """Spring's plan of Ada, whose autumn plan is complete and green."""
    CurrentDay.objects.update(day=SPRING)
    open_termly_peps(SPRING)
    return Pep.objects.get(pupil=cast.ada, season="spring")


def allow(cast, *, is_allowed: bool = True) -> None:
    allow_short_form(actor=cast.head, authority=cast.northshire, is_allowed=is_allowed)


def test_it_is_off_until_the_head_allows_it(cast, spring):
    with pytest.raises(ValidationError, match="does not use the short form"):
        choose_short_form(actor=cast.teacher, pep=spring)
    for who in (cast.officer, cast.teacher, cast.south_head):
        with pytest.raises(PermissionDenied):
            allow_short_form(actor=who, authority=cast.northshire, is_allowed=True)
    allow(cast)
    chosen = choose_short_form(actor=cast.teacher, pep=spring)
    assert "It was found green, with no red" in chosen.reasons
    with pytest.raises(ValidationError, match="already"):
        choose_short_form(actor=cast.teacher, pep=spring)
    with pytest.raises(PermissionDenied):
        choose_short_form(actor=cast.social_worker, pep=spring)


def test_a_green_whole_with_a_red_mark_is_not_enough(cast, spring):
    allow(cast)
    mark = QualityRating.objects.filter(review__pep__pupil=cast.ada).first()
    QualityRating.objects.filter(pk=mark.pk).update(rating="red")  # by the authority's own roll-up
    assert mark.review.outcome == "green"
    with pytest.raises(ValidationError, match="settled child"):
        choose_short_form(actor=cast.teacher, pep=spring)


def test_a_child_who_is_not_settled_has_the_full_form(cast, spring):
    allow(cast)
    place = cast.ada.enrolments.get()
    out = Exclusion.objects.create(
        enrolment=place,
        kind="suspension",
        started_on=date(2026, 12, 1),
        sessions=2,
        reasons=["DB"],
        reported_on=date(2026, 12, 1),
    )
    with pytest.raises(ValidationError, match="settled child"):
        choose_short_form(actor=cast.teacher, pep=spring)
    out.delete()
    row = AttendanceSummary.objects.create(
        enrolment=place,
        academic_year="2026-27",
        season="autumn",
        started_on=date(2026, 9, 2),
        ended_on=date(2026, 12, 18),
        sessions_possible=140,
        sessions_authorised=20,
        sessions_unauthorised=0,
        entered_on=date(2026, 12, 18),
    )
    page = signed_in(cast, "teacher").get(reverse("peps:short_form", args=[spring.ref]))
    assert "Attendance of 85.7% is at or above" in page.content.decode()
    assert "this plan is written on the full form" in page.content.decode()
    row.delete()
    choose_short_form(actor=cast.officer, pep=spring)


def test_the_pages_fold_what_is_the_same_and_open_it_again_with_every_word(cast, spring):
    allow(cast)
    client, url = signed_in(cast, "teacher"), reverse("peps:pep", args=[spring.ref])
    assert "See whether it fits this child" in client.get(url).content.decode()
    assert client.post(reverse("peps:short_form", args=[spring.ref])).status_code == 302
    section = reverse("peps:section", args=[spring.ref, "leisure_and_learning"])
    page = client.get(section).content.decode()
    assert page.count("– same as last time") >= 1
    words = spring.sections.get(key="leisure_and_learning").data
    for answer in words.values():
        assert answer in page  # folded, not gone
    views = client.get(reverse("peps:section", args=[spring.ref, "childs_views"])).content.decode()
    assert "vsh-folded" not in views
    assert queries_of(client, url) <= MOST_QUERIES
    officer = signed_in(cast, "officer")
    assert "Back to the full form" in officer.get(url).content.decode()
    back = reverse("peps:full_form", args=[spring.ref])
    assert "Error: " in officer.post(back, {"reason": ""}).content.decode()
    assert officer.post(back, {"reason": "New carers soon."}).status_code == 302
    assert "– same as last time" not in client.get(section).content.decode()
    assert spring.sections.get(key="leisure_and_learning").data == words
    ended = ShortForm.objects.get()
    assert (ended.ended_by, ended.ended_because) == (cast.officer, "New carers soon.")
    with pytest.raises(ValidationError, match="on the full form"):
        back_to_full_form(actor=cast.officer, pep=spring, reason="Again.")


def test_the_head_sets_it_on_a_page(cast):
    url = reverse("peps:short_form_setting")
    officer = signed_in(cast, "officer")
    assert "The Virtual School Head decides this." in officer.get(url).content.decode()
    assert officer.post(url, {"is_allowed": "yes"}).status_code == 403
    head = signed_in(cast, "head")
    assert "Northshire does not use the short form." in head.get(url).content.decode()
    page = head.post(url, {"is_allowed": "yes"}, follow=True).content.decode()
    assert "Northshire allows the short form." in page
    page = head.post(url, {"is_allowed": "no"}, follow=True).content.decode()
    assert "Northshire does not use the short form." in page
