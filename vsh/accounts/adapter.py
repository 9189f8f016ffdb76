"""How django-allauth behaves here: nobody registers themselves, and the worker sends its mail."""

import math
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.internal import ratelimit
from django.contrib.sites.shortcuts import get_current_site
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from .tasks import send_account_mail

_APP = "allauth.account"
# Guesses at one account from anywhere, so that many addresses together do not get further.
_OF_ACCOUNT = {"login_of_account": "50/h/key"}


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Accounts come from the virtual school, never from self-registration.

    A school, or a whole council, is one address: what is limited strictly are the wrong passwords
    of one account from one address (`ACCOUNT_RATE_LIMITS`).
    """

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask your authority's virtual school.",
        "email_password_mismatch": "The email address or the password is not right",
        "incorrect_password": "The password is not right",
        "incorrect_code": "The code is not right",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again",
        "rate_limited": "Too many tries. Wait five minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand the message to the worker, once what it speaks of is committed.

        The web has no way out of its network, and a page does not wait for a mail server.
        """
        request = allauth_context.request
        known = {"request": request, "email": email, "current_site": get_current_site(request)}
        message = self.render_mail(template_prefix, email, known | context)
        letter = {"subject": message.subject, "body": message.body, "to": message.to}
        transaction.on_commit(lambda: send_account_mail.delay(**letter))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a guess too many, and say for how long."""
        account = self._account(credentials)
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise _too_many(request, "login_failed", key) from None
        self._usage_of_account = ratelimit.consume(
            request, app=_APP, action="login_of_account", key=account, config=_OF_ACCOUNT
        )
        if not self._usage_of_account:
            raise _too_many(request, "login_of_account", account, _OF_ACCOUNT)

    def _account(self, credentials: dict[str, Any]) -> str:
        return str(credentials.get("email", "")).lower()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{self._account(credentials)} from {ratelimit.get_ip(request)}"

    def _rollback_login_failed_rl_usage(self) -> None:
        """The right password is no guess."""
        super()._rollback_login_failed_rl_usage()
        if usage := getattr(self, "_usage_of_account", None):
            usage.rollback()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Who has just chosen a new password may use it."""
        super()._delete_login_attempts_cached_email(request, **credentials)
        ratelimit.clear(
            request,
            app=_APP,
            action="login_of_account",
            key=self._account(credentials),
            config=_OF_ACCOUNT,
        )


def _too_many(
    request: HttpRequest, action: str, key: str, config: dict[str, str] | None = None
) -> ValidationError:
    """The refusal, with the minutes after which the next try counts again."""
    waits = [60.0]
    for rate in ratelimit.get_rates(app=_APP, action=action, config=config):
        name = ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate, key=key)
        tried = cache.get(name, [])  # newest first
        if len(tried) >= rate.amount:
            waits.append(tried[-1] + rate.duration - time.time())
    minutes = math.ceil(max(waits) / 60)
    return ValidationError(
        "Too many tries with a wrong password. "
        f"Try again in {minutes} minute{'' if minutes == 1 else 's'}, or choose a new password",
        code="too_many_login_attempts",
    )
