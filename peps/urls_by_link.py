"""Addresses that a personal link opens. The link's session is a cookie of this path alone."""

from django.urls import path

from .views import (
    by_link,
    child_calls,
    child_pictures,
    child_questions,
    child_voice,
    finished_plan,
    start,
)

app_name = "say"

urlpatterns = [
    path("", start.start, name="start"),
    path("questions/<slug:key>/", child_questions.QuestionPage.as_view(), name="question"),
    path("drawing/", child_pictures.DrawingPage.as_view(), name="drawing"),
    path("drawing/<str:picture>/", child_pictures.OwnPicture.as_view(), name="picture"),
    path("check/", child_voice.CheckPage.as_view(), name="check"),
    path("done/", child_voice.Done.as_view(), name="done"),
    path("safe/", child_calls.Worried.as_view(), name="worried"),
    path("help/", child_calls.Help.as_view(), name="help"),
    path("so-far/", finished_plan.SoFar.as_view(), name="so_far"),
    path("plan/", finished_plan.Plan.as_view(), name="plan"),
    path("plan/pdf/", finished_plan.PlanPdf.as_view(), name="plan_pdf"),
    path("leave/", by_link.Leave.as_view(), name="leave"),
    path("link/<str:token>/", by_link.Open.as_view(), name="open"),
]
