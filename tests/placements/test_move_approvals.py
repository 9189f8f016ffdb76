"""The nominated officer's approval: told by whom, confirmed by whom."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from placements.models import CareMove
from placements.rules.moves import Whom
from placements.services.move_approvals import confirm_approval
from placements.services.moves import answer_move, record_move
from pupils.services.locking import StaleRecordError
from tests.cast import TODAY, Cast
from tests.placements.moving import consulted, drafted
from tests.placements.test_school_pages import signed_in

pytestmark = pytest.mark.django_db
APPROVED = {
    "approved_by": "N. Officer",
    "approved_role": "Assistant Director",
    "approved_on": TODAY,
    "approval_words": "Safer",
    "is_provision_right": True,
}
TO_COME = date(2026, 11, 9)


@pytest.fixture
def year_10(cast: Cast) -> CareMove:
    cast.ada.nc_year = 10
    cast.ada.save()
    stay = {"can_school_stay": False, "why_not_stay": "Far", "school_ends_on": date(2026, 11, 6)}
    said = {"wishes": "To go", "is_pep_considered": True, "arrangements": "Elm Grove"}
    move = drafted(cast, is_emergency=False, from_on=TO_COME, **stay, **said)
    return consulted(cast, move, *(one for one in Whom if one is not Whom.OTHER_VSH))


def approve(cast: Cast, move: CareMove, who: str = "social_worker", **changes) -> CareMove:
    return answer_move(
        actor=cast.people[who], move=move, version=move.version, answers=APPROVED | changes
    )


def test_what_a_social_worker_tells_waits_to_be_confirmed(cast: Cast, year_10) -> None:
    move = approve(cast, year_10)
    assert (move.approval_told_by, move.approval_confirmed_by) == (cast.social_worker, None)
    assert move.waits_for_confirmation
    move = record_move(actor=cast.social_worker, move=move, version=move.version)
    page = reverse("placements:move", args=[cast.ada.ref, move.pk])
    body = signed_in(cast, "social_worker").get(page).content.decode()
    assert "N. Officer, Assistant Director, 4 November 2026" in body
    assert "Told by Social Worker, not confirmed by the Virtual School Head" in body
    url = reverse("placements:confirm_approval", args=[cast.ada.ref, move.pk])
    assert url not in body
    head = signed_in(cast, "head")
    assert url in head.get(page).content.decode()
    assert "N. Officer, Assistant Director" in head.get(url).content.decode()
    body = head.post(url, {"version": move.version}, follow=True).content.decode()
    assert "The approval is confirmed" in body
    assert "Confirmed by Head on 4 November 2026" in body
    assert url not in body


def test_who_may_confirm_tells_it_confirmed(cast: Cast, year_10) -> None:
    move = approve(cast, year_10, "head", approved_by="Head")
    assert (move.approval_confirmed_by, move.approval_confirmed_on) == (cast.head, TODAY)


def test_another_approval_is_to_be_confirmed_again_the_same_is_not(cast: Cast, year_10) -> None:
    move = approve(cast, year_10, "head")
    move = approve(cast, move)
    assert move.approval_confirmed_by == cast.head
    move = approve(cast, move, approval_words="Nearer to school")
    assert move.waits_for_confirmation
    taken_back = dict.fromkeys(("approved_by", "approved_role", "approval_words"), "")
    move = approve(cast, move, approved_on=None, is_provision_right=False, **taken_back)
    assert (move.approval_told_by, move.waits_for_confirmation) == (None, False)


@pytest.mark.parametrize("name", ["Social Worker", " social  worker "])
def test_who_records_it_does_not_approve_it(cast: Cast, year_10, name) -> None:
    with pytest.raises(ValidationError, match="cannot be the one who approved") as refused:
        approve(cast, year_10, approved_by=name)
    assert "approved_by" in refused.value.message_dict
    move = approve(cast, year_10, "officer", approved_by=name)
    with pytest.raises(ValidationError, match="cannot be the one who approved"):
        record_move(actor=cast.social_worker, move=move, version=move.version)
    assert record_move(actor=cast.officer, move=move, version=move.version).recorded_by


def test_the_role_of_the_officer_is_asked(cast: Cast, year_10) -> None:
    with pytest.raises(ValidationError, match="role of the nominated officer"):
        approve(cast, year_10, approved_role="")


def test_nobody_else_confirms(cast: Cast, year_10) -> None:
    move = approve(cast, year_10)
    for who in ("officer", "social_worker", "team_manager", "iro", "south_head", "outsider"):
        with pytest.raises(PermissionDenied):
            confirm_approval(actor=cast.people[who], move=move, version=move.version)
    with pytest.raises(StaleRecordError, match=r"approved by N\. Officer"):
        confirm_approval(actor=cast.head, move=move, version=move.version - 1)
    move = confirm_approval(actor=cast.head, move=move, version=move.version)
    event = CareMove.pgh_event_model.objects.filter(pgh_obj_id=move.pk).latest("pgh_id")
    assert event.approval_confirmed_by_id == cast.head.pk
    with pytest.raises(ValidationError, match="no approval that waits"):
        confirm_approval(actor=cast.head, move=move, version=move.version)
