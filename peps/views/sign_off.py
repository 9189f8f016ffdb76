"""Check and submit, return, complete, unlock, not required: what moves a PEP as a whole."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from peps.contact import has_contact, whom_to_ask
from peps.forms import ConfirmForm, NotRequiredForm, ReturnForm, reason_for
from peps.models import Pep
from peps.quality.feedback import said_of
from peps.querysets.own_words import answered_in
from peps.reading.changes import changes_by_others
from peps.reading.kept_texts import others_waiting, waits_in
from peps.reading.unchanged_words import confirmation_words
from peps.rules.completeness import Missing, missing
from peps.rules.opening import lapsing_when_handed_in
from peps.rules.states import Action, Refusal, State
from peps.schema import Kind
from peps.services import (
    PepRefused,
    complete_pep,
    mark_not_required,
    return_pep,
    submit_pep,
    take_back_pep,
    unlock_pep,
)
from peps.services.early import is_too_early
from peps.services.existing import existing_in
from peps.services.quality_standing import standing_of
from peps.services.unchanged import unconfirmed_sections
from peps.views.pep_pages import PepFormPage, PepPageMixin, load_pep_to_submit
from peps.voice.unsent import unsent_parts
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .phrases import PhrasesMixin

MOST_DIGITS = 10  # of the number of a version


class Submit(PepPageMixin, TemplateView):
    """What is missing, as links; when nothing is, the button."""

    permission = Permission.SUBMIT_PEP
    template_name = "peps/submit.html"

    def find_pep(self) -> Pep:
        """The PEP with the days of its meetings."""
        return load_pep_to_submit(user=self.user, ref=self.kwargs["ref"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Submit; a second click finds it submitted."""
        try:
            with transaction.atomic():
                pep = submit_pep(
                    actor=self.user,
                    pep=self.pep,
                    seen=self.seen(),
                    confirmed=request.POST.getlist("still_true"),
                )
        except PepRefused as refusal:
            messages.info(request, refusal.refusal.words)
            return self.to_pep()
        except ValidationError as refusal:
            for words in refusal.messages:
                messages.error(request, words)
            return HttpResponseRedirect(request.path)
        messages.success(request, f"The PEP for the {pep.term_name.lower()} is submitted")
        return self.to_pep()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is missing by section, what others wrote, what nobody has touched."""
        rows = {row.key: row for row in self.sections()}
        asked = self.pep.form
        lacking = missing(
            asked, {key: row.data for key, row in rows.items()}, answered_in(self.pep)
        )
        unconfirmed = unconfirmed_sections(self.pep)
        closing = lapsing_when_handed_in(
            existing_in(self.pep.care_period_id), term=(self.pep.academic_year, self.pep.season)
        )
        return super().get_context_data(
            missing=[
                {
                    "section": section.title,
                    "items": [self.link(item) for item in lacking if item.section is section],
                }
                for section in asked.sections
                if any(item.section is section for item in lacking)
            ],
            missing_count=len(lacking),
            closes=[f"{Pep.Season(each.term[1]).label} term {each.term[0]}" for each in closing],
            statutory_count=sum(item.is_statutory for item in lacking),
            rows=rows.values(),
            unconfirmed=[
                {"key": s.key, "title": s.title, "url": self.section_url(s.key)}
                for s in unconfirmed
            ],
            confirmed=[
                {"title": s.title, "url": self.section_url(s.key), "words": words}
                for s in asked.sections
                if (words := confirmation_words(rows.get(s.key)))
            ],
            by_others=changes_by_others(
                self.pep, rows.values(), reader=self.user, permissions=self.child_permissions
            ),
            words_waiting=[
                {"title": s.title, "url": self.section_url(s.key)}
                for s in asked.sections
                if waits_in(s, rows.get(s.key), permissions=self.child_permissions)
            ],
            others_waiting=[
                {"title": s.title, "url": self.section_url(s.key), "names": names}
                for s in asked.sections
                if (names := others_waiting(s, rows.get(s.key), permissions=self.child_permissions))
            ],
            unsent=unsent_parts(self.pep),
            ask_for_contact="" if has_contact(self.pupil.authority) else whom_to_ask(self.pupil),
            is_allowed=self.is_allowed(Action.SUBMIT),
            why_not=self.why_not(),
            too_early=Refusal.BEFORE_ITS_TERM.words if is_too_early(self.pep) else "",
            **self.told(),
            **kwargs,
        )

    def why_not(self) -> str:
        """Why it is not the reader who submits, or not yet."""
        schools = {Permission.WRITE_PEP_ANY_SECTION, Permission.WRITE_PEP_SCHOOL_SECTIONS}
        if self.pep.is_of_care_ended_by(today()):
            return Refusal.CARE_ENDED.words
        if self.pep.has_setting and not schools & self.child_permissions:  # type: ignore[attr-defined]
            return Refusal.SCHOOL_SUBMITS.words
        return "You submit this PEP once something is written in it."

    def told(self) -> dict[str, Any]:
        """Why the last submission was refused as the page's errors, other messages as they are."""
        found = list(messages.get_messages(self.request))
        refused = [{"text": str(each)} for each in found if each.level == messages.ERROR]
        others = [each for each in found if each.level != messages.ERROR]
        return {"refused": refused, "has_errors": bool(refused), "messages": others}

    def seen(self) -> dict[str, int]:
        """The version of each section when the page was shown, as the form sends it back."""
        pairs = (item.rpartition(":") for item in self.request.POST.getlist("seen"))
        return {
            key: int(version)
            for key, _, version in pairs
            if version.isdecimal() and len(version) < MOST_DIGITS
        }

    def link(self, item: Missing) -> dict[str, Any]:
        """A missing answer and where it is given."""
        suffix = {Kind.DATE: "_day", Kind.CHOICE: "_0"}.get(item.field.kind, "")
        group = f"{item.field.group}: " if item.field.group else ""
        return {
            "label": f"{group}{item.field.label}",
            "url": f"{self.section_url(item.section.key)}#id_{item.field.key}{suffix}",
            "is_statutory": item.is_statutory,
        }

    def section_url(self, key: str) -> str:
        """The page of a section."""
        return reverse("peps:section", kwargs={"ref": self.pep.ref, "key": key})


