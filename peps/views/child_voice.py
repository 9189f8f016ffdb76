"""The child's own screens: one question each, a drawing, a last look, and help at any time."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from peps.forms.voices import AnswerForm, CallForm, PictureForm
from peps.rules.copies import may_read_words_in_copy
from peps.rules.links import Manner, Purpose
from peps.rules.voices import MOST_PICTURES, Call
from peps.schema.voices import FACES, Question, questions
from peps.services.calls import call_for_help, who_is_told
from peps.services.copies import refusal_now as refusal_to_open
from peps.services.voices import (
    StaleAnswer,
    VoiceRefused,
    add_picture,
    refusal_now,
    save_answer,
    send_voice,
    take_picture_away,
)
from peps.voice.readers import ReadersOfWords, readers_of
from peps.voice.said import Own, last_words, own_part

from .by_link import ByLink

AUTOSAVED = "components/autosave_status.html"
CONFLICT = "components/autosave_conflict.html"


class ChildPage(ByLink):
    """A screen of the child: who will read it, and the way to help, on each."""

    purposes = frozenset({Purpose.CHILD})

    @cached_property
    def own(self) -> Own:
        """What the child has said so far."""
        return own_part(self.pep, Purpose.CHILD)

    @cached_property
    def manner(self) -> str:
        """How this child is asked by the link in hand."""
        return self.link.manner or Manner.SIMPLE.value

    @cached_property
    def last(self) -> dict[str, str]:
        """The child's words of last time, by question."""
        return last_words(self.pep)

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """The questions in order."""
        return questions(Purpose.CHILD, self.manner, looks_back=bool(self.last))

    @cached_property
    def readers(self) -> ReadersOfWords:
        """Who will read it."""
        return readers_of(self.pep)

    @property
    def refused(self) -> str:
        """Why nothing can be written any more."""
        return refusal_now(self.pep, self.own.voice, Purpose.CHILD)

    @property
    def steps(self) -> list[str]:
        """The addresses of the screens in order."""
        return [
            reverse("say:start"),
            *(reverse("say:question", kwargs={"key": question.key}) for question in self.asked),
            reverse("say:drawing"),
            reverse("say:check"),
        ]

    def beside(self, step: int) -> str:
        """The screen before or after this one."""
        steps = self.steps
        at = steps.index(self.request.path) + step
        return steps[min(max(at, 0), len(steps) - 1)]

    def screen(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A screen in the child's frame."""
        at = self.steps.index(self.request.path) if self.request.path in self.steps else 0
        frame = {
            "refused": self.refused,
            "back_url": self.beside(-1) if at else "",
            "step": at,
            "dots": [number < at for number in range(len(self.steps) - 2)] if at else [],
        }
        return self.plain(template, status=status, **frame | context)

    def plain(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A screen that stands beside the others."""
        is_young = self.manner == Manner.PICTURES
        is_complete = self.pep.state == "complete"
        is_closed = is_complete and refusal_to_open(self.link) is not None
        frame = {
            "manner": self.manner,
            "is_young": is_young,
            "is_complete": is_complete and not is_closed,
            "plan_url": "" if is_closed else reverse(f"say:{'plan' if is_complete else 'so_far'}"),
        }
        if "readers" not in context:
            frame["readers"] = self.readers
        return self.page(template, status=status, **frame | context)

    def to(self, name: str, **kwargs: Any) -> HttpResponse:
        """On to another screen."""
        return HttpResponseRedirect(reverse(name, kwargs=kwargs or None))


class ChildStart(ChildPage):
    """What this is, and where to begin."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The beginning."""
        return self.screen("say/start.html", own=self.own, begin_url=self.beside(1))


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
            version = answer.version if answer else 0
            saved_at = answer.changed_at if answer else None
            return render(request, AUTOSAVED, {"saved_at": saved_at, "version": version})
        return HttpResponseRedirect(self.beside(1))

    @property
    def version(self) -> int:
        """The version that the page showed."""
        given = self.request.POST.get("version", "")
        return int(given) if given.isdecimal() and len(given) < 9 else 0

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
            "now": now,
            "version": answer.version if answer else 0,
            "saved_at": answer.changed_at if answer else None,
            "last": self.last if question.looks_back else {},
            "is_in_copies": may_read_words_in_copy(Purpose.CARER, Purpose.CHILD, question.key),
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
            "version": stale.theirs.version,
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
            version=stale.theirs.version,
            theirs=theirs,
            has_errors=True,
        )


class DrawingPage(ChildPage):
    """Photos of drawings."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The pictures, and room for another."""
        return self.show(PictureForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add one, or take one away."""
        if ref := request.POST.get("away"):
            try:
                take_picture_away(speaker=self.speaker, ref=ref)
            except VoiceRefused:
                return self.show(PictureForm(), status=423)
            return self.to("say:drawing")
        form = PictureForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        try:
            add_picture(
                speaker=self.speaker,
                upload=form.cleaned_data["picture"],
                says=form.cleaned_data["says"],
                is_private=form.cleaned_data["is_private"],
            )
        except ValidationError as refusal:
            form.add_error("picture", refusal.messages)  # type: ignore[arg-type]
            return self.show(form, status=423 if isinstance(refusal, VoiceRefused) else 200)
        return self.to("say:drawing")

    def show(self, form: PictureForm, *, status: int = 200) -> HttpResponse:
        """The screen."""
        return self.screen(
            "say/drawing.html",
            status=status,
            form=form,
            pictures=self.own.pictures,
            is_in_copies=False,
            has_room=len(self.own.pictures) < MOST_PICTURES,
            next_url=self.beside(1),
        )


class OwnPicture(ChildPage):
    """A picture of the child's own, from the private store."""

    def get(self, request: HttpRequest, picture: str) -> FileResponse:
        """The file."""
        found = next((each for each in self.own.pictures if each.ref == picture), None)
        if found is None:
            raise Http404
        return FileResponse(found.file.open("rb"), content_type="image/jpeg")


class CheckPage(ChildPage):
    """A last look at all that was said, then send."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What was said."""
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send; a second press finds it sent."""
        try:
            send_voice(speaker=self.speaker)
        except ValidationError as refusal:
            status = 423 if isinstance(refusal, VoiceRefused) else 200
            return self.show(problem=refusal.messages[0], has_errors=True, status=status)
        return self.to("say:done")

    def show(self, **context: Any) -> HttpResponse:
        """Each question with what was said to it."""
        lines = [
            {
                "title": question.title(self.manner),
                "url": reverse("say:question", kwargs={"key": question.key}),
                "words": question.words(answer.choices, answer.text) if answer else "",
                "is_private": bool(answer and answer.is_private),
            }
            for question in self.asked
            for answer in [self.own.answers.get(question.key)]
        ]
        return self.screen(
            "say/check.html",
            lines=lines,
            pictures=self.own.pictures,
            is_sent=self.own.is_sent,
            **context,
        )


class Done(ChildPage):
    """Thank you, and what happens now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Only where something was sent."""
        if not self.own.is_sent:
            return self.to("say:check")
        return self.screen("say/done.html")


class Worried(ChildPage):
    """The child is worried about being safe: who is told, then told they are."""

    call = Call.SAFETY
    template = "say/worried.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Who will be told, before anything is."""
        return self.show(CallForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Tell them at once."""
        form = CallForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        made = call_for_help(speaker=self.speaker, kind=self.kind, text=form.cleaned_data["text"])
        told = [str(person) for person in made.told.all()]
        return self.plain(
            "say/told.html", readers=None, back_url=reverse("say:start"), told=told, call=made
        )

    @property
    def kind(self) -> Call:
        """What is called for."""
        return self.call

    def show(self, form: CallForm) -> HttpResponse:
        """The screen."""
        return self.plain(
            self.template,
            form=form,
            readers=None,
            back_url=reverse("say:start"),
            told=who_is_told(self.call, self.pep.pupil),
        )


class Help(Worried):
    """Somebody to help the child say it: an advocate, or an interpreter."""

    call = Call.ADVOCATE
    template = "say/help.html"

    @property
    def kind(self) -> Call:
        """The button that was pressed."""
        is_interpreter = self.request.POST.get("kind") == Call.INTERPRETER
        return Call.INTERPRETER if is_interpreter else Call.ADVOCATE
