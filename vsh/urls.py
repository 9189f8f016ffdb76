"""Every address of the application."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("vsh.govuk.urls")),
]

handler500 = "vsh.health.server_error"
