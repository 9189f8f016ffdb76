"""The Personal Education Plan."""

from django.apps import AppConfig


class PepsConfig(AppConfig):
    """The app `peps`."""

    name = "peps"
