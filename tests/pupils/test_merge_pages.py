"""The pages of a merge: which is the other record, the comparison, what is refused."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from peps.models import CourtOrderClosure
from placements.models import AttendanceDay, Exclusion
from pupils.merging import numbers_of
from pupils.models import CarePlacement, Enrolment, Pupil, SdqScore, WellbeingSupport
from reporting.early_warning.models import EarlyWarningFact
from tests.cast import Cast
from tests.pupils.twice import merge, record_twice
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.accounts.models import Membership
from vsh.accounts.roles import Permission, Role
from vsh.audit.models import ReadLog
from vsh.govuk.dates import long_date
from vsh.history.context import noted

TOLD = "Told by the system, or whoever set it up"


@pytest.fixture
def twice(cast: Cast) -> Cast:
    return record_twice(cast)


def test_from_the_number_through_the_comparison_to_one_record(twice: Cast):
    client = signed_in(twice, "data")
    choose = reverse("pupils:merge", args=[twice.ben.ref])
    refused = client.post(choose, {"child_id": "C-cam"})
    assert "No other record that you may open" in refused.content.decode()
    compare = client.post(choose, {"child_id": "C-again"}).headers["Location"]
    page = client.get(compare).content.decode()
    assert "Canarytwice" in page
    assert "Different" in page
    form = {"version": twice.ben.version, "other_version": twice.twice.version}
    assert "tick this box" in client.post(compare, form).content.decode()
    told = form | {"reason": "One birth certificate", "is_compared": "on"}
    assert client.post(compare, told).status_code == 302
    page = client.get(reverse("reporting:sources", args=[twice.ben.ref])).content.decode()
    merged = ("Records that were merged into this one", "C-again", "Data: One birth")
    for words in (*merged, "Canarytwice", "A123456789012"):
        assert words in page
    other_way = reverse("pupils:merge_with", args=[twice.twice.ref, twice.ben.ref])
    for address in (compare, other_way):
        assert client.get(address, follow=True).redirect_chain[-1][0] == reverse(
            "reporting:overview", args=[twice.ben.ref]
        )
    assert Pupil.objects.get(pk=twice.twice.pk).merged_into == twice.ben


@pytest.mark.parametrize(("who", "is_told"), [("head", True), ("data", False)])
def test_how_much_hangs_on_each_is_told_to_those_who_read_it(twice: Cast, who: str, is_told: bool):
    SdqScore.objects.create(pupil=twice.twice, completed_on=date(2026, 5, 1), score=9)
    WellbeingSupport.objects.create(
        pupil=twice.twice,
        kind="camhs",
        provider="CAMHS",
        asked_on=date(2026, 5, 1),
        recorded_by=twice.head,
        recorded_on=date(2026, 5, 1),
    )
    CourtOrderClosure.objects.create(
        pupil=twice.twice, purpose="parent", reason="Order", closed_by=twice.head
    )
    address = reverse("pupils:merge_with", args=[twice.ben.ref, twice.twice.ref])
    page = signed_in(twice, who).get(address).content.decode()
    for words in ("SDQ scores", "Support for mental health", "Court orders"):
        assert (words in page) is is_told
    assert ("Other rows" in page) is not is_told


def test_the_other_record_is_one_that_they_may_merge_too(twice: Cast):
    """Who merges in one authority may only teach the other child, in another."""
    teaches = {"role": Role.DESIGNATED_TEACHER, "setting": twice.moorside}
    Membership.objects.create(user=twice.data, starts_on=date(2024, 9, 1), **teaches)
    assert Pupil.objects.visible_to(twice.data).filter(pk=twice.dee.pk).exists()
    address = reverse("pupils:merge_with", args=[twice.ben.ref, twice.dee.ref])
    assert signed_in(twice, "data").get(address).status_code == 404


def test_a_refused_merge_lists_what_to_correct(twice: Cast):
    twice.twice.placements.update(started_on=date(2026, 1, 2))
    address = reverse("pupils:merge_with", args=[twice.ben.ref, twice.twice.ref])
    form = {"version": 1, "other_version": 1, "reason": "One child", "is_compared": "on"}
    page = signed_in(twice, "head").post(address, form).content.decode()
    assert "already lives somewhere else in part of this time" in page
    assert "keep the other record instead" in page


def test_what_would_go_is_named_before_the_tick(twice: Cast):
    with noted(user=twice.officer.pk):
        twice.twice.placements.update(postcode="NS9 9ZZ")
    address = reverse("pupils:merge_with", args=[twice.ben.ref, twice.twice.ref])
    form = {"version": 1, "other_version": 1, "reason": "One child", "is_compared": "on"}
    client = signed_in(twice, "head")
    page = client.post(address, form).content.decode()
    on = long_date(timezone.localtime().date())
    row = f"Placements: Foster care from 2 February 2026 on. {TOLD}, on {on}"
    row += f", last changed by Officer, on {on}."
    assert f"<li>{row}</li>" in page
    assert "Some rows of the other record would go" in page
    assert "checked" not in page
    assert not Pupil.objects.exclude(merged_into=None).exists()
    unticked = {name: value for name, value in form.items() if name != "is_compared"}
    page = client.post(address, {**unticked, "named": row}).content.decode()
    assert f"<li>{row}</li>" in page, "also where something else was wrong"
    assert client.post(address, {**form, "named": "Another"}).status_code == 200
    assert client.post(address, {**form, "named": row}).status_code == 302
    assert twice.ben.placements.get().postcode != "NS9 9ZZ"
    page = client.get(reverse("reporting:sources", args=[twice.ben.ref])).content.decode()
    assert "Gave way then" in page
    assert row in page
    gone = CarePlacement.pgh_event_model.objects.get(pgh_label="delete")
    assert gone.pgh_context["because"] == "One child"


def test_what_hangs_on_a_place_is_counted_too(twice: Cast):
    place = Enrolment.objects.create(
        pupil=twice.twice, setting=twice.elm, started_on=date(2026, 9, 1)
    )
    for day in (1, 2, 3):
        told = {"day": date(2026, 9, day), "season": "autumn", "am": "/", "source": "file"}
        AttendanceDay.objects.create(enrolment=place, entered_on=told["day"], **told)
    care = twice.twice.care_periods.get()
    numbers = numbers_of(twice.head, [twice.ben.pk, twice.twice.pk], frozenset(Permission))
    assert numbers[twice.twice.pk]["days of attendance"] == 3
    assert numbers[twice.ben.pk]["days of attendance"] == 0
    assert numbers[twice.twice.pk]["legal statuses"] == care.episodes.count() == 1
    address = reverse("pupils:merge_with", args=[twice.ben.ref, twice.twice.ref])
    assert "Days of attendance" in signed_in(twice, "head").get(address).content.decode()


def test_the_list_of_others_is_read_on_record(twice: Cast):
    """By number and the child's reference, without a name."""
    address = reverse("pupils:merge", args=[twice.ben.ref])
    client = signed_in(twice, "data")
    client.get(address)
    assert not ReadLog.objects.exclude(count=None).exists(), "nobody was offered"
    names = {"legal_first_name": "Zed", "legal_last_name": "Canaryzed"}
    Pupil.objects.filter(pk__in=[twice.ben.pk, twice.twice.pk]).update(**names)
    assert "C-again" in client.get(address).content.decode()
    read = ReadLog.objects.get(count=1)
    assert (read.user, read.page) == (twice.data, "pupils:merge")
    assert read.filter == {"same_names_as": twice.ben.ref}


def test_early_warning_tells_the_facts_of_both_at_once(twice: Cast):
    """Not only after the night's sweep: suspended days stood on the other record."""
    place = Enrolment.objects.create(
        pupil=twice.twice, setting=twice.elm, started_on=date(2026, 11, 4)
    )
    Exclusion.objects.create(
        enrolment=place,
        kind="suspension",
        started_on=date(2026, 11, 4),
        sessions=4,
        reasons=["DB"],
        reported_on=date(2026, 11, 4),
    )
    assert not EarlyWarningFact.objects.exists()
    merge(twice, "head")
    words = [fact.words for fact in EarlyWarningFact.objects.filter(pupil=twice.ben)]
    assert any("suspended" in one.lower() or "suspension" in one.lower() for one in words)


def test_the_pages_need_few_queries(twice: Cast):
    client = signed_in(twice, "head")
    for address in (
        reverse("pupils:merge", args=[twice.ben.ref]),
        reverse("pupils:merge_with", args=[twice.ben.ref, twice.twice.ref]),
    ):
        assert queries_of(client, address) <= MOST_QUERIES
