"""Two records of one child become one. Refused as a whole where they contradict each other.

1. No file of the authority is being loaded meanwhile: it would go on writing the record that goes.
   Both children are locked, in the order of their numbers, and both must be visible to the actor.
2. Row by row, what hangs on the record that goes is given to the one that stays; a row that says
   what a row there says falls together with it, and what hangs on it goes along.
3. What cannot stand beside what is there is collected, and the whole is refused with the list.
4. Otherwise all is written; the record that goes keeps the mark of the one that stays, and nothing
   of it is deleted but the rows that stand there twice: the history keeps those too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import nullcontext
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, ForeignKey, Model, Q

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.history.context import noted
from vsh.intake.engine import lock_authority

from ..child_permissions import permissions_for, require_for
from ..merged import record_instead_of
from ..merging import (
    hangs_on,
    links,
    refusal_of,
    refusal_of_kind,
    tell_followers,
    treatment_of,
    which_row,
)
from ..models import CarePlacement, Pupil
from ..reminder_subjects import follow_merged_record
from ..rules.hidden_homes import is_hidden_among
from .enrolments import facts_changed
from .locking import StaleRecordError, lock_row, lock_visible_pupil
from .merged_identity import keep_identity
from .merged_rows import agree, is_within, of_either, said, taken_over

MOST_NAMED = 20
_GONE_MEANWHILE = (
    "Somebody has just merged one of the two with a third record. Go back to the child, and "
    "compare what is on record now."
)


@transaction.atomic
def merge_pupils(
    *,
    actor: User,
    keep: Pupil,
    gone: Pupil,
    reason: str,
    versions: tuple[int, int] | None = None,
    named: Collection[str] | None = None,
) -> Pupil:
    """Give all that is on record of `gone` to `keep`; `versions` are those that the page showed,
    `named` the rows of which it said that they go."""
    if keep.pk == gone.pk:
        raise ValidationError("This is the same record. Choose the other one.")
    lock_authority(keep.authority_id)
    locked = [lock_row(child) for child in sorted((keep, gone), key=lambda child: child.pk)]
    if any(child.pk == keep.pk and child.merged_into_id == gone.pk for child in locked):
        keep, gone = gone, keep  # somebody was quicker, the other way round
    for child in locked:
        stays = child.merged_into_id
        if stays not in (None, keep.pk) and record_instead_of(child.ref, user=actor):
            raise ValidationError(_GONE_MEANWHILE)
    keep = lock_visible_pupil(keep, actor=actor)
    if keep.merged.filter(pk=gone.pk).exists():
        return keep  # pressed twice
    gone = lock_visible_pupil(gone, actor=actor)
    for child in (keep, gone):
        require_for(actor, Permission.MERGE_RECORDS, child)
    if versions not in (None, (keep.version, gone.version)):
        raise StaleRecordError("what the tables above show; compare them again")
    refused = _contradictions(keep, gone)
    hidden = _homes_to_hide(keep, gone)
    plan = _Plan(keep, gone, permissions_for(actor, keep) & permissions_for(actor, gone))
    refused += dict.fromkeys(plan.refused)
    if refused:
        raise ValidationError(_shown(refused))
    if named is not None and set(plan.named) - set(named):
        raise RowsGoError(plan.named)
    with noted(merged=gone.ref, because=reason):  # `reason` would say that a value was wrong
        try:
            with transaction.atomic():
                plan.write()
                CarePlacement.objects.filter(pk__in=hidden).update(is_address_confidential=True)
                follow_merged_record(keep=keep, gone=gone)
                keep_identity(keep, gone)
        except IntegrityError as error:
            raise ValidationError(_refusal_of_database(error, plan.permissions)) from error
    facts_changed(gone)
    facts_changed(keep)
    return keep


def _contradictions(keep: Pupil, gone: Pupil) -> list[str]:
    """What of the children themselves must be the same."""
    found = []
    if keep.authority_id != gone.authority_id:
        found.append("The two records are of different authorities: each keeps its own.")
    if keep.date_of_birth != gone.date_of_birth:
        found.append(
            "The two records have different dates of birth. Correct the wrong one first, or these "
            "are two children."
        )
    if keep.is_restricted != gone.is_restricted:
        found.append("One of the two records is restricted. Restrict both, or neither, first.")
    elif keep.is_restricted and _named_for(keep) != _named_for(gone):
        found.append(
            "Different people are named for the two restricted records, or until different days. "
            "Lift the restriction of one or of both, and restrict both to the same people, first."
        )
    return found


def _named_for(pupil: Pupil) -> set[tuple[int, date | None]]:
    """Who may open the restricted record, and until when; not who opened it for one day."""
    standing = Q(ended_on__isnull=True) | Q(ended_on__gte=today(), ended_on__gt=F("started_on"))
    return set(pupil.restricted_access.filter(standing).values_list("user", "ended_on"))


def _homes_to_hide(keep: Pupil, gone: Pupil) -> list[int]:
    """Those that would be hidden had a file told of them on the other record."""
    homes = {child: list(child.placements.all()) for child in (keep, gone)}
    told = {
        child: [(home.started_on, home.is_address_confidential) for home in rows]
        for child, rows in homes.items()
    }
    return [
        home.pk
        for child, other in ((keep, gone), (gone, keep))
        for home in homes[child]
        if not home.is_address_confidential and is_hidden_among(told[other], home.started_on)
    ]


def _refusal_of_database(error: IntegrityError, permissions: Collection[Permission]) -> str:
    """Two rows of the record that goes may contradict each other once they hang on one row."""
    diagnosis = getattr(error.__cause__, "diag", None)
    for model in links():
        for constraint in model._meta.constraints:
            if constraint.name == getattr(diagnosis, "constraint_name", None):
                return refusal_of_kind(model, str(constraint.violation_error_message), permissions)
    return "The two records contradict each other. Compare them and correct one first."


def _shown(refused: list[str]) -> list[str]:
    more = len(refused) - MOST_NAMED
    return refused[:MOST_NAMED] + ([f"And {more} more of this kind."] if more > 0 else [])


class RowsGoError(Exception):
    """Rows go of which the page has not said so; `rows` names them."""

    def __init__(self, rows: list[str]) -> None:
        super().__init__(rows)
        self.rows = rows


class _Plan:
    """What becomes of each row; nothing is written until `write`."""

    def __init__(self, keep: Pupil, gone: Pupil, permissions: Collection[Permission]) -> None:
        self.permissions = permissions
        self.refused: list[str] = []
        self.named: list[str] = []
        self._instead: dict[type[Model], dict[int, int]] = defaultdict(dict)
        self._instead[Pupil] = {gone.pk: keep.pk}
        self._moved: list[tuple[Model, list[str]]] = []
        self._dropped: list[Model] = []
        self._on_record: dict[Any, dict[str, list[Any]]] = {}
        for model, keys in links().items():
            for row in self._concerned(model, keys):
                self._plan_row(row, keys)

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
            return
        try:
            _ask_constraints(row, changed)
        except ValidationError as error:
            if self._yields(row):
                return
            given = treatment.gives_way(row)
            if given is None or (not given and hangs_on(row)):
                self.refused.append(refusal_of(row, " ".join(error.messages), self.permissions))
            elif not given:
                self._dropped.append(row)
                return
            for one, values in given or ():
                for name, value in values.items():
                    setattr(one, name, value)
                if one is row:
                    changed.extend(values)
                else:
                    self._moved.append((one, list(values)))
        self._moved.append((row, changed))

    def _fall_together(self, row: Any, twin: Any, changed: list[str]) -> None:
        self._instead[type(row)][row.pk] = twin.pk
        self._dropped.append(row)
        if changed:
            self._moved.append((twin, changed))

    def _yields(self, row: Any) -> bool:
        """Whether rows of the record that stays are right in its place; told to those who may read
        it. Who was hidden there is hidden here."""
        treatment = treatment_of(type(row))
        right = treatment.yields_to(row)
        if not right or (treatment.is_named and treatment.permission not in self.permissions):
            return False
        if treatment.is_named:
            self.named.append(which_row(row))
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
            inside = not treatment.is_named  # such a row goes only once it is named
            if not treatment.is_state or is_within(row, other, may_lie_inside=inside):
                return None if hangs_on(row, is_kept=True) else other
        return None

    def write(self) -> None:
        """First what goes over, then what stands there already; what hangs on others goes first."""
        for row, changed in self._moved:
            values = {name: getattr(row, name) for name in changed}
            if hasattr(row, "version"):  # a form that was open when it moved is stale
                values["version"] = row.version + 1
            type(row)._base_manager.filter(pk=row.pk).update(**values)
        for row in reversed(self._dropped):
            twin = self._instead[type(row)].get(row.pk)
            is_named = twin is not None and treatment_of(type(row)).is_state
            with noted(instead=twin) if is_named else nullcontext():  # people spoke of it by its id
                type(row)._base_manager.filter(pk=row.pk).delete()
        tell_followers(self._instead)


def _ask_constraints(row: Any, changed: Collection[str]) -> None:
    """All that the database asks: a one-to-one key is none of the model's constraints."""
    others = {field.name for field in row._meta.fields if field.attname not in changed}
    row.validate_unique(exclude=others)
    row.validate_constraints()
