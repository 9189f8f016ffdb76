"""Who asks: a system by its token, in the name of who made it, and never wider than that."""

from typing import TYPE_CHECKING

import structlog
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

from vsh.accounts.models import User
from vsh.accounts.scope import name_to_database

from .models import SystemToken
from .scopes import Scope
from .services import note_use, token_in_force

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which reads the settings that name this module

WORD = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer vsh_…`. A session of a browser opens nothing here."""

    def authenticate(self, request: Request) -> tuple[User, SystemToken] | None:
        """Nothing where no token is sent; refused where it opens nothing."""
        word, _, secret = get_authorization_header(request).partition(b" ")
        if word.lower() != WORD.lower().encode():
            return None
        token = token_in_force(secret.strip().decode("latin-1"))
        if token is None:
            raise AuthenticationFailed(
                "This token opens nothing: it was never given, or has ended. Ask the virtual "
                "school for a new one."
            )
        structlog.contextvars.bind_contextvars(system=token.ref)
        note_use(token)
        name_to_database(token.made_by.pk)
        return token.made_by, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return WORD


class HasScope(BasePermission):
    """The view's `scope` is one of the token's, and its maker may still do it for the authority."""

    message = "This token does not allow that."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Unknown means no."""
        scope, token = getattr(view, "scope", None), request.auth
        if not isinstance(scope, Scope) or not isinstance(token, SystemToken):
            return False
        may = token.made_by.authority_ids_where(scope.permission)
        return scope.value in token.scopes and token.authority_id in may


class PerToken(UserRateThrottle):
    """So many requests a minute from one system; who has no token is refused before it is asked."""

    scope = "system"
    rate = "120/min"

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        """By token."""
        token = request.auth
        ident = token.ref if isinstance(token, SystemToken) else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}


class Sending(PerToken):
    """Fewer of those that a worker has to do something about."""

    scope = "system-sending"
    rate = "12/min"


class SendingByDay(PerToken):
    """And so many a day, which bounds what is kept of them."""

    scope = "system-sending-by-day"
    rate = "200/day"
