"""What a system may do with its token: no more than who made it may do."""

from enum import StrEnum

from vsh.accounts.roles import Permission


class Scope(StrEnum):
    """One thing that a token allows."""

    ATTENDANCE_IN = "attendance:write"

    @property
    def label(self) -> str:
        """As it is offered."""
        return {Scope.ATTENDANCE_IN: "Send attendance marks"}[self]

    @property
    def permission(self) -> Permission:
        """Without which nobody may give it, nor a token have it any more."""
        return {Scope.ATTENDANCE_IN: Permission.IMPORT_DATA}[self]
