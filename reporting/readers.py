"""Who has read a child's record: the log in words."""

from django.db.models import QuerySet

from vsh.audit.models import ReadLog

WORDS_OF_PAGES = {
    "reporting:overview": "Overview",
    "reporting:timeline": "Timeline",
    "reporting:readers": "Who has seen this",
    "placements:care": "Care and placements",
    "placements:school": "School",
    "placements:record_review": "Record a review",
    "placements:correct_review": "Correct a review",
    "placements:record_enrolment": "Record a school place",
    "placements:end_enrolment": "Record that a place ends",
    "placements:withdraw_enrolment": "Withdraw a place",
    "placements:correct_enrolment": "Correct a place",
    "placements:record_attendance": "Enter attendance",
    "placements:correct_attendance": "Correct attendance",
    "placements:record_exclusion": "Report a suspension or exclusion",
    "placements:correct_exclusion": "Correct a suspension or exclusion",
    "pupils:attainment": "Attainment",
    "pupils:record_result": "Record a result",
    "pupils:correct_result": "Correct a result",
    "pupils:deadlines": "Deadlines",
    "pupils:why_this_date": "Why this date",
    "peps:of_pupil": "PEPs of the child",
    "peps:initiate": "Initiate the PEP",
    "peps:targets": "Targets and actions",
    "peps:add_action": "Add an action",
    "peps:action": "Action",
    "peps:pep": "PEP",
    "peps:section": "Section of the PEP",
    "peps:set_section_aside": "Section of the PEP that does not apply any more",
    "peps:take_section_back": "Section of the PEP that applies after all",
    "peps:submit": "Check and submit the PEP",
    "peps:read": "PEP as one document",
    "peps:return": "Return the PEP",
    "peps:assure": "Quality assurance of the PEP",
    "peps:complete": "Complete the PEP",
    "peps:unlock": "Unlock the PEP",
    "peps:not_required": "PEP not required",
    "peps:take_back": "PEP required after all",
    "peps:change_form": "Another form for the PEP",
    "peps:concerns_of_pupil": "Concerns about the child's PEPs",
    "peps:review_pack": "Review pack",
    "peps:send_review_pack": "Send the review pack",
    "peps:raise_concern": "Raise a concern about the PEP",
    "peps:concern": "Concern about the PEP",
    "peps:answer_concern": "Answer a concern about the PEP",
    "peps:accept_answer": "Accept a concern about the PEP as resolved",
    "peps:escalate_concern": "Pass a concern about the PEP on",
    "peps:short_form": "Short form of the PEP",
    "peps:full_form": "Full form of the PEP",
    "peps:pdf": "PDF of the PEP",
    "peps:voices": "What the child, carers and parents say",
    "peps:make_link": "Make a personal link",
    "peps:hand_over": "Hand a device to the child",
    "peps:revoke_link": "Close a personal link",
    "peps:court_order": "Court order about personal links",
    "peps:take_up_call": "What the child called for",
    "peps:voice_picture": "Drawing by the child",
    "say:start": "Own part of the PEP, by personal link",
    "peps:recipients": "Who has a copy of the PEP",
    "peps:record_recipients": "Record who was given a copy of the PEP",
    "peps:handover": "Handover of the PEP to a new school",
    "peps:accept_handover": "Accept the PEP at the new school",
    "peps:ask_about_handover": "Question about a PEP that was handed over",
    "peps:meetings_of_pep": "Meetings about the PEP",
    "peps:arrange_meeting": "Arrange a meeting about the PEP",
    "peps:meeting": "Meeting about the PEP",
    "peps:change_meeting": "Change a meeting about the PEP",
    "peps:cancel_meeting": "Cancel a meeting about the PEP",
    "peps:meeting_people": "People of a meeting about the PEP",
    "peps:meeting_attendance": "Who came to a meeting about the PEP",
    "peps:minutes": "Minutes of a meeting about the PEP",
    "peps:meeting_calendar": "Meeting about the PEP for a calendar",
    "say:question": "Own part of the PEP, by personal link",
    "say:drawing": "Own part of the PEP, by personal link",
    "say:picture": "Own drawing, by personal link",
    "say:check": "Own part of the PEP, by personal link",
    "say:done": "Own part of the PEP, by personal link",
    "say:worried": "Being safe, by personal link",
    "say:help": "Help to say it, by personal link",
}


def reads_of(ref: str, *, before: str | None = None) -> "QuerySet[ReadLog]":
    """Readings of one child's record, newest first, older than the row `before`."""
    reads = ReadLog.objects.filter(pupil_ref=ref).select_related("user").order_by("-id")
    return reads.filter(pk__lt=int(before)) if before and before.isdecimal() else reads


def page_words(page: str) -> str:
    """The page's name as people know it."""
    return WORDS_OF_PAGES.get(page) or page.rpartition(":")[2].replace("_", " ").capitalize()
