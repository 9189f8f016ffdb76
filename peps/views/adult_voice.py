"""A carer's or parent's own part: all questions on one page, shared, sent and sent again."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from peps.facts.hidden_place import is_place_hidden
from peps.forms.section import whole_number
from peps.forms.voices import PartForm
from peps.rules.kept import OpenPage
from peps.rules.side_by_side import Choice, changed_by_others
from peps.rules.voices import LONGEST_ANSWER
from peps.schema.speakers import Purpose
from peps.schema.voice_parts import Question
from peps.schema.voices import questions
from peps.services.copies import refusal_now as refusal_to_open
from peps.services.shared_part import SavedPart, as_on_record, save_part, version_of_part
from peps.services.voices import VoiceRefused, send_voice
from peps.voice.readers import readers_of
from vsh.calendars import today

from .by_link import OfPart
from .kept_words import page_of

AUTOSAVED = "components/autosave_status.html"
CONFLICT = "components/autosave_conflict.html"
BOTH_KEPT = "Both texts are kept, one after the other. Choose which is to stand."
MEANWHILE = BOTH_KEPT + " What you write meanwhile is saved."
BOTH_WROTE = f"Somebody else has written there too. {BOTH_KEPT}"


def _long(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if len(text) > LONGEST_ANSWER}


def _as_shown(text: str) -> str:
    return "(too long: your words are in the field)" if len(text) > LONGEST_ANSWER else text


class AdultPart(OfPart):
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
        """Save what this person wrote; with the other button send the part."""
        form = self.form_of(request.POST.dict())
        try:
            saved = self.save(form)
            others = self.others(form, saved)
            if self.is_sending and self.is_whole(form) and not saved.both and not others:
                send_voice(speaker=self.speaker)
        except VoiceRefused as refusal:
            return self.over(form, refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)  # type: ignore[arg-type]
            return self.show(form)
        self.__dict__.pop("own", None)
        if request.htmx:  # type: ignore[attr-defined]
            return self.autosaved(form, saved, others)
        if saved.both:
            return self.show(self.beside(others), version=saved.version, both=saved, status=409)
        if not self.is_whole(form):
            return self.show(self.beside(others), version=saved.version)
        if others and self.is_sending:
            return self.show(also=self.labels(others))
        return HttpResponseRedirect(request.path)

    @property
    def is_sending(self) -> bool:
        """Whether the button sends it; what a script saves meanwhile sends nothing."""
        return "send" in self.request.POST and not self.request.htmx  # type: ignore[attr-defined]

    def save(self, form: PartForm) -> SavedPart:
        """Save what is valid over the version that the page showed."""
        return save_part(
            speaker=self.speaker,
            texts=self.held(form),
            version=self.versions[0],
            shown=self.shown_there,
            beside=self.numbers("beside"),
            behind=self.behind,
            page=self.open_page.ref,
            choices=self.choices,
            not_valid={key: self.request.POST[key] for key in form.errors},
        )

    def held(self, form: PartForm) -> dict[str, str]:
        """What the page holds and is valid; of a question that it does not name, nothing."""
        return {key: text for key, text in form.cleaned_data.items() if key in self.request.POST}

    @property
    def versions(self) -> list[int]:
        """The version that the page had; then, of a choice, the one that stood beside it. A page
        that names none overwrites nothing."""
        return [whole_number(said) for said in self.request.POST.getlist("version") or [""]]

    @cached_property
    def open_page(self) -> OpenPage:
        """Which of the pages that stand open this is."""
        return OpenPage(ref=page_of(self.request))

    @property
    def behind(self) -> dict[str, int]:
        """The versions that the page had seen of answers that it has not taken over since."""
        return self.numbers("seen")

    @property
    def shown_there(self) -> dict[str, int]:
        """Of each answer that waits for a choice the version that stood there when it was shown."""
        return {**dict.fromkeys(self.choices, self.versions[-1]), **self.numbers("shown")}

    def numbers(self, what: str) -> dict[str, int]:
        """What the page says by question."""
        posted = self.request.POST
        names = {question.key: f"{what}_{question.key}" for question in self.asked}
        return {key: whole_number(posted[name]) for key, name in names.items() if name in posted}

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen of what two wrote, by question; nothing before the button of the choice
        is pressed."""
        if len(self.versions) == 1:
            return {}
        posted = self.request.POST
        keys = [question.key for question in self.asked]
        return {key: posted[f"choice_{key}"] for key in keys if f"choice_{key}" in posted}

    def is_whole(self, form: PartForm) -> bool:
        """Whether all is valid, but for what is left for theirs."""
        return all(self.choices.get(key) == Choice.THEIRS for key in form.errors)

    def others(self, form: PartForm, saved: SavedPart) -> dict[str, str]:
        """What stands in the part otherwise than the page holds it; what waits for a choice stands
        beside it."""
        given_up = {key: "" for key in form.errors if self.choices.get(key) == Choice.THEIRS}
        held = {key: text.strip() for key, text in {**self.held(form), **given_up}.items()}
        now = {key: text for key, text in saved.texts.items() if key not in saved.both}
        return changed_by_others(held, now=now)

    def labels(self, keys: Iterable[str]) -> str:
        """What these questions are called."""
        named = set(keys)
        return ", ".join(f"“{asked.title('')}”" for asked in self.asked if asked.key in named)

    def beside(self, others: Mapping[str, str]) -> PartForm:
        """The form as it was sent, with what others wrote in the fields that nobody touched, or the
        next save would take that back."""
        return self.form_of({**self.request.POST.dict(), **others})

    def form_of(self, sent: dict[str, str]) -> PartForm:
        """The form with what was sent; what is on record in these words is not too long."""
        long = _long({question.key: sent.get(question.key, "") for question in self.asked})
        kept = as_on_record(self.speaker, long) if long else frozenset()
        form = PartForm(sent, asked=self.asked, kept=kept)
        form.is_valid()
        return form

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions of the purpose."""
        return questions(self.link.purpose)

    @property
    def is_place_hidden(self) -> bool:
        """Whether a parent reads, who may not know where the child lives or learns."""
        return self.link.purpose == Purpose.PARENT and is_place_hidden(self.pep, on=today())

    def autosaved(
        self, form: PartForm, saved: SavedPart, others: Mapping[str, str]
    ) -> HttpResponse:
        """The line "Saved 10:32am" with what others wrote, or both texts."""
        if saved.both:
            both = self.conflict(saved, self.problems(form)) | {"now": others.items()}
            return render(self.request, CONFLICT, both, status=409)
        news = self.labels(key for key in others if key not in self.choices)
        context = {
            "saved_at": timezone.now(),
            "version": saved.version,
            "problems": self.problems(form),
            "also": f"Somebody else wrote meanwhile, and it is shown: {news}" if news else "",
            "now": others.items(),
        }
        return render(self.request, AUTOSAVED, context)

    def problems(self, form: PartForm) -> list[str]:
        """What is not valid and so not saved, but for what is left for theirs."""
        left = {key for key, choice in self.choices.items() if choice == Choice.THEIRS}
        wrong = [errors for key, errors in form.errors.items() if key not in left]
        return [" ".join(map(str, errors)) for errors in wrong]

    def conflict(self, saved: SavedPart, problems: Iterable[str] = ()) -> dict[str, Any]:
        """What both wrote, and what of the page is not saved."""
        theirs = saved.both.values()
        wrong = "; ".join(problems)
        return {
            "version": saved.version,
            "stands": f"{BOTH_KEPT} Not saved: {wrong}" if wrong else MEANWHILE,
            "waits": [(key, both.seen) for key, both in saved.both.items()],
            "beside": [(key, both.beside) for key, both in saved.both.items()],
            "saved_by": next((both.said_by for both in theirs if both.said_by), ""),
            "saved_at": max(both.saved_at for both in theirs),
            "fields": [
                {
                    "key": question.key,
                    "label": question.title(""),
                    "mine": _as_shown(saved.both[question.key].mine),
                    "theirs": saved.both[question.key].theirs,
                    "may_be_joined": True,
                }
                for question in self.asked
                if question.key in saved.both
            ],
        }

    def over(self, form: PartForm, refusal: VoiceRefused) -> HttpResponse:
        """Handed in meanwhile: the words stay, to be copied. Closed meanwhile: they alone do."""
        words = f"Not saved. {' '.join(refusal.messages)}"
        if self.request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(words, status=423, content_type="text/plain")
        form.add_error(None, words)
        return self.show(form, status=423)

    def show(
        self,
        form: PartForm | None = None,
        *,
        status: int = 200,
        version: int | None = None,
        both: SavedPart | None = None,
        also: str = "",
    ) -> HttpResponse:
        """The page; one that could not save goes on from the version that it had."""
        answers = self.own.answers
        if form is None:
            initial = {key: answer.text for key, answer in answers.items()}
            form = PartForm(asked=self.asked, initial=initial, kept=_long(initial))
            version = version_of_part(answers)
        problems = self.problems(form)
        if both:
            form.add_error(None, BOTH_WROTE)
        unsent = self.own.unsent
        saved_at = max((answer.changed_at for answer in answers.values()), default=None)
        rows = [
            {
                "field": form[question.key],
                "answer": answer,
                "title": question.title(""),
                "stands": self.own.sent.get(question.key) if question.key in unsent else answer,
                "since": answer if question.key in unsent else None,
            }
            for question in self.asked
            for answer in [answers.get(question.key)]
        ]
        return self.page(
            "say/part.html",
            status=status,
            open_page=self.open_page,
            form=form,
            rows=rows,
            version=self.versions[0] if version is None else version,
            conflict=self.conflict(both, problems) if both else None,
            also=also,
            refused=self.refused,
            readers=readers_of(self.pep, is_place_hidden=self.is_place_hidden),
            own=self.own,
            saved_at=saved_at,
            is_carer=self.link.purpose == Purpose.CARER,
            is_complete=self.pep.state == "complete",
            no_copy=refusal_to_open(self.link),
        )
