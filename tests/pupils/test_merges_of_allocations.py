"""Who works with a child of whom two records become one, and who is named for it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from pupils.models import Involvement, Pupil
from pupils.services.merges import RowsGoError
from pupils.services.restrictions import restrict_record
from tests.cast import TODAY, Cast
from tests.pupils.twice import merge, record_twice

DAY = date(2026, 10, 1)


@pytest.fixture
def twice(cast: Cast) -> Cast:
    record_twice(cast)
    Involvement.objects.filter(pupil__in=[cast.ben, cast.twice]).delete()
    return cast


def allocated(cast: Cast, child: str, who: str, first: date, last: date | None = None) -> None:
    Involvement.objects.create(
        pupil=cast.children[child],
        user=cast.people[who],
        capacity="iro",
        started_on=first,
        ended_on=last,
    )


def now(cast: Cast) -> list[tuple]:
    rows = cast.ben.involvements.filter(ended_on=None)
    return list(rows.values_list("user", "started_on"))


@pytest.mark.parametrize("last", [None, TODAY + timedelta(days=1)])
def test_who_is_allocated_on_the_record_that_stays_is_right(twice: Cast, last: date | None):
    """No page allocates a reviewing officer: it is named, and stands in nobody's way."""
    allocated(twice, "ben", "iro", DAY)
    allocated(twice, "twice", "officer", date(2026, 9, 1), last)
    with pytest.raises(RowsGoError) as error:
        merge(twice, named=())
    [row] = error.value.rows
    assert "Officer, Independent reviewing officer from 1 September 2026" in row
    merge(twice, named=[row])
    assert now(twice) == [(twice.iro.pk, DAY)]


def test_the_same_person_goes_without_a_word(twice: Cast):
    allocated(twice, "ben", "iro", DAY)
    allocated(twice, "twice", "iro", date(2026, 9, 1))
    merge(twice, named=())
    assert now(twice) == [(twice.iro.pk, DAY)]


def test_who_was_allocated_in_a_time_of_which_both_tell_is_named(twice: Cast):
    allocated(twice, "ben", "iro", DAY)
    allocated(twice, "twice", "officer", DAY, date(2026, 10, 9))
    with pytest.raises(RowsGoError) as error:
        merge(twice, named=())
    [row] = error.value.rows
    assert row.startswith("Allocations: Officer, Independent reviewing officer from 1 October 2026")
    assert row.endswith("It goes")
    merge(twice, named=[row])
    assert now(twice) == [(twice.iro.pk, DAY)]
    assert twice.ben.involvements.count() == 1


def test_who_is_allocated_on_the_other_alone_goes_on(twice: Cast):
    allocated(twice, "ben", "iro", date(2026, 3, 1), DAY)
    allocated(twice, "twice", "officer", date(2026, 9, 1))
    with pytest.raises(RowsGoError) as error:
        merge(twice, named=())
    assert "Of it stays what is from 2 October 2026 on" in error.value.rows[0]
    merge(twice)
    assert now(twice) == [(twice.officer.pk, date(2026, 10, 2))]


def test_whom_to_name_for_the_other_record_too_is_said(twice: Cast):
    for child in (twice.ben, twice.twice):
        restrict_record(actor=None, pupil=child, reason="Safety", named=[twice.people["data"]])
    restrict_record(actor=None, pupil=twice.twice, reason="Safety", named=[twice.officer])
    with pytest.raises(ValidationError) as error:
        merge(twice)
    [words] = error.value.messages
    assert f"Name Officer for the record with child ID {twice.ben.child_id} too" in words
    assert "who runs the system" in words
    assert not Pupil.objects.exclude(merged_into=None).exists()
