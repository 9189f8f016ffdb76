"""What every page's frame shows: who is signed in, where from, and the row of navigation."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from vsh.calendars import today
from vsh.calendars.current_day import london_date

from .models import User
from .roles import Permission


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One word of the navigation; shown to those who hold the permission, and not `unless_may`."""

    label: str
    url_name: str
    permission: Permission
    unless_may: Permission | None = None

    def is_for(self, user: User) -> bool:
        """Whether the word stands in this person's menu."""
        return user.may(self.permission) and not (self.unless_may and user.may(self.unless_may))


# The apps above add their pages here in `AppConfig.ready`; at most six words for anyone.
NAVIGATION: list[NavItem] = []


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for `layouts/base.html`."""
    context: dict[str, Any] = {
        "today": today(),
        "clock_day": london_date(),
        "nav_items": [],
        "organisation_name": "",
    }
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_authenticated:
        places = {str(m.authority or m.setting): None for m in user.memberships_today}
        context["organisation_name"] = ", ".join(places)
        context["nav_items"] = [
            {
                "label": item.label,
                "url": (url := reverse(item.url_name)),
                "is_current": request.path == url or (url != "/" and request.path.startswith(url)),
            }
            for item in NAVIGATION
            if item.is_for(user)
        ]
    return context
