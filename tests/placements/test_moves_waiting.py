"""Moves that wait to be told: to custody, and to homes of which a file alone has told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from placements.models import CareMove, Custody
from placements.waiting import moves_to_custody, moves_to_tell
from pupils.models import CareEpisode, CarePlacement
from tests.architecture.queries import questions
from tests.cast import TODAY, Cast
from tests.placements.moving import drafted, recorded
from tests.placements.test_school_pages import signed_in

pytestmark = pytest.mark.django_db
HELD = date(2026, 10, 5)


def seen(cast: Cast, who: str) -> tuple[str, str]:
    """The first page, and the Care tab."""
    client = signed_in(cast, who)
    with questions() as asked:
        first = client.get(reverse("reporting:home")).content.decode()
    assert len(asked) <= 12
    with questions() as asked:
        tab = client.get(reverse("placements:care", args=[cast.ada.ref])).content.decode()
    assert len(asked) <= 12
    return " ".join(first.split()), " ".join(tab.split())


def stay(cast: Cast, **more) -> Custody:
    return Custody.objects.create(
        pupil=cast.ada,
        kind="sentence",
        establishment="Fellgate",
        started_on=HELD,
        recorded_by=cast.officer,
        **more,
    )


def remand(cast: Cast, **more) -> None:
    episode = CareEpisode.objects.get(care_period__pupil=cast.ada)
    episode.ended_on = HELD
    episode.save()
    CareEpisode.objects.create(
        care_period=episode.care_period, legal_status="J1", started_on=HELD, **more
    )


def waits(cast: Cast, who: str = "social_worker") -> list[date]:
    return [one.since for one in moves_to_custody(cast.people[who], on=TODAY)]


@pytest.mark.parametrize("how", [stay, remand])
def test_custody_without_a_move_waits_for_who_records_moves(cast: Cast, how) -> None:
    how(cast)
    for who in ("social_worker", "officer", "head", "team_manager"):
        assert waits(cast, who) == [HELD]
    for who in ("teacher", "iro", "data", "other_social_worker", "south_head", "outsider"):
        assert waits(cast, who) == []
    first, tab = seen(cast, "social_worker")
    assert "Custody since 5 October 2026" in first
    assert "Record the move to the establishment" in first
    words = "Serving a sentence" if how is stay else "On remand"
    assert f"{words} since 5 October 2026" in tab
    assert "Record the move to the establishment" in tab
    assert "Record the move to the establishment" not in seen(cast, "iro")[1]
    recorded(cast, drafted(cast, placement_type="R5", from_on=HELD))
    assert waits(cast) == []
    assert "Record the move to the establishment" not in seen(cast, "social_worker")[1]


@pytest.mark.parametrize(
    ("home", "is_waiting"),
    [
        ({"placement_type": "K1"}, False),
        ({"started_on": HELD}, False),  # remanded to the authority, in another home
        ({"started_on": HELD - timedelta(days=1)}, True),
        ({"ended_on": HELD}, True),  # no home is on record
    ],
)
def test_the_home_on_record_says_whether(cast: Cast, home, is_waiting) -> None:
    remand(cast)
    cast.ada.placements.update(**home)
    assert bool(waits(cast)) == is_waiting
    tab = seen(cast, "officer")[1]
    assert ("Record the move to the establishment" in tab) == is_waiting


@pytest.mark.parametrize(
    "how",
    [
        lambda cast: stay(cast, ended_on=TODAY, ended_because="released"),
        lambda cast: remand(cast, ended_on=TODAY),
        lambda cast: (remand(cast), stay(cast, ended_on=TODAY, ended_because="released")),
        lambda cast: (stay(cast), cast.ada.care_periods.update(ended_on=TODAY)),
    ],
)
def test_what_is_over_waits_no_more(cast: Cast, how) -> None:
    how(cast)
    assert waits(cast) == []
    assert "Record the move to the establishment" not in seen(cast, "officer")[1]


# --- homes that a file told


def moved(cast: Cast, on: date = date(2026, 10, 12), **home) -> CarePlacement:
    first = cast.ada.placements.get()
    first.ended_on = on
    first.save()
    told = {"placement_type": "K2", "postcode": "NS9 9ZZ"} | home
    return CarePlacement.objects.create(
        pupil=cast.ada, care_period=first.care_period, started_on=on, **told
    )


def untold(cast: Cast, who: str = "social_worker") -> list[int]:
    return [one.pk for one in moves_to_tell(cast.people[who], on=TODAY)]


def test_a_home_of_a_file_waits_until_somebody_tells_of_the_move(cast: Cast) -> None:
    home = moved(cast)
    for who in ("social_worker", "officer", "head", "team_manager"):
        assert untold(cast, who) == [home.pk]
    for who in ("teacher", "iro", "data", "other_social_worker", "south_head", "outsider"):
        assert untold(cast, who) == []
    url = reverse("placements:tell_move", args=[cast.ada.ref, home.pk])
    first, tab = seen(cast, "social_worker")
    assert (url in first, url in tab) == (True, True)
    assert "NS9 9ZZ" not in first
    first, tab = seen(cast, "iro")
    assert (url in first, url in tab) == (False, False)
    assert "How the move was made is not told" in tab
    CareMove.objects.create(
        pupil=cast.ada,
        is_emergency=False,
        from_on=home.started_on,
        state="recorded",
        started_by=cast.officer,
        started_on=TODAY,
        recorded_by=cast.officer,
        recorded_on=TODAY,
    )
    assert untold(cast) == []
    assert url not in seen(cast, "social_worker")[1]


@pytest.mark.parametrize(
    ("on", "home", "is_untold"),
    [
        (TODAY, {}, True),
        (TODAY - timedelta(days=59), {}, True),
        (TODAY - timedelta(days=60), {}, False),
        (TODAY + timedelta(days=1), {}, False),
        (TODAY - timedelta(days=9), {"ended_on": TODAY - timedelta(days=1)}, False),
        (TODAY, {"placement_type": "T1"}, False),  # in hospital
        (TODAY, {"postcode": "NS1 2BB"}, False),  # the same address
        (TODAY, {"postcode": ""}, True),
    ],
)
def test_which_homes_are_asked_about(cast: Cast, on, home, is_untold) -> None:
    cast.ada.placements.update(postcode="NS1 2BB")
    moved(cast, on, **home)
    assert bool(untold(cast)) == is_untold
    assert ("How the move was made is not told" in seen(cast, "officer")[1]) == is_untold


def test_who_came_back_from_hospital_has_not_moved(cast: Cast) -> None:
    cast.ada.placements.update(postcode="")
    first = moved(cast, date(2026, 10, 1), placement_type="T1", postcode="")
    first.ended_on = date(2026, 10, 12)
    first.save()
    home = CarePlacement.objects.create(
        pupil=cast.ada,
        care_period=first.care_period,
        started_on=date(2026, 10, 12),
        placement_type=cast.ada.placements.earliest("started_on").placement_type,
    )
    assert untold(cast) == []
    CarePlacement.objects.filter(pk=home.pk).update(placement_type="K2")
    assert untold(cast) == [home.pk]
