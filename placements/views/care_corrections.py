"""A time in care or a legal status that was told wrongly: put right or withdrawn; a legal status
that begins."""

from functools import cached_property, partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from placements.care_correction_forms import (
    CorrectCareForm,
    CorrectStatusForm,
    NewStatusForm,
    WithdrawCareFactForm,
)
from pupils.care_words import CATEGORY_OF_NEED, LEGAL_STATUS, in_words
from pupils.codes import REASONS_CARE_ENDED
from pupils.form_pages import PupilFormPage
from pupils.models import CareEpisode, CarePeriod, Pupil
from pupils.services.care_corrections import (
    CareTime,
    care_in_words,
    correct_care_period,
    facts_of,
    span_of,
    withdraw_care_period,
)
from pupils.services.legal_status_corrections import (
    StatusAsItIs,
    correct_legal_status,
    instead_of,
    status_in_words,
    withdraw_legal_status,
)
from pupils.services.new_legal_status import (
    NewStatus,
    last_status,
    record_legal_status,
    version_of_last,
)
from pupils.services.row_versions import version_of
from vsh.accounts.roles import Permission


class CareFactPage(PupilFormPage):
    """A form on what is on record of care, back to the tab."""

    permission = Permission.CORRECT_CARE
    tab = "placements:care"

    def get_success_url(self) -> str:
        """Back to the tab."""
        return reverse("placements:care", kwargs={"ref": self.pupil.ref})


class OneCarePeriod(CareFactPage):
    """A form on one time in care of the child."""

    period: CarePeriod

    def get_pupil(self) -> Pupil:
        """404 too for a time in care that is another child's."""
        pupil = super().get_pupil()
        periods = CarePeriod.objects.visible_to(self.user).select_related("pupil")
        self.period = get_object_or_404(periods, pk=self.kwargs["period"], pupil=pupil)
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record, and the version that the page shows."""
        period = self.period
        names = ("started_on", "ended_on", "end_reason")
        on_record = {name: getattr(period, name) for name in names}
        return on_record | {"version": version_of(period)}


class CorrectCarePeriod(OneCarePeriod):
    """The day on which care began or ceased put right, or why it ceased."""

    template_name = "placements/correct_care_period.html"
    form_class = CorrectCareForm
    page_title = "Put this time in care right"
    success_message = "Time in care put right"
    entry_words = {"end_reason": REASONS_CARE_ENDED.label}

    @property
    def entry(self) -> CarePeriod:
        """What it puts right."""
        return self.period

    def get_form_kwargs(self) -> dict[str, Any]:
        """The time in care, and what follows a day of it that is changed."""
        follows = []
        for span in map(span_of, facts_of(self.period)):
            what = span.what[0].upper() + span.what[1:]
            if span.started_on == self.period.started_on:
                follows.append(f"{what} begins with it")
            if span.ended_on == self.period.ended_on:
                follows.append(f"{what} {'ends with it' if span.ended_on else 'goes on with it'}")
        return super().get_form_kwargs() | {"period": self.period, "follows": follows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stands there."""
        return super().get_context_data(
            now=care_in_words(self.period),
            withdraw_url="placements:withdraw_care_period",
            pk=self.period.pk,
            **kwargs,
        )

    def act(self, form: Any) -> None:
        """Put it right."""
        data = form.cleaned_data
        right = CareTime(
            started_on=data["started_on"],
            ended_on=data["ended_on"],
            end_reason=data["end_reason"],
        )
        correct_care_period(
            actor=self.user,
            period=self.period,
            version=data["version"],
            reason=data["reason"],
            right=right,
        )


