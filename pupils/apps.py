"""The facts of the virtual school roll, and who may see whom."""

from django.apps import AppConfig


class PupilsConfig(AppConfig):
    """The app `pupils`."""

    name = "pupils"

    def ready(self) -> None:
        """Add the tabs and the clocks; say who may be told about a child."""
        from vsh.accounts.roles import Permission
        from vsh.notices.recipients import register_recipient_check

        from .clocks import register_own_clocks
        from .imports.registration import register_importers
        from .merging_facts import register_own_merges
        from .tabs import register_tab
        from .term_dates import follow_term_dates
        from .told import may_still_be_told
        from .wellbeing_clocks import register_wellbeing_clocks

        register_importers()
        register_own_clocks()
        register_own_merges()
        register_wellbeing_clocks()
        follow_term_dates()
        register_recipient_check(may_still_be_told)
        register_tab("Attainment", "pupils:attainment", Permission.VIEW_PUPIL, 35)
        register_tab("Wellbeing and SEN", "pupils:wellbeing", Permission.VIEW_WELLBEING, 37)
        register_tab("Deadlines", "pupils:deadlines", Permission.VIEW_PUPIL, 50)
