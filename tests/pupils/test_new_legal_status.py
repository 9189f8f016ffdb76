"""A legal status that begins on a day is put on record, and no file undoes it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from pupils.models import CareEpisode, CarePeriod, Deadline, Pupil
from pupils.services.deadlines import recalculate_deadlines_for
from pupils.services.legal_status_corrections import withdraw_legal_status
from pupils.services.locking import StaleRecordError
from pupils.services.new_legal_status import (
    NewStatus,
    last_status,
    record_legal_status,
    version_of_last,
)
from pupils.services.row_versions import version_of
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
ENTERED, REMANDED = date(2026, 2, 2), date(2026, 10, 5)


def record(cast: Cast, child: Pupil, who: str = "officer", **new) -> CareEpisode:
    said = {"legal_status": "V2", "started_on": REMANDED} | new
    return record_legal_status(
        actor=cast.people[who],
        pupil=child,
        version=version_of_last(last_status(child)),
        new=NewStatus(**said),
    )


def statuses(child: Pupil) -> list[tuple]:
    rows = CareEpisode.objects.filter(care_period__pupil=child).order_by("started_on")
    names = ("legal_status", "started_on", "ended_on", "reason_started", "reason_ended")
    return list(rows.values_list(*names))


def test_the_one_before_gives_way_on_the_day(cast):
    episode = record(cast, cast.ada)
    assert statuses(cast.ada) == [
        ("C2", ENTERED, REMANDED, "S", "X1"),
        ("V2", REMANDED, None, "L", ""),
    ]
    assert episode.category_of_need == "N1"  # that of the time in care
    record(cast, cast.ada, legal_status="J1", started_on=TODAY)
    assert [row[0] for row in statuses(cast.ada)] == ["C2", "V2", "J1"]


def test_in_a_time_in_care_that_has_ended(cast):
    record(cast, cast.fay, started_on=date(2026, 9, 1))
    rows = statuses(cast.fay)
    assert [row[:3] for row in rows] == [
        ("C2", ENTERED, date(2026, 9, 1)),
        ("V2", date(2026, 9, 1), date(2026, 10, 1)),
    ]


def test_where_the_home_changes_that_day_only_the_return_knows_whether_the_carer_did(cast):
    cast.ada.placements.update(started_on=REMANDED)
    assert record(cast, cast.ada).reason_started == ""


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ({"legal_status": "ZZ"}, "legal_status"),
        ({"legal_status": "C2"}, "legal_status"),
        ({"started_on": ENTERED}, "started_on"),
        ({"started_on": date(2026, 2, 1)}, "started_on"),
        ({"started_on": date(2026, 11, 5)}, "started_on"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(cast, new, field):
    before = statuses(cast.ada)
    with pytest.raises(ValidationError) as refused:
        record(cast, cast.ada, **new)
    assert list(refused.value.message_dict) == [field]
    assert statuses(cast.ada) == before


def test_without_a_time_in_care_there_is_none(cast):
    CarePeriod.objects.filter(pupil=cast.ada).delete()
    with pytest.raises(ValidationError, match="No time in care"):
        record(cast, cast.ada)


@pytest.mark.parametrize("who", ["head", "officer", "data", "social_worker"])
def test_who_may_record_it(cast, who):
    assert record(cast, cast.ada, who).legal_status == "V2"


@pytest.mark.parametrize("who", ["other_social_worker", "iro", "teacher", "south_head", "outsider"])
def test_who_may_not(cast, who):
    with pytest.raises(PermissionDenied):
        record(cast, cast.ada, who)


def test_who_saves_last_is_told_what_the_other_saved(cast):
    version = version_of_last(last_status(cast.ada))
    record(cast, cast.ada)
    with pytest.raises(StaleRecordError) as stale:
        record_legal_status(
            actor=cast.data,
            pupil=cast.ada,
            version=version,
            new=NewStatus(legal_status="V2", started_on=REMANDED),
        )
    assert stale.value.now.startswith("Accommodated under section 20 from 5 October 2026")


def test_the_history_says_that_a_person_told_it(cast):
    episode = record(cast, cast.ada)
    event = CareEpisode.pgh_event_model.objects.get(pgh_obj_id=episode.pk)
    assert (event.pgh_label, event.pgh_context["by_person"]) == ("insert", True)


def test_withdrawn_the_one_before_goes_on(cast):
    episode = record(cast, cast.ada)
    withdraw_legal_status(
        actor=cast.officer, episode=episode, version=version_of(episode), reason="No agreement"
    )
    assert statuses(cast.ada) == [("C2", ENTERED, None, "S", "")]


def test_the_clocks_follow_the_status(cast):
    """Agreed short breaks that become care start the clocks of the plan."""
    day = date(2026, 10, 26)
    CarePeriod.objects.filter(pupil=cast.ada).update(started_on=day)
    cast.ada.placements.update(started_on=day)
    CareEpisode.objects.filter(care_period__pupil=cast.ada).update(
        started_on=day, legal_status="V4"
    )
    recalculate_deadlines_for([cast.ada.pk])
    assert not Deadline.objects.filter(pupil=cast.ada, kind="pep_initiated").exists()
    record(cast, cast.ada, started_on=TODAY)
    assert Deadline.objects.filter(pupil=cast.ada, kind="pep_initiated").exists()
