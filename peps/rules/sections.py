"""Who may write which section of a PEP, and who may read which answer."""

from collections.abc import Set

from peps.schema import Field, Owner, Section
from vsh.accounts.roles import Permission


def may_write_section(section: Section, *, permissions: Set[Permission], has_setting: bool) -> bool:
    """Whether these permissions let a person write the section.

    The social worker writes the school's sections too while the child has no setting.
    """
    if Permission.WRITE_PEP_ANY_SECTION in permissions:
        return True
    if Permission.WRITE_PEP_CARE_SECTIONS in permissions:
        return Owner.CARE in section.owners or not has_setting
    return Permission.WRITE_PEP_SCHOOL_SECTIONS in permissions and Owner.SCHOOL in section.owners


def may_read_field(field: Field, *, permissions: Set[Permission]) -> bool:
    """Whether these permissions let a person read the answer.

    A confidential address stays with social care, the virtual school and the reviewing officer.
    """
    if Permission.READ_PEP not in permissions:
        return False
    return not field.is_care_only or Permission.VIEW_CONFIDENTIAL_ADDRESS in permissions


def waits_for(section: Section, *, has_setting: bool) -> str:
    """Whose turn it is while the section is unfinished."""
    owner = section.owners[0]
    return owner.label if has_setting or owner is Owner.CARE else Owner.CARE.label
