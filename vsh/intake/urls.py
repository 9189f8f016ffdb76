"""Addresses of the imports."""

from django.urls import path

from . import views

app_name = "intake"

urlpatterns = [
    path("", views.ImportListView.as_view(), name="list"),
    path("of-system/<slug:ref>/cancel/", views.CancelDeliveriesView.as_view(), name="cancel_all"),
    path("<slug:ref>/", views.ImportView.as_view(), name="run"),
    path("<slug:ref>/progress/", views.ImportProgressView.as_view(), name="progress"),
    path("<slug:ref>/confirm/", views.ConfirmImportView.as_view(), name="confirm"),
    path("<slug:ref>/cancel/", views.CancelImportView.as_view(), name="cancel"),
    path("<slug:ref>/report.csv", views.ImportReportView.as_view(), name="report"),
]
