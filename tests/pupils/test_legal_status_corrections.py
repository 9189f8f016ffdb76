"""A legal status that was told wrongly is put right or withdrawn: what holds afterwards."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from pupils.models import CareEpisode, CarePeriod, Deadline, Pupil
from pupils.services.deadlines import recalculate_deadlines_for
from pupils.services.legal_status_corrections import (
    StatusAsItIs,
    correct_legal_status,
    withdraw_legal_status,
)
from pupils.services.locking import StaleRecordError
from pupils.services.row_versions import version_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ENTERED, INTERIM, ORDER = date(2026, 2, 2), date(2026, 3, 2), date(2026, 6, 1)


@pytest.fixture
def three(cast: Cast) -> list[CareEpisode]:
    """Ada's: accommodated, then an interim and a full care order."""
    period = CarePeriod.objects.get(pupil=cast.ada)
    CareEpisode.objects.filter(care_period=period).update(legal_status="V2", ended_on=INTERIM)
    CareEpisode.objects.create(
        care_period=period, legal_status="C1", started_on=INTERIM, ended_on=ORDER
    )
    CareEpisode.objects.create(care_period=period, legal_status="C2", started_on=ORDER)
    return list(CareEpisode.objects.filter(care_period=period).order_by("started_on"))


def correct(cast: Cast, episode: CareEpisode, who: str = "officer", **changes) -> CareEpisode:
    names = StatusAsItIs.__dataclass_fields__
    right = {name: getattr(episode, name) for name in names} | changes
    return correct_legal_status(
        actor=cast.people[who],
        episode=episode,
        version=version_of(episode),
        reason="Typed wrongly",
        right=StatusAsItIs(**right),
    )


def withdraw(cast: Cast, episode: CareEpisode, who: str = "officer") -> None:
    withdraw_legal_status(
        actor=cast.people[who],
        episode=episode,
        version=version_of(episode),
        reason="No order was made",
    )


def statuses(child: Pupil) -> list[tuple[str, date, date | None]]:
    rows = CareEpisode.objects.filter(care_period__pupil=child).order_by("started_on")
    return list(rows.values_list("legal_status", "started_on", "ended_on"))


def test_the_status_and_the_category_of_need_are_put_right(cast, three):
    episode = correct(cast, three[1], legal_status="E1", category_of_need="N5")
    assert (episode.legal_status, episode.category_of_need) == ("E1", "N5")
    assert [one[0] for one in statuses(cast.ada)] == ["V2", "E1", "C2"]


@pytest.mark.parametrize("day", [date(2026, 2, 3), date(2026, 2, 23), date(2026, 5, 31)])
def test_a_day_of_change_moves_for_both(cast, three, day):
    correct(cast, three[1], started_on=day)
    assert statuses(cast.ada) == [
        ("V2", ENTERED, day),
        ("C1", day, ORDER),
        ("C2", ORDER, None),
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 2, 9), date(2026, 4, 6)),  # earlier at both ends
        (date(2026, 4, 6), date(2026, 7, 6)),  # later at both ends
        (date(2026, 2, 9), date(2026, 7, 6)),
        (date(2026, 4, 6), date(2026, 5, 4)),
    ],
)
def test_both_ends_at_once_make_and_take_room(cast, three, first, last):
    correct(cast, three[1], started_on=first, ended_on=last)
    assert statuses(cast.ada) == [
        ("V2", ENTERED, first),
        ("C1", first, last),
        ("C2", last, None),
    ]


def test_a_status_that_went_on_after_all(cast, three):
    withdraw(cast, three[2])
    CareEpisode.objects.filter(pk=three[1].pk).update(ended_on=ORDER, reason_ended="X1")
    episode = CareEpisode.objects.get(pk=three[1].pk)
    correct(cast, episode, ended_on=None)
    episode.refresh_from_db()
    assert (episode.ended_on, episode.reason_ended) == (None, "")