class WithdrawCarePeriod(OneCarePeriod):
    """A time in care that was entered by mistake."""

    template_name = "placements/withdraw_care_period.html"
    form_class = WithdrawCareFactForm
    page_title = submit_text = "Withdraw this time in care"
    success_message = "Withdrawn. It is no longer on the child’s record"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What goes with it."""
        gone = [span_of(fact).words for fact in facts_of(self.period)]
        return super().get_context_data(now=care_in_words(self.period), gone=gone, **kwargs)

    def act(self, form: Any) -> None:
        """Withdraw it."""
        withdraw_care_period(actor=self.user, period=self.period, **form.cleaned_data)


class RecordLegalStatus(CareFactPage):
    """A legal status that took over from the one on record."""

    template_name = "placements/record_legal_status.html"
    form_class = NewStatusForm
    page_title = "Record a new legal status"
    success_message = "The new legal status is on record"

    @cached_property
    def last(self) -> CareEpisode | None:
        """The latest one on record."""
        return last_status(self.pupil)

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows."""
        return {"version": version_of_last(self.last)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stands there."""
        now = status_in_words(self.last) if self.last else ""
        return super().get_context_data(now=now, last=self.last, **kwargs)

    def act(self, form: Any) -> None:
        """Record it."""
        data = form.cleaned_data
        record_legal_status(
            actor=self.user,
            pupil=self.pupil,
            version=data["version"],
            new=NewStatus(legal_status=data["legal_status"], started_on=data["started_on"]),
        )


class _OneLegalStatus(CareFactPage):
    """A form on one legal status of the child."""

    episode: CareEpisode

    def get_pupil(self) -> Pupil:
        """404 too for a legal status that is another child's."""
        pupil = super().get_pupil()
        episodes = CareEpisode.objects.visible_to(self.user).select_related("care_period__pupil")
        self.episode = get_object_or_404(
            episodes, pk=self.kwargs["episode"], care_period__pupil=pupil
        )
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record, and the version that the page shows."""
        names = ("legal_status", "category_of_need", "started_on", "ended_on")
        on_record = {name: getattr(self.episode, name) for name in names}
        return on_record | {"version": version_of(self.episode)}


class CorrectLegalStatus(_OneLegalStatus):
    """The status, the category of need or the days put right."""

    template_name = "placements/correct_legal_status.html"
    form_class = CorrectStatusForm
    page_title = "Put this legal status right"
    success_message = "Legal status put right"
    entry_labels = {"ended_on": "Day on which it ended"}  # also where the form does not ask
    entry_words = {
        "legal_status": partial(in_words, LEGAL_STATUS),
        "category_of_need": partial(in_words, CATEGORY_OF_NEED),
    }

    @property
    def entry(self) -> CareEpisode:
        """What it puts right."""
        return self.episode

    def get_form_kwargs(self) -> dict[str, Any]:
        """The legal status that the form is about."""
        return super().get_form_kwargs() | {"episode": self.episode}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stands there."""
        return super().get_context_data(
            now=status_in_words(self.episode),
            withdraw_url="placements:withdraw_legal_status",
            pk=self.episode.pk,
            **kwargs,
        )

    def act(self, form: Any) -> None:
        """Put it right."""
        data = form.cleaned_data
        right = StatusAsItIs(
            legal_status=data["legal_status"],
            category_of_need=data["category_of_need"],
            started_on=data["started_on"],
            ended_on=data.get("ended_on"),
        )
        correct_legal_status(
            actor=self.user,
            episode=self.episode,
            version=data["version"],
            reason=data["reason"],
            right=right,
        )


class WithdrawLegalStatus(_OneLegalStatus):
    """A legal status that was entered by mistake."""

    template_name = "placements/withdraw_legal_status.html"
    form_class = WithdrawCareFactForm
    page_title = submit_text = "Withdraw this legal status"
    success_message = "Withdrawn. It is no longer on the child’s record"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What holds in its time once it is gone."""
        instead = instead_of(self.episode)
        return super().get_context_data(
            now=status_in_words(self.episode),
            instead=status_in_words(instead) if instead else "",
            **kwargs,
        )

    def act(self, form: Any) -> None:
        """Withdraw it."""
        withdraw_legal_status(actor=self.user, episode=self.episode, **form.cleaned_data)
