"""What becomes of each row where two records of one child become one; nothing is written until the
whole is known to stand.

1. A row of the record that goes hangs on the one that stays; so do rows on what falls together.
2. What says the same as a row there falls together with it; times in care that go on in each other
   become one.
3. What cannot stand beside what is there yields, gives way, or is refused.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model, Q

from vsh.accounts.roles import Permission
from vsh.history.context import noted

from ..merging import (
    Treatment,
    hangs_on,
    links,
    refusals_of,
    tell_followers,
    times,
    treatment_of,
    which_row,
)
from ..models import CarePeriod, Pupil
from ..who_told import told_by
from .merged_rows import (
    agree,
    differing,
    is_within,
    of_either,
    said,
    same_thing,
    taken_over,
)


class MergePlan:
    """The plan, row by row; `write` carries it out."""

    def __init__(self, keep: Pupil, gone: Pupil, permissions: Collection[Permission]) -> None:
        self.permissions = permissions
        self.named: list[str] = []
        self._refused: list[tuple[Any, str]] = []
        self._instead: dict[type[Model], dict[int, int]] = defaultdict(dict)
        self._instead[Pupil] = {gone.pk: keep.pk}
        self._room: list[Model] = []  # rows that go before anything moves
        self._moved: list[tuple[Model, list[str]]] = []
        self._dropped: list[Model] = []
        self._stretched: list[tuple[Model, list[str]]] = []  # over the time of rows that went
        self._on_record: dict[Any, dict[str, list[Any]]] = {}
        for model, keys in links().items():
            for row in self._concerned(model, keys):
                self._plan_row(row, keys)

    @property
    def joined(self) -> list[CarePeriod]:
        """The times in care that are those of both records now."""
        return [row for row, _ in self._stretched if isinstance(row, CarePeriod)]

    @property
    def refused(self) -> list[str]:
        """What stands in the way, in words."""
        return refusals_of(self._refused, self.permissions)

    def _concerned(
        self, model: type[Model], keys: Iterable["ForeignKey[Any, Any]"]
    ) -> Iterable[Any]:
        """Rows that hang on the record that goes, or on a row that falls together with another."""
        is_concerned = Q()
        for key in keys:
            if of_key := self._instead.get(key.remote_field.model):
                is_concerned |= Q(**{f"{key.name}__in": list(of_key)})
        return model._base_manager.filter(is_concerned).order_by("pk") if is_concerned else ()

    def _plan_row(self, row: Any, keys: Iterable["ForeignKey[Any, Any]"]) -> None:
        treatment = treatment_of(type(row))
        if treatment.is_computed:
            self._dropped.append(row)
            return
        changed = []
        for key in keys:
            instead = self._instead[key.remote_field.model].get(getattr(row, key.attname))
            if instead is not None:
                setattr(row, key.attname, instead)
                changed.append(key.attname)
        twin = self._twin(row, changed)
        if twin is not None:
            self._fall_together(row, twin, taken_over(row, twin, learns=treatment.learns))
        elif parts := treatment.joins(row):
            self._join(row, parts)
        elif why := _contradiction(row, changed, treatment):
            if not (self._yields(row, treatment) or self._gives_way(row, changed, treatment)):
                self._refused.append((row, f"{why} {self._said_otherwise(row)}".strip()))
        else:
            self._moved.append((row, changed))

    def _gives_way(self, row: Any, changed: list[str], treatment: Treatment) -> bool:
        """Whether it can stand once it, or what is there, says less."""
        if treatment.is_named and treatment.permission not in self.permissions:
            return False
        given = treatment.gives_way(row)
        goes = not given or any(one is row and values is None for one, values in given)
        if given is None or (goes and hangs_on(row)):
            return False
        for one, values in given:
            before = which_row(one)
            for name, value in (values or {}).items():
                setattr(one, name, value)
            if one is row:
                changed.extend(values or ())
            elif values is None:
                self._room.append(one)
            else:
                self._moved.append((one, list(values)))
            if treatment.is_named:
                left = "It goes" if values is None else f"Of it stays what is {times(one)}"
                self._name(one, left, before=before)
        if goes:
            self._dropped.append(row)
        else:
            self._moved.append((row, changed))
        return True

    def _name(self, row: Any, becomes: str = "", *, before: str = "") -> None:
        """What becomes of a row that goes or gives way, and who told of it; once."""
        line = " ".join(filter(None, (f"{before or which_row(row)}.", told_by(row), becomes)))
        if line not in self.named:
            self.named.append(line)

    def _join(self, row: Any, parts: list[Any]) -> None:
        """One time in care of several: the first that is there lasts as long as all of them."""
        treatment = treatment_of(type(row))
        taken = self._instead[type(row)]
        if treatment.permission not in self.permissions or any(one.pk in taken for one in parts):
            self._refused.append((row, "It goes on in several that are on record."))
            return
        stays, *others = parts
        first = min((row, *parts), key=lambda one: one.started_on)
        last = max((row, *parts), key=lambda one: one.started_on)
        for one in (row, *others):
            self._name(one, f"One with that {times(stays)}")
        whole = {name: getattr(last, name) for name in ("ended_on", *treatment.ends_with)}
        whole |= {name: getattr(first, name) for name in ("started_on", *treatment.begins_with)}
        changed = [name for name, value in whole.items() if getattr(stays, name) != value]
        for name in changed:
            setattr(stays, name, whole[name])
        learns = set(treatment.learns) - set(treatment.begins_with) - set(treatment.ends_with)
        self._stretched.append((stays, changed + taken_over(row, stays, learns=learns)))
        for one in (row, *others):
            taken[one.pk] = stays.pk
            self._dropped.append(one)

    def _fall_together(self, row: Any, twin: Any, changed: list[str]) -> None:
        self._instead[type(row)][row.pk] = twin.pk
        self._dropped.append(row)
        if changed:
            self._moved.append((twin, changed))

    def _yields(self, row: Any, treatment: Treatment) -> bool:
        """Whether rows of the record that stays are right in its place; told to those who may read
        it. Who was hidden there is hidden here."""
        right = treatment.yields_to(row)
        if not right or (treatment.is_named and treatment.permission not in self.permissions):
            return False
        if treatment.is_named:
            self._name(row)
        learns = () if treatment.is_named else treatment.learns
        self._fall_together(row, right[0], taken_over(row, right[0], learns=learns))
        self._moved += [(other, told) for other in right[1:] if (told := of_either(row, other))]
        return True

    def _twin(self, row: Any, changed: list[str]) -> Any:
        """The row of the record that stays that says what this one says; none where something that
        is never changed hangs on it."""
        treatment = treatment_of(type(row))
        if treatment.is_kept_apart:
            return None
        model, now = type(row), {name: getattr(row, name) for name in changed}
        asked: dict[str, Any] = {"is_state": treatment.is_state, "learns": treatment.learns}
        key = (model, *now.items())
        if key not in self._on_record:
            by_words = self._on_record[key] = defaultdict(list)
            for other in model._base_manager.filter(**now):
                by_words[said(other, **asked)].append(other)
        for other in self._on_record[key].get(said(row, **asked), ()):
            if other.pk == row.pk or not agree(row, other, learns=treatment.learns):
                continue
            inside = treatment.may_lie_inside
            if not treatment.is_state or is_within(row, other, may_lie_inside=inside):
                return None if hangs_on(row, is_kept=True) else other
        return None

    def _said_otherwise(self, row: Any) -> str:
        """In which fields it differs from the row there that is about the same."""
        for other in same_thing(row):
            if names := differing(row, other, learns=treatment_of(type(row)).learns):
                return f"They differ in: {', '.join(names)}."
        return ""

    def write(self) -> None:
        """First what makes room, then what goes over, then what stands there already; what hangs on
        others goes first."""
        for row in self._room:
            type(row)._base_manager.filter(pk=row.pk).delete()
        _update(self._moved)
        for row in reversed(self._dropped):
            twin = self._instead[type(row)].get(row.pk)
            is_named = twin is not None and treatment_of(type(row)).is_state
            with noted(instead=twin) if is_named else nullcontext():  # people spoke of it by its id
                type(row)._base_manager.filter(pk=row.pk).delete()
        _update(self._stretched)

    def tell_followers(self) -> None:
        """Once all is written."""
        tell_followers(self._instead)


def _update(rows: Iterable[tuple[Model, list[str]]]) -> None:
    for row, changed in rows:
        values = {name: getattr(row, name) for name in changed}
        if hasattr(row, "version"):  # a form that was open when it moved is stale
            values["version"] = row.version + 1
        type(row)._base_manager.filter(pk=row.pk).update(**values)


def _contradiction(row: Any, changed: Collection[str], treatment: Treatment) -> str:
    """All that the database asks, and what it leaves to be asked: a one-to-one key is none of the
    model's constraints."""
    others = {field.name for field in row._meta.fields if field.attname not in changed}
    try:
        row.validate_unique(exclude=others)
        row.validate_constraints()
    except ValidationError as error:
        return " ".join(error.messages)
    return treatment.contradicts(row)
