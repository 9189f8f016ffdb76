"""How django-allauth behaves here: nobody registers themselves, and the worker sends its mail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest

from .tasks import send_account_mail


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Accounts come from the virtual school, never from self-registration."""

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
