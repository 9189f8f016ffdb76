"""The first question of access: may this role do this? A view without one fails at start."""

from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from vsh.govuk.unsent import signed_out
from vsh.organisations.models import Authority

from .models import User
from .roles import Permission
from .second_factor import SET_UP_URL_NAME, is_second_factor_missing


class PermissionRequiredMixin(LoginRequiredMixin):
    """Lets in only users whose role carries `permission`: 403 otherwise, sign-in when anonymous.

    Words that arrive without a session are shown again, to be sent after signing in.
    """

    permission: Permission
    request: HttpRequest

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Refuse to route a view that names no permission: the application does not start."""
        if not isinstance(getattr(cls, "permission", None), Permission):
            raise ImproperlyConfigured(f"{cls.__qualname__} names no permission")
        return super().as_view(**initkwargs)  # type: ignore[misc]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the permission before anything is read."""
        if not request.user.is_authenticated:
            return signed_out(request) or self.handle_no_permission()
        if request.POST.get("of_user", str(self.user.pk)) != str(self.user.pk):
            # A page that somebody else left open saves nothing in the name of who signed in since.
            return signed_out(request) or redirect(request.get_full_path())
        if is_second_factor_missing(request):
            return redirect(SET_UP_URL_NAME)
        if not self.user.may(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        """The signed-in user."""
        assert isinstance(self.request.user, User)
        return self.request.user


class OneAuthorityMixin(PermissionRequiredMixin):
    """`self.authority`: that of `?authority=CODE`, else the first in which the user may do this."""

    @cached_property
    def authorities(self) -> list[Authority]:
        """The authorities in which the user's roles carry the page's permission."""
        ids = self.user.authority_ids_where(self.permission)
        found = {one.authority for one in self.user.memberships_today if one.authority_id in ids}
        return sorted((one for one in found if one), key=lambda one: one.name)

    @cached_property
    def authority(self) -> Authority:
        """The one that the page is about."""
        code = self.request.GET.get("authority", "")
        for authority in self.authorities:
            if authority.code == code or not code:
                return authority
        raise Http404


def require(user: User, permission: Permission) -> None:
    """Refuse unless `user` may; services call this before they write."""
    if not user.may(permission):
        raise PermissionDenied(permission.value)
