"""Loads children batch by batch: compare, lock those that change, compare again, write.

1. The batch's records are read and each child's changes planned; a child without changes costs
   no lock and no write.
2. The children on record that change are locked in the order of their ids and planned again, so
   that nothing is lost that somebody saved meanwhile.
3. What is said of all together is looked up: doubts that the history or the inspections know.
4. All are written together, who takes a UPN after who gives it up; if the database refuses, each
   child is written in a savepoint of its own, and the refusal becomes a finding that names the
   reason.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.apps import apps
from django.db import IntegrityError, transaction

from vsh.organisations.models import Authority
from vsh.tables.findings import Problem
from vsh.tables.job import Job

from ..models import Pupil
from .changes import Changes, in_turns_of_upns, write
from .other_files import other_files
from .record import ChildRecord, records_of

CHILDREN_A_BATCH = 500
ONE_UPN = "one_pupil_per_upn"
T = TypeVar("T")


@dataclass(frozen=True)
class Child(Generic[T]):
    """What a file says of one child."""

    child_id: str
    said: T


Planner = Callable[[Child[T], ChildRecord | None], Changes]
Look = Callable[[Sequence[Changes]], None]


def load_batch(
    job: Job, authority: Authority, children: Sequence[Child[T]], plan: Planner[T], look: Look
) -> set[str]:
    """Load these children; returns the numbers of those whose facts changed. `look` names doubts
    about changes that are to be written."""
    records = records_of(authority, [child.child_id for child in children])
    planned: list[tuple[Child[T], Changes]] = []
    on_record: list[Child[T]] = []
    for child in children:
        record = records.get(child.child_id)
        changes = _plan(child, record, plan)
        if not changes.count:
            changes.tell(job)
        elif record is None:
            planned.append((child, changes))
        else:
            on_record.append(child)
    if on_record:
        _lock([records[child.child_id].pupil.pk for child in on_record])
        planned += _plan_again(authority, on_record, plan)
    if not planned:
        return set()
    look([changes for _, changes in planned])
    try:
        with transaction.atomic():
            write(changes for _, changes in planned)
    except IntegrityError:
        return _load_one_by_one(job, authority, _in_turns(planned), plan, look)
    for _, changes in planned:
        changes.tell(job)
    return {child.child_id for child, _ in planned}


def _in_turns(planned: Sequence[tuple[Child[T], Changes]]) -> list[list[Child[T]]]:
    """Each child alone, who takes a UPN after who gives it up; those of a ring together. New
    children come last."""
    given_up = {key: upn for _, changes in planned for key, upn in changes.given_up.items()}
    pupils = {
        fact: child
        for child, changes in planned
        for fact, _ in changes.updated.values()
        if isinstance(fact, Pupil)
    }
    turns: list[list[Child[T]]] = []
    for facts, is_ring in in_turns_of_upns(pupils, given_up):
        children = [pupils[fact] for fact in facts]
        turns += [children] if is_ring else [[child] for child in children]
    own = {id(child) for child in pupils.values()}
    return turns + [[child] for child, _ in planned if id(child) not in own]


def _load_one_by_one(
    job: Job, authority: Authority, turns: Sequence[list[Child[T]]], plan: Planner[T], look: Look
) -> set[str]:
    loaded = set()
    for children in turns:
        planned = [changes for _, changes in _plan_again(authority, children, plan)]
        look(planned)
        try:
            with transaction.atomic():
                write(planned)
        except IntegrityError as error:
            problems = [refusal(error, authority)]
            if len(children) > 1:
                problems = _reasons_in_ring(authority, children, plan, error)
            for changes, problem in zip(planned, problems, strict=True):
                changes.tell_refused(job, problem)
        else:
            for changes in planned:
                changes.tell(job)
            loaded |= {child.child_id for child in children}
    return loaded


def _reasons_in_ring(
    authority: Authority, children: Sequence[Child[T]], plan: Planner[T], error: IntegrityError
) -> list[Problem]:
    """Why each of the children who pass on UPNs in a ring is refused: for its own reason, tried out
    by itself and undone, or because it waits for the rows of those who have one."""
    own: list[IntegrityError | None] = [
        _own_reason(authority, child, children, plan) for child in children
    ]
    at_fault = [child.child_id for child, reason in zip(children, own, strict=True) if reason]
    if not at_fault:
        return [refusal(error, authority)] * len(children)
    waits = Problem(
        column="upn",
        code="waits_for_row",
        message="The UPN passes between this child and others of the file, and the row of child "
        f"{' and of child '.join(at_fault)} cannot be loaded. Correct that row: this one waits for "
        "it. Nothing of this child was loaded.",
    )
    return [refusal(reason, authority) if reason else waits for reason in own]


def _own_reason(
    authority: Authority, child: Child[T], ring: Sequence[Child[T]], plan: Planner[T]
) -> IntegrityError | None:
    planned = [changes for _, changes in _plan_again(authority, [child], plan)]
    numbers = [one.child_id for one in ring]
    try:
        with transaction.atomic():
            Pupil.objects.filter(authority=authority, child_id__in=numbers).update(upn="")
            write(planned)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return error
    return None


def _plan_again(
    authority: Authority, children: Sequence[Child[T]], plan: Planner[T]
) -> list[tuple[Child[T], Changes]]:
    records = records_of(authority, [child.child_id for child in children])
    return [(child, _plan(child, records.get(child.child_id), plan)) for child in children]


def _plan(child: Child[T], record: ChildRecord | None, plan: Planner[T]) -> Changes:
    """Of a restricted record the findings tell nothing: neither who loads a file nor who reads what
    became of it need be one who may see it. They keep what they tell of a child who is new."""
    changes = plan(child, record)
    if record is not None and record.pupil.is_restricted:
        alone, said = plan(child, None), cast("Any", child.said)
        for warning in getattr(said, "warnings", ()):  # also where a new child would lack something
            alone.note(said.row, warning)
        changes.keep_to_the_rows(alone)
    return changes


def _lock(pupil_ids: Collection[int]) -> None:
    rows = Pupil.objects.select_for_update(of=("self",)).filter(pk__in=pupil_ids).order_by("pk")
    list(rows.values_list("pk"))


def name_other_files(many: Iterable[Changes], *, kind: str) -> None:
    """Name what files of this kind say otherwise than another kind of file had told."""
    found = [(changes, one) for changes in many for one in changes.said_otherwise]
    doubts = other_files((one for _, one in found), kind=kind)
    for changes, one in found:
        if doubt := doubts.get(id(one)):
            changes.note(one.row, doubt)


def refusal(error: IntegrityError, authority: Authority) -> Problem:
    """The database's refusal in the words of its constraint."""
    told = getattr(error.__cause__, "diag", None)
    name = getattr(told, "constraint_name", None) or "refused"
    words = _words_of_constraints().get(name, "The facts contradict what is on record.")
    if name == ONE_UPN:
        detail = getattr(told, "message_detail", None) or ""
        words = f"{words}{_whose_upn(detail, authority)}"
    return Problem(
        column="",
        code=name,
        message=f"{words} Correct the row or the record. Nothing of this child was loaded.",
    )


def _whose_upn(detail: str, authority: Authority) -> str:
    """Who has the UPN, by the authority's number; of a restricted record nothing."""
    upns = re.findall(r"[A-Z]\d{11}[0-9A-Z]", detail)
    holders = Pupil.objects.filter(authority=authority, upn__in=upns, merged_into=None)
    found = holders.filter(is_restricted=False).values_list("child_id", flat=True).first()
    return f" It is that of child ID {found}." if found else ""


def _words_of_constraints() -> dict[str, str]:
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_app_config("pupils").get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message
    }
