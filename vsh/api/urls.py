"""Addresses of the pages of systems."""

from django.urls import path

from . import views

app_name = "api"

urlpatterns = [
    path("", views.Systems.as_view(), name="systems"),
    path("new/", views.NewSystem.as_view(), name="new_system"),
    path("<slug:ref>/end/", views.EndSystem.as_view(), name="end_system"),
]
