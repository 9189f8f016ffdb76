"""A school place that a person withdrew or corrected, in the next night's row: theirs stands."""

from ...models import Enrolment
from ..changes import Changes
from ..record import ChildRecord
from .last_day import set_end
from .row import RollRow
from .successor import go_on_as, goes_on_as

_WRONG = (
    "A person withdrew or corrected this place: what they said stands. "
    "Put it right in the case system."
)
_LAST_DAY_LEFT_OUT = " The last day does not fit it and is left out."
_WRONG_ON_ANOTHER_DAY = (
    "A person withdrew a place at this school that began on another day. This one is loaded: "
    "check that it is right."
)


def is_put_right(record: ChildRecord, setting: int, said: RollRow, changes: Changes) -> bool:
    """Whether a person said that this place is wrong: theirs stands, and the file is named.

    A corrected place takes the new last day, and goes on with its own school. Another first day
    at a school that was withdrawn is news: it is loaded, and named too.
    """
    if not record.told.wrong:
        return False
    joined = said.value("enrolled_from")
    there = [one for one in record.places if one.setting_id == setting or goes_on_as(one, setting)]
    if any(joined in (None, one.started_on) for one in there):
        return False
    wrong = record.told.wrong_at(setting, joined)
    if wrong is None:
        if not there and record.told.wrong_at(setting, None):
            changes.warn(said.row, "school_urn", "put_right", _WRONG_ON_ANOTHER_DAY)
        return False
    corrected = next((one for one in record.places if one.pk == wrong.id), None)
    is_left_out = corrected is not None and _is_left_out(record, corrected, said)
    words = _WRONG + (_LAST_DAY_LEFT_OUT if is_left_out else "")
    changes.warn(said.row, "school_urn", "put_right", words)
    if corrected is None or corrected is not record.places[-1]:
        return True
    if corrected in there and corrected.setting_id != setting:
        go_on_as(corrected, setting, said, changes)
    if not is_left_out:
        set_end(record, corrected, said, changes)
    return True


def _is_left_out(record: ChildRecord, place: Enrolment, said: RollRow) -> bool:
    """Whether what the row says of the last day cannot be said of this place as it stands now."""
    gone = said.value("enrolled_to")
    if not said.says("enrolled_to") or gone == place.ended_on:
        return False
    is_latest = place is record.places[-1] and place.kind == Enrolment.Kind.MAIN
    return not is_latest or (gone is not None and gone < place.started_on)
