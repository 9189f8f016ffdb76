"""Addresses of the annual report, part of the namespace `reporting`."""

from django.urls import path

from . import views

urlpatterns = [
    path("annual-reports/", views.AnnualReports.as_view(), name="annual_reports"),
    path("annual-reports/begin/", views.StartAnnualReport.as_view(), name="annual_report_start"),
    path("annual-reports/<int:pk>/", views.WriteAnnualReport.as_view(), name="annual_report"),
    path(
        "annual-reports/<int:pk>/progress/",
        views.AnnualReportProgress.as_view(),
        name="annual_report_progress",
    ),
    path(
        "annual-reports/<int:pk>/produce/",
        views.ProduceAnnualReport.as_view(),
        name="annual_report_produce",
    ),
    path(
        "annual-reports/<int:pk>/publish/",
        views.PublishAnnualReport.as_view(),
        name="annual_report_publish",
    ),
    path(
        "annual-reports/<int:pk>/figures/",
        views.AnnualReportFigures.as_view(),
        name="annual_report_figures",
    ),
    path(
        "annual-reports/<int:pk>/figures/<slug:key>/<int:number>/<slug:which>/",
        views.FigureChildren.as_view(),
        name="figure_children",
    ),
    path(
        "annual-reports/<int:pk>/file/",
        views.AnnualReportFile.as_view(),
        name="annual_report_file",
    ),
]
