"""A carer's or parent's own part: every question on one page, shared by name, ended by sending."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from peps.facts.hidden_place import is_place_hidden
from peps.forms.voices import PartForm
from peps.schema.speakers import Purpose
from peps.schema.voice_parts import Question
from peps.schema.voices import questions
from peps.services.copies import refusal_now as refusal_to_open
from peps.services.voices import (
    Given,
    Saved,
    StaleAnswer,
    VoiceRefused,
    refusal_now,
    save_answers,
    send_voice,
)
from peps.voice.readers import readers_of
from peps.voice.said import Own, own_part
from vsh.calendars import today

from .by_link import ByLink


class AdultPart(ByLink):
    """The part: saved as it is typed, each answer with the name of who gave it last."""

    purposes = frozenset({Purpose.CARER, Purpose.PARENT})

    @staticmethod
    def labels_sent(_: Mapping[str, str], **__: str) -> dict[str, str]:
        """What the page calls its questions; it reads nothing of the plan."""
        asked = [*questions(Purpose.PARENT), *questions(Purpose.CARER)]
        return {question.key: question.title("") for question in asked}

    def get(self, request: HttpRequest) -> HttpResponse:
        """What was written so far."""
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save every answer that changed; with the other button send the part."""
        form = PartForm(request.POST, asked=self.asked)
        form.is_valid()
        try:
            saved = self.save(form)
            stale = saved.stale
            if self.is_sending and form.is_valid() and not stale:
                send_voice(speaker=self.speaker)
        except VoiceRefused as refusal:
            return self.over(form, refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)  # type: ignore[arg-type]
            return self.show(form)
        self.__dict__.pop("own", None)
        if request.htmx:  # type: ignore[attr-defined]
            return self.autosaved(form, saved)
        if form.errors or stale:
            return self.show(form, stale=stale, status=409 if stale else 200)
        return HttpResponseRedirect(request.path)

    @property
    def is_sending(self) -> bool:
        """Whether the button sends it; what a script saves meanwhile sends nothing."""
        return "send" in self.request.POST and not self.request.htmx  # type: ignore[attr-defined]

    def save(self, form: PartForm) -> Saved:
        """Save what is valid; what somebody else changed since comes back with both texts."""
        given = [
            Given(key=key, text=text, version=self.version_of(key))
            for key, text in form.cleaned_data.items()
        ]
        return save_answers(speaker=self.speaker, given=given)

    def version_of(self, key: str) -> int:
        """The version of the answer that the page showed."""
        before = self.request.POST.get(f"{key}_version", "")
        return int(before) if before.isdecimal() and len(before) < 9 else 0

    @cached_property
    def own(self) -> Own:
        """What was written so far, by whomever."""
        return own_part(self.link)

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions of the purpose."""
        return questions(self.link.purpose)

    @property
    def is_place_hidden(self) -> bool:
        """Whether a parent reads, who may not know where the child lives or learns."""
        return self.link.purpose == Purpose.PARENT and is_place_hidden(self.pep, on=today())

    @property
    def refused(self) -> str:
        """Why nothing can be written any more."""
        return refusal_now(self.link, self.own.voice)

    def autosaved(self, form: PartForm, saved: Saved) -> HttpResponse:
        """The line "Saved 10:32am", or both texts."""
        versions = {key: answer.version for key, answer in saved.answers.items()}
        if saved.stale:
            both = self.conflict(saved.stale) | {"versions": versions}
            return render(self.request, "say/part_conflict.html", both, status=409)
        problems = [" ".join(map(str, errors)) for errors in form.errors.values()]
        now = {"saved_at": timezone.now(), "version": 0, "problems": problems}
        return render(self.request, "say/part_saved.html", now | {"versions": versions})

    def conflict(self, stale: list[StaleAnswer]) -> dict[str, Any]:
        """What both wrote."""
        by_key = {question.key: question.title("") for question in self.asked}
        theirs = stale[0].theirs
        return {
            "version": 0,
            "saved_by": theirs.said_by,
            "saved_at": theirs.changed_at,
            "fields": [
                {
                    "label": by_key[each.theirs.key],
                    "mine": each.mine,
                    "theirs": each.theirs.text,
                }
                for each in stale
            ],
        }

    def over(self, form: PartForm, refusal: VoiceRefused) -> HttpResponse:
        """Sent or handed in meanwhile: the words stay, to be copied."""
        words = f"Not saved. {' '.join(refusal.messages)}"
        if self.request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(words, status=423, content_type="text/plain")
        form.add_error(None, words)
        return self.show(form, status=423)

    def show(
        self, form: PartForm | None = None, *, status: int = 200, stale: Any = ()
    ) -> HttpResponse:
        """The page."""
        answers = self.own.answers
        if form is None:
            initial = {key: answer.text for key, answer in answers.items()}
            form = PartForm(asked=self.asked, initial=initial)
        saved_at = max((answer.changed_at for answer in answers.values()), default=None)
        overtaken = {each.theirs.key: each.theirs for each in stale}
        rows = [
            {
                "field": form[question.key],
                "answer": answers.get(question.key),
                "theirs": overtaken.get(question.key),
                "title": question.title(""),
            }
            for question in self.asked
        ]
        return self.page(
            "say/part.html",
            status=status,
            form=form,
            rows=rows,
            refused=self.refused,
            readers=readers_of(self.pep, is_place_hidden=self.is_place_hidden),
            own=self.own,
            saved_at=saved_at,
            has_errors=bool(stale),
            is_carer=self.link.purpose == Purpose.CARER,
            is_complete=self.pep.state == "complete",
            no_copy=refusal_to_open(self.link),
        )