class Return(PhrasesMixin, PepFormPage):
    """Send a submitted PEP back with the reason, and with words on single sections."""

    permission = Permission.ASSURE_PEP
    action = Action.RETURN
    form_class = ReturnForm
    template_name = "peps/return.html"
    page_title = "Return this PEP"
    submit_text = "Return the PEP"
    success_message = "The PEP is returned"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The plan's sections, the authority's phrases, and what a judgement said of sections, also
        of those that are not asked any more."""
        asked = super().get_form_kwargs()
        judged = said_of(self.pep) if self.pep.state == State.QUALITY_ASSURED else []
        keys = {each.key for each in self.pep.form.sections} | {each.key for each in judged}
        sections = [each for each in self.pep.whole_form.sections if each.key in keys]
        return {
            **asked,
            "sections": [(section.key, section.title) for section in sections],
            "phrases": standing_of(self.pep, actor=self.user).phrases,
            "initial": asked["initial"] | {f"section_{each.key}": each.text for each in judged},
        }

    def act(self, form: Any) -> None:
        """Call the service."""
        return_pep(
            actor=self.user,
            pep=self.pep,
            reason=form.cleaned_data["reason"],
            is_empty=form.cleaned_data["is_empty"],
            sections=form.sections(),
        )


class Complete(PepFormPage):
    """Lock an assured PEP and keep its PDF."""

    permission = Permission.ASSURE_PEP
    action = Action.COMPLETE
    form_class = ConfirmForm
    template_name = "peps/complete.html"
    page_title = "Complete this PEP"
    submit_text = "Complete and lock"
    success_message = "The PEP is complete, and its PDF is kept"

    def act(self, form: Any) -> None:
        """Call the service."""
        complete_pep(actor=self.user, pep=self.pep)


class Unlock(PepFormPage):
    """Open a completed PEP again, with the reason on record."""

    permission = Permission.UNLOCK_PEP
    action = Action.UNLOCK
    form_class = reason_for("Why this PEP is unlocked")
    page_title = "Unlock this PEP"
    submit_text = "Unlock the PEP"
    success_message = "The PEP is open again; its PDF is kept"

    def act(self, form: Any) -> None:
        """Call the service."""
        unlock_pep(actor=self.user, pep=self.pep, **form.cleaned_data)


class NotRequired(PepFormPage):
    """Set a PEP aside, with the reason on record."""

    permission = Permission.ASSURE_PEP
    action = Action.NOT_REQUIRED
    form_class = NotRequiredForm
    template_name = "peps/not_required.html"
    page_title = "This PEP is not required"
    submit_text = "Mark as not required"
    success_message = "The PEP is marked as not required"

    def act(self, form: Any) -> None:
        """Call the service."""
        mark_not_required(actor=self.user, pep=self.pep, **form.cleaned_data)


class TakeBack(PepFormPage):
    """A PEP that was found not required is required after all, with the reason on record."""

    permission = Permission.ASSURE_PEP
    action = Action.TAKE_BACK
    form_class = reason_for("Why this PEP is required after all")
    page_title = "This PEP is required after all"
    submit_text = "Take it back"
    success_message = "The PEP is open again, where it stood before"

    def act(self, form: Any) -> None:
        """Call the service."""
        take_back_pep(actor=self.user, pep=self.pep, **form.cleaned_data)
