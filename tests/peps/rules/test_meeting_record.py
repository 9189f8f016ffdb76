"""Who may still write the record of a meeting."""

from datetime import date, datetime

import pytest

from peps.rules.meeting_record import Writing, refusal_of_record, turns

HELD = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("completed_on", "is_of_school", "was_at_school", "refused"),
    [
        (None, True, True, None),
        (date(2026, 11, 2), True, True, None),  # held after it: of the time to come
        (date(2026, 11, 3), True, True, "plan_complete"),
        (date(2026, 11, 4), False, True, "plan_complete"),
        (None, True, False, "before_your_school"),
        (None, False, False, None),  # the Virtual School, the social worker
        (date(2026, 11, 4), True, False, "plan_complete"),
    ],
)
def test_the_record_follows_its_plan_and_its_school(
    completed_on, is_of_school, was_at_school, refused
):
    found = refusal_of_record(
        day=HELD,
        completed_on=completed_on,
        is_of_school=is_of_school,
        was_at_school=was_at_school,
    )
    assert found == refused
    assert found is None or found.words


def test_what_one_person_saves_in_a_row_on_a_day_is_one_writing():
    first, then = datetime(2026, 11, 3, 16), datetime(2026, 11, 3, 17)
    next_day = datetime(2026, 11, 4, 9)
    rows = [Writing("A", first), Writing("A", then), Writing("B", then), Writing("A", then)]
    rows.append(Writing("A", next_day))
    assert turns(rows) == [*rows[1:4], Writing("A", next_day)]
    assert turns([]) == []
