"""Addresses of a child's deadlines and of restricted records."""

from django.urls import path

from . import views

app_name = "pupils"

urlpatterns = [
    path("pupils/<str:ref>/deadlines/", views.Deadlines.as_view(), name="deadlines"),
    path(
        "pupils/<str:ref>/deadlines/<int:pk>/",
        views.WhyThisDate.as_view(),
        name="why_this_date",
    ),
    path("restricted/", views.OpenRestricted.as_view(), name="open_restricted"),
]
