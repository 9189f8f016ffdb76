"""A school is told of a planned move before its day: what it is told of can be selected."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from placements.models import SettingNotification
from pupils.models import Deadline
from pupils.services.deadlines import recalculate_everyone
from tests.cast import TODAY, Cast
from tests.placements.moving import drafted, recorded
from tests.placements.test_setting_notified import BOTH, ENTERED, place_of, signed_in, tell
from vsh.accounts.models import Membership
from vsh.calendars.models import CurrentDay

MOVES = date(2026, 11, 26)


@pytest.fixture
def planned(cast: Cast) -> None:
    """Ada moves in three weeks and stays at her school, where nobody has an account."""
    Membership.objects.filter(setting=cast.oakfield, role__in=BOTH).delete()
    recorded(cast, drafted(cast, is_emergency=False, from_on=MOVES, can_school_stay=True))
    assert not SettingNotification.objects.exists()


def told() -> set:
    return set(SettingNotification.objects.values_list("whom", "from_on", "told_on"))


def test_who_is_told_ahead_of_the_planned_day_meets_its_clock_on_the_day(cast, planned) -> None:
    tell(cast, of_on=MOVES)
    assert told() == {(whom, MOVES, TODAY) for whom in BOTH}
    CurrentDay.objects.update(day=MOVES)
    recalculate_everyone()
    clock = Deadline.objects.get(trigger_key=f"placement:{MOVES}/{cast.oakfield.urn}")
    assert clock.met_on == TODAY


def test_without_a_word_it_is_what_holds_today(cast: Cast, planned) -> None:
    tell(cast)
    assert told() == {(whom, ENTERED, TODAY) for whom in BOTH}


@pytest.mark.parametrize("of_on", [date(2026, 11, 25), TODAY])
def test_what_is_not_on_record_is_told_to_nobody(cast: Cast, planned, of_on) -> None:
    with pytest.raises(ValidationError) as refused:
        tell(cast, of_on=of_on)
    assert set(refused.value.message_dict) == {"of_on"}
    assert not told()


def test_the_form_asks_of_what(cast: Cast, planned) -> None:
    client = signed_in(cast, "social_worker")
    url = reverse("placements:tell_setting", args=[cast.ada.ref, place_of(cast).pk])
    page = client.get(url).content.decode()
    assert "What are they told of?" in page
    assert "Another home from Thu 26 November 2026" in page
    said = {"whom": BOTH, "how": "phone"}
    said |= {"told_on_day": 4, "told_on_month": 11, "told_on_year": 2026}
    assert "Select what they are told of" in client.post(url, said).content.decode()
    wrong = client.post(url, said | {"of_on": "2026-11-25"})
    assert "Error: " in wrong.content.decode()
    client.post(url, said | {"of_on": str(MOVES)})
    assert told() == {(whom, MOVES, TODAY) for whom in BOTH}
    assert "ahead of 26 November 2026" in client.get(url).content.decode()


def test_where_nothing_is_planned_it_does_not_ask(cast: Cast) -> None:
    url = reverse("placements:tell_setting", args=[cast.ada.ref, place_of(cast).pk])
    page = signed_in(cast, "social_worker").get(url).content.decode()
    assert "What are they told of?" not in page
    assert "Looked after from Mon 2 February 2026" in page
