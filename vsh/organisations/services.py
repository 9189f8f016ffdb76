"""Writes about authorities; who runs the system makes them on the command line."""

from .models import Authority


def set_contact(*, authority: Authority, head: str, email: str, phone: str) -> Authority:
    """Say how to reach the Virtual School, which every PEP shows (statutory guidance, 2018)."""
    authority.virtual_school_head_name = head.strip()
    authority.virtual_school_email = email.strip()
    authority.virtual_school_phone = phone.strip()
    authority.full_clean()
    authority.save()
    return authority
