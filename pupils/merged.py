"""Records that were merged: whose number now stands for whom, and where an old address leads."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, QuerySet

from vsh.accounts.models import User
from vsh.organisations.models import Authority
from vsh.tables.identifiers import is_upn

from .models import Pupil


def record_instead_of(ref: str, *, user: User) -> Pupil | None:
    """The record into which this one was merged, if `user` may see it."""
    merged = Pupil.objects.filter(ref=ref, merged_into__isnull=False)
    found: Pupil | None = (
        Pupil.objects.visible_to(user).filter(pk__in=merged.values("merged_into")).first()
    )
    return found


def meant_by_references(refs: Iterable[str], *, among: "QuerySet[Pupil]") -> dict[str, int]:
    """Whom of these children each reference means today; that of a record that was merged since,
    the child of the one that stays: one query."""
    told = set(refs)
    own = among.filter(ref__in=told).order_by().values_list("ref", "pk")
    merged = among.filter(merged__ref__in=told).order_by().values_list("merged__ref", "pk")
    return dict(own.union(merged, all=True))


def numbers_of_merged(authority: Authority) -> dict[str, str]:
    """The authority's number of each record that was merged, and that of the one that stays."""
    merged = Pupil.objects.filter(authority=authority, merged_into__isnull=False).order_by()
    return dict(merged.values_list("child_id", "merged_into__child_id"))


def meant_by_upn(authority: Authority) -> dict[str, int]:
    """Whom a UPN means: whose present one it is, else the one child who had it before, also on a
    record that was merged into theirs. Where two had it, nobody; nor do the codes for "unknown"
    mean anybody."""
    present: dict[str, int] = {}
    earlier: dict[str, set[int]] = defaultdict(set)
    children = Pupil.objects.filter(authority=authority).annotate(stays=F("merged_into"))
    for pk, stays, upn, former in children.order_by().values_list(
        "pk", "stays", "upn", "former_upn"
    ):
        if stays is None:
            present[upn] = pk
        else:
            earlier[upn].add(stays)
        earlier[former].add(stays or pk)
    meant = {upn: min(whose) for upn, whose in earlier.items() if len(whose) == 1} | present
    return {upn: pk for upn, pk in meant.items() if is_upn(upn)}


def with_merged(pupil_ids: Iterable[int]) -> dict[int, int]:
    """These children, and the records that were merged into theirs: who each is now."""
    child = {pk: pk for pk in pupil_ids}
    merged = Pupil.objects.filter(merged_into__in=list(child)).order_by()
    return child | {pk: stays for pk, stays in merged.values_list("pk", "merged_into") if stays}
