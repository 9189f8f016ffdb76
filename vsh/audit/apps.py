"""Who read and who changed."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The ground part `audit`."""

    name = "vsh.audit"
