"""A part-time timetable: agreed and reviewed, with its end."""

from typing import Any

from django.shortcuts import get_object_or_404

from placements.forms import CorrectTimetableForm, TimetableForm
from placements.models import TimetableReview
from placements.services.timetables import correct_review, review_timetable
from pupils.models import Enrolment, Pupil
from vsh.calendars import today

from .hours import HoursPage


class ReviewTimetable(HoursPage):
    """What was decided, until when it goes on, and when it is looked at again."""

    template_name = "placements/review_timetable.html"
    form_class = TimetableForm
    success_message = "The review of the timetable is recorded"
    place: Enrolment

    def get_pupil(self) -> Pupil:
        """404 too for a place that is another child's."""
        pupil = super().get_pupil()
        self.place = self.place_of(pupil, self.kwargs["pk"])
        return pupil

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Of which place."""
        return f"Part-time timetable: {self.place.setting or self.place.get_kind_display()}"

    def act(self, form: Any) -> None:
        """Record it."""
        review_timetable(actor=self.user, enrolment=self.place, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was decided before."""
        reviews = TimetableReview.objects.visible_to(self.user).filter(enrolment=self.place)
        places = Enrolment.objects.visible_to(self.user).filter(pk=self.place.pk)
        place = places.select_related("setting").with_hours_on(today()).get()
        return super().get_context_data(
            place=place, reviews=reviews.select_related("recorded_by"), **kwargs
        )


class CorrectTimetableReview(HoursPage):
    """A review that was entered wrongly."""

    form_class = CorrectTimetableForm
    page_title = "Correct a review of the part-time timetable"
    success_message = "The review is corrected"
    review: TimetableReview

    @property
    def entry(self) -> TimetableReview:
        """What it corrects."""
        return self.review

    def get_pupil(self) -> Pupil:
        """404 too for another child's."""
        pupil = super().get_pupil()
        reviews = TimetableReview.objects.visible_to(self.user).filter(enrolment__pupil=pupil)
        rows = reviews.select_related("enrolment__pupil")
        self.review = get_object_or_404(rows, pk=self.kwargs["timetable"])
        self.place_of(pupil, self.review.enrolment_id)
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        names = ("version", *TimetableForm.base_fields)
        return {name: getattr(self.review, name) for name in names}

    def act(self, form: Any) -> None:
        """Correct it."""
        correct_review(actor=self.user, review=self.review, **form.cleaned_data)
