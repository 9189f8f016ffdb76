"""The words and colours of every status badge. Red is kept for overdue, amber for due soon."""

STATUS_WORDS: dict[str, tuple[str, str]] = {
    # deadlines
    "overdue": ("Overdue", "red"),
    "due_soon": ("Due soon", "yellow"),
    "upcoming": ("Upcoming", "grey"),
    "met": ("Met", "green"),
    "met_late": ("Met late", "grey"),
    "not_required": ("Not required", "grey"),
    "not_enough_information": ("Not enough information", "purple"),
    # PEPs
    "not_started": ("Not started", "grey"),
    "initiated": ("Initiated", "blue"),
    "in_progress": ("In progress", "blue"),
    "submitted": ("Submitted", "purple"),
    "returned": ("Returned", "yellow"),
    "quality_assured": ("Quality assured", "teal"),
    "complete": ("Complete", "green"),
    # sections of a PEP
    "waiting": ("Waiting", "grey"),
    "to_answer": ("Feedback to answer", "yellow"),
    "changed": ("Changed since you looked", "yellow"),
    # concerns about a PEP
    "open": ("Waiting for an answer", "yellow"),
    "answered": ("Answered", "blue"),
    "escalated": ("With the Virtual School Head", "purple"),
    "accepted": ("Resolved", "green"),
    # quality ratings: the guidance's own colours, always with the word
    "red": ("Red", "red"),
    "amber": ("Amber", "yellow"),
    "green": ("Green", "green"),
    # imports
    "uploaded": ("Uploaded", "grey"),
    "checking": ("Checking", "blue"),
    "preview": ("Ready to confirm", "yellow"),
    "running": ("Running", "blue"),
    "done": ("Done", "green"),
    "failed": ("Failed", "red"),
    # people and messages
    "active": ("Active", "green"),
    "ended": ("Ended", "grey"),
    "pending": ("Waiting to be sent", "grey"),
    "sent": ("Sent", "green"),
    # reports
    "draft": ("Draft", "grey"),
    "published": ("Published", "green"),
}


def status_words(status: object) -> tuple[str, str]:
    """Label and colour of a status; an unknown one is shown in grey with its own words."""
    key = str(getattr(status, "value", status))
    return STATUS_WORDS.get(key, (key.replace("_", " ").capitalize(), "grey"))
