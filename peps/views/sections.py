"""One section of a PEP: written and saved as people type, or read by those whose part it is not."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from peps.forms import SectionForm
from peps.models import PepSection
from peps.reading.prefilled import prefilled
from peps.rules.side_by_side import changed_by_others
from peps.rules.states import Refusal
from peps.schema import Answers
from peps.services import (
    Lag,
    PepRefused,
    PepUnfinished,
    PepWrongDays,
    StaleSection,
    complete_section,
    note_section_seen,
    save_section,
)

from .section_side_by_side import CONFLICT_WORDS, SideBySide

AUTOSAVED = "components/autosave_status.html"
CONFLICT = "components/autosave_conflict.html"
LOCKED = "Not saved – this section can no longer be changed. Copy your words before you leave."
MOVED = "Not saved – the plan is on another form now. Copy your words before you leave."
REPLACED = "Not saved – another target is reviewed there now. Copy your words before you leave."
WORDS = {Refusal.ANOTHER_FORM: MOVED, Refusal.ANOTHER_TARGET: REPLACED}


class SectionPage(SideBySide):
    """The section as its writers save it: as they type, by a button, or refused with both texts."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form for who may write, else the answers; with either what the reader has kept."""
        response = self.shown_with_draft()
        row = self.row
        self.words.put_held_away(self.user)
        if row is not None and row.seen_version != row.version:  # type: ignore[attr-defined]
            note_section_seen(actor=self.user, section=row)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what is valid; answer an autosave with a line, a button with a page."""
        if "put_away" in request.POST:
            return self.words.put_away(self.user)
        if not self.is_writer:
            raise PermissionDenied
        form = self.form(request.POST)
        form.is_valid()
        if self.outdated:
            return self.refused(form, PepRefused(self.outdated))
        try:
            row = self.save(form)
        except StaleSection as stale:
            return self.conflict(form, stale)
        except PepRefused as refusal:
            return self.refused(form, refusal)
        if request.htmx:  # type: ignore[attr-defined]
            return self.autosaved(row, form)
        if form.errors:
            held = self.held(form, row.data)
            form = self.shown_again(form, changed_by_others(held, now=row.data))
            return self.show(form, version=row.version, problems=form.problems())
        return self.saved(form, row)

    def shown_again(self, form: SectionForm, others: Answers) -> SectionForm:
        """The form holds what it did not hold of others, or the next save would take that back."""
        posted = self.request.POST.copy()
        for name, text in form.as_sent(others):
            posted[name] = text
        shown_again = self.form(posted)
        shown_again.is_valid()
        return shown_again

    def save(self, form: SectionForm) -> PepSection:
        """Save the valid answers, each over the version that the page saw of it."""
        return save_section(
            actor=self.user,
            pep=self.pep,
            key=self.section.key,
            answers=form.answers(),
            version=self.versions[0],
            lag=Lag(
                seen=form.seen(),
                choices=self.choices,
                version=self.versions[-1],
                page=self.words.open_page,
            ),
            offered=lambda: prefilled(self.section, self.reader),
            stood=form.stood,
            not_valid=form.not_valid(),
            reviews=self.reviewed,
        )

    def saved(self, form: SectionForm, row: PepSection) -> HttpResponse:
        """After a button: stay, or mark the section as finished and go on to the next."""
        if others := changed_by_others(self.held(form, row.data), now=row.data):
            if words := self.also_changed(form, others):
                messages.warning(self.request, words)
            if "finish" in self.request.POST:
                return HttpResponseRedirect(self.request.path)  # to look at it first
        if "finish" not in self.request.POST:
            messages.success(self.request, "Saved")
            return HttpResponseRedirect(self.request.path)
        try:
            with transaction.atomic():
                complete_section(
                    actor=self.user, pep=self.pep, key=self.section.key, version=row.version
                )
        except StaleSection:
            return HttpResponseRedirect(self.request.path)  # somebody has written this very moment
        except PepRefused as refusal:
            said = f"Saved, but “{self.section.title}” is not marked as finished."
            messages.warning(self.request, f"{said} {refusal.refusal.words}")
            return self.to_pep()
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

    def autosaved(self, row: PepSection, form: SectionForm) -> HttpResponse:
        """The line "Saved 10:32am", with what is not valid yet, and what others have changed."""
        others = changed_by_others(self.held(form, row.data), now=row.data)
        context = {
            "saved_at": row.changed_at if row.version else None,
            "version": row.version,
            "problems": form.problems(but=self.given_up(form)),
            "also": self.also_changed(form, others),
            "now": form.as_sent(others),
        }
        return render(self.request, AUTOSAVED, context)

    def held(self, form: SectionForm, now: Answers) -> dict[str, str]:
        """What the page holds and is valid, or given up; a choice that is not made there, as
        empty."""
        return {**form.unchosen(now), **form.answers(), **self.given_up(form)}

    def also_changed(self, form: SectionForm, others: Answers) -> str:
        """That somebody else's words stand in these questions now; what was chosen is no news."""
        told = [f for f in form.asked if f.key in others and f.key not in self.choices]
        labels = ", ".join(f"“{field.full_label}”" for field in told)
        return (
            f"Changed by somebody else meanwhile, and shown as it stands now: {labels}"
            if told
            else ""
        )

    def conflict(self, form: SectionForm, stale: StaleSection) -> HttpResponse:
        """Both texts of what both wrote; all else is saved, and beside it stands what somebody
        else has changed, or a choice has settled."""
        held = self.held(form, stale.theirs).items()
        settled = {key: text for key, text in held if key not in stale.mine}
        others = changed_by_others(settled, now=stale.theirs)
        context = {**self.both_texts(form, stale), "now": form.as_sent(others)}
        if self.request.htmx:  # type: ignore[attr-defined]
            return render(self.request, CONFLICT, context, status=409)
        form = self.shown_again(form, others)
        form.add_error(None, CONFLICT_WORDS)
        version = stale.version if stale.is_kept else self.versions[0]
        return self.show(form, version=version, conflict=context, status=409)

    def refused(self, form: SectionForm, refusal: PepRefused) -> HttpResponse:
        """The PEP is locked, on another form or about another target since: the words stay on the
        page, to be copied."""
        form.add_error(None, f"Not saved. {refusal.refusal.words}")
        words = WORDS.get(refusal.refusal, LOCKED)
        if self.request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(words, status=423, content_type="text/plain")
        for read_before in ("reviews", "replaced"):
            self.__dict__.pop(read_before, None)
        lag = {"version": self.versions[0], "waits": form.seen().items()}
        return self.show(form, status=423, refused=words, **lag)
