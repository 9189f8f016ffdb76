"""Every address of the application."""

from django.urls import include, path

from vsh.accounts.views import not_offered

urlpatterns = [
    path("account/email/", not_offered, name="account_email"),
    path("account/", include("allauth.urls")),
    path("api/", include("vsh.api_urls")),
    path("systems/", include("vsh.api.urls")),
    path("imports/", include("vsh.intake.urls")),
    path("", include("vsh.govuk.urls")),
    path("", include("pupils.urls")),
    path("", include("placements.urls")),
    path("say/", include("peps.urls_by_link")),
    path("", include("peps.urls")),
    path("", include("reporting.urls")),
]

handler400 = "vsh.health.bad_request"
handler500 = "vsh.health.server_error"
