"""People, memberships, roles and permissions."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """The ground part `accounts`."""

    name = "vsh.accounts"

    def ready(self) -> None:
        """Grant the web role its rights whenever tables have changed."""
        from .database_roles import grant_web_role

        post_migrate.connect(grant_web_role, dispatch_uid="grant_web_role")
