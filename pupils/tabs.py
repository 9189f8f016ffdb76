"""The tabs of a child's record; each app registers its own in `AppConfig.ready`."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse

from vsh.accounts.roles import Permission


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab: a page of a child under `<ref>`, for those who hold the permission."""

    label: str
    url_name: str
    permission: Permission
    order: int

    def url(self, ref: str) -> str:
        """The address of this page for one child."""
        return _address(self.url_name).replace(ANY_CHILD, ref)


ANY_CHILD = "ANY-CHILD"


@cache
def _address(url_name: str) -> str:
    """Every page of a child draws every tab: the address is composed once."""
    return reverse(url_name, kwargs={"ref": ANY_CHILD})


_TABS: dict[str, Tab] = {}


def register_tab(label: str, url_name: str, permission: Permission, order: int) -> None:
    """Add a tab; overview is 10, care and placements 20, school 30, attainment 35, wellbeing and
    SEN 37, PEPs 40, deadlines 50, timeline 60, who has seen this 90."""
    _TABS[url_name] = Tab(label=label, url_name=url_name, permission=permission, order=order)


def tabs_for(*, ref: str, permissions: frozenset[Permission], current: str) -> list[dict[str, Any]]:
    """The tabs that somebody with these permissions sees, as `layouts/pupil.html` wants them."""
    return [
        {
            "label": tab.label,
            "url": tab.url(ref),
            "is_current": tab.url_name == current,
        }
        for tab in _in_order()
        if tab.permission in permissions
    ]


def first_tab_url(*, ref: str, permissions: frozenset[Permission]) -> str:
    """Where a child's name leads: the first tab that the person may open."""
    allowed = (tab for tab in _in_order() if tab.permission in permissions)
    first = next(allowed, None)
    return first.url(ref) if first else ""


def _in_order() -> list[Tab]:
    return sorted(_TABS.values(), key=lambda tab: tab.order)
