"""Suspensions and permanent exclusions of one child: reported, corrected, withdrawn."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from placements.attendance_forms import CorrectExclusionForm, ExclusionForm, place_words
from placements.models import Exclusion
from placements.places import places_to_report
from placements.rules.exclusions import sessions_in_words
from placements.services import correct_exclusion, record_exclusion, withdraw_exclusion
from placements.services.exclusion_overlaps import ExclusionAsItIs
from pupils.models import Enrolment, Pupil
from vsh.accounts.roles import Permission

from .attendance import ReportPage


def facts_in(data: dict[str, Any]) -> ExclusionAsItIs:
    """What the form says."""
    return ExclusionAsItIs(
        kind=data["kind"],
        started_on=data["started_on"],
        days=data["days"],
        reasons=data["reasons"],
        notified_on=data["notified_on"],
        provision=data["provision"],
        provision_from_on=data["provision_from_on"],
        sixth_day_provision=data["sixth_day_provision"],
        sixth_day_from_on=data["sixth_day_from_on"],
        is_sixth_day_full_time=data["is_sixth_day_full_time"],
        misses_exam=data["misses_exam"],
        cancelled_on=data.get("cancelled_on"),
        cancelled_because=data.get("cancelled_because", ""),
        days_missed=data.get("days_missed"),
    )


class ReportAtSchool(ReportPage):
    """A form about something that only a school can do."""

    @cached_property
    def places(self) -> list[Enrolment]:
        """Those at a school: nobody is suspended from education elsewhere."""
        found = places_to_report(self.user, self.permission).filter(
            pupil=self.pupil, setting__isnull=False
        )
        return list(found.order_by("-started_on"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether there is a school at all."""
        return super().get_context_data(has_places=bool(self.places), **kwargs)


class RecordExclusion(ReportAtSchool):
    """A suspension or a permanent exclusion, as soon as it is decided."""

    permission = Permission.RECORD_EXCLUSION
    form_class = ExclusionForm
    template_name = "placements/record_exclusion.html"
    page_title = "Report a suspension or exclusion"
    submit_text = "Report"
    success_message = "Recorded"

    def act(self, form: Any) -> None:
        """Record it."""
        record_exclusion(
            actor=self.user, enrolment=self.place_in(form), facts=facts_in(form.cleaned_data)
        )


class CorrectExclusion(ReportPage):
    """An entry that is wrong, that grew, or that was cancelled."""

    permission = Permission.RECORD_EXCLUSION
    form_class = CorrectExclusionForm
    template_name = "placements/correct_attendance.html"
    page_title = "Correct a suspension or exclusion"
    success_message = "Saved"
    exclusion: Exclusion
    entry_labels = {"sessions": "Length", "sessions_missed": "Missed before it was cancelled"}
    entry_words = dict.fromkeys(entry_labels, sessions_in_words)

    @property
    def entry(self) -> Exclusion:
        """What it corrects."""
        return self.exclusion

    def get_pupil(self) -> Pupil:
        """404 too for an entry that is another child's, or of another school."""
        pupil = super().get_pupil()
        rows = Exclusion.objects.visible_to(self.user).select_related("enrolment__setting")
        self.exclusion = get_object_or_404(
            rows, pk=self.kwargs["exclusion"], enrolment__pupil=pupil
        )
        may = places_to_report(self.user, self.permission).filter(pk=self.exclusion.enrolment_id)
        if self.user.may(self.permission) and not may.exists():
            raise Http404
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        row = self.exclusion
        names = ("version", "kind", "started_on", "reasons", "notified_on", "misses_exam")
        provided = ("provision", "provision_from_on", "sixth_day_provision", "sixth_day_from_on")
        later = ("is_sixth_day_full_time", "cancelled_on", "cancelled_because")
        days = Decimal(row.sessions) / 2 if row.sessions else None
        missed = None if row.sessions_missed is None else Decimal(row.sessions_missed) / 2
        counted = {"days": days, "days_missed": missed}
        return {name: getattr(row, name) for name in names + provided + later} | counted

    def act(self, form: Any) -> None:
        """Correct it, or take it off the record."""
        data = form.cleaned_data
        told: Any = {
            "actor": self.user,
            "exclusion": self.exclusion,
            "version": data["version"],
            "reason": data["reason"],
        }
        if data["is_withdrawn"]:
            withdraw_exclusion(**told)
        else:
            correct_exclusion(facts=facts_in(data), **told)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose place it is."""
        return super().get_context_data(place=place_words(self.exclusion.enrolment), **kwargs)
