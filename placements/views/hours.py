"""From which day a place is part time or full time again; wrong entries are withdrawn."""

from typing import Any

from django.shortcuts import get_object_or_404

from placements.hours_forms import HoursForm, WithdrawHoursForm
from placements.places import places_to_report
from placements.services.hours import change_hours, withdraw_hours
from pupils.models import Enrolment, PlaceHours, Pupil
from vsh.accounts.roles import Permission
from vsh.govuk.dates import long_date

from .place_pages import PlaceFormPage


class HoursPage(PlaceFormPage):
    """About the hours of one place: the virtual school's people any, a school its own."""

    permission = Permission.AGREE_TIMETABLE

    def place_of(self, pupil: Pupil, pk: int) -> Enrolment:
        """404 for a place that is another child's or that this person may not tell of."""
        places = places_to_report(self.user, self.permission)
        return get_object_or_404(places, pk=pk, pupil=pupil)


class ChangeHours(HoursPage):
    """Part time from a day, or full time again."""

    form_class = HoursForm
    success_message = "The hours of the place are recorded"
    place: Enrolment

    def get_pupil(self) -> Pupil:
        """404 too for another child's place."""
        pupil = super().get_pupil()
        self.place = self.place_of(pupil, self.kwargs["pk"])
        return pupil

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Of which place."""
        place = self.place
        return f"Part time or full time from a day: {place.setting or place.get_kind_display()}"

    def act(self, form: Any) -> None:
        """Record it."""
        change_hours(
            actor=self.user,
            enrolment=self.place,
            from_on=form.cleaned_data["from_on"],
            part_time=form.part_time,
        )


class WithdrawHours(HoursPage):
    """Hours that were entered wrongly."""

    form_class = WithdrawHoursForm
    submit_text = "Withdraw"
    success_message = "The hours are withdrawn: those before hold again"
    hours: PlaceHours

    def get_pupil(self) -> Pupil:
        """404 too for another child's."""
        pupil = super().get_pupil()
        rows = PlaceHours.objects.visible_to(self.user).filter(enrolment__pupil=pupil)
        self.hours = get_object_or_404(
            rows.select_related("enrolment__pupil"), pk=self.kwargs["hours"]
        )
        self.place_of(pupil, self.hours.enrolment_id)
        return pupil

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Which."""
        what = "full time" if self.hours.is_full_time else "part time"
        return f"Withdraw: {what} from {long_date(self.hours.from_on)}"

    def act(self, form: Any) -> None:
        """Withdraw it."""
        withdraw_hours(actor=self.user, row=self.hours, reason=form.cleaned_data["reason"])
