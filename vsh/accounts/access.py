"""The first question of access: may this role do this? A view without a permission fails at start."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from .models import User
from .roles import Permission


class PermissionRequiredMixin(LoginRequiredMixin):
    """Lets in only users whose role carries `permission`: 403 otherwise, sign-in when anonymous."""

    permission: Permission
    request: HttpRequest

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a routable view that names no permission."""
        super().__init_subclass__(**kwargs)
        is_view = hasattr(cls, "as_view")
        if is_view and not isinstance(getattr(cls, "permission", None), Permission):
            raise TypeError(f"{cls.__name__} names no permission")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the permission before anything is read."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not self.user.may(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        """The signed-in user."""
        assert isinstance(self.request.user, User)
        return self.request.user


def require(user: User, permission: Permission) -> None:
    """Refuse unless `user` may; services call this before they write."""
    if not user.may(permission):
        raise PermissionDenied(permission.value)
