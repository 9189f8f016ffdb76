"""Addresses of the pages that everybody may read: help, accessibility, privacy, style guide."""

from django.urls import path

from . import views

app_name = "pages"

urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.accessibility_statement, name="accessibility"),
    path("privacy/", views.privacy_notice, name="privacy"),
    path("styleguide/", views.style_guide, name="style_guide"),
]
