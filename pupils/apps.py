"""The facts of the virtual school roll, and who may see whom."""

from django.apps import AppConfig


class PupilsConfig(AppConfig):
    """The app `pupils`."""

    name = "pupils"
