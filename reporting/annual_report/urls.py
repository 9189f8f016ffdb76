"""Addresses of the annual report, part of the namespace `reporting`."""

from django.urls import path

from .views import making, publishing, reading

urlpatterns = [
    path("annual-reports/", reading.AnnualReports.as_view(), name="annual_reports"),
    path("annual-reports/begin/", making.StartAnnualReport.as_view(), name="annual_report_start"),
    path("annual-reports/<int:pk>/", making.WriteAnnualReport.as_view(), name="annual_report"),
    path(
        "annual-reports/<int:pk>/progress/",
        making.AnnualReportProgress.as_view(),
        name="annual_report_progress",
    ),
    path(
        "annual-reports/<int:pk>/produce/",
        making.ProduceAnnualReport.as_view(),
        name="annual_report_produce",
    ),
    path(
        "annual-reports/<int:pk>/publish/",
        publishing.PublishAnnualReport.as_view(),
        name="annual_report_publish",
    ),
    path(
        "annual-reports/<int:pk>/figures/",
        reading.AnnualReportFigures.as_view(),
        name="annual_report_figures",
    ),
    path(
        "annual-reports/<int:pk>/figures/<slug:key>/<int:number>/<slug:which>/",
        reading.FigureChildren.as_view(),
        name="figure_children",
    ),
    path(
        "annual-reports/<int:pk>/file/",
        reading.AnnualReportFile.as_view(),
        name="annual_report_file",
    ),
]
