"""Addresses that a personal link opens. The link's session is a cookie of this path alone."""

from django.urls import path

from .views import by_link

app_name = "say"

urlpatterns = [
    path("", by_link.Start.as_view(), name="start"),
    path("leave/", by_link.Leave.as_view(), name="leave"),
    path("link/<str:token>/", by_link.Open.as_view(), name="open"),
]
