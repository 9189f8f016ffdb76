"""The authority that a command names by its code."""

from django.core.management.base import CommandError

from vsh.organisations.models import Authority


def authority_named(code: str) -> Authority:
    """The authority with this code, or a clear refusal with exit code 2."""
    try:
        return Authority.objects.get(code=code)
    except Authority.DoesNotExist:
        raise CommandError(f"There is no authority {code} here.", returncode=2) from None
