"""One section of a PEP: written and saved as people type, or read by those whose part it is not."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.generic import TemplateView

from peps.forms import SectionForm
from peps.meetings.answers import answers_on_record
from peps.models import PepSection
from peps.quality.feedback import Said, said_of
from peps.reading.facts import facts_for, said_in, topics_of
from peps.reading.known import known_about
from peps.reading.letter import Passage, passages_of, shown
from peps.reading.pages import PepPageMixin
from peps.reading.people import people_of
from peps.reading.questions import Group, questions_in, section_before
from peps.reading.reader import Fact, Reader
from peps.reading.reviewed import open_targets_besides, targets_reviewed
from peps.rules.sections import may_read_field, may_write_section
from peps.rules.settled import fold_words
from peps.rules.states import Action, Refusal
from peps.schema import Answers, Circumstance, Kind, Section, Variant
from peps.schema import form as form_of
from peps.services import (
    PepRefused,
    PepUnfinished,
    PepWrongDays,
    StaleSection,
    complete_section,
    note_section_seen,
    save_section,
)
from pupils.form_pages import add_refusal
from pupils.models import Pupil
from vsh.accounts.roles import Permission
from vsh.calendars import today

AUTOSAVED = "components/autosave_status.html"
CONFLICT = "components/autosave_conflict.html"
CONFLICT_WORDS = "Somebody else has changed this section. Choose which text to keep."
LOCKED = "Not saved – this section can no longer be changed. Copy your words before you leave."
MOVED = "Not saved – the plan is on another form now. Copy your words before you leave."


class SectionPage(PepPageMixin, TemplateView):
    """A section's questions, last term's answer under each, what is known beside them."""

    permission = Permission.READ_PEP
    template_name = "peps/section.html"

    def get_pupil(self) -> Pupil:
        """The PEP's child; 404 too for a section that this version of the form lacks."""
        pupil = super().get_pupil()
        key = self.kwargs["key"]
        section = self.asked_then if self.is_outdated else self.pep.form.section(key)
        if section is None:
            raise Http404
        self.section: Section = section
        return pupil

    @property
    def is_outdated(self) -> bool:
        """Whether words come from a page of a form, or a section, that the plan no longer has."""
        if self.request.method != "POST" or not self.pep.has_variants:
            return False
        posted = self.request.POST.get("variant", self.pep.variant)
        section = self.pep.form.section(self.kwargs["key"])
        if posted != self.pep.variant or section is None:
            return True
        now = {field.key for field in section.fields}
        then = self.asked_then
        gone = [field.key for field in then.fields if field.key not in now] if then else []
        return any(self.request.POST.get(key, "").strip() for key in gone)

    @property
    def asked_then(self) -> Section | None:
        """The section as the page asked it from which the words come."""
        posted = self.request.POST.get("variant", self.pep.variant)
        if posted not in set(Variant):
            return None
        asked = form_of(self.pep.form_version, posted, list(Circumstance))
        return asked.section(self.kwargs["key"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form for who may write, else the answers."""
        response = self.show(self.form() if self.may_write else None)
        row = self.rows.get(self.section.key)
        if row is not None and row.seen_version != row.version:  # type: ignore[attr-defined]
            note_section_seen(actor=self.user, section=row)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what is valid; answer an autosave with a line, a button with a page."""
        if not self.is_writer:
            raise PermissionDenied
        form = self.form(request.POST)
        form.is_valid()
        if self.is_outdated:
            return self.refused(form, PepRefused(Refusal.ANOTHER_FORM))
        try:
            with transaction.atomic():
                row = self.save(form)
        except StaleSection as stale:
            return self.conflict(form, stale)
        except PepRefused as refusal:
            return self.refused(form, refusal)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.autosaved(None, form) if request.htmx else self.show(form)  # type: ignore[attr-defined]
        if request.htmx:  # type: ignore[attr-defined]
            return self.autosaved(row, form)
        if form.errors:
            return self.show(form, version=row.version, problems=form.problems())
        return self.saved(form, row)

    def save(self, form: SectionForm) -> PepSection:
        """Save the valid answers over the version that the page showed."""
        try:
            version = int(self.request.POST.getlist("version")[-1])
        except (IndexError, ValueError):
            version = -1  # a page that names no version overwrites nothing
        return save_section(
            actor=self.user,
            pep=self.pep,
            key=self.section.key,
            answers=form.answers(),
            version=version,
        )

    def saved(self, form: SectionForm, row: PepSection) -> HttpResponse:
        """After a button: stay, or mark the section as finished and go on to the next."""
        if "finish" not in self.request.POST:
            messages.success(self.request, "Saved")
            return HttpResponseRedirect(self.request.path)
        try:
            with transaction.atomic():
                complete_section(
                    actor=self.user, pep=self.pep, key=self.section.key, version=row.version
                )
        except PepUnfinished as refusal:
            for item in refusal.missing:
                form.add_error(item.field.key, f"Answer “{item.field.label}”")
            return self.show(form, version=row.version)
        except PepWrongDays as refusal:
            for wrong in refusal.wrong:
                form.add_error(wrong.field.key, wrong.words)
            return self.show(form, version=row.version)
        messages.success(self.request, f"“{self.section.title}” is finished")
        following = self.neighbour(1)
        return HttpResponseRedirect(following["url"]) if following else self.to_pep()

    def autosaved(self, row: PepSection | None, form: SectionForm) -> HttpResponse:
        """The line "Saved 10:32am", with what is not valid yet."""
        if row is None:
            row = self.sections().filter(key=self.section.key).first()
        context = {
            "saved_at": row.changed_at if row and row.version else None,
            "version": row.version if row else 0,
            "problems": form.problems(),
        }
        return render(self.request, AUTOSAVED, context)

    def conflict(self, form: SectionForm, stale: StaleSection) -> HttpResponse:
        """Both texts side by side; the person's own stay in the fields."""
        asked = [f for f in form.asked if stale.mine.get(f.key, "") != stale.theirs.get(f.key, "")]
        context = {
            "version": stale.version,
            "saved_by": stale.saved_by,
            "saved_at": stale.saved_at,
            "fields": [
                {
                    "label": field.label,
                    "mine": shown(field, stale.mine),
                    "theirs": shown(field, stale.theirs),
                }
                for field in asked
                if field.key in stale.mine
            ],
        }
        if self.request.htmx:  # type: ignore[attr-defined]
            return render(self.request, CONFLICT, context, status=409)
        posted = self.request.POST.get("version", "")
        form.add_error(None, CONFLICT_WORDS)
        return self.show(form, version=posted, conflict=context, status=409)

    def refused(self, form: SectionForm, refusal: PepRefused) -> HttpResponse:
        """The PEP is locked or on another form since: the words stay on the page, to be copied."""
        form.add_error(None, f"Not saved. {refusal.refusal.words}")
        words = MOVED if refusal.refusal is Refusal.ANOTHER_FORM else LOCKED
        if self.request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(words, status=423, content_type="text/plain")
        return self.show(form, status=423, refused=words)

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
        row = self.rows.get(self.section.key)
        return row.data if row else {}

    @property
    def rows(self) -> dict[str, PepSection]:
        """The PEP's rows by key, read once."""
        if not hasattr(self, "_rows"):
            self._rows = {row.key: row for row in self.sections()}
        return self._rows

    def form(self, data: Any = None) -> SectionForm:
        """The questions that this person may read."""
        permissions = self.child_permissions
        asked = [f for f in self.section.fields if may_read_field(f, permissions=permissions)]
        answers: Answers = {}
        if data is None:
            written = {key: text for key, text in self.answers.items() if text}
            answers = {**answers_on_record(self.pep, self.section.key), **written}
        return SectionForm(data, asked=asked, answers=answers, people=self.people())

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
            "passages": [] if form else self.passages(),
            "facts": self.facts(),
            "said": self.said(),
            "may_be_set_aside": self.may_write and self.may_be_over(self.section),
            "previous": self.neighbour(-1),
            "next": self.neighbour(1),
        }

    def groups(self, form: SectionForm) -> list[Group]:
        """The questions by group, each with last term's answer, or with what it is about."""
        is_review = any(field.reviews for field in self.section.fields)
        about = targets_reviewed(self.pep) if is_review else {}
        last = section_before(self.pep, self.section.key)
        before = last.data if last else {}

        def folds(key: str) -> str:
            if not self.pep.is_short:  # type: ignore[attr-defined]
                return ""
            return fold_words(self.section, key, self.answers, before)

        return questions_in(form, last=last, about=about, answers=self.answers, folds=folds)

    def said(self) -> Said | None:
        """What the virtual school said of this section, once it has answered."""
        if self.pep.state not in {"returned", "quality_assured", "complete"}:
            return None
        return next((each for each in said_of(self.pep) if each.key == self.section.key), None)

    def facts(self) -> list[Fact]:
        """What the roll knows already, as far as the reader may know it."""
        if self.section.key == "new_targets" and self.pep.reviewed:
            return open_targets_besides(self.pep)
        topics = topics_of(self.section.key)
        if not topics:
            return []
        day = today()
        known = known_about(self.pep, day=day, topics=topics)
        reader = Reader(pep=self.pep, known=known, permissions=self.child_permissions, day=day)
        return said_in(self.section.key, reader) + facts_for(self.section.key, reader)

    def passages(self) -> list[Passage]:
        """The answers of a section that the reader does not write."""
        permissions = self.child_permissions
        readable = [f for f in self.section.fields if may_read_field(f, permissions=permissions)]
        about = targets_reviewed(self.pep) if any(f.reviews for f in readable) else {}
        return passages_of(readable, self.answers, about=about)
