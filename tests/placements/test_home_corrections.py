"""A home that was told wrongly is put right or withdrawn: what holds afterwards."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from placements.models import CareMove
from placements.services.home_corrections import HomeAsItIs, correct_home, withdraw_home
from pupils.models import CarePeriod, CarePlacement, Pupil
from pupils.services.locking import StaleRecordError
from pupils.services.row_versions import version_of
from tests.architecture.queries import questions
from tests.cast import Cast
from tests.placements.moving import MONDAY, drafted, recorded
from tests.placements.test_school_pages import signed_in
from vsh.notices.models import Notice

pytestmark = pytest.mark.django_db
FEB, MAY, JULY = date(2026, 2, 2), date(2026, 5, 1), date(2026, 7, 1)


@pytest.fixture
def homes(cast) -> list[CarePlacement]:
    """Three homes of Ada's, one after the other."""
    first = CarePlacement.objects.get(pupil=cast.ada)
    first.ended_on = MAY
    first.save()
    rest = [
        CarePlacement.objects.create(
            pupil=cast.ada,
            care_period=first.care_period,
            started_on=started_on,
            ended_on=ended_on,
            placement_type="U6",
            postcode=postcode,
            area_code="999",
            is_address_confidential=True,
        )
        for started_on, ended_on, postcode in ((MAY, JULY, "NS3 3CC"), (JULY, None, "NS4 4DD"))
    ]
    return [first, *rest]


def correct(cast: Cast, home: CarePlacement, who: str = "officer", **changes) -> CarePlacement:
    names = HomeAsItIs.__dataclass_fields__
    right = {name: getattr(home, name) for name in names} | changes
    return correct_home(
        actor=cast.people[who],
        home=home,
        version=version_of(home),
        reason="Typed wrongly",
        right=HomeAsItIs(**right),
    )


def withdraw(cast: Cast, home: CarePlacement, who: str = "officer") -> None:
    withdraw_home(
        actor=cast.people[who], home=home, version=version_of(home), reason="Never lived there"
    )


def days(child: Pupil) -> list[tuple[date, date | None]]:
    rows = CarePlacement.objects.filter(pupil=child).order_by("started_on")
    return list(rows.values_list("started_on", "ended_on"))


def test_an_earlier_home_is_put_right_and_those_next_to_it_follow(cast, homes):
    first, second = date(2026, 4, 20), date(2026, 7, 8)
    correct(cast, homes[1], started_on=first, ended_on=second, provider="PR4", is_emergency=True)
    assert days(cast.ada) == [(FEB, first), (first, second), (second, None)]
    home = CarePlacement.objects.get(pk=homes[1].pk)
    assert (home.provider, home.is_emergency) == ("PR4", True)
    events = CarePlacement.pgh_event_model.objects.filter(pgh_obj_id=home.pk)
    assert events.latest("pgh_id").pgh_context["reason"] == "Typed wrongly"


def test_another_postcode_lies_in_an_area_found_anew(cast, homes):
    home = correct(cast, homes[1], postcode="ZZ9 9ZZ")
    assert (home.postcode, home.area_code) == ("ZZ9 9ZZ", "")
    home = correct(cast, home, postcode="ZZ8 8ZZ", area_code="998")
    assert (home.postcode, home.area_code) == ("ZZ8 8ZZ", "998")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"started_on": date(2026, 2, 2)}, "started_on"),
        ({"ended_on": None}, "ended_on"),
        ({"placement_type": "??"}, "placement_type"),
        ({"provider": "??"}, "provider"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast, homes, changes, field):
    with pytest.raises(ValidationError) as refused:
        correct(cast, homes[1], **changes)
    assert field in refused.value.message_dict
    assert days(cast.ada) == [(FEB, MAY), (MAY, JULY), (JULY, None)]


def test_nothing_changed_a_stale_page_and_who_may_not_are_refused(cast, homes):
    with pytest.raises(ValidationError):
        correct(cast, homes[1])
    for who in ("teacher", "iro", "outsider", "other_social_worker"):
        with pytest.raises(PermissionDenied):
            correct(cast, homes[1], who, provider="PR4")
        with pytest.raises(PermissionDenied):
            withdraw(cast, homes[1], who)
    homes[1].provider = "PR2"
    homes[1].save()
    with pytest.raises(StaleRecordError):
        correct_home(
            actor=cast.officer,
            home=homes[1],
            version=0,
            reason="Late",
            right=HomeAsItIs(**{n: getattr(homes[1], n) for n in HomeAsItIs.__dataclass_fields__}),
        )


