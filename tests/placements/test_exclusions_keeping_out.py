"""The database and the rule name the same exclusions that keep a child out, whatever is on record
and whatever the day."""

from datetime import date, timedelta
from itertools import product

from placements.clocks import load_exclusions
from placements.models import Exclusion, ExclusionMeeting
from placements.rules.excluded_places import keeps_out
from tests.cast import Cast

MONDAY = date(2026, 10, 12)
DAY = timedelta(days=1)
KINDS = ["permanent", "suspension", "lunchtime"]
CANCELLED = [None, (-1, 0), (0, 0), (1, 0), (1, 2), (3, 6)]  # days after the first; sessions missed
MEETINGS = [
    [],
    [(1, "governors", "upheld")],
    [(1, "governors", "reinstated")],
    [(1, "governors", "upheld"), (3, "panel", "quashed")],
    [(1, "governors", "upheld"), (3, "governors", "reinstated")],
    [(1, "governors", "reinstated"), (3, "governors", "reinstated")],
    [(4, "governors", "")],
]


def add(place, number, kind, cancelled, meetings) -> None:
    started_on = MONDAY + number * DAY
    row = Exclusion.objects.create(
        enrolment=place,
        kind=kind,
        started_on=started_on,
        sessions=None if kind == "permanent" else 8,
        reasons=["DB"],
        reported_on=started_on,
        cancelled_on=cancelled and started_on + cancelled[0] * DAY,
        cancelled_because="No evidence" if cancelled else "",
        sessions_missed=cancelled and cancelled[1],
    )
    ExclusionMeeting.objects.bulk_create(
        ExclusionMeeting(
            exclusion=row,
            body=body,
            outcome=outcome,
            meets_on=started_on + after * DAY,
            recorded_on=started_on,
        )
        for after, body, outcome in meetings
    )


def test_the_queryset_is_the_rule(cast: Cast) -> None:
    place = cast.ada.enrolments.get()
    for number, one in enumerate(product(KINDS, CANCELLED, MEETINGS)):
        add(place, number, *one)
    rows = load_exclusions([cast.ada.pk])[cast.ada.pk].rows
    on_record = list(Exclusion.objects.prefetch_related("meetings"))
    assert len(rows) == len(on_record) == len(KINDS) * len(CANCELLED) * len(MEETINGS)
    told = set()
    for number in range(-1, 140):
        on = MONDAY + number * DAY
        by_rule = {row.id for row in rows if keeps_out(row, on=on)}
        assert {row.pk for row in on_record if keeps_out(row, on=on)} == by_rule
        assert set(Exclusion.objects.keeping_out(on).values_list("pk", flat=True)) == by_rule
        told |= by_rule
    assert 0 < len(told) < len(rows)
