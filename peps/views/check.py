"""The page "Check and submit" for this reader: what they can put right, and for whom they wait."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from peps.meetings.days import another_day
from peps.rules.completeness import Missing
from peps.rules.days import WrongDay, wrong_days
from peps.rules.sections import may_write_section, waits_for
from peps.schema import Owner, Section
from peps.services.asking import ask_the_social_worker, social_workers_of
from vsh.calendars import today

from .sign_off import Submit


class CheckAndSubmit(Submit):
    """Submission, with days that cannot be and the sections that somebody else has to write."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Submit, or ask the social worker for what only they can write."""
        if "ask" not in request.POST:
            return super().post(request, *args, **kwargs)
        with transaction.atomic():
            asked = ask_the_social_worker(actor=self.user, pep=self.pep)
        if asked:
            messages.success(request, "The social worker has been asked, without the child's name")
        else:
            messages.info(request, "The social worker has already been asked today.")
        return HttpResponseRedirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page, each group of missing answers with whom it waits for."""
        context = super().get_context_data(**kwargs)
        theirs = {
            section.title: waits_for(section, has_setting=self.pep.has_setting)  # type: ignore[attr-defined]
            for section in self.pep.form.sections
            if not self.may_write(section)
        }
        by_circumstance = {
            section.title: reverse("peps:set_section_aside", args=[self.pep.ref, section.key])
            for section in self.pep.form.sections
            if self.may_write(section) and self.may_be_over(section)
        }
        for group in context["missing"]:
            group["waits_for"] = theirs.get(group["section"], "")
            group["set_aside_url"] = by_circumstance.get(group["section"], "")
        waits = any(group["waits_for"] == Owner.CARE.label for group in context["missing"])
        answers = {row.key: row.data for row in context["rows"]}
        wrong = wrong_days(self.pep.form, answers, on=today(), opened_on=self.pep.opened_on)
        is_day_wrong = any((w.section.key, w.field.key) == ("meeting", "held_on") for w in wrong)
        return {
            **context,
            "another_day": "" if is_day_wrong else another_day(self.pep, answers),
            "day_url": f"{self.section_url('meeting')}#id_held_on_day",
            "wrong_days": [self.link_to_day(item) for item in wrong],
            "workers": social_workers_of(self.pep.pupil) if waits else [],
        }

    def link_to_day(self, item: WrongDay) -> dict[str, Any]:
        """A wrong day and where it is put right."""
        place = self.link(Missing(section=item.section, field=item.field))
        return {"label": item.words, "url": place["url"]}

    def may_write(self, section: Section) -> bool:
        """Whether the reader writes this section."""
        return may_write_section(
            section,
            permissions=self.child_permissions,
            has_setting=self.pep.has_setting,  # type: ignore[attr-defined]
        )
