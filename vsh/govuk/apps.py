"""Registers the part that draws forms and components."""

from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "vsh.govuk"
    verbose_name = "Forms and components"
