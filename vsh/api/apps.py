"""Other systems that speak to this one."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The ground part `api`."""

    name = "vsh.api"

    def ready(self) -> None:
        """Make known how a token is sent, for the description of the addresses."""
        from . import described  # noqa: F401
