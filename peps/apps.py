"""The Personal Education Plan."""

from django.apps import AppConfig


class PepsConfig(AppConfig):
    """The app `peps`."""

    name = "peps"

    def ready(self) -> None:
        """Add the tabs, the quality queue, the clocks, meetings, and what signing in ends."""
        from allauth.account.signals import user_logged_in

        from peps.views.link_session import take_back
        from placements.plans_on_record import register_plans
        from pupils.linked_meetings import register_linked_meetings
        from pupils.merging import register_follower
        from pupils.models import CarePlacement, Pupil
        from pupils.tabs import register_tab
        from vsh.accounts.context import NAVIGATION, NavItem
        from vsh.accounts.roles import Permission

        from .clocks import register_clocks
        from .facts.last_plan import last_plan_of
        from .meetings.ehc_reviews import linked_meetings_of
        from .merging import register_merges
        from .services.closed_links import follow_court_orders
        from .services.merged_homes import follow_homes

        register_clocks()
        register_merges()
        register_follower(CarePlacement, follow_homes)
        register_follower(Pupil, follow_court_orders)
        register_linked_meetings(linked_meetings_of)
        register_plans(last_plan_of)
        user_logged_in.connect(take_back, dispatch_uid="peps.take_back")
        NAVIGATION.append(
            NavItem(
                label="Quality", url_name="peps:quality_queue", permission=Permission.ASSURE_PEP
            )
        )
        NAVIGATION.append(
            NavItem(
                label="Concerns",
                url_name="peps:concerns",
                permission=Permission.RAISE_CONCERN,
            )
        )
        register_tab("PEPs", "peps:of_pupil", Permission.READ_PEP, 40)
        register_tab("Targets", "peps:targets", Permission.READ_PEP, 42)
