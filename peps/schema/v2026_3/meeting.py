"""The meeting and what comes next: as in 2026.2."""

from collections.abc import Callable

from ..parts import Section

CHANGED: dict[str, Callable[[Section], Section]] = {}  # section key → how it is asked now
