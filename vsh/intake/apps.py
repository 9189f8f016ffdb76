"""Files that come in: upload, preview, confirmation."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The ground part `intake`."""

    name = "vsh.intake"
