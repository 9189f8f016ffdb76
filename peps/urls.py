"""Addresses of PEPs; children and plans are named by their references only."""

from django.urls import path

from . import views
from .views import call_settings, copies, decisions, links, voices

app_name = "peps"

urlpatterns = [
    path("pupils/<str:ref>/peps/", views.OfPupil.as_view(), name="of_pupil"),
    path("pupils/<str:ref>/peps/initiate/", views.Initiate.as_view(), name="initiate"),
    path("pupils/<str:ref>/targets/", views.TargetsAndActions.as_view(), name="targets"),
    path("pupils/<str:ref>/actions/add/", views.AddAction.as_view(), name="add_action"),
    path("pupils/<str:ref>/actions/<str:action>/", views.ActionPage.as_view(), name="action"),
    path("peps/quality/", views.QualityQueue.as_view(), name="quality_queue"),
    path("peps/quality/rubric/", views.RubricPage.as_view(), name="rubric"),
    path("peps/quality/rubric/change/", views.ChangeRubric.as_view(), name="change_rubric"),
    path(
        "peps/quality/rubric/<str:version>/", views.RubricVersion.as_view(), name="rubric_version"
    ),
    path("peps/quality/rubric/<str:version>/use/", views.UseRubric.as_view(), name="use_rubric"),
    path("pupils/<str:ref>/concerns/", views.ConcernsOfPupil.as_view(), name="concerns_of_pupil"),
    path("pupils/<str:ref>/decisions/", decisions.Decisions.as_view(), name="decisions"),
    path(
        "pupils/<str:ref>/decisions/ask/",
        decisions.ProposeDecision.as_view(),
        name="propose_decision",
    ),
    path(
        "pupils/<str:ref>/decisions/<str:decision_ref>/answer/",
        decisions.AnswerDecision.as_view(),
        name="answer_decision",
    ),
    path("pupils/<str:ref>/review-pack/", views.ShowReviewPack.as_view(), name="review_pack"),
    path(
        "pupils/<str:ref>/review-pack/send/",
        views.SendReviewPack.as_view(),
        name="send_review_pack",
    ),
    path("concerns/", views.Concerns.as_view(), name="concerns"),
    path("peps/handovers/", views.Handovers.as_view(), name="handovers"),
    path("peps/<str:ref>/copies/<slug:reader>/", copies.ShowCopy.as_view(), name="copy"),
    path("peps/<str:ref>/copies/<slug:reader>/pdf/", copies.CopyPdf.as_view(), name="copy_pdf"),
    path("peps/<str:ref>/recipients/", views.Recipients.as_view(), name="recipients"),
    path(
        "peps/<str:ref>/recipients/record/",
        views.RecordRecipients.as_view(),
        name="record_recipients",
    ),
    path("handovers/<str:handover>/", views.HandoverPage.as_view(), name="handover"),
    path(
        "handovers/<str:handover>/accept/", views.AcceptHandover.as_view(), name="accept_handover"
    ),
    path(
        "handovers/<str:handover>/ask/", views.AskAboutHandover.as_view(), name="ask_about_handover"
    ),
    path("peps/meetings/", views.MyMeetings.as_view(), name="meetings"),
    path("peps/meetings/calendar/", views.MyMeetingsCalendar.as_view(), name="meetings_calendar"),
    path("peps/calls/settings/", call_settings.CallSettings.as_view(), name="call_settings"),
    path("peps/quality/short-form/", views.ShortFormSetting.as_view(), name="short_form_setting"),
    path("peps/quality/settings/", views.QualitySettings.as_view(), name="quality_settings"),
    path("peps/quality/trend/", views.QualityTrend.as_view(), name="quality_trend"),
    path("peps/quality/plans/", views.QualityPlans.as_view(), name="quality_plans"),
    path("peps/quality/agreement/", views.QualityAgreement.as_view(), name="quality_agreement"),
    path("peps/quality/phrases/", views.Phrases.as_view(), name="phrases"),
    path(
        "peps/quality/phrases/<int:pk>/retire/", views.RetirePhrase.as_view(), name="retire_phrase"
    ),
    path("peps/<str:ref>/", views.PepPage.as_view(), name="pep"),
    path("peps/<str:ref>/sections/<slug:key>/", views.SectionPage.as_view(), name="section"),
    path(
        "peps/<str:ref>/sections/<slug:key>/does-not-apply/",
        views.SetSectionAside.as_view(),
        name="set_section_aside",
    ),
    path(
        "peps/<str:ref>/sections/<slug:key>/applies-after-all/",
        views.TakeSectionBack.as_view(),
        name="take_section_back",
    ),
    path("peps/<str:ref>/submit/", views.CheckAndSubmit.as_view(), name="submit"),
    path("peps/<str:ref>/read/", views.Read.as_view(), name="read"),
    path("peps/<str:ref>/return/", views.Return.as_view(), name="return"),
    path("peps/<str:ref>/assure/", views.Assure.as_view(), name="assure"),
    path("peps/<str:ref>/assure/two/", views.AskForTwo.as_view(), name="ask_for_two"),
    path("peps/<str:ref>/assure/one/", views.ReleaseFromTwo.as_view(), name="release_from_two"),
    path("peps/<str:ref>/assure/agree/", views.Agree.as_view(), name="agree"),
    path("peps/<str:ref>/accept/", views.Accept.as_view(), name="accept"),
    path("peps/<str:ref>/complete/", views.Complete.as_view(), name="complete"),
    path("peps/<str:ref>/unlock/", views.Unlock.as_view(), name="unlock"),
    path("peps/<str:ref>/not-required/", views.NotRequired.as_view(), name="not_required"),
    path("peps/<str:ref>/take-back/", views.TakeBack.as_view(), name="take_back"),
    path("peps/<str:ref>/form/", views.ChangeForm.as_view(), name="change_form"),
    path("peps/<str:ref>/voices/", voices.Voices.as_view(), name="voices"),
    path(
        "peps/<str:ref>/voices/pictures/<str:picture>/",
        voices.Picture.as_view(),
        name="voice_picture",
    ),
    path(
        "peps/<str:ref>/voices/calls/<int:call>/", voices.TakeUpCall.as_view(), name="take_up_call"
    ),
    path("peps/<str:ref>/voices/hand-over/", links.HandOver.as_view(), name="hand_over"),
    path(
        "peps/<str:ref>/voices/links/<str:link>/close/",
        links.RevokeLink.as_view(),
        name="revoke_link",
    ),
    path("peps/<str:ref>/voices/<slug:purpose>/link/", links.MakeLink.as_view(), name="make_link"),
    path(
        "peps/<str:ref>/voices/<slug:purpose>/court-order/",
        links.CourtOrder.as_view(),
        name="court_order",
    ),
    path("peps/<str:ref>/concerns/raise/", views.RaiseConcern.as_view(), name="raise_concern"),
    path("peps/<str:ref>/concerns/<str:concern_ref>/", views.ShowConcern.as_view(), name="concern"),
    path(
        "peps/<str:ref>/concerns/<str:concern_ref>/answer/",
        views.AnswerConcern.as_view(),
        name="answer_concern",
    ),
    path(
        "peps/<str:ref>/concerns/<str:concern_ref>/accept/",
        views.AcceptAnswer.as_view(),
        name="accept_answer",
    ),
    path(
        "peps/<str:ref>/concerns/<str:concern_ref>/escalate/",
        views.EscalateConcern.as_view(),
        name="escalate_concern",
    ),
    path("peps/<str:ref>/short-form/", views.ChooseShortForm.as_view(), name="short_form"),
    path("peps/<str:ref>/full-form/", views.BackToFullForm.as_view(), name="full_form"),
    path("peps/<str:ref>/pdf/", views.Download.as_view(), name="pdf"),
    path("peps/<str:ref>/meetings/", views.MeetingsOfPep.as_view(), name="meetings_of_pep"),
    path(
        "peps/<str:ref>/meetings/arrange/", views.ArrangeMeeting.as_view(), name="arrange_meeting"
    ),
    path("meetings/<str:meeting>/", views.MeetingPage.as_view(), name="meeting"),
    path("meetings/<str:meeting>/change/", views.ChangeMeeting.as_view(), name="change_meeting"),
    path("meetings/<str:meeting>/cancel/", views.CancelMeeting.as_view(), name="cancel_meeting"),
    path("meetings/<str:meeting>/people/", views.MeetingPeople.as_view(), name="meeting_people"),
    path(
        "meetings/<str:meeting>/attendance/",
        views.MeetingAttendance.as_view(),
        name="meeting_attendance",
    ),
    path("meetings/<str:meeting>/minutes/", views.Minutes.as_view(), name="minutes"),
    path(
        "meetings/<str:meeting>/calendar/",
        views.MeetingCalendar.as_view(),
        name="meeting_calendar",
    ),
]
