"""Addresses of the pages that cross apps."""

from django.urls import path

from .annual_report.urls import urlpatterns as annual_report
from .care_providers import views as care_providers
from .data_quality import views as data_quality
from .data_quality.numbers import CorrectNumbers
from .early_warning import views as early_warning
from .term_plans import views as plans
from .views import (
    child_as_at,
    cohort_attendance,
    ehc_plans,
    home,
    in_school_today,
    messages,
    record,
    reviews,
    roll,
    roll_as_at,
    without_place,
)

app_name = "reporting"

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("pupils/", roll.Roll.as_view(), name="roll"),
    path("pupils/search/", roll.SearchRoll.as_view(), name="search_roll"),
    path("pupils/as-at/", roll_as_at.RollAsAt.as_view(), name="roll_as_at"),
    path("pupils/<str:ref>/", record.Overview.as_view(), name="overview"),
    path("pupils/<str:ref>/timeline/", record.Timeline.as_view(), name="timeline"),
    path("pupils/<str:ref>/as-at/", child_as_at.ChildAsAt.as_view(), name="child_as_at"),
    path("pupils/<str:ref>/sources/", data_quality.Sources.as_view(), name="sources"),
    path("pupils/<str:ref>/readers/", record.Readers.as_view(), name="readers"),
    path(
        "pupils/<str:ref>/early-warning/",
        early_warning.EarlyWarningOf.as_view(),
        name="early_warning_of",
    ),
    path("early-warning/", early_warning.EarlyWarning.as_view(), name="early_warning"),
    path("pupils/<str:ref>/numbers/", CorrectNumbers.as_view(), name="correct_numbers"),
    path("data-quality/", data_quality.DataQuality.as_view(), name="data_quality"),
    path("without-place/", without_place.WithoutPlace.as_view(), name="without_place"),
    path("in-school/", in_school_today.InSchoolToday.as_view(), name="in_school_today"),
    path("in-school/year/", cohort_attendance.CohortAttendance.as_view(), name="cohort_attendance"),
    path("care-providers/", care_providers.ProviderOutcomes.as_view(), name="care_providers"),
    path(
        "care-providers/file/",
        care_providers.ProviderOutcomesFile.as_view(),
        name="care_providers_file",
    ),
    path("reviews/", reviews.ComingReviews.as_view(), name="coming_reviews"),
    path("ehc-plans/", ehc_plans.EhcPlans.as_view(), name="ehc_plans"),
    path("plans/", plans.TermPlans.as_view(), name="term_plans"),
    path("plans/open/", plans.OpenPlans.as_view(), name="open_plans"),
    path("plans/chase/", plans.ChasePlans.as_view(), name="chase_plans"),
    path("plans/export/", plans.ExportPlans.as_view(), name="export_plans"),
    path("plans/reassign/", plans.Reassign.as_view(), name="reassign"),
    path("plans/work/<str:ref>/", plans.ShowJob.as_view(), name="plans_job"),
    path("plans/work/<str:ref>/file/", plans.JobFile.as_view(), name="plans_file"),
    *annual_report,
    path("messages/", messages.MessagesSent.as_view(), name="messages"),
    path("messages/mine/", messages.MyMessages.as_view(), name="my_messages"),
]
