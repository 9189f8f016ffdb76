"""A worry that a child may be excluded: what is new is added, an error put right or taken off."""

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from placements.models import ExclusionRisk
from placements.services.behaviour import (
    Worry,
    answer_exclusion_risk,
    change_exclusion_risk,
    raise_exclusion_risk,
)
from pupils.services.locking import StaleRecordError
from tests.cast import Cast
from tests.reporting.page_requests import signed_in
from vsh.notices.models import Notice

WORRY = Worry(worries="Fights at lunch", support_tried="A mentor", asked_for="An assessment")
NEWS = Worry(worries="Fights every day now", support_tried="A mentor", asked_for="A meeting")


@pytest.fixture
def row(cast: Cast) -> ExclusionRisk:
    return raise_exclusion_risk(
        actor=cast.teacher, enrolment=cast.ada.enrolments.get(), worry=WORRY
    )


def change(cast: Cast, row: ExclusionRisk, who: str = "teacher", **more) -> None:
    told = {"version": 1, "worry": NEWS, "reason": "Worse since Monday"} | more
    change_exclusion_risk(actor=cast.people[who], risk=row, **told)


def history() -> list[tuple[str, str]]:
    events = apps.get_model("placements", "ExclusionRiskEvent").objects.order_by("pgh_id")
    return [(one.worries, (one.pgh_context or {}).get("reason", "")) for one in events]


def test_what_is_new_is_added_kept_and_told(cast: Cast, row) -> None:
    change(cast, row)
    row.refresh_from_db()
    assert (row.worries, row.asked_for, row.version) == (NEWS.worries, NEWS.asked_for, 2)
    assert history() == [(WORRY.worries, ""), (NEWS.worries, "Worse since Monday")]
    told = Notice.objects.filter(about=f"exclusion_risk:{row.pk}", stage="changed 2")
    assert {one.recipient for one in told} == {cast.officer, cast.social_worker}
    with pytest.raises(StaleRecordError, match="not answered yet"):
        change(cast, row)
    answer_exclusion_risk(actor=cast.officer, risk=row, version=2, answer="We come.")


def test_an_error_is_taken_off_and_another_can_be_raised(cast: Cast, row) -> None:
    change(cast, row, is_withdrawn=True, reason="Another child")
    assert not ExclusionRisk.objects.exists()
    assert history()[-1][1] == "Another child"
    told = Notice.objects.filter(about=f"exclusion_risk:{row.pk}", stage="withdrawn")
    assert {one.recipient for one in told} == {cast.officer, cast.social_worker}
    with pytest.raises(StaleRecordError, match="taken off the record"):
        change(cast, row)
    raise_exclusion_risk(actor=cast.teacher, enrolment=cast.ada.enrolments.get(), worry=WORRY)


def test_a_second_worry_is_pointed_to_the_first(cast: Cast, row) -> None:
    with pytest.raises(ValidationError, match="add there what is new"):
        raise_exclusion_risk(actor=cast.teacher, enrolment=row.enrolment, worry=NEWS)


@pytest.mark.parametrize(
    "who", ["head_teacher", "school_staff", "iro", "other_teacher", "outsider"]
)
def test_others_change_none(cast: Cast, row, who: str) -> None:
    with pytest.raises(PermissionDenied):
        change(cast, row, who)


def test_the_page(cast: Cast, row) -> None:
    client = signed_in(cast, "teacher")
    tab = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    url = reverse("placements:change_risk", args=[cast.ada.ref, row.pk])
    assert url in tab
    assert WORRY.worries in client.get(url).content.decode()
    told = vars(NEWS) | {"version": 1}
    assert "Enter what is new, or what was wrong" in client.post(url, told).content.decode()
    assert client.post(url, told | {"why": "Worse"}).status_code == 302
    again = client.get(url).content.decode()
    assert WORRY.worries in again  # what stood there before
    assert NEWS.worries in again
    other = reverse("placements:change_risk", args=[cast.ben.ref, row.pk])
    assert client.get(other).status_code == 404
