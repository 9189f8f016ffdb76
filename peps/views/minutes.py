"""The minutes of a meeting: saved as they are typed; two texts stand side by side until one is
chosen."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from peps.forms import MinutesForm
from peps.forms.section import whole_number
from peps.meetings.record import KeptMinutes, kept_minutes, why_not_written
from peps.models import Meeting, MinutesDraft
from peps.rules.meeting_record import RecordRefusal
from peps.rules.side_by_side import Choice, differ
from peps.services.minutes import (
    LONGEST_MINUTES,
    Chosen,
    RecordClosed,
    StaleMinutes,
    put_minutes_away,
    save_minutes,
)
from vsh.calendars import today

from .meetings import MeetingForm

AUTOSAVED = "components/autosave_status.html"
CONFLICT = "components/autosave_conflict.html"
KEPT = (
    "Kept for you, not yet part of the minutes – somebody else has changed them. Choose which text "
    "is to stand."
)
TOO_LONG = (
    f"Not saved: both texts together are longer than {LONGEST_MINUTES:,} characters, so choose one "
    "or shorten yours."
)
CHANGED_WHAT = "the minutes"
CHANGED = "Somebody else has changed the minutes. Choose which text is to stand."


class Minutes(MeetingForm):
    """What was said and agreed."""

    form_class = MinutesForm
    template_name = "peps/minutes.html"
    page_title = "Minutes of the meeting"

    def get_initial(self) -> dict[str, Any]:
        """The reader's own words that wait for a choice, else what is on record."""
        return {"minutes": self.kept.text if self.kept else self.meeting.minutes}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, with the choice that waits; their own words alone where it is closed."""
        written_at = self.meeting.kept_written_at  # type: ignore[attr-defined]
        if self.kept is None and written_at is not None:  # the record holds them
            put_minutes_away(actor=self.user, meeting=self.meeting, written_at=written_at)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, or put away what was kept."""
        if "put_away" not in request.POST:
            return super().post(request, *args, **kwargs)
        if put_minutes_away(actor=self.user, meeting=self.meeting, written_at=self.shown):
            messages.success(request, "Your words that were not part of the minutes are put away")
        return HttpResponseRedirect(self.get_success_url())

    def form_valid(self, form: Any) -> HttpResponse:
        """Save over the version that the page showed."""
        return self.save(form, form.cleaned_data["minutes"])

    def form_invalid(self, form: Any) -> HttpResponse:
        """Too long, for a page or an autosave; what is given up for theirs may be."""
        if self.made and self.made.choice is Choice.THEIRS:
            return self.save(form, self.kept.text if self.kept else form.data.get("minutes", ""))
        if not self.request.htmx:  # type: ignore[attr-defined]
            return super().form_invalid(form)
        problem = " ".join(map(str, form.errors.get("minutes", ["Not valid"])))
        if self.kept and "draft" in self.request.POST:  # the choice still waits
            both = {**both_texts(self.meeting, self.kept), "changed_what": CHANGED_WHAT}
            both["kept_at"] = self.request.POST.get("kept_at")
            context = {**both, "kept": f"{KEPT} Not saved: {problem}."}
            return render(self.request, CONFLICT, context, status=409)
        context = {
            "saved_at": self.meeting.minutes_at,
            "version": self.versions[0],  # nothing was saved over what stands by now
            "problems": [problem],
        }
        return render(self.request, AUTOSAVED, context)

    def save(self, form: Any, text: str) -> HttpResponse:
        """Save; a line for an autosave."""
        try:
            meeting = save_minutes(
                actor=self.user,
                meeting=self.meeting,
                text=text,
                version=whole_number(self.request.POST.get("seen_minutes", self.versions[0])),
                made=self.made,
                shown=self.shown,
            )
        except StaleMinutes as stale:
            return self.conflict(form, text, stale)
        except RecordClosed as refusal:
            return self.closed(form, refusal)
        if not self.request.htmx:  # type: ignore[attr-defined]
            return super().form_valid(form)
        context = {
            "saved_at": meeting.minutes_at,
            "version": meeting.minutes_version,
            "now": [("minutes", meeting.minutes)] if differ(text, meeting.minutes) else [],
        }
        return render(self.request, AUTOSAVED, context)

    def act(self, form: Any) -> None:
        """Saved already: what is left is to say so and go back."""

    def conflict(self, form: Any, text: str, stale: StaleMinutes) -> HttpResponse:
        """Both texts, kept for the writer, and a choice. With the words of their other window the
        field is filled; a page that has typed on since has not shown them."""
        kept = stale.draft.text
        context = both_texts(stale.meeting, stale.draft, is_too_long=stale.is_too_long)
        is_joined = differ(kept, text.strip())
        if self.request.htmx:  # type: ignore[attr-defined]
            if is_joined:
                context |= {"now": [("minutes", kept)], "kept_at": None}
            return render(
                self.request, CONFLICT, {**context, "changed_what": CHANGED_WHAT}, status=409
            )
        version = stale.meeting.minutes_version
        form.add_error(None, CHANGED)
        if is_joined:
            form.data = {**form.data.dict(), "minutes": kept}
        shown = self.get_context_data(form=form, conflict=context, version=version)
        return self.render_to_response(shown, status=409)

    def closed(self, form: Any, refusal: RecordClosed) -> HttpResponse:
        """The record was closed since: the words stay on the page, to be copied."""
        words = f"Not saved. {refusal.messages[0]} Copy your words before you leave."
        if self.request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(words, status=423, content_type="text/plain; charset=utf-8")
        form.add_error(None, words)
        shown = self.get_context_data(form=form, refused=words)
        return self.render_to_response(shown, status=423)

    @property
    def versions(self) -> list[str]:
        """The version that the page had; then, of a choice, the one that stood beside it."""
        return self.request.POST.getlist("version") or [""]

    @property
    def made(self) -> Chosen | None:
        """What was chosen; nothing before the button of the choice is pressed."""
        if len(self.versions) == 1:
            return None
        said = self.request.POST.get("choice_minutes", "")
        choice = Choice(said) if said in set(Choice) else Choice.MINE
        return Chosen(choice=choice, version=whole_number(self.versions[-1]))

    @property
    def shown(self) -> datetime | None:
        """Of when the words are that were kept and that the page holds."""
        try:
            said = parse_datetime(self.request.POST.get("kept_at", ""))
        except ValueError:
            return None
        return said if said and said.tzinfo else None

    @cached_property
    def kept(self) -> KeptMinutes | None:
        """What the reader wrote and the minutes do not hold."""
        return kept_minutes(self.meeting)

    @cached_property
    def closed_because(self) -> RecordRefusal | None:
        """Why the record stays as it stands."""
        return why_not_written(self.meeting, by=self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version of the minutes, and the choice that waits."""
        shown: dict[str, Any] = {
            "has_come": self.meeting.day <= today(),
            "version": self.versions[0] if self.request.POST else self.meeting.minutes_version,
            "saved_at": self.meeting.minutes_at,
            "changed_what": CHANGED_WHAT,
            "closed": self.closed_because.words if self.closed_because else "",
            "kept": self.kept,
        }
        if self.kept:
            shown["conflict"] = both_texts(self.meeting, self.kept)
            if self.request.POST:  # it holds what was typed
                shown["conflict"]["kept_at"] = self.request.POST.get("kept_at")
        return super().get_context_data(**{**shown, **kwargs})


def both_texts(
    meeting: Meeting, kept: KeptMinutes | MinutesDraft, *, is_too_long: bool = False
) -> dict[str, Any]:
    """What the choice between both texts shows."""
    texts = {"key": "minutes", "label": "Minutes", "mine": kept.text, "theirs": meeting.minutes}
    return {
        "version": meeting.minutes_version,
        "saved_by": meeting.minutes_by,
        "saved_at": meeting.minutes_at,
        "waits": [("minutes", kept.version)],
        "kept_at": kept.written_at.isoformat(),
        "kept": f"{KEPT} {TOO_LONG}" if is_too_long else KEPT,
        "fields": [{**texts, "may_be_joined": True}],
    }
