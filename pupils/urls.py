"""Addresses of a child's deadlines, results, wellbeing and needs, and of restricted records."""

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
    path("pupils/<str:ref>/attainment/", views.Attainment.as_view(), name="attainment"),
    path("pupils/<str:ref>/attainment/new/", views.RecordResult.as_view(), name="record_result"),
    path(
        "pupils/<str:ref>/attainment/<int:result>/",
        views.CorrectResult.as_view(),
        name="correct_result",
    ),
    path("pupils/<str:ref>/wellbeing/", views.Wellbeing.as_view(), name="wellbeing"),
    path("pupils/<str:ref>/wellbeing/sdq/", views.RecordSdq.as_view(), name="record_sdq"),
    path(
        "pupils/<str:ref>/wellbeing/sdq/<int:sdq>/",
        views.CorrectSdq.as_view(),
        name="correct_sdq",
    ),
    path("restricted/", views.OpenRestricted.as_view(), name="open_restricted"),
]
