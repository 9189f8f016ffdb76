"""Care and school moves."""

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    """The app `placements`."""

    name = "placements"
