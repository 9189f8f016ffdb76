"""Who has read a child's record: the log in words."""

from django.db.models import QuerySet

from vsh.audit.models import ReadLog

_PAGES = {
    "reporting:overview": "Overview",
    "reporting:timeline": "Timeline",
    "reporting:readers": "Who has seen this",
    "placements:care": "Care and placements",
    "placements:school": "School",
    "pupils:deadlines": "Deadlines",
}


def reads_of(ref: str, *, before: str | None = None) -> "QuerySet[ReadLog]":
    """Readings of one child's record, newest first, older than the row `before`."""
    reads = ReadLog.objects.filter(pupil_ref=ref).select_related("user").order_by("-id")
    return reads.filter(pk__lt=int(before)) if before and before.isdecimal() else reads


def page_words(page: str) -> str:
    """The page's name as people know it."""
    if page in _PAGES:
        return _PAGES[page]
    app, _, name = page.rpartition(":")
    words = name.replace("_", " ").capitalize()
    return f"PEP: {words.lower()}" if app == "peps" else words
