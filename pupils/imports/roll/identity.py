"""Who the child is: what a row changes of a known child's date of birth, legal name or sex is
named, and a number that a child of another authority has too."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from vsh.tables.findings import Level, Problem
from vsh.tables.identifiers import UNKNOWN_UPN_CODES

from ...models import Pupil
from ...names import search_form
from ...rules.ages import reception_starts_on
from ..changes import Changes
from .contradiction import ContradictionError
from .row import RollRow

OTHER_BIRTH = "other_date_of_birth"
_LABELS = {
    "date_of_birth": "Date of birth",
    "legal_first_name": "Legal first name",
    "legal_last_name": "Legal last name",
    "sex": "Sex",
}


def check_identity(pupil: Pupil, values: dict[str, Any], said: RollRow, changes: Changes) -> None:
    """Name what changes of who a known child is, before it does. A date of birth of another school
    year is more than a slip: refused, unless names and UPN of the row are those on record."""
    if pupil.pk is None:
        return
    born = values.get("date_of_birth", pupil.date_of_birth)
    if reception_starts_on(born) != reception_starts_on(pupil.date_of_birth) and not _is_same(
        pupil, values
    ):
        raise ContradictionError(
            "date_of_birth",
            OTHER_BIRTH,
            f"On record the child was born on {pupil.date_of_birth:%d/%m/%Y}, and this day is of "
            "another school year. It is taken only with the names and the UPN that are on record. "
            "Correct the row, or give it the number of the child whose it is.",
        )
    if pupil.is_restricted:  # of what stands there nothing is told
        return
    for name, label in _LABELS.items():
        former, now = getattr(pupil, name), values.get(name)
        if name in values and former not in ("", Pupil.Sex.UNKNOWN) and now != former:
            is_birth = name == "date_of_birth"
            words = f"{label}: {_said(name, former)} on record, {_said(name, now)} from now on."
            if is_birth:
                words += " Make sure of it: year group, deadlines and the end of care follow it."
            level = Level.WARNING if is_birth else Level.INFO
            found = Problem(column=name, code=f"changes_{name}", message=words, level=level)
            changes.note(said.row, found)


def without_a_mere_doubt(problems: Sequence[Problem]) -> Sequence[Problem]:
    """That a day of birth is of another school year is told where nothing else is wrong with it."""
    certain = [one for one in problems if one.code != OTHER_BIRTH]
    return certain or problems


def _is_same(pupil: Pupil, values: dict[str, Any]) -> bool:
    """Whether the row has the names and the lasting UPN on record."""
    if pupil.upn in ("", *UNKNOWN_UPN_CODES) or not pupil.legal_last_name:
        return False
    first, last = (str(values.get(name, "")) for name in ("legal_first_name", "legal_last_name"))
    on_record = search_form("", pupil.legal_first_name, pupil.legal_last_name)
    return values.get("upn") == pupil.upn and search_form("", first, last) == on_record


def _said(name: str, value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if name == "sex":
        return Pupil.Sex(value).label
    return f"“{value}”" if value else "nothing"


def name_upns_elsewhere(many: Sequence[Changes]) -> None:
    """Name the numbers that are new here and stand with a child of another authority: of the other
    nothing is told. It loads, since children move between authorities. One query."""
    told = [(changes, row, pupil) for changes in many for row, pupil in changes.new_upns]
    found = Pupil.objects.filter(upn__in={pupil.upn for *_, pupil in told}, merged_into=None)
    others = set(found.order_by().values_list("upn", "authority")) if told else set()
    for changes, row, pupil in told:
        if any(upn == pupil.upn and whose != pupil.authority_id for upn, whose in others):
            changes.warn(
                row,
                "upn",
                "upn_elsewhere",
                "This UPN is also used by another authority. If the child has moved here from "
                "there, ring their virtual school; else check the number with the school.",
            )


def remember_upn(pupil: Pupil, former: str, said: RollRow, changes: Changes) -> None:
    """A lasting number that is new here."""
    if pupil.upn != former and pupil.upn not in ("", *UNKNOWN_UPN_CODES):
        changes.new_upns.append((said.row, pupil))
