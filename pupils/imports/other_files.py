"""What a file says otherwise than another kind of file had told before: named, with what stood
there, which kind of file it was, and when.

The history knows it: a value was told by the change after which it stood there first, and beside
each change stands the import that made it. What a file finds the same leaves no trace, and what a
person entered or corrected is looked after where it is loaded.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from vsh.intake.models import ImportRun
from vsh.intake.registry import importers
from vsh.organisations.models import EducationSetting
from vsh.tables.findings import Level, Problem
from vsh.tables.identifiers import UNKNOWN_UPN_CODES
from vsh.tables.reading import Row

from ..codes import ETHNICITIES
from ..models import AttainmentResult, Pupil, SenStatus

OTHER_FILE = "other_file"
_LABELS = {
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "upn": "UPN",
    "status": "SEN status",
    "setting_id": "School",
}
_SAYS_NOTHING: Mapping[str, frozenset[Any]] = {
    "sex": frozenset({Pupil.Sex.UNKNOWN}),
    "ethnicity": frozenset({"NOBT"}),
    "upn": frozenset(UNKNOWN_UPN_CODES),
}


@dataclass(frozen=True, kw_only=True)
class SaidOtherwise:
    """A field of a fact on record of which the row says something else than what stood there."""

    row: Row
    column: str
    fact: Any
    name: str
    former: Any
    now: Any
    stands: bool = False  # what is on record, rather than what the file says

    @property
    def key(self) -> tuple[type[models.Model], Any, str]:
        """Which field of which fact."""
        return type(self.fact), self.fact.pk, self.name

    @property
    def child(self) -> Any:
        """The id of the child's record."""
        return self.fact.pk if isinstance(self.fact, Pupil) else self.fact.pupil_id

    @property
    def says_something(self) -> bool:
        """Whether what stood there said anything."""
        return self.former not in (None, "", *_SAYS_NOTHING.get(self.name, ()))


@dataclass(frozen=True)
class _Told:
    """After which import a value stood there first, and on which day."""

    value: Any
    reference: str
    on: date


def other_files(found: Iterable[SaidOtherwise], *, kind: str) -> dict[int, Problem]:
    """Of what files of this kind say otherwise, a doubt wherever another kind of file had told what
    stood there, by `id`. One query for each kind of fact and three more; none without any."""
    asked = [one for one in found if one.says_something]
    told = _told(asked)
    kinds = _kinds({one.reference for one in told.values()})
    titles = {one.kind: one.title for one in importers()}
    by_others = []
    for one in asked:
        before = told.get(one.key)
        whose = kinds.get(before.reference) if before else None
        if before and whose in titles and whose != kind and before.value == one.former:
            by_others.append((one, before, titles[whose]))
    if not by_others:
        return {}
    words = _Words([one for one, *_ in by_others])
    return {
        id(one): Problem(
            column=one.column,
            code=OTHER_FILE,
            message=words.of(one, before, title),
            level=Level.WARNING,
        )
        for one, before, title in by_others
    }


def _told(asked: Sequence[SaidOtherwise]) -> dict[tuple[type[models.Model], Any, str], _Told]:
    names: dict[Any, set[str]] = defaultdict(set)
    ids: dict[Any, set[Any]] = defaultdict(set)
    for one in asked:
        names[type(one.fact)].add(one.name)
        ids[type(one.fact)].add(one.fact.pk)
    told: dict[tuple[type[models.Model], Any, str], _Told] = {}
    for model, fields in names.items():
        events = model.pgh_event_model.objects.filter(pgh_obj__in=ids[model]).order_by("pgh_id")
        ordered = sorted(fields)
        for pk, context, at, *values in events.values_list(
            "pgh_obj_id", "pgh_context", "pgh_created_at", *ordered
        ):
            for name, value in zip(ordered, values, strict=True):
                before = told.get((model, pk, name))
                if before is None or before.value != value:
                    reference = str((context or {}).get("import") or "")
                    on = timezone.localtime(at).date()
                    told[model, pk, name] = _Told(value, reference, on)
    return told


def _kinds(references: set[str]) -> dict[str, str]:
    """A page's import is known by its reference, a command's by the kind alone."""
    references -= {""}
    if not references:
        return {}
    runs = ImportRun.objects.filter(ref__in=references).values_list("ref", "kind")
    return {one.kind: one.kind for one in importers()} | dict(runs)


class _Words:
    """Says it, without what stands on a restricted record: who loads files need not be one who may
    see it."""

    def __init__(self, found: Sequence[SaidOtherwise]) -> None:
        children = Pupil.objects.filter(pk__in={one.child for one in found}, is_restricted=True)
        self._restricted = set(children.values_list("pk", flat=True))
        schools = {pk for one in found if one.name == "setting_id" for pk in (one.former, one.now)}
        self._schools = EducationSetting.objects.in_bulk(schools) if schools else {}

    def of(self, one: SaidOtherwise, before: _Told, title: str) -> str:
        """What stood there, who had told it and when, and what holds now."""
        what = "a value" if one.child in self._restricted else f"“{self._value(one, one.former)}”"
        told = f"told by another kind of file ({title}, loaded on {before.on:%d/%m/%Y})"
        if one.stands:
            says = f"This file says “{self._value(one, one.now)}” and changes nothing."
        elif one.now in (None, ""):
            says = "This file takes it away."
        else:
            says = f"This file says “{self._value(one, one.now)}”, which holds from now on."
        right = "Find out which is right, and correct the other where it comes from."
        return f"{_label(one)}: on record was {what}, {told}. {says} {right}"

    def _value(self, one: SaidOtherwise, value: Any) -> str:
        if one.name == "sex":
            return str(Pupil.Sex(value).label)
        if one.name == "ethnicity":
            return ETHNICITIES.label(value)
        if one.name == "setting_id":
            return str(self._schools.get(value, "none"))
        return str(SenStatus.Status(value).label) if one.name == "status" else str(value)


def _label(one: SaidOtherwise) -> str:
    if isinstance(one.fact, AttainmentResult):
        return f"Result in {one.fact.subject}"
    return _LABELS[one.name]
