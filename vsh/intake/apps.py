"""Files that come in: upload, preview, confirmation."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The ground part `intake`."""

    name = "vsh.intake"

    def ready(self) -> None:
        """Make known the importers of the floors below, and the page."""
        from vsh.accounts.context import NAVIGATION, NavItem
        from vsh.accounts.roles import Permission
        from vsh.api.waiting import register_waiting

        from .deliveries import count_waiting
        from .importers import register_ground_importers

        register_ground_importers()
        register_waiting(count_waiting)
        NAVIGATION.append(
            NavItem(label="Imports", url_name="intake:list", permission=Permission.IMPORT_DATA)
        )
