"""The minutes of a meeting: saved as they are typed; two texts stand side by side until one is
chosen."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peps.forms import MinutesForm
from peps.forms.section import whole_number
from peps.meetings.record import why_not_written
from peps.models import Meeting
from peps.rules.kept import Kept
from peps.rules.meeting_record import RecordRefusal
from peps.rules.side_by_side import Choice, differ
from peps.services.minutes import (
    LONGEST_MINUTES,
    MINUTES,
    Chosen,
    RecordClosed,
    StaleMinutes,
    save_minutes,
)
from vsh.calendars import today

from .kept_words import KeptWords
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

    @cached_property
    def words(self) -> KeptWords:
        """What the reader wrote while somebody else changed the minutes."""
        return KeptWords(self.request, self.meeting, {MINUTES: self.meeting.minutes})

    def get_initial(self) -> dict[str, Any]:
        """The reader's own words that wait for a choice, else what is on record."""
        return {MINUTES: self.mine.text if self.mine else self.meeting.minutes}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, with the choice that waits; their own words alone where it is closed."""
        self.words.put_held_away(self.user)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, or put away what was kept."""
        if "put_away" in request.POST:
            return self.words.put_away(self.user)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Save over the version that the page showed."""
        return self.save(form, form.cleaned_data["minutes"])

    def form_invalid(self, form: Any) -> HttpResponse:
        """Too long, for a page or an autosave; what is given up for theirs may be."""
        if self.made and self.made.choice is Choice.THEIRS:
            return self.save(form, None)
        if not self.request.htmx:  # type: ignore[attr-defined]
            return super().form_invalid(form)
        problem = " ".join(map(str, form.errors.get("minutes", ["Not valid"])))
        if self.mine:  # the choice still waits
            both = both_texts(self.meeting, self.mine.text, self.mine.version)
            context = {**both, "kept": f"{KEPT} Not saved: {problem}."}
            return render(self.request, CONFLICT, context, status=409)
        context = {
            "saved_at": self.meeting.minutes_at,
            "version": self.seen,  # nothing was saved over what stands by now
            "problems": [problem],
        }
        return render(self.request, AUTOSAVED, context)

    def save(self, form: Any, text: str | None) -> HttpResponse:
        """Save; a line for an autosave."""
        try:
            meeting = save_minutes(
                actor=self.user,
                meeting=self.meeting,
                text=text,
                version=whole_number(self.seen),
                made=self.made,
                page=self.words.open_page,
            )
        except StaleMinutes as stale:
            return self.conflict(form, stale)
        except RecordClosed as refusal:
            return self.closed(form, refusal)
        if not self.request.htmx:  # type: ignore[attr-defined]
            return super().form_valid(form)
        context = {
            "saved_at": meeting.minutes_at,
            "version": meeting.minutes_version,
            "now": [(MINUTES, meeting.minutes)] if differ(text or "", meeting.minutes) else [],
        }
        return render(self.request, AUTOSAVED, context)

    def act(self, form: Any) -> None:
        """Saved already: what is left is to say so and go back."""

    def conflict(self, form: Any, stale: StaleMinutes) -> HttpResponse:
        """Both texts, kept for the writer, and a choice."""
        context = both_texts(
            stale.meeting, stale.mine, stale.version, is_too_long=stale.is_too_long
        )
        if self.request.htmx:  # type: ignore[attr-defined]
            return render(self.request, CONFLICT, context, status=409)
        form.add_error(None, CHANGED)
        version = stale.meeting.minutes_version
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
    def seen(self) -> str:
        """The version that the page saw of the minutes; of words that wait, not its own."""
        return self.request.POST.get("seen_minutes", self.versions[0])

    @property
    def made(self) -> Chosen | None:
        """What was chosen; nothing before the button of the choice is pressed."""
        if len(self.versions) == 1:
            return None
        said = self.request.POST.get("choice_minutes", "")
        choice = Choice(said) if said in set(Choice) else Choice.MINE
        return Chosen(choice=choice, version=whole_number(self.versions[-1]))

    @property
    def mine(self) -> Kept | None:
        """What the page shows of what the reader wrote and the minutes do not hold."""
        return self.words.in_fields.get(MINUTES)

    @cached_property
    def closed_because(self) -> RecordRefusal | None:
        """Why the record stays as it stands."""
        return why_not_written(self.meeting, by=self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version of the minutes, and the choice that waits."""
        shown: dict[str, Any] = {
            "has_come": self.meeting.day <= today(),
            "version": self.seen if self.request.POST else self.meeting.minutes_version,
            "saved_at": self.meeting.minutes_at,
            "changed_what": CHANGED_WHAT,
            "closed": self.closed_because.words if self.closed_because else "",
            "kept": self.words.all,
            "elsewhere": self.words.others,
            "open_page": self.words.open_page,
        }
        if self.mine:
            shown["conflict"] = both_texts(self.meeting, self.mine.text, self.mine.version)
        return super().get_context_data(**{**shown, **kwargs})


def both_texts(
    meeting: Meeting, mine: str, version: int, *, is_too_long: bool = False
) -> dict[str, Any]:
    """What the choice between both texts shows."""
    texts = {"key": MINUTES, "label": "Minutes", "mine": mine, "theirs": meeting.minutes}
    return {
        "version": meeting.minutes_version,
        "saved_by": meeting.minutes_by,
        "saved_at": meeting.minutes_at,
        "changed_what": CHANGED_WHAT,
        "waits": [(MINUTES, version)],
        "kept": f"{KEPT} {TOO_LONG}" if is_too_long else KEPT,
        "fields": [{**texts, "may_be_joined": True}],
    }
