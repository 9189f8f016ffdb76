"""The outbox of messages."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The ground part `notices`."""

    name = "vsh.notices"
