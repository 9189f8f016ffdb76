"""Addresses of a child's care and school."""

from django.urls import path

from .views import (
    attendance,
    attendance_calls,
    attendance_days,
    attendance_week,
    behaviour,
    care,
    exclusion_meetings,
    exclusions,
    moves,
    notifications,
    place_corrections,
    recorded_moves,
    school,
    school_attendance,
    searches,
    timetables,
)

app_name = "placements"

urlpatterns = [
    path("pupils/<str:ref>/care/", care.Care.as_view(), name="care"),
    path("pupils/<str:ref>/care/review/", care.RecordReview.as_view(), name="record_review"),
    path(
        "pupils/<str:ref>/care/review/<int:review>/",
        care.CorrectReview.as_view(),
        name="correct_review",
    ),
    path("pupils/<str:ref>/move/", moves.StartMove.as_view(), name="start_move"),
    path("pupils/<str:ref>/move/<int:move>/check/", moves.CheckMove.as_view(), name="check_move"),
    path(
        "pupils/<str:ref>/move/<int:move>/discard/",
        moves.DiscardMove.as_view(),
        name="discard_move",
    ),
    path(
        "pupils/<str:ref>/move/<int:move>/withdraw/",
        recorded_moves.WithdrawMove.as_view(),
        name="withdraw_move",
    ),
    path(
        "pupils/<str:ref>/move/<int:move>/<slug:step>/",
        moves.MoveStep.as_view(),
        name="move_step",
    ),
    path("pupils/<str:ref>/moves/<int:recorded>/", recorded_moves.Move.as_view(), name="move"),
    path("pupils/<str:ref>/school/", school.School.as_view(), name="school"),
    path(
        "pupils/<str:ref>/school/search/",
        searches.SchoolSearchPage.as_view(),
        name="school_search",
    ),
    path(
        "pupils/<str:ref>/school/search/open/",
        searches.OpenSearch.as_view(),
        name="open_search",
    ),
    path(
        "pupils/<str:ref>/school/search/<int:search>/",
        searches.ChangeSearch.as_view(),
        name="change_search",
    ),
    path(
        "pupils/<str:ref>/school/search/<int:search>/end/",
        searches.EndSearch.as_view(),
        name="end_search",
    ),
    path(
        "pupils/<str:ref>/school/search/<int:search>/option/",
        searches.AddOption.as_view(),
        name="add_option",
    ),
    path(
        "pupils/<str:ref>/school/search/option/<int:option>/",
        searches.ChangeOption.as_view(),
        name="change_option",
    ),
    path(
        "pupils/<str:ref>/school/search/option/<int:option>/apply/",
        searches.Apply.as_view(),
        name="apply_for_place",
    ),
    path(
        "pupils/<str:ref>/school/search/application/<int:application>/",
        searches.AnswerApplication.as_view(),
        name="answer_application",
    ),
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
    path(
        "pupils/<str:ref>/school/<int:pk>/timetable/",
        timetables.ReviewTimetable.as_view(),
        name="review_timetable",
    ),
    path(
        "pupils/<str:ref>/school/<int:pk>/told/",
        notifications.TellSetting.as_view(),
        name="tell_setting",
    ),
    path(
        "pupils/<str:ref>/school/told/<int:notification>/",
        notifications.WithdrawNotification.as_view(),
        name="withdraw_notification",
    ),
    path(
        "pupils/<str:ref>/school/timetable/<int:timetable>/",
        timetables.CorrectTimetableReview.as_view(),
        name="correct_timetable",
    ),
    path(
        "pupils/<str:ref>/school/attendance/",
        attendance.RecordAttendance.as_view(),
        name="record_attendance",
    ),
    path(
        "pupils/<str:ref>/school/attendance/year/",
        attendance_days.AttendanceYear.as_view(),
        name="attendance_year",
    ),
    path(
        "pupils/<str:ref>/school/attendance/<int:place>/<slug:day>/",
        attendance_days.CorrectDay.as_view(),
        name="correct_day",
    ),
    path(
        "pupils/<str:ref>/school/attendance/<int:summary>/",
        attendance.CorrectAttendance.as_view(),
        name="correct_attendance",
    ),
    path(
        "pupils/<str:ref>/school/exclusion/",
        exclusions.RecordExclusion.as_view(),
        name="record_exclusion",
    ),
    path(
        "pupils/<str:ref>/school/exclusion/<int:exclusion>/",
        exclusions.CorrectExclusion.as_view(),
        name="correct_exclusion",
    ),
    path(
        "pupils/<str:ref>/school/exclusion/<int:exclusion>/meeting/",
        exclusion_meetings.RecordExclusionMeeting.as_view(),
        name="record_exclusion_meeting",
    ),
    path(
        "pupils/<str:ref>/school/exclusion/<int:exclusion>/meeting/<int:of_exclusion>/",
        exclusion_meetings.ChangeExclusionMeeting.as_view(),
        name="change_exclusion_meeting",
    ),
    path("pupils/<str:ref>/school/at-risk/", behaviour.RaiseRisk.as_view(), name="raise_risk"),
    path(
        "pupils/<str:ref>/school/at-risk/<int:risk>/",
        behaviour.AnswerRisk.as_view(),
        name="answer_risk",
    ),
    path(
        "pupils/<str:ref>/school/sent-home/",
        behaviour.RecordSentHome.as_view(),
        name="record_sent_home",
    ),
    path(
        "pupils/<str:ref>/school/sent-home/<int:sent_home>/",
        behaviour.CorrectSentHome.as_view(),
        name="correct_sent_home",
    ),
    path(
        "attendance/",
        school_attendance.SchoolAttendance.as_view(),
        name="school_attendance",
    ),
    path("schools-to-tell/", notifications.SettingsToTell.as_view(), name="settings_to_tell"),
    path("attendance/calls/", attendance_calls.CallList.as_view(), name="attendance_calls"),
    path("attendance/week/", attendance_week.WeekAttendance.as_view(), name="attendance_week"),
]
