"""Addresses of a child's care and school."""

from django.urls import path

from .views import care, place_corrections, school

app_name = "placements"

urlpatterns = [
    path("pupils/<str:ref>/care/", care.Care.as_view(), name="care"),
    path("pupils/<str:ref>/care/review/", care.RecordReview.as_view(), name="record_review"),
    path(
        "pupils/<str:ref>/care/review/<int:review>/",
        care.CorrectReview.as_view(),
        name="correct_review",
    ),
    path("pupils/<str:ref>/school/", school.School.as_view(), name="school"),
    path(
        "pupils/<str:ref>/school/place/", school.RecordEnrolment.as_view(), name="record_enrolment"
    ),
    path(
        "pupils/<str:ref>/school/<int:pk>/end/",
        school.EndEnrolment.as_view(),
        name="end_enrolment",
    ),
    path(
        "pupils/<str:ref>/school/<int:pk>/withdraw/",
        place_corrections.WithdrawEnrolment.as_view(),
        name="withdraw_enrolment",
    ),
    path(
        "pupils/<str:ref>/school/<int:pk>/correct/",
        place_corrections.CorrectEnrolment.as_view(),
        name="correct_enrolment",
    ),
]
