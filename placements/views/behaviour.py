"""A child at risk of exclusion, and one who was sent home without it."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from placements.attendance_forms import place_words
from placements.behaviour_forms import (
    AnswerRiskForm,
    ChangeRiskForm,
    CorrectSentHomeForm,
    RiskForm,
    SentHomeForm,
)
from placements.models import ExclusionRisk, SentHome
from placements.places import places_to_report
from placements.services.behaviour import (
    TimeSentHome,
    Worry,
    answer_exclusion_risk,
    change_exclusion_risk,
    correct_sent_home,
    raise_exclusion_risk,
    record_sent_home,
)
from pupils.form_pages import PupilFormPage
from pupils.models import Enrolment, Pupil
from vsh.accounts.roles import Permission

from .exclusions import ReportAtSchool

SCHOOL = "placements:school"
WORRY = ("worries", "support_tried", "asked_for")


def worry_in(data: dict[str, Any]) -> Worry:
    """What the form says."""
    return Worry(**{name: data[name] for name in WORRY})


class RaiseRisk(ReportAtSchool):
    """A school fears that a child may be excluded."""

    permission = Permission.RAISE_EXCLUSION_RISK
    form_class = RiskForm
    template_name = "placements/raise_risk.html"
    page_title = "At risk of exclusion: ask for help"
    submit_text = "Tell the Virtual School"
    success_message = "The Virtual School has been told"

    def act(self, form: Any) -> None:
        """Raise it."""
        worry = worry_in(form.cleaned_data)
        raise_exclusion_risk(actor=self.user, enrolment=self.place_in(form), worry=worry)


class ChangeRisk(ReportAtSchool):
    """A worry of which there is news, or that is wrong."""

    permission = Permission.RAISE_EXCLUSION_RISK
    form_class = ChangeRiskForm
    template_name = "placements/correct_attendance.html"
    page_title = "At risk of exclusion: add or correct"
    submit_text = "Save and tell the Virtual School"
    success_message = "Saved, and the Virtual School told"
    risk: ExclusionRisk

    @property
    def entry(self) -> ExclusionRisk:
        """What it changes."""
        return self.risk

    def get_pupil(self) -> Pupil:
        """404 too for a worry about another child, or of a place of which others tell."""
        pupil = super().get_pupil()
        own = places_to_report(self.user, self.permission).filter(pupil=pupil)
        rows = ExclusionRisk.objects.visible_to(self.user).select_related("enrolment__setting")
        if self.user.may(self.permission):
            rows = rows.filter(enrolment__in=own)
        self.risk = get_object_or_404(rows, pk=self.kwargs["risk"], enrolment__pupil=pupil)
        return pupil

    @cached_property
    def places(self) -> list[Enrolment]:
        """The one on record."""
        return [self.risk.enrolment]

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        return {name: getattr(self.risk, name) for name in ("version", *WORRY)}

    def act(self, form: Any) -> None:
        """Change it, or take it off the record."""
        data = form.cleaned_data
        change_exclusion_risk(
            actor=self.user,
            risk=self.risk,
            version=data["version"],
            worry=worry_in(data),
            reason=data["why"],
            is_withdrawn=data["is_withdrawn"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose place it is."""
        return super().get_context_data(place=place_words(self.risk.enrolment), **kwargs)


class AnswerRisk(PupilFormPage):
    """The Virtual School says what it will do, and in the end what came of it."""

    permission = Permission.ANSWER_EXCLUSION_RISK
    tab = SCHOOL
    form_class = AnswerRiskForm
    template_name = "placements/answer_risk.html"
    page_title = "At risk of exclusion: answer"
    submit_text = "Save and tell the school"
    success_message = "Saved, and the school told"
    risk: ExclusionRisk

    def get_pupil(self) -> Pupil:
        """404 too for a worry about another child."""
        pupil = super().get_pupil()
        rows = ExclusionRisk.objects.visible_to(self.user)
        rows = rows.select_related("enrolment__setting", "raised_by", "answered_by")
        self.risk = get_object_or_404(rows, pk=self.kwargs["risk"], enrolment__pupil=pupil)
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """What was answered before."""
        return {"version": self.risk.version, "answer": self.risk.answer}

    def act(self, form: Any) -> None:
        """Answer it."""
        data = form.cleaned_data
        answer_exclusion_risk(
            actor=self.user,
            risk=self.risk,
            version=data["version"],
            answer=data["answer"],
            outcome=data["outcome"],
        )

    def get_success_url(self) -> str:
        """The tab."""
        return reverse(self.tab, kwargs={"ref": self.pupil.ref})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the school said."""
        return super().get_context_data(risk=self.risk, **kwargs)


def told_in(data: dict[str, Any]) -> TimeSentHome:
    """What the form says."""
    return TimeSentHome(
        sent_home_on=data["sent_home_on"],
        sessions=int(data["sessions"]),
        said_by=data["said_by"],
        reason=data["reason"],
    )


class RecordSentHome(ReportAtSchool):
    """A child was sent home without a suspension."""

    permission = Permission.RECORD_SENT_HOME
    form_class = SentHomeForm
    template_name = "placements/record_sent_home.html"
    page_title = "Sent home without a suspension"
    success_message = "Recorded"

    def act(self, form: Any) -> None:
        """Record it."""
        told = told_in(form.cleaned_data)
        record_sent_home(actor=self.user, enrolment=self.place_in(form), told=told)


class CorrectSentHome(ReportAtSchool):
    """An entry that is wrong."""

    permission = Permission.RECORD_SENT_HOME
    form_class = CorrectSentHomeForm
    template_name = "placements/correct_attendance.html"
    page_title = "Correct: sent home without a suspension"
    row: SentHome

    @property
    def entry(self) -> SentHome:
        """What it corrects."""
        return self.row

    def get_pupil(self) -> Pupil:
        """404 too for an entry of another child, or of a place of which others tell."""
        pupil = super().get_pupil()
        own = places_to_report(self.user, self.permission).filter(pupil=pupil)
        rows = SentHome.objects.visible_to(self.user).select_related("enrolment__setting")
        if self.user.may(self.permission):
            rows = rows.filter(enrolment__in=own)
        self.row = get_object_or_404(rows, pk=self.kwargs["sent_home"], enrolment__pupil=pupil)
        return pupil

    @cached_property
    def places(self) -> list[Enrolment]:
        """The one on record."""
        return [self.row.enrolment]

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        names = ("version", "sent_home_on", "sessions", "said_by", "reason")
        return {name: getattr(self.row, name) for name in names}

    def act(self, form: Any) -> None:
        """Correct it, or take it off the record."""
        data = form.cleaned_data
        correct_sent_home(
            actor=self.user,
            row=self.row,
            version=data["version"],
            told=told_in(data),
            reason=data["why"],
            is_withdrawn=data["is_withdrawn"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose place it is."""
        return super().get_context_data(place=place_words(self.row.enrolment), **kwargs)
