"""Care and school moves."""

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    """The app `placements`."""

    name = "placements"

    def ready(self) -> None:
        """Add the tabs and the clock."""
        from pupils.tabs import register_tab
        from vsh.accounts.roles import Permission

        from .clocks import register_clocks

        register_clocks()
        register_tab("Care and placements", "placements:care", Permission.VIEW_CARE, 20)
        register_tab("School", "placements:school", Permission.VIEW_PUPIL, 30)
