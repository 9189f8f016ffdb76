"""What stood in a child's UPN, year group and being unaccompanied until a person put it right: the
next file that still says so does not undo it.

It is read from the history: such a change has a `reason`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ..merged import with_merged
from ..models import Pupil
from .told_by_people import put_right_rows

NAMES = ("upn", "nc_year", "is_uasc", "uasc_until")


def told_of_children(pupil_ids: Iterable[int]) -> Mapping[int, dict[str, set[Any]]]:
    """The values that were wrong, by child and field: one query."""
    child = with_merged(pupil_ids)
    found: dict[int, dict[str, set[Any]]] = {}
    for row in put_right_rows(Pupil, *NAMES, pgh_obj__in=list(child)):
        wrong = found.setdefault(child[row["pgh_obj_id"]], {})
        for name in row["changed"]:
            wrong.setdefault(name, set()).add(row[name])
    return found
