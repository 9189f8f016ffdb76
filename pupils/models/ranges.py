"""Ranges of dates and of one number, as the database's exclusion constraints need them.

The embedded server has no `btree_gist`; `int8range(id, id, '[]')` does the work of equality.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db.models import Deferrable, F, Func, Q, Value


class _DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class _NumberRange(Func):
    function = "INT8RANGE"
    output_field = BigIntegerRangeField()


def no_overlap(
    name: str, *, owner: str, bounds: str, message: str, condition: Q | None = None
) -> ExclusionConstraint:
    """Refuse two rows of one `owner` whose `started_on`–`ended_on` ranges overlap.

    `bounds` is `[)` where the last day is the next row's first, `[]` where it is included.
    """
    return ExclusionConstraint(
        name=name,
        expressions=[
            (_NumberRange(F(owner), F(owner), Value("[]")), RangeOperators.OVERLAPS),
            (_DateRange(F("started_on"), F("ended_on"), Value(bounds)), RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message,
    )


def one_in_each_place(name: str, *, owner: str, place: str, condition: Q) -> ExclusionConstraint:
    """Refuse two rows of one `owner` in one `place`, at the end of the transaction: until then rows
    may change places with each other."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (_NumberRange(F(each), F(each), Value("[]")), RangeOperators.OVERLAPS)
            for each in (owner, place)
        ],
        condition=condition,
        deferrable=Deferrable.DEFERRED,
    )
