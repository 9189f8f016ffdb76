"""Whether a person may still be told: asked again when a message goes out, hours after its cause.

The outbox knows a child only by an opaque reference; the floors above register in
`AppConfig.ready` what they know of it.
"""

from collections.abc import Callable

from vsh.accounts.models import User

_checks: list[Callable[[User, str], bool]] = []


def register_recipient_check(may_still_be_told: Callable[[User, str], bool]) -> None:
    """Ask this of every message about a child before it is sent."""
    if may_still_be_told not in _checks:
        _checks.append(may_still_be_told)


def reason_not_to_send(recipient: User | None, pupil_ref: str) -> str:
    """Why a message must not go to `recipient` any more; empty if it may.

    Who has no account was named by a person who may see the child: nothing is asked of them.
    """
    if recipient is None:
        return ""
    if not recipient.is_active:
        return "Not sent: the account is closed."
    if pupil_ref and not all(check(recipient, pupil_ref) for check in _checks):
        return "Not sent: the recipient may no longer see this child."
    return ""
