"""What schools reported on both records of one child: told once, and named where it differs."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from placements.models import Exclusion, SentHome
from pupils.models import EhcRequest, Enrolment, Pupil
from tests.cast import Cast, add_children
from tests.pupils.twice import merge

DAY, NEXT = date(2026, 10, 12), date(2026, 10, 13)


@pytest.fixture
def twice(cast: Cast) -> Cast:
    """Ben once more: the same care, and the school of today."""
    add_children(cast, {"twice": {"setting": cast.elm, "enrolled_from": date(2026, 11, 4)}})
    cast.ben.enrolments.exclude(setting=cast.elm).delete()
    Enrolment.objects.filter(setting=cast.elm).update(started_on=date(2026, 9, 1))
    return cast


def suspended(cast: Cast, child: Pupil, **told) -> Exclusion:
    facts = {"kind": "suspension", "started_on": DAY, "sessions": 4, "reasons": ["DB"]}
    place = child.enrolments.get(setting=cast.elm)
    return Exclusion.objects.create(enrolment=place, **facts | {"reported_on": DAY} | told)


@pytest.mark.parametrize(
    ("here", "there", "then"),
    [
        ((None, DAY), ("teacher", NEXT), ("teacher", DAY)),
        ((None, NEXT), ("teacher", DAY), ("teacher", DAY)),
        (("officer", NEXT), ("teacher", DAY), ("teacher", DAY)),
        (("officer", DAY), ("teacher", NEXT), ("officer", DAY)),
        (("officer", NEXT), (None, DAY), ("officer", DAY)),
    ],
)
def test_one_suspension_told_on_both_records_is_one(twice: Cast, here, there, then):
    for child, (who, day) in ((twice.ben, here), (twice.twice, there)):
        by = twice.people[who] if who else None
        suspended(twice, child, reported_by=by, reported_on=day)
    merge(twice)
    row = Exclusion.objects.get()
    assert (row.reported_by, row.reported_on) == (twice.people[then[0]], then[1])


def test_what_was_arranged_later_is_learnt(twice: Cast):
    suspended(twice, twice.ben)
    more = {"notified_on": NEXT, "provision": "Work set", "provision_from_on": DAY}
    more |= {"sixth_day_provision": "The centre", "sixth_day_from_on": date(2026, 10, 19)}
    suspended(twice, twice.twice, is_sixth_day_full_time=True, **more)
    merge(twice)
    row = Exclusion.objects.get()
    assert {name: getattr(row, name) for name in more} == more
    assert row.is_sixth_day_full_time


def test_two_lengths_of_one_suspension_are_named(twice: Cast):
    suspended(twice, twice.ben)
    suspended(twice, twice.twice, sessions=6)
    with pytest.raises(ValidationError) as error:
        merge(twice, "head")
    [line] = error.value.messages
    assert "Suspension from 12 October 2026, 3 days" in line
    assert "They differ in: sessions." in line


def test_a_refusal_says_which_row_it_is(twice: Cast):
    for child, number in ((twice.ben, 1), (twice.twice, 2)):
        by = {"recorded_by": twice.head, "recorded_on": DAY}
        SentHome.objects.create(
            enrolment=child.enrolments.get(setting=twice.elm),
            sent_home_on=DAY,
            sessions=number,
            said_by="A carer",
            reason="Tired",
            **by,
        )
        asked = {"requested_by": ("school", "parent")[number - 1], "requested_on": NEXT}
        EhcRequest.objects.create(pupil=child, **asked, **by)
    with pytest.raises(ValidationError) as error:
        merge(twice, "head")
    lines = " ".join(error.value.messages)
    assert "Times sent home: on 12 October 2026." in lines
    assert "Requests for an EHC assessment: of 13 October 2026." in lines
