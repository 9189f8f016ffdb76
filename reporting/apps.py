"""Every list and page that crosses apps."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """The app `reporting`."""

    name = "reporting"

    def ready(self) -> None:
        """Add the navigation and the tabs."""
        from pupils.merging import register_follower, register_merge
        from pupils.models import Deadline, Pupil
        from pupils.signals import deadlines_recalculated
        from pupils.tabs import register_tab
        from vsh.accounts.context import NAVIGATION, NavItem
        from vsh.accounts.roles import Permission

        from .early_warning.models import EarlyWarningFact, EarlyWarningLook
        from .early_warning.services import find_for_merged, find_once_changed

        register_merge(EarlyWarningFact, "facts of early warning", is_computed=True)
        register_merge(
            EarlyWarningLook, "looks at early warning", permission=Permission.READ_EARLY_WARNING
        )
        register_follower(Pupil, find_for_merged)
        deadlines_recalculated.connect(
            find_once_changed, sender=Deadline, dispatch_uid="find early warning once changed"
        )
        NAVIGATION[:0] = [
            NavItem(
                label="What is due", url_name="reporting:home", permission=Permission.VIEW_PUPIL
            ),
            NavItem(
                label="Home",
                url_name="reporting:home",
                permission=Permission.VIEW_HOME,
                unless_may=Permission.VIEW_PUPIL,
            ),
            NavItem(label="Children", url_name="reporting:roll", permission=Permission.VIEW_ROLL),
            NavItem(
                label="Coming reviews",
                url_name="reporting:coming_reviews",
                permission=Permission.READ_COMING_REVIEWS,
                unless_may=Permission.ASSURE_PEP,  # to whom the term's plans lead there
            ),
            NavItem(
                label="Plans", url_name="reporting:term_plans", permission=Permission.ASSURE_PEP
            ),
        ]
        NAVIGATION.append(
            NavItem(
                label="Annual reports",
                url_name="reporting:annual_reports",
                permission=Permission.READ_PUBLISHED_REPORTS,
            )
        )
        NAVIGATION.append(
            NavItem(
                label="Messages",
                url_name="reporting:messages",
                permission=Permission.VIEW_MESSAGES_SENT,
                unless_may=Permission.ASSURE_PEP,  # who has six words; the home page leads there
            )
        )
        register_tab("Overview", "reporting:overview", Permission.VIEW_PUPIL, 10)
        register_tab("Timeline", "reporting:timeline", Permission.VIEW_PUPIL, 60)
        register_tab("Who has seen this", "reporting:readers", Permission.VIEW_READ_LOG, 90)
