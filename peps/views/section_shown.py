"""What one section of a PEP shows: its questions or its answers, and what is known beside them."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.views.generic import TemplateView

from peps.facts.people import people_of
from peps.forms import SectionForm
from peps.models import PepSection
from peps.quality.feedback import Said, said_of
from peps.querysets.own_words import answered_in
from peps.reading.beside import beside_questions
from peps.reading.chapters import Passage
from peps.reading.facts import SECTIONS_OF_VOICES, facts_for, said_in, topics_of
from peps.reading.known import Known, known_about, reviews_of
from peps.reading.letter import passages_of
from peps.reading.prefilled import prefilled
from peps.reading.reader import Fact, Reader
from peps.reading.reviewed import open_targets_besides, place_names, targets_reviewed
from peps.reading.section_rows import section_before
from peps.rules.own_words import is_answered_by_themselves
from peps.rules.sections import may_read_field, may_write_section
from peps.rules.settled import fold_words
from peps.rules.states import Action, Refusal
from peps.schema import (
    CURRENT_VERSION,
    FIRST_VERSION,
    Answers,
    Circumstance,
    Field,
    Kind,
    Section,
    Variant,
)
from peps.schema import form as form_of
from peps.views.pep_pages import PepPageMixin
from peps.views.section_questions import Group, questions_in
from pupils.models import Pupil
from vsh.accounts.roles import Permission
from vsh.calendars import today


class ShownSection(PepPageMixin, TemplateView):
    """A section's questions, last term's answer under each, what is known beside them."""

    permission = Permission.READ_PEP
    template_name = "peps/section.html"
    section: Section

    def get_pupil(self) -> Pupil:
        """The PEP's child; 404 too for a section that this version of the form lacks."""
        pupil = super().get_pupil()
        key = self.kwargs["key"]
        section = self.asked_then if self.is_outdated else self.pep.form.section(key)
        if section is None:
            raise Http404
        self.section = section
        return pupil

    @staticmethod
    def labels_sent(posted: Mapping[str, str], *, key: str, **_: str) -> dict[str, str]:
        """What the page calls its questions; it reads nothing of the plan."""
        variant = posted.get("variant", "")
        version = CURRENT_VERSION if variant in set(Variant) else FIRST_VERSION
        section = form_of(version, variant, list(Circumstance)).section(key)
        return {field.key: field.full_label for field in section.fields} if section else {}

    @property
    def is_outdated(self) -> bool:
        """Whether words come from a page of a form, a section or a target that the plan no longer
        has."""
        return self.outdated is not None

    @property
    def outdated(self) -> Refusal | None:
        """Why they have no place in the plan, if so."""
        if self.request.method != "POST" or not self.pep.has_variants:
            return None
        posted = self.request.POST.get("variant", self.pep.variant)
        section = self.pep.form.section(self.kwargs["key"])
        if posted != self.pep.variant or section is None:
            return Refusal.ANOTHER_FORM
        now = {field.key for field in section.fields}
        then = self.asked_then
        said = [
            f for f in (then.fields if then else ()) if self.request.POST.get(f.key, "").strip()
        ]
        if any(field.reviews in self.replaced for field in said):
            return Refusal.ANOTHER_TARGET
        return Refusal.ANOTHER_FORM if any(f.key not in now for f in said) else None

    @cached_property
    def reviews(self) -> list[Mapping[str, Any]]:
        """What is said of the targets that the section reviews, if it does, read once."""
        section = self.pep.form.section(self.kwargs["key"])
        asks = section is not None and any(field.reviews for field in section.fields)
        return list(reviews_of(self.pep.pk)) if asks else []

    @cached_property
    def replaced(self) -> set[int]:
        """The places of the review in which the page had another target than stands there now."""
        now, posted = place_names(self.pep, self.reviews), self.request.POST
        return {int(n.removeprefix("reviews_")) for n in now if posted.get(n, now[n]) != now[n]}

    @property
    def reviewed(self) -> dict[int, str]:
        """Which targets the page asked about, by place."""
        posted, places = self.request.POST, {field.reviews for field in self.section.fields}
        names = {place: f"reviews_{place}" for place in places if place}
        return {place: posted[name] for place, name in names.items() if name in posted}

    @property
    def names_of_places(self) -> dict[str, str]:
        """Which targets the page names; one that is outdated stays so."""
        now = place_names(self.pep, self.reviews)
        return (
            {name: self.request.POST.get(name, now[name]) for name in now}
            if self.is_outdated
            else now
        )

    @property
    def asked_then(self) -> Section | None:
        """The section as the page asked it from which the words come."""
        posted = self.request.POST.get("variant", self.pep.variant)
        if posted not in set(Variant):
            return None
        asked = form_of(self.pep.form_version, posted, list(Circumstance))
        return asked.section(self.kwargs["key"])

    def show(self, form: SectionForm | None, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page."""
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)

    @property
    def is_writer(self) -> bool:
        """Whether the section is the reader's to write, while the PEP is open."""
        return may_write_section(
            self.section,
            permissions=self.child_permissions,
            has_setting=self.pep.has_setting,  # type: ignore[attr-defined]
        )

    @property
    def may_write(self) -> bool:
        """Whether the reader may write it now."""
        return self.is_writer and self.is_allowed(Action.WRITE)

    @property
    def answers(self) -> Answers:
        """The answers on record."""
        return self.row.data if self.row else {}

    @property
    def row(self) -> PepSection | None:
        """The section's row, if anybody has written it."""
        return self.rows.get(self.section.key)

    @property
    def rows(self) -> dict[str, PepSection]:
        """The PEP's rows by key, read once."""
        if not hasattr(self, "_rows"):
            self._rows = {row.key: row for row in self.sections()}
        return self._rows

    def kept(self) -> Iterable[PepSection]:
        """The rows as they were read."""
        return self.rows.values()

    @property
    def asked(self) -> list[Field]:
        """The questions that this person may read."""
        permissions = self.child_permissions
        return [f for f in self.section.fields if may_read_field(f, permissions=permissions)]

    def form(self, data: Any = None) -> SectionForm:
        """Their form."""
        asked = self.asked
        stood, answers = {}, {}
        if data is None:
            known = prefilled(self.section, self.reader)
            stood = {key: text for key, text in known.items() if key not in self.answers}
            answers = {**stood, **self.answers}
        said = answered_in(self.pep)
        return SectionForm(
            data,
            asked=asked,
            answers=answers,
            stood=stood,
            people=self.people(),
            answered=[f.key for f in asked if is_answered_by_themselves(self.section, f.key, said)],
        )

    def people(self) -> list[str]:
        """Those who can be named, where the section asks for a person; and who is already."""
        named = [field.key for field in self.section.fields if field.kind is Kind.PERSON]
        if not named:
            return []
        people = [person.words for person in people_of(self.pep.pupil, today())]
        return list(dict.fromkeys([*people, *filter(None, map(self.answers.get, named))]))

    def neighbour(self, step: int) -> dict[str, str] | None:
        """The section before or after this one."""
        sections = self.pep.form.sections
        keys = [section.key for section in sections]
        if self.section.key not in keys:
            return None  # a page that stayed open while its section went
        position = keys.index(self.section.key) + step
        if not 0 <= position < len(sections):
            return None
        key = sections[position].key
        url = self.request.path.replace(f"/{self.section.key}/", f"/{key}/")
        return {"label": sections[position].title, "url": url}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form or the answers, the list of sections, the facts, last term's answers."""
        form = kwargs.get("form")
        row = self.rows.get(self.section.key)
        context = super().get_context_data(**{"version": row.version if row else 0, **kwargs})
        self.pep.pupil = self.pupil
        return {
            **context,
            "section": self.section,
            "row": row,
            "tasks": self.tasks(self.rows.values()),
            "groups": self.groups(form) if form else [],
            "names_of_places": self.names_of_places.items(),
            "passages": [] if form else self.passages(),
            "facts": self.facts(),
            "said": self.said(),
            "may_be_set_aside": self.may_write and self.may_be_over(self.section),
            "previous": self.neighbour(-1),
            "next": self.neighbour(1),
        }

    def groups(self, form: SectionForm) -> list[Group]:
        """The questions by group, each with last term's answer, or with what it is about."""
        reviewed = targets_reviewed(self.pep, self.reviews)
        about = {place: facts for place, facts in reviewed.items() if place not in self.replaced}
        last = section_before(self.pep, self.section.key)
        before = last.data if last else {}

        def folds(key: str) -> str:
            if not self.pep.is_short:  # type: ignore[attr-defined]
                return ""
            return fold_words(self.section, key, self.answers, before)

        is_said = self.section.key in SECTIONS_OF_VOICES
        beside = (
            beside_questions(
                self.section, self.known, last=last, said_by_link=answered_in(self.pep)
            )
            if is_said
            else {}
        )
        return questions_in(
            form,
            last=last,
            about=about,
            answers=self.answers,
            folds=folds,
            beside=beside,
            said=self.section.guidance_words,
        )

    def said(self) -> Said | None:
        """What the virtual school said of this section, once it has answered."""
        if self.pep.state not in {"returned", "quality_assured", "complete"}:
            return None
        return next((each for each in said_of(self.pep) if each.key == self.section.key), None)

    @cached_property
    def known(self) -> Known:
        """What of the record is said beside this section, read once."""
        return known_about(self.pep, day=today(), topics=topics_of(self.section))

    @property
    def reader(self) -> Reader:
        """Who reads the section, with what is known."""
        permissions = self.child_permissions
        return Reader(pep=self.pep, known=self.known, permissions=permissions, day=today())

    def facts(self) -> list[Fact]:
        """What the roll knows already, as far as the reader may know it."""
        if self.section.key == "new_targets" and self.pep.reviewed:
            return open_targets_besides(self.pep)
        if not topics_of(self.section):
            return []
        key = self.section.key
        beside = {f"{key}.{field.key}" for field in self.section.fields if self.may_write}
        return said_in(key, self.reader, without=beside) + facts_for(key, self.reader)

    def passages(self) -> list[Passage]:
        """The answers of a section that the reader does not write."""
        about = targets_reviewed(self.pep, self.reviews)
        return passages_of(self.asked, self.answers, about=about)
