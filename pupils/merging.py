"""What a merge of two records of one child does with each kind of row.

Every model with a foreign key to a child says it here; the floors above register their own when
they start. What hangs on such a row goes along with it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db.models import Count, ForeignKey, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce
from pghistory.models import Event
from pgtrigger import Protect

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.govuk.dates import long_date

from .models import Pupil

GivesWay = list[tuple[Any, Mapping[str, Any] | None]]  # no values: the row goes


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """What becomes of the rows of one kind.

    They go to the record that stays. One that says the same as a row there falls together with it,
    unless it is kept apart; of a state that holds for a time also one whose time lies within that
    of the other (unless none `may_lie_inside`). Of the fields that a row `learns` an empty one says
    nothing. What is computed from the facts is made anew instead. A row that `joins` others, which
    it goes on in, becomes one with them: what it `begins_with` is as the first of them says, what
    it `ends_with` as the last.

    `in_words` says which row it is (`day_of`, of which day), `way_out` how to correct what cannot
    stand beside what is there: what the database refuses, and what a row `contradicts` in words.
    Where nobody can correct it, `gives_way` says which rows take which values, or go, so that it
    can stand; without any it falls away, unless something hangs on it. `yields_to` says which rows
    of the record that stays are right in its place: it falls together with the first, and what
    hangs on it goes along. Where `is_named`, who merges has read of all this before. Who lacks the
    `permission` for such a row is told neither how many there are nor which contradict each other;
    without a permission nobody is.
    """

    words: str
    permission: Permission | None = Permission.VIEW_PUPIL
    is_state: bool = False
    is_kept_apart: bool = False
    is_computed: bool = False
    in_words: Callable[[Any], str] | None = None
    day_of: Callable[[Any], date] | None = None
    gives_way: Callable[[Any], GivesWay | None] = lambda row: None
    yields_to: Callable[[Any], list[Any]] = lambda row: []
    is_named: bool = False
    may_lie_inside: bool = True
    begins_with: Collection[str] = ()
    ends_with: Collection[str] = ()
    joins: Callable[[Any], list[Any]] = lambda row: []
    contradicts: Callable[[Any], str] = lambda row: ""
    learns: Collection[str] = ()
    way_out: str = "Correct one of the two first, here or in the council’s case system"


HIDDEN = (
    "Something that you may not read contradicts what is on the other record. Ask the Virtual "
    "School head, or an officer of the Virtual School, to merge the two."
)
OTHER_ROWS = "other rows"
_TREATMENTS: dict[type[Model], Treatment] = {}
_FOLLOWERS: list[tuple[type[Model], Callable[[Mapping[int, int]], None]]] = []


def register_merge(model: type[Model], words: str, **options: Any) -> None:
    """Say what a merge does with the rows of a model; `words` names them as a count does."""
    _TREATMENTS[model] = Treatment(words=words, **options)


def register_follower(model: type[Model], follow: Callable[[Mapping[int, int]], None]) -> None:
    """Have `follow` told which rows of a model fell together with which others: what names such a
    row without a foreign key."""
    _FOLLOWERS.append((model, follow))


def tell_followers(instead: Mapping[type[Model], Mapping[int, int]]) -> None:
    """Once the two records are one."""
    for model, follow in _FOLLOWERS:
        follow(instead.get(model, {}))


def treatment_of(model: type[Model]) -> Treatment:
    """What was registered; for what only hangs on such rows, that it goes along, and is told to
    nobody."""
    return _TREATMENTS.get(model) or Treatment(words=OTHER_ROWS, permission=None)


def treatments() -> Mapping[type[Model], Treatment]:
    """All that were registered."""
    return _TREATMENTS


def refusals_of(
    refused: Iterable[tuple[Any, str]], permissions: Collection[Permission]
) -> list[str]:
    """Which rows cannot stand beside what is there, and what to do; no word of one that is not
    theirs to read. Days of one kind for one reason are told in one line."""
    days: dict[Any, list[date]] = defaultdict(list)
    lines: dict[Any, Any] = {}
    for row, why in refused:
        day_of = treatment_of(type(row)).day_of
        key = (type(row), why, day_of is None and row.pk)
        lines[key] = row
        if day_of:
            days[key].append(day_of(row))
    return [
        refusal_of_kind(
            model,
            why,
            permissions,
            which=_days_in_words(model, days[key]) if key in days else which_row(row),
        )
        for key, row in lines.items()
        for model, why, _ in [key]
    ]


def _days_in_words(model: type[Model], days: Collection[date]) -> str:
    first, last = min(days), max(days)
    told = long_date(first)
    if first != last:
        told = f"{len(days)} days from {told} to {long_date(last)}"
    return f"{_capital(treatment_of(model).words)}: {told}"


def refusal_of_kind(
    model: type[Model], why: str, permissions: Collection[Permission], *, which: str = ""
) -> str:
    """The same where it is not known which rows of the kind contradict each other."""
    treatment = treatment_of(model)
    if treatment.permission not in permissions:
        return HIDDEN
    return f"{which or _capital(treatment.words)}. {why} {treatment.way_out}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def which_row(row: Any) -> str:
    """Its kind, and which of that kind it is."""
    treatment = treatment_of(type(row))
    said = treatment.in_words(row) if treatment.in_words else times(row)
    return f"{_capital(treatment.words)}{said and f': {said}'}"


def hangs_on(row: Any, *, is_kept: bool = False) -> bool:
    """Whether any row hangs on this one; `is_kept`: one that the database refuses to change."""
    return any(
        model._base_manager.filter(**{key.name: row.pk}).exists()
        for model, keys in links().items()
        if not is_kept or any(isinstance(one, Protect) for one in _triggers(model))
        for key in keys
        if key.remote_field.model is type(row)
    )


def _triggers(model: type[Model]) -> Iterable[Any]:
    return getattr(model._meta, "triggers", ())


def numbers_of(
    user: User, ids: Collection[int], permissions: Collection[Permission]
) -> dict[int, dict[str, int]]:
    """How many rows of each kind hang on each of these children, those together that are not
    theirs to read: one query."""
    counted = [
        (treatment.words if treatment.permission in permissions else OTHER_ROWS, model)
        for model, treatment in _TREATMENTS.items()
        if not treatment.is_computed
    ]
    counted.sort(key=lambda one: one[0] == OTHER_ROWS)
    columns = {f"number_{place}": _number(model) for place, (_, model) in enumerate(counted)}
    visible = Pupil.objects.visible_to(user).filter(pk__in=ids).order_by()
    rows: Iterable[Any] = visible.values("pk", **columns)
    numbers: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        for place, (words, _) in enumerate(counted):
            numbers[row["pk"]][words] += row[f"number_{place}"]
    return numbers


def _number(model: type[Model]) -> Coalesce:
    path = _path_to_child(model)
    rows = model._default_manager.filter(**{path: OuterRef("pk")}).order_by()
    return Coalesce(Subquery(rows.values(path).values(number=Count("pk"))), 0)


def _path_to_child(model: type[Model]) -> str:
    """Along the keys, the shortest: "pupil", or such as "enrolment__pupil"."""
    keys = links()[model]
    direct = next((key.name for key in keys if key.remote_field.model is Pupil), None)
    if direct:
        return direct
    onward = (
        f"{key.name}__{_path_to_child(key.remote_field.model)}"
        for key in keys
        if key.remote_field.model is not model
    )
    return min(onward, key=lambda path: path.count("__"))


def times(row: Any) -> str:
    """From when until when it holds; empty where it holds for no time."""
    first, last = (getattr(row, name, None) for name in ("started_on", "ended_on"))
    if first is None:
        return ""
    return f"from {long_date(first)} {f'to {long_date(last)}' if last else 'on'}"


@cache
def links() -> Mapping[type[Model], tuple["ForeignKey[Any, Any]", ...]]:
    """Each model with its foreign keys to a child or to what hangs on one, in an order in which
    what hangs comes after what it hangs on."""
    found: dict[type[Model], list[ForeignKey[Any, Any]]] = {Pupil: []}
    candidates = [
        model for model in apps.get_models() if not (issubclass(model, Event) or model._meta.proxy)
    ]
    is_growing = True
    while is_growing:
        is_growing = False
        for model in candidates:
            keys = [key for key in _foreign_keys(model) if key.remote_field.model in found]
            if keys and model is not Pupil and len(keys) != len(found.get(model, ())):
                found[model] = keys
                is_growing = True
    order = TopologicalSorter(
        {model: {key.remote_field.model for key in keys} - {model} for model, keys in found.items()}
    )
    return {model: tuple(found[model]) for model in order.static_order() if model is not Pupil}


def _foreign_keys(model: type[Model]) -> Iterable["ForeignKey[Any, Any]"]:
    return (field for field in model._meta.get_fields() if isinstance(field, ForeignKey))
