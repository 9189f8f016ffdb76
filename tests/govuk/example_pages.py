"""Example pages: the style guide and a section that is saved as one types."""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

SAVED_AT = datetime(2026, 4, 2, 9, 32, tzinfo=UTC)


class SectionForm(GovukForm):
    went_well = fields.TextareaField(label="What went well", required=False, max_length=5000)


@dataclass
class Section:
    """One section with its version, and the trouble that a test orders."""

    text: str = ""
    version: int = 1
    saves: int = 0
    longest: int = 0
    trouble: int = 0
    told: str = ""
    pressed: list[tuple[str, bool]] = field(default_factory=list)  # who sent, with the button?
    lock: threading.Lock = field(default_factory=threading.Lock)
    release: threading.Event = field(default_factory=threading.Event)

    def reset(self) -> None:
        self.text, self.version, self.saves, self.trouble = "", 1, 0, 0
        self.longest, self.told, self.pressed = 0, "", []
        self.release = threading.Event()
        self.release.set()


section = Section()


def section_page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = SectionForm(initial={"went_well": section.text})
        context = {"form": form, "version": section.version, "page_title": "Section"}
        return render(request, "section_example.html", context)
    section.release.wait(10)
    section.pressed.append(("htmx" if request.htmx else "page", "finish" in request.POST))  # type: ignore[attr-defined]
    if section.told:
        return HttpResponse(section.told, status=404, content_type="text/plain")
    if section.trouble:
        return HttpResponse("<p>Trouble</p>", status=section.trouble)
    with section.lock:
        mine = request.POST["went_well"].replace("\r\n", "\n")
        if int(request.POST["version"]) != section.version:
            context = {
                "version": section.version,
                "saved_by": "Ann Example",
                "saved_at": SAVED_AT,
                "fields": [{"label": "What went well", "mine": mine, "theirs": section.text}],
            }
            return render(request, "components/autosave_conflict.html", context, status=409)
        section.longest = max(section.longest, len(mine))
        if len(mine) > 5000:
            problems = ["What went well is longer than 5,000 characters"]
            context = {"problems": problems, "version": section.version}
            return render(request, "components/autosave_status.html", context)
        section.text = mine
        section.version += 1
        section.saves += 1
    if request.htmx:  # type: ignore[attr-defined]
        context = {"saved_at": SAVED_AT, "version": section.version}
        return render(request, "components/autosave_status.html", context)
    return redirect("next")


class ReasonForm(GovukForm):
    reason = fields.TextareaField(label="Reason", max_length=20)


def reason_page(request: HttpRequest) -> HttpResponse:
    """An ordinary form of the layout: it says nothing of words that may be lost."""
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        return redirect("next")
    context = {"form": form, "page_title": "Reason", "cancel_url": "/next/"}
    return render(request, "layouts/form.html", context)


def next_page(request: HttpRequest) -> HttpResponse:
    return render(request, "layouts/base.html", {"page_title": "Next page"})


urlpatterns = [
    path("", include("vsh.govuk.urls")),
    path("section/", section_page, name="section"),
    path("reason/", reason_page, name="reason"),
    path("next/", next_page, name="next"),
    path("account/login/", next_page, name="account_login"),
    path("account/logout/", next_page, name="account_logout"),
    path("account/password/", next_page, name="account_change_password"),
]
