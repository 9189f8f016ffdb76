"""Who is told a reason of law or care: why links are closed, or why somebody gets no copy.

A court order and a placement for adoption are facts of care. Whoever works with the plan needs to
know that a way is closed; why, only those who see care or record such orders.
"""

from collections.abc import Set

from vsh.accounts.roles import Permission

READS_REASONS = frozenset({Permission.VIEW_CARE, Permission.CLOSE_LINKS_BY_COURT_ORDER})


def may_read_reasons(permissions: Set[Permission]) -> bool:
    """Whether the reader of this child's plan is told such reasons."""
    return bool(READS_REASONS & permissions)
