"""Tells the people to whom a report is addressed that it has been published."""

from django.conf import settings
from django.urls import reverse

from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.notices.services import Message, queue_notices

from .models import AnnualReport

READERS = (Role.DIRECTOR, Role.LEAD_MEMBER)


def tell_readers(report: AnnualReport) -> None:
    """Queue one message for each director and lead member of the authority."""
    address = reverse("reporting:annual_report_figures", args=[report.pk])
    readers = (
        Membership.objects.in_force_today()
        .filter(authority=report.authority, role__in=READERS, user__is_active=True)
        .values_list("user", flat=True)
    )
    queue_notices(
        Message(
            about=f"annual_report:{report.pk}",
            stage="published",
            recipient_id=reader,
            subject=f"Annual report of the virtual school {report.academic_year}",
            body=(
                f"The Virtual School Head of {report.authority.name} has published the annual "
                f"report for the academic year {report.academic_year}.\n\n"
                f"Read it here: {settings.SITE_URL}{address}\n"
            ),
        )
        for reader in set(readers)
    )
