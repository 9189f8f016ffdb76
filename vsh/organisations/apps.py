"""Authorities and education settings."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The ground part `organisations`."""

    name = "vsh.organisations"
