"""Two records of one child become one. Refused as a whole where they contradict each other.

1. No file of the authority is being loaded meanwhile: it would go on writing the record that goes.
   Both children are locked, in the order of their numbers, and both must be visible to the actor.
2. Row by row, what hangs on the record that goes is given to the one that stays; a row that says
   what a row there says falls together with it, and what hangs on it goes along.
3. What cannot stand beside what is there is collected, and the whole is refused with the list.
4. Otherwise all is written; the record that goes keeps the mark of the one that stays, and nothing
   of it is deleted but the rows that stand there twice: the history keeps those too.
"""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.history.context import noted
from vsh.intake.engine import lock_authority

from ..adoption import care_so_far, with_care_so_far
from ..child_permissions import permissions_for, require_for
from ..merged import record_instead_of
from ..merging import links, refusal_of_kind
from ..models import CarePlacement, Pupil
from ..reminder_subjects import follow_merged_record
from ..rules.hidden_homes import is_hidden_among
from ..rules.joined_care import ties_birth_to_adoption
from .enrolments import facts_changed
from .locking import StaleRecordError, lock_row, lock_visible_pupil
from .merge_plan import MergePlan
from .merged_care import mend_seams
from .merged_identity import keep_identity

MOST_NAMED = 20
_GONE_MEANWHILE = (
    "Somebody has just merged one of the two with a third record. Go back to the child, and "
    "compare what is on record now."
)
ADOPTED = (
    "Care of one of the two ended by adoption, and the other has care after that day. A child’s "
    "identity at birth and that after adoption are not tied to each other: these records are not "
    "merged. If the reason or the day is wrong, correct it in the council’s case system and load "
    "its file."
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
    plan = MergePlan(keep, gone, permissions_for(actor, keep) & permissions_for(actor, gone))
    refused += dict.fromkeys(plan.refused)
    if refused:
        raise ValidationError(_shown(refused))
    if named is not None and set(plan.named) - set(named):
        raise RowsGoError(plan.named)
    with noted(merged=gone.ref, because=reason):  # `reason` would say that a value was wrong
        try:
            with transaction.atomic():
                plan.write()
                mend_seams(plan.joined)
                CarePlacement.objects.filter(pk__in=hidden).update(is_address_confidential=True)
                follow_merged_record(keep=keep, gone=gone)
                with noted(gave_way=plan.named):
                    keep_identity(keep, gone)
                plan.tell_followers()
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
    if _is_adopted_one_of(keep, gone):
        found.append(ADOPTED)
    if keep.is_restricted != gone.is_restricted:
        found.append("One of the two records is restricted. Restrict both, or neither, first.")
    elif keep.is_restricted:
        found += _named_differently(keep, gone)
    return found


def _is_adopted_one_of(keep: Pupil, gone: Pupil) -> bool:
    children = with_care_so_far(Pupil.objects.filter(pk__in=[keep.pk, gone.pk]))
    one, other = (care_so_far(child) for child in children)
    return ties_birth_to_adoption(one, other)


def _named_differently(keep: Pupil, gone: Pupil) -> list[str]:
    """Whom to name for the other record too; where one is named until another day, what to do."""
    named = {child: _named_for(child) for child in (keep, gone)}
    if any(named[gone].get(user, until) != until for user, until in named[keep].items()):
        why = (
            "A person is named for the two restricted records until different days. Lift the "
            "restriction of one or of both, and restrict both to the same people, first."
        )
        return [why]
    missing = [
        f"{user.name} for the record with child ID {child.child_id}"
        for child, other in ((keep, gone), (gone, keep))
        for user in sorted(named[other], key=lambda user: user.name)
        if user not in named[child]
    ]
    too = "; ".join(missing)
    why = f"Different people are named for the two restricted records. Name {too} too, first: ask "
    return [f"{why}who runs the system."] if missing else []


def _named_for(pupil: Pupil) -> dict[User, date | None]:
    """Who may open the restricted record, and until when; not who opened it for one day."""
    standing = Q(ended_on__isnull=True) | Q(ended_on__gte=today(), ended_on__gt=F("started_on"))
    rows = pupil.restricted_access.filter(standing).select_related("user")
    return {row.user: row.ended_on for row in rows}


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
