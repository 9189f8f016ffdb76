"""The child's questions, one on each screen, saved as they are answered."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from peps.facts.earlier_words import what_changed
from peps.forms.voices import AnswerForm
from peps.models import VoiceAnswer
from peps.rules.copies import may_read_words_in_copy
from peps.schema.speakers import Purpose
from peps.schema.voice_parts import Question
from peps.schema.voices import FACES
from peps.services.voices import StaleAnswer, VoiceRefused, save_answer

from .child_voice import ChildPage

AUTOSAVED = "components/autosave_status.html"
CONFLICT = "components/autosave_conflict.html"


class QuestionPage(ChildPage):
    """One question."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The question with what was said."""
        return self.show(self.question(key))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Save as it is given, and go on with the button."""
        question = self.question(key)
        form = AnswerForm(request.POST, question=question, manner=self.manner)
        if not form.is_valid():
            return self.not_saved(question, form.errors.get("text") or form.errors["choices"])
        given = form.cleaned_data
        if not question.options_for(self.manner):
            del given["choices"]
        try:
            answer = save_answer(speaker=self.speaker, key=key, version=self.version, **given)
        except VoiceRefused as refusal:
            return self.over(question, refusal)
        except StaleAnswer as stale:
            return self.stale(question, stale)
        if request.htmx:  # type: ignore[attr-defined]
            is_shown = answer is None or self.is_sent_so(question, answer)
            version = answer.version if answer and is_shown else self.version  # as it saw it
            saved_at = answer.changed_at if answer else None
            return render(request, AUTOSAVED, {"saved_at": saved_at, "version": version})
        return HttpResponseRedirect(self.beside(1))

    @property
    def version(self) -> int:
        """The version that the page showed."""
        given = self.request.POST.get("version", "")
        return int(given) if given.isdecimal() and len(given) < 9 else 0

    def is_sent_so(self, question: Question, answer: VoiceAnswer) -> bool:
        """Whether the page holds what stands; else another window said something meanwhile."""
        sent = self.sent
        choices = sent["choices"] if question.options_for(self.manner) else answer.choices
        now = (sorted(answer.choices), answer.text, answer.is_private)
        text = sent["text"].replace("\r\n", "\n").strip()
        return (sorted(choices), text, sent["is_private"]) == now

    def question(self, key: str) -> Question:
        """The question of the address."""
        found = next((question for question in self.asked if question.key == key), None)
        if found is None:
            raise Http404
        return found

    def show(
        self,
        question: Question,
        *,
        status: int = 200,
        sent: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> HttpResponse:
        """The screen; `sent` is what could not be saved and stays in its place."""
        answer = self.own.answers.get(question.key)
        now = sent or {
            "choices": answer.choices if answer else [],
            "text": answer.text if answer else "",
            "is_private": bool(answer and answer.is_private),
        }
        context = {
            "form": AnswerForm(question=question, manner=self.manner),
            "question": question,
            "title": question.title(self.manner),
            "hint": question.hint(self.manner),
            "options": question.options_for(self.manner),
            "has_faces": question.options == FACES,
            "said": now,
            "said_words": question.words(answer.choices, answer.text) if answer else "",
            "touched": question.touched(answer.choices) if answer and self.draws else (),
            "is_promised": bool(answer and answer.private_to),
            "is_unpromised": bool(answer and answer.is_private and not answer.private_to),
            "promised": self.readers.of_promised(answer.private_to) if answer else [],
            "is_kept": question.key in self.own.kept_answers,
            "is_before": question.key in self.own.answers_before,
            "is_sent": self.own.is_sent,
            "is_unsent": question.key in self.own.unsent,
            "version": answer.version if answer else 0,
            "saved_at": answer.changed_at if answer else None,
            "last": self.last if question.looks_back else None,
            "is_in_copies": may_read_words_in_copy(Purpose.CARER, Purpose.CHILD, question.key),
            "changed": what_changed(self.pep) if question.looks_back else "",
        }
        return self.screen("say/question.html", status=status, **context | more)

    @property
    def sent(self) -> dict[str, Any]:
        """What the page sent."""
        posted = self.request.POST
        return {
            "choices": posted.getlist("choices"),
            "text": posted.get("text", ""),
            "is_private": "is_private" in posted,
        }

    def not_saved(self, question: Question, errors: Any) -> HttpResponse:
        """What is wrong, beside what was written."""
        if self.request.htmx:  # type: ignore[attr-defined]
            context = {"version": self.version, "saved_at": None, "problems": list(errors)}
            return render(self.request, AUTOSAVED, context)
        return self.show(question, sent=self.sent, problem=errors[0], has_errors=True)

    def over(self, question: Question, refusal: VoiceRefused) -> HttpResponse:
        """The plan is handed in: the words stay on the screen, to be copied."""
        words = " ".join(refusal.messages)
        if self.request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(f"Not saved. {words}", status=423, content_type="text/plain")
        return self.show(question, status=423, sent=self.sent, problem=words, has_errors=True)

    def stale(self, question: Question, stale: StaleAnswer) -> HttpResponse:
        """Another window said something else: both are shown, and the next press keeps this one."""
        theirs = question.words(stale.theirs.choices, stale.theirs.text)
        context: dict[str, Any] = {
            "version": stale.version,
            "saved_at": stale.theirs.changed_at,
            "saved_by": "",
            "fields": [
                {"label": question.title(self.manner), "mine": stale.mine, "theirs": theirs}
            ],
        }
        if self.request.htmx:  # type: ignore[attr-defined]
            return render(self.request, CONFLICT, context, status=409)
        return self.show(
            question,
            status=409,
            sent=self.sent,
            version=stale.version,
            theirs=theirs,
            is_both_kept=stale.is_kept,
            has_errors=True,
        )
