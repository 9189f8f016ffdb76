"""Care and school moves, attendance and exclusions."""

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    """The app `placements`."""

    name = "placements"

    def ready(self) -> None:
        """Add the tabs, the clock and the importer; a place found ends a search, and what
        else follows from what is on record."""
        from pupils.models import Deadline
        from pupils.school_evidence import register_school_evidence
        from pupils.signals import deadlines_recalculated
        from pupils.tabs import register_tab
        from vsh.accounts.context import NAVIGATION, NavItem
        from vsh.accounts.roles import Permission

        from .clocks import register_clocks
        from .imports.registration import register_importers
        from .merging import register_merges
        from .services.care_ended_news import tell_of_ended_care
        from .services.moves_after_care import withdraw_moves_after_care
        from .services.school_options import said_of_schools
        from .services.searches import follow_searches

        register_clocks()
        register_merges()
        register_importers()
        register_school_evidence(said_of_schools)
        deadlines_recalculated.connect(
            follow_searches, sender=Deadline, dispatch_uid="end searches for a school"
        )
        deadlines_recalculated.connect(
            withdraw_moves_after_care, sender=Deadline, dispatch_uid="withdraw moves after care"
        )
        deadlines_recalculated.connect(
            tell_of_ended_care, sender=Deadline, dispatch_uid="tell schools that care ended"
        )
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
