"""Days, terms and years."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """The ground part `calendars`."""

    name = "vsh.calendars"
