"""What a merge of two records of one child does with moves and searches."""

from typing import Any

from pupils.merging import register_merge
from vsh.accounts.roles import Permission
from vsh.govuk.dates import long_date

from .models import CareMove, Custody, SchoolSearch
from .services.custody import custody_in_words


def register_merges() -> None:
    """What hangs on the child directly; attendance and exclusions go with the school place."""
    care: dict[str, Any] = {"permission": Permission.VIEW_CARE}
    register_merge(
        CareMove,
        "moves",
        **care,
        in_words=_move,
        way_out="Withdraw one of them, or discard the draft",
    )
    register_merge(
        SchoolSearch,
        "searches for a school",
        **care,
        in_words=_search,
        way_out="End one of the two first",
    )
    register_merge(
        Custody,
        "stays in custody",
        **care,
        in_words=custody_in_words,
        way_out="Change one of the two first, or take it off the record",
    )


def _move(move: CareMove) -> str:
    day = f" on {long_date(move.from_on)}" if move.from_on else ""
    return f"{move.get_state_display().lower()}{day}"


def _search(search: SchoolSearch) -> str:
    return f"begun on {long_date(search.started_on)}"
