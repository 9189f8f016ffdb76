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
    path("pupils/<str:ref>/merge/", views.Merge.as_view(), name="merge"),
    path("pupils/<str:ref>/merge/<str:other>/", views.MergeWith.as_view(), name="merge_with"),
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
    path("pupils/<str:ref>/wellbeing/sen/", views.RecordSen.as_view(), name="record_sen"),
    path(
        "pupils/<str:ref>/wellbeing/sen/<int:need>/",
        views.CorrectSen.as_view(),
        name="correct_sen",
    ),
    path(
        "pupils/<str:ref>/wellbeing/support/", views.RecordSupport.as_view(), name="record_support"
    ),
    path(
        "pupils/<str:ref>/wellbeing/support/<int:need>/",
        views.CorrectSupport.as_view(),
        name="correct_support",
    ),
    path("pupils/<str:ref>/ehc/", views.EhcPlan.as_view(), name="ehc_plan"),
    path(
        "pupils/<str:ref>/ehc/request/", views.RecordEhcRequest.as_view(), name="record_ehc_request"
    ),
    path(
        "pupils/<str:ref>/ehc/request/<int:need>/",
        views.CorrectEhcRequest.as_view(),
        name="correct_ehc_request",
    ),
    path("pupils/<str:ref>/ehc/review/", views.RecordEhcReview.as_view(), name="record_ehc_review"),
    path(
        "pupils/<str:ref>/ehc/review/<int:need>/",
        views.CorrectEhcReview.as_view(),
        name="correct_ehc_review",
    ),
    path(
        "pupils/<str:ref>/ehc/transfer/",
        views.RecordEhcTransfer.as_view(),
        name="record_ehc_transfer",
    ),
    path(
        "pupils/<str:ref>/ehc/transfer/<int:need>/",
        views.CorrectEhcTransfer.as_view(),
        name="correct_ehc_transfer",
    ),
    path("restricted/", views.OpenRestricted.as_view(), name="open_restricted"),
]
