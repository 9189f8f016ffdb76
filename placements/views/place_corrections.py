"""A school place that was entered wrongly, or came to nothing: withdrawn or corrected."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from placements.correction_forms import CorrectPlaceForm, WithdrawPlaceForm
from pupils.models import Enrolment, Pupil
from pupils.services.place_corrections import (
    PlaceAsItIs,
    correct_enrolment,
    former_of,
    withdraw_enrolment,
)

from .place_pages import PlaceFormPage, SchoolChoicePage

NO_PLACE = Enrolment.Kind.NO_PLACE


class _OnePlace(PlaceFormPage):
    """A form on one place of the child."""

    place: Enrolment

    def get_pupil(self) -> Pupil:
        """404 too for a place that is another child's."""
        pupil = super().get_pupil()
        places = Enrolment.objects.visible_to(self.user).select_related("setting", "pupil")
        self.place = get_object_or_404(places, pk=self.kwargs["pk"], pupil=pupil)
        return pupil

    @property
    def place_words(self) -> str:
        """Where the child learns, or that they have no place."""
        return str(self.place.setting or self.place.get_kind_display())

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows."""
        return {"version": self.place.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The place that the form is about."""
        return super().get_form_kwargs() | {"place": self.place}


class WithdrawEnrolment(_OnePlace):
    """A place that the child never took up, or that was entered by mistake."""

    template_name = "placements/withdraw_enrolment.html"
    form_class = WithdrawPlaceForm
    success_message = "Withdrawn. It is no longer on the child's record"

    @property
    def submit_text(self) -> str:  # type: ignore[override]
        """A place, or the fact of having none."""
        return "Withdraw this entry" if self.place.kind == NO_PLACE else "Withdraw this place"

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Which place."""
        return f"{self.submit_text}: {self.place_words}"

    @cached_property
    def former(self) -> Enrolment | None:
        """The place that ended the day before."""
        return former_of(self.place)

    def get_form_kwargs(self) -> dict[str, Any]:
        """What may go on instead."""
        return super().get_form_kwargs() | {"former": self.former}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The place, and what holds again without being asked."""
        is_none_before = self.former is not None and self.former.kind == NO_PLACE
        return super().get_context_data(place=self.place, is_none_before=is_none_before, **kwargs)

    def act(self, form: Any) -> None:
        """Withdraw it."""
        data = form.cleaned_data
        withdraw_enrolment(
            actor=self.user,
            enrolment=self.place,
            version=data["version"],
            reason=data["reason"],
            instead=data.get("instead", ""),
        )


class CorrectEnrolment(_OnePlace, SchoolChoicePage):
    """A wrong entry put right: school, kind, days, hours, or the end of a place."""

    template_name = "placements/correct_enrolment.html"
    form_class = CorrectPlaceForm
    success_message = "School place corrected"
    search_label = "Another school or setting"
    search_hint = "Name, town or URN. Only if the school is wrong."

    def get_pupil(self) -> Pupil:
        """404 too for having no place, which is withdrawn instead."""
        pupil = super().get_pupil()
        get_object_or_404(
            Enrolment.objects.visible_to(self.user).exclude(kind=NO_PLACE), pk=self.place.pk
        )
        return pupil

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Which place."""
        return f"Correct this place: {self.place_words}"

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        place = self.place
        was_moved = {True: "yes", False: "no", None: ""}[place.ended_by_placement]
        names = ("kind", "setting", "accepted_on", "started_on", "ended_on", "reason_ended")
        on_record = {name: getattr(place, name) for name in (*names, "hours_a_week")}
        return (
            super().get_initial()
            | on_record
            | {
                "is_part_time": not place.is_full_time,
                "part_time_reason": place.part_time_reason,
                "evidence": place.evidence,
                "exceptional_reason": place.exceptional_reason,
                "ended_by_placement": was_moved,
            }
        )

    def act(self, form: Any) -> None:
        """Correct it."""
        data = form.cleaned_data
        right = PlaceAsItIs(
            kind=data["kind"],
            setting=data.get("setting"),
            accepted_on=data["accepted_on"],
            started_on=data["started_on"],
            ended_on=data.get("ended_on"),
            reason_ended=data.get("reason_ended", ""),
            ended_by_placement={"yes": True, "no": False}.get(data.get("ended_by_placement", "")),
            is_full_time=not data["is_part_time"],
            hours_a_week=data["hours_a_week"],
            part_time_reason=data["part_time_reason"],
            evidence=data["evidence"],
            exceptional_reason=data["exceptional_reason"],
        )
        correct_enrolment(
            actor=self.user,
            enrolment=self.place,
            version=data["version"],
            reason=data["reason"],
            right=right,
        )
