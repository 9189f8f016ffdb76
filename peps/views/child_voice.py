"""The child's own screens: the frame of each, the beginning, a last look, and the thank-you."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from peps.facts.earlier_words import WordsBefore, childs_words_before
from peps.facts.learners import by_day_now
from peps.schema.by_day import ByDay
from peps.schema.speakers import Manner, Purpose
from peps.schema.voice_parts import Question
from peps.schema.voices import questions
from peps.services.copies import refusal_now as refusal_to_open
from peps.services.kept_before import take_along, take_away
from peps.services.voices import VoiceRefused, send_voice
from peps.voice.copies_told import told_of_copies
from peps.voice.readers import ReadersOfWords, readers_of

from .by_link import OfPart


class ChildPage(OfPart):
    """A screen of the child: who will read it, and the way to help, on each."""

    purposes = frozenset({Purpose.CHILD})
    too_long = "say/too_long.html"  # in a child's words

    @cached_property
    def manner(self) -> str:
        """How this child is asked by the link in hand."""
        return self.link.manner or Manner.SIMPLE.value

    @property
    def draws(self) -> bool:
        """Whether this child is asked with faces and pictures."""
        return self.manner != Manner.OWN_WORDS

    @cached_property
    def last(self) -> WordsBefore:
        """The child's words of last time, and whether others wrote them down."""
        return childs_words_before(self.pep)

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """The questions in order."""
        return questions(Purpose.CHILD, self.manner, looks_back=bool(self.last), by_day=self.by_day)

    @cached_property
    def by_day(self) -> ByDay:
        """Where the child spends the day, in the words of the questions."""
        return by_day_now(self.pep)

    @cached_property
    def readers(self) -> ReadersOfWords:
        """Who will read it."""
        return readers_of(self.pep)

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
            "dots": [number < at for number in range(len(self.steps) - 1)] if at else [],
        }
        return self.plain(template, status=status, **frame | context)

    def plain(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A screen that stands beside the others."""
        is_young = self.manner == Manner.PICTURES
        is_complete = self.pep.state == "complete"
        has_finished = self.link.has_finished_plan
        is_closed = has_finished and refusal_to_open(self.link) is not None
        frame = {
            "manner": self.manner,
            "by_day": self.by_day,
            "is_young": is_young,
            "is_complete": is_complete and not is_closed,
            "copies": told_of_copies(
                self.link.child_now.home_type,
                is_young=is_young,
                is_in_copies=context.get("is_in_copies", True),
            ),
            "plan_url": "" if is_closed else reverse(f"say:{'plan' if has_finished else 'so_far'}"),
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


class CheckPage(ChildPage):
    """A last look at all that was said, then send."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What was said."""
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send, or send again; a second press finds it sent. What was kept before goes along, or is
        taken away."""
        before = request.POST.get("before")
        try:
            if before == "away":
                take_away(speaker=self.speaker)
                return self.to("say:check")
            if before == "along":
                take_along(speaker=self.speaker)
            send_voice(speaker=self.speaker)
        except ValidationError as refusal:
            status = 423 if isinstance(refusal, VoiceRefused) else 200
            return self.show(problem=refusal.messages[0], has_errors=True, status=status)
        return self.to("say:done")

    def show(self, **context: Any) -> HttpResponse:
        """Each question with what was said to it; once the plan is handed in also with what was
        sent."""
        lines = [
            {
                "title": question.title(self.manner),
                "url": reverse("say:question", kwargs={"key": question.key}),
                "words": question.words(answer.choices, answer.text) if answer else "",
                "touched": question.touched(answer.choices) if answer and self.draws else (),
                "text": answer.text if answer else "",
                "is_private": bool(answer and answer.is_private),
                "is_kept": question.key in self.own.kept_answers,
                "is_unsent": question.key in self.own.unsent,
                "sent": question.words(stands.choices, stands.text) if stands else "",
            }
            for question in self.asked
            for answer in [self.own.answers.get(question.key)]
            for stands in [self.own.sent.get(question.key)]
        ]
        return self.screen(
            "say/check.html",
            lines=lines,
            pictures=self.own.pictures,
            own=self.own,
            **context,
        )


class Done(ChildPage):
    """Thank you, and what happens now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Only where all that was said is sent."""
        if not self.own.is_sent or self.own.has_unsent:
            return self.to("say:check")
        return self.screen("say/done.html")