@pytest.mark.parametrize(
    ("number", "left"),
    [
        (0, [(FEB, JULY), (JULY, None)]),
        (1, [(FEB, JULY), (JULY, None)]),
        (2, [(FEB, MAY), (MAY, None)]),
    ],
)
def test_the_home_next_to_a_withdrawn_one_holds_in_its_time(cast, homes, number, left):
    withdraw(cast, homes[number])
    assert days(cast.ada) == left


def test_the_only_home_of_a_time_in_care_stays(cast):
    with pytest.raises(ValidationError) as refused:
        withdraw(cast, CarePlacement.objects.get(pupil=cast.ben))
    assert "only home" in str(refused.value)


def test_a_move_follows_its_home_and_goes_with_it(cast):
    move = recorded(cast, drafted(cast))
    home = move.placement
    correct(cast, home, started_on=date(2026, 10, 26), postcode="NS3 5EE")
    move.refresh_from_db()
    assert (move.from_on, move.postcode) == (date(2026, 10, 26), "NS3 5EE")
    home.refresh_from_db()
    withdraw(cast, home)
    assert not CareMove.objects.filter(pk=move.pk).exists()
    assert days(cast.ada) == [(FEB, None)]
    assert Notice.objects.filter(stage__endswith="_back").exists()


# --- the pages


def url_of(name: str, child: Pupil, home: CarePlacement) -> str:
    return reverse(f"placements:{name}", kwargs={"ref": child.ref, "home": home.pk})


def test_the_page_puts_right_and_shows_what_stood_before(cast, homes):
    client = signed_in(cast, "social_worker")
    tab = reverse("placements:care", kwargs={"ref": cast.ada.ref})
    url = url_of("correct_home", cast.ada, homes[1])
    assert url in client.get(tab).content.decode()
    answers = {
        "version": version_of(homes[1]),
        "started_on": "2026-04-20",
        "ended_on": "2026-07-01",
        "placement_type": "K2",
        "postcode": "ns3 3cc",
        "area_code": "999",
    }
    refused = client.post(url, answers).content.decode()
    assert "<title>Error: " in refused
    assert "Enter what was wrong" in refused
    saved = client.post(url, answers | {"reason": "A typing error"}, follow=True).content.decode()
    assert "Home put right" in saved
    with questions() as asked:
        body = client.get(url).content.decode()
    assert len(asked) <= 12
    assert "Not recorded" in body or "1 May 2026" in body
    assert "A typing error" in body
    stale = client.post(url, answers | {"reason": "Again"}).content.decode()
    assert "Somebody else has changed this" in stale


def test_a_confidential_address_is_not_shown_to_who_may_not_read_it(cast, homes):
    client = signed_in(cast, "data")
    url = url_of("correct_home", cast.ada, homes[1])
    body = client.get(url).content.decode()
    assert "NS3 3CC" not in body
    assert 'name="postcode"' not in body
    answers = {
        "version": version_of(homes[1]),
        "started_on": "2026-05-01",
        "ended_on": "2026-07-01",
        "placement_type": "U6",
        "provider": "PR4",
        "reason": "The provider was missing",
    }
    assert client.post(url, answers).status_code == 302
    home = CarePlacement.objects.get(pk=homes[1].pk)
    assert (home.provider, home.postcode, home.area_code) == ("PR4", "NS3 3CC", "999")
    assert "NS3 3CC" not in client.get(url).content.decode()


def test_the_page_withdraws(cast, homes):
    client = signed_in(cast, "officer")
    url = url_of("withdraw_home", cast.ada, homes[2])
    assert "Foster care from 1 May 2026 to 1 July 2026" in client.get(url).content.decode()
    answers = {"version": version_of(homes[2]), "reason": "For the wrong child"}
    saved = client.post(url, answers, follow=True).content.decode()
    assert "Withdrawn" in saved
    assert CarePeriod.objects.get(pupil=cast.ada).placements.count() == 2


def test_a_move_that_was_told_twice_goes_with_its_home_too(cast):
    move = recorded(cast, drafted(cast))
    twin = CareMove.objects.get(pk=move.pk)
    twin.pk, twin.placement = None, None
    twin.save()
    correct(cast, move.placement, provider="PR2")
    move.refresh_from_db()
    assert (move.provider, move.from_on) == ("PR2", MONDAY)
    move.placement.refresh_from_db()
    withdraw(cast, move.placement)
    assert not CareMove.objects.filter(pupil=cast.ada).exists()
