"""A school that goes on under another URN: the place goes with it."""

from vsh.organisations.succession import is_succeeded_by
from vsh.tables.findings import Level, Problem

from ...models import Enrolment
from ..changes import Changes
from .row import RollRow


def goes_on_as(place: Enrolment, setting: int) -> bool:
    """Whether the register calls the setting the successor of the place's school."""
    return place.setting_id is not None and is_succeeded_by(place.setting_id, setting)


def go_on_as(place: Enrolment, setting: int, said: RollRow, changes: Changes) -> None:
    """Move the place to the successor of its school."""
    problem = Problem(
        column="school_urn",
        code="successor",
        message="The school goes on under this URN: the place goes on with it.",
        level=Level.INFO,
    )
    changes.note(said.row, problem)
    changes.set(place, setting_id=setting)
