"""The ground part `backups`."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """Commands `backup` and `restore`."""

    name = "vsh.backups"
