"""Addresses for other systems."""

from django.urls import path, re_path

from placements.api import AttendanceMarks
from vsh.api.described import description
from vsh.api.problems import not_found
from vsh.intake.api import DeliveryView

app_name = "api-v1"

urlpatterns = [
    path("schema/", description, name="schema"),
    path("v1/attendance/marks/", AttendanceMarks.as_view(), name="attendance_marks"),
    path("v1/deliveries/<slug:ref>/", DeliveryView.as_view(), name="delivery"),
    re_path(r"^.*$", not_found, name="nothing"),
]
