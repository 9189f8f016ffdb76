"""Makes the clock of school places known to the engine."""

from pupils.clocks import Clock, register_clock
from vsh.accounts.roles import Permission

from .rules import school_places as rules


def register_clocks() -> None:
    """Make `school_place` known."""
    register_clock(
        Clock(
            kind=rules.KIND,
            rule=rules.school_places,
            words="A new education placement is arranged at the same time as a planned care "
            "placement, and within 20 school days of an emergency one. A child of compulsory "
            "school age who is without full-time education for any other reason has a place "
            "within 20 school days of the first day without.",
            source="Promoting the education of looked-after children (statutory guidance, 2018), "
            "“Securing appropriate education”",
            unit="school day",
            statutory=rules.SCHOOL_DAYS,
            words_permission=Permission.VIEW_CARE,
        )
    )
