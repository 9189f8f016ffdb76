"""The second step of signing in: for everybody in production, for nobody in the demonstration."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

SET_UP_URL_NAME = "mfa_activate_totp"


def is_second_factor_missing(request: HttpRequest) -> bool:
    """Whether this person must set up a second factor before they see any child's record.

    Who has one was asked for it when they signed in, which the session records: no query then.
    """
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    if any(
        record.get("method") == "mfa"
        for record in get_authentication_records(request, request.user)
    ):
        return False
    return not is_mfa_enabled(request.user)
