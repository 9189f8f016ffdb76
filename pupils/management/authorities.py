"""The authority that a command names by its code, and the child by the authority's own ID."""

from django.core.management.base import CommandError

from vsh.organisations.models import Authority

from ..models import Pupil


def authority_named(code: str) -> Authority:
    """The authority with this code, or a clear refusal with exit code 2."""
    try:
        return Authority.objects.get(code=code)
    except Authority.DoesNotExist:
        raise CommandError(f"There is no authority {code} here.", returncode=2) from None


def child_named(child_id: str, *, authority: Authority) -> Pupil:
    """The authority's child with this ID, or a clear refusal with exit code 2."""
    try:
        found = Pupil.objects.select_related("merged_into").get(
            authority=authority, child_id=child_id
        )
        return found.merged_into or found
    except Pupil.DoesNotExist:
        raise CommandError(f"{authority.name} has no child {child_id}.", returncode=2) from None