@pytest.mark.parametrize(
    ("which", "changes", "words"),
    [
        (1, {}, "on record already"),
        (1, {"legal_status": "ZZ"}, "Select the legal status"),
        (1, {"category_of_need": "N9"}, "Select the category"),
        (1, {"started_on": ENTERED}, "Accommodated under section 20 from 2 February 2026"),
        (0, {"started_on": date(2026, 2, 1)}, "looked after since 2 February 2026"),
        (1, {"started_on": date(2026, 7, 1)}, "enter a later day"),
        (1, {"ended_on": None}, "Full care order from 1 June 2026"),
        (2, {"started_on": date(2026, 11, 5)}, "still to come"),
        (1, {"started_on": date(2026, 1, 5)}, "No day of it would be left"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(cast, three, which, changes, words):
    before = statuses(cast.ada)
    with pytest.raises(ValidationError, match=words):
        correct(cast, three[which], **changes)
    assert statuses(cast.ada) == before


def test_nor_does_it_go_on_after_care(cast):
    episode = CareEpisode.objects.get(care_period__pupil=cast.fay)
    for ended_on in (date(2026, 10, 2), None):
        with pytest.raises(ValidationError, match="ended on 1 October 2026"):
            correct(cast, episode, ended_on=ended_on)


def test_the_clocks_follow_the_status(cast):
    """An agreed series of short breaks starts no clock of the PEP."""
    recalculate_deadlines_for([cast.ada.pk])
    assert Deadline.objects.filter(pupil=cast.ada, kind="pep_initiated").exists()
    CarePeriod.objects.filter(pupil=cast.ada).update(started_on=date(2026, 10, 26))
    cast.ada.placements.update(started_on=date(2026, 10, 26), ended_on=date(2026, 10, 30))
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 10, 30))
    CareEpisode.objects.filter(care_period__pupil=cast.ada).update(
        started_on=date(2026, 10, 26), ended_on=date(2026, 10, 30)
    )
    correct(cast, CareEpisode.objects.get(care_period__pupil=cast.ada), legal_status="V4")
    assert not Deadline.objects.filter(pupil=cast.ada, kind="pep_initiated").exists()


# --- withdrawn


@pytest.mark.parametrize(
    ("which", "then"),
    [
        (0, [("C1", ENTERED, ORDER), ("C2", ORDER, None)]),
        (1, [("V2", ENTERED, ORDER), ("C2", ORDER, None)]),
        (2, [("V2", ENTERED, INTERIM), ("C1", INTERIM, None)]),
    ],
)
def test_the_one_next_to_it_holds_in_its_time(cast, three, which, then):
    withdraw(cast, three[which])
    assert statuses(cast.ada) == then


def test_one_that_touches_no_other_leaves_its_time_without(cast, three):
    CareEpisode.objects.filter(pk=three[0].pk).update(ended_on=date(2026, 2, 9))
    CareEpisode.objects.filter(pk=three[1].pk).update(ended_on=date(2026, 5, 1))
    withdraw(cast, three[1])
    assert statuses(cast.ada) == [("V2", ENTERED, date(2026, 2, 9)), ("C2", ORDER, None)]


def test_the_only_one_stays(cast):
    episode = CareEpisode.objects.get(care_period__pupil=cast.ada)
    with pytest.raises(ValidationError, match="only legal status"):
        withdraw(cast, episode)
    assert statuses(cast.ada) == [("C2", ENTERED, None)]


# --- who, at once, and the history


@pytest.mark.parametrize("who", ["head", "officer", "data", "social_worker"])
def test_who_may_put_it_right(cast, three, who):
    assert correct(cast, three[1], who, legal_status="E1").legal_status == "E1"


@pytest.mark.parametrize("who", ["other_social_worker", "iro", "teacher", "south_head", "outsider"])
def test_who_may_not(cast, three, who):
    for act in (withdraw, lambda *told: correct(*told, legal_status="E1")):
        with pytest.raises(PermissionDenied):
            act(cast, three[1], who)


def test_who_saves_last_is_told_what_the_other_saved(cast, three):
    version = version_of(three[1])
    correct(cast, three[1], legal_status="E1")
    with pytest.raises(StaleRecordError) as stale:
        withdraw_legal_status(
            actor=cast.data, episode=three[1], version=version, reason="No order was made"
        )
    assert stale.value.now == "Placement order from 2 March 2026 to 1 June 2026"


def test_the_history_keeps_what_stood_there_and_why(cast, three):
    pk = three[1].pk
    correct(cast, three[1], legal_status="E1")
    withdraw(cast, CareEpisode.objects.get(pk=pk))
    events = CareEpisode.pgh_event_model.objects.filter(pgh_obj_id=pk).order_by("pgh_id")
    assert [
        (event.pgh_label, event.legal_status, (event.pgh_context or {}).get("reason"))
        for event in events
    ] == [
        ("insert", "C1", None),
        ("update", "E1", "Typed wrongly"),
        ("delete", "E1", "No order was made"),
    ]
