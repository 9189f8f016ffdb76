"""How a child came to a home that a file told is told afterwards; the home and its day stand."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from placements.models import CareMove
from placements.services.moves import answer_move, record_move, start_move, withdraw_move
from pupils.models import CarePlacement
from tests.cast import Cast
from tests.placements.moving import homes, told
from tests.placements.test_school_pages import signed_in

pytestmark = pytest.mark.django_db
MOVED = date(2026, 10, 12)


@pytest.fixture
def home(cast: Cast) -> CarePlacement:
    """Ada's second, as the roll told it."""
    first = cast.ada.placements.get()
    first.ended_on = MOVED
    first.save()
    return CarePlacement.objects.create(
        pupil=cast.ada,
        care_period=first.care_period,
        started_on=MOVED,
        placement_type="K2",
        provider="PR4",
        ofsted_urn="SC123456",
        postcode="SM1 1AA",
        area_code="998",
    )


def begun(cast: Cast, home: CarePlacement, *, is_emergency: bool = False) -> CareMove:
    return start_move(
        actor=cast.social_worker, pupil=cast.ada, is_emergency=is_emergency, home=home
    )


def answered(cast: Cast, move: CareMove, **answers) -> CareMove:
    return answer_move(actor=cast.social_worker, move=move, version=move.version, answers=answers)


def test_it_is_recorded_beside_the_home_which_stays_as_it_is(cast: Cast, home) -> None:
    before, events = homes(cast.ada), CarePlacement.pgh_event_model.objects.count()
    move = answered(cast, begun(cast, home), can_school_stay=True)
    assert (move.from_on, move.area_code, move.ofsted_urn) == (MOVED, "998", "SC123456")
    move = record_move(actor=cast.social_worker, move=move, version=move.version)
    assert (move.placement, move.from_on) == (home, MOVED)
    assert homes(cast.ada) == before
    assert CarePlacement.pgh_event_model.objects.count() == events
    assert told()  # those whom it concerns
    with pytest.raises(ValidationError, match="on record already"):
        begun(cast, home)
    withdraw_move(actor=cast.officer, move=move, version=move.version, reason="Told wrongly")
    assert homes(cast.ada) == before
    assert not told("school_back")


def test_the_day_and_the_home_are_not_changed(cast: Cast, home) -> None:
    move = begun(cast, home)
    for answers in ({"from_on": date(2026, 10, 13)}, {"postcode": "NS1 2BB"}):
        with pytest.raises(ValidationError, match="they stand"):
            answered(cast, move, **answers)


def test_what_the_file_corrects_meanwhile_is_recorded(cast: Cast, home) -> None:
    move = answered(cast, begun(cast, home), can_school_stay=True)
    CarePlacement.objects.filter(pk=home.pk).update(area_code="999", postcode="NS1 2BB")
    move = record_move(actor=cast.social_worker, move=move, version=move.version)
    assert (move.area_code, move.postcode) == ("999", "NS1 2BB")


def test_a_home_that_the_file_takes_back_leaves_a_draft_to_be_discarded(cast: Cast, home) -> None:
    move = answered(cast, begun(cast, home), can_school_stay=True)
    home.delete()
    with pytest.raises(ValidationError, match="Discard this draft"):
        record_move(actor=cast.social_worker, move=move, version=move.version)


def test_coming_into_care_is_no_move(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="first home"):
        begun(cast, cast.ada.placements.get())


def test_a_home_that_is_to_come_is_planned_with_its_approval(cast: Cast, home) -> None:
    CarePlacement.objects.filter(pk=home.pk).update(started_on=date(2026, 11, 5))
    CarePlacement.objects.filter(pupil=cast.ada).exclude(pk=home.pk).update(
        ended_on=date(2026, 11, 5)
    )
    home.refresh_from_db()
    with pytest.raises(ValidationError, match="plan the move"):
        begun(cast, home)


def test_another_draft_comes_first(cast: Cast, home) -> None:
    start_move(actor=cast.officer, pupil=cast.ada, is_emergency=False)
    with pytest.raises(ValidationError, match="another draft"):
        begun(cast, home)


@pytest.mark.parametrize("kind", ["planned", "emergency"])
def test_its_pages(cast: Cast, home, kind) -> None:
    client = signed_in(cast, "social_worker")
    url = reverse("placements:tell_move", args=[cast.ada.ref, home.pk])
    body = client.get(url).content.decode()
    assert "a new home since 12 October 2026" in body
    response = client.post(url, {"kind": kind}, follow=True)
    move = CareMove.objects.get()
    assert response.redirect_chain[-1][0].endswith(f"/{move.pk}/school/")
    for step in ("when", "where"):
        page = reverse("placements:move_step", args=[cast.ada.ref, move.pk, step])
        assert client.get(page).status_code == 404
    said = {"version": move.version, "can_school_stay": "yes"}
    response = client.post(response.redirect_chain[-1][0], said, follow=True)
    assert response.redirect_chain[-1][0].endswith("/wishes/")
    check = reverse("placements:check_move", args=[cast.ada.ref, move.pk])
    body = client.get(check).content.decode()
    assert body.count("From the council’s file") == 2
    assert "12 October 2026" in body
    assert "Ofsted SC123456" in body
    move.refresh_from_db()
    body = client.post(check, {"version": move.version}, follow=True).content.decode()
    assert "The move is recorded" in body
    assert "The home and its day came from the council’s file" in body


def test_a_home_that_has_its_move_or_another_childs_is_not_found(cast: Cast, home) -> None:
    url = reverse("placements:tell_move", args=[cast.ben.ref, home.pk])
    assert signed_in(cast, "officer").get(url).status_code == 404
