"""Who may write which section of a PEP, who may read which answer, what may be set aside."""

from collections.abc import Collection, Set

from peps.schema import Field, Owner, Section
from vsh.accounts.roles import Permission

from .states import Refusal


def may_write_section(section: Section, *, permissions: Set[Permission], has_setting: bool) -> bool:
    """Whether these permissions let a person write the section.

    The social worker writes the school's sections too while the child has no setting.
    """
    if Permission.WRITE_PEP_ANY_SECTION in permissions:
        return True
    if Permission.WRITE_PEP_CARE_SECTIONS in permissions:
        return Owner.CARE in section.owners or not has_setting
    return Permission.WRITE_PEP_SCHOOL_SECTIONS in permissions and Owner.SCHOOL in section.owners


def writes_for(permissions: Set[Permission]) -> Owner | None:
    """Whose part these permissions are for; nothing for who writes any, or none."""
    if Permission.WRITE_PEP_ANY_SECTION in permissions:
        return None
    if Permission.WRITE_PEP_CARE_SECTIONS in permissions:
        return Owner.CARE
    return Owner.SCHOOL if Permission.WRITE_PEP_SCHOOL_SECTIONS in permissions else None


def may_read_field(field: Field, *, permissions: Set[Permission]) -> bool:
    """Whether these permissions let a person read the answer.

    A confidential address stays with social care, the virtual school and the reviewing officer.
    """
    if Permission.READ_PEP not in permissions:
        return False
    return not field.is_care_only or Permission.VIEW_CONFIDENTIAL_ADDRESS in permissions


def refusal_to_set_aside(section: Section, *, called_for: Collection[str]) -> Refusal | None:
    """Why nobody may say that a section does not apply any more, or nothing when they may.

    Only a section that is there by circumstance, and whose circumstance is no longer one that
    today's facts call for. Never one that serves a head of SI 2010/959, Schedule 1, paragraph 2.
    """
    if section.appears_when is None or any(field.head for field in section.fields):
        return Refusal.ALWAYS_APPLIES
    return Refusal.STILL_APPLIES if section.appears_when in called_for else None


def waits_for(section: Section, *, has_setting: bool) -> str:
    """Whose turn it is while the section is unfinished."""
    owner = section.owners[0]
    return owner.label if has_setting or owner is Owner.CARE else Owner.CARE.label
