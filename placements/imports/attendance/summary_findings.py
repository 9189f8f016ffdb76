"""What a file of sums is told of its rows."""

from vsh.tables.findings import Level, Problem

NO_PLACE = (
    "The child has no place at this setting in these days. Correct the URN or the days, or put "
    "the place on record."
)
TWO_TERMS = "These days lie in more than one term. Give a row for each term."
TOLD_TWICE = "Another row of this file tells some of these days. Keep the row that is right."
KEPT = Problem(
    column="possible",
    code="kept_as_entered",
    message="A person entered these days otherwise, or took these numbers off the record. What "
    "they said stands; if it is wrong, correct it on the child’s page.",
    level=Level.WARNING,
)


def replaces(words: str) -> Problem:
    """That a row takes the place of these entries of a person."""
    return Problem(
        column="possible",
        code="replaces_entered",
        message=f"This takes the place of what a person entered ({words}), since it tells of more "
        "days. If that was right and the file is not, correct it on the child’s page.",
        level=Level.WARNING,
    )


def above_the_calendar(message: str) -> Problem:
    """That a sum stands with more sessions than the area's calendar has."""
    return Problem(column="possible", code="above_calendar", message=message, level=Level.WARNING)
