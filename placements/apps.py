"""Care and school moves, attendance and exclusions."""

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    """The app `placements`."""

    name = "placements"

    def ready(self) -> None:
        """Add the tabs, the clock and the importer."""
        from pupils.tabs import register_tab
        from vsh.accounts.context import NAVIGATION, NavItem
        from vsh.accounts.roles import Permission

        from .clocks import register_clocks
        from .imports.registration import register_importers

        register_clocks()
        register_importers()
        NAVIGATION.append(
            NavItem(
                label="Attendance",
                url_name="placements:school_attendance",
                permission=Permission.RECORD_ATTENDANCE,
                unless_may=Permission.ASSURE_PEP,  # who has six words already
            )
        )
        register_tab("Care and placements", "placements:care", Permission.VIEW_CARE, 20)
        register_tab("School", "placements:school", Permission.VIEW_PUPIL, 30)
