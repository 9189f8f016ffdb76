"""Addresses of PEPs."""

from django.urls import URLPattern

app_name = "peps"

urlpatterns: list[URLPattern] = []
