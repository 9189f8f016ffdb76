"""A child's school year in marks, and one day of it put right."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from placements.after_last_day import among
from placements.attendance_day_forms import CorrectDayForm
from placements.attendance_forms import place_words
from placements.attendance_history import day_stood_before, put_right, who_told
from placements.attendance_words import flagged_lines, national_lines
from placements.attendance_year import WEEKDAYS, legend_of, months_of, year_of
from placements.contradictions import with_contradiction
from placements.models import AttendanceDay
from placements.places import places_to_report, reportable
from placements.rules.attendance_codes import CONFIRMATION, HalfDay
from placements.services.attendance_days import correct_day, day_in_words
from placements.sessions import in_year
from pupils.form_pages import PupilFormPage
from pupils.models import Enrolment, Pupil
from pupils.pages import PupilPageMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.calendars.rules import Season, academic_year, first_calendar_year, nominal_end, year_label
from vsh.govuk.dates import long_date

MARKS_OF_A_YEAR = 5000  # of all places together


class AttendanceYear(PupilPageMixin, TemplateView):
    """Every session of a school year by month, with what they add up to beside it."""

    permission = Permission.VIEW_PUPIL
    tab = "placements:school"
    template_name = "placements/attendance_year.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The months, the sums and England."""
        day = today()
        year = self.year(day)
        places = list(self.pupil.enrolments.select_related("setting", "pupil").order_by("pk"))
        rows: Any = with_contradiction(in_year(AttendanceDay.objects.visible_to(self.user)))
        marks = rows.filter(enrolment__in=[place.pk for place in places], academic_year=year)
        found = list(marks.order_by("day", "enrolment_id")[:MARKS_OF_A_YEAR])
        may = reportable(self.user, Permission.RECORD_ATTENDANCE, places)
        months = months_of(
            found, year=year, until=day, place_on=_main_places(places, may, year=year, on=day)
        )
        whole = year_of(found, year=year, until=day)
        first = first_calendar_year(year)
        return super().get_context_data(
            year=year,
            months=months,
            whole=whole,
            weekdays=WEEKDAYS,
            legend=legend_of(year),
            places_to_correct=may,
            has_marks=bool(found),
            after_last_day=among(found, {place.pk: place for place in places}),
            contradicting=[
                cell
                for month in months
                for week in month.weeks
                for cell in week
                if cell and cell.contradictions
            ],
            national=national_lines() + flagged_lines([whole, *whole.terms]),
            counting=CONFIRMATION,
            year_before=year_label(first - 1),
            year_after=year_label(first + 1) if year < academic_year(day) else "",
            **kwargs,
        )

    def year(self, day: date) -> str:
        """The year that was asked for, or this one."""
        asked = self.request.GET.get("year", "")
        current = academic_year(day)
        first = int(asked[:4]) if asked[:4].isdecimal() and asked[:4].isascii() else 0
        is_year = 1990 <= first <= day.year and asked == year_label(first)
        return min(asked, current) if is_year else current


class CorrectDay(PupilFormPage):
    """The marks of one day that are wrong, or that nobody has told."""

    permission = Permission.RECORD_ATTENDANCE
    tab = "placements:school"
    form_class = CorrectDayForm
    template_name = "placements/correct_day.html"
    success_message = "The day is corrected"
    place: Enrolment
    day: date
    row: AttendanceDay | None

    def get_pupil(self) -> Pupil:
        """404 too for a place that others report, and for a day that it does not have."""
        pupil = super().get_pupil()
        places = pupil.enrolments.select_related("setting")
        self.place = get_object_or_404(places, pk=self.kwargs["place"])
        self.day = _day(self.kwargs["day"])
        if not self.user.may(self.permission):
            return pupil  # refused next, as it is for any day
        may = places_to_report(self.user, self.permission).filter(pk=self.place.pk)
        rows = AttendanceDay.objects.visible_to(self.user).select_related("entered_by")
        self.row = rows.filter(enrolment=self.place, day=self.day).first()
        ended_on = self.place.ended_on or self.day
        is_there = self.place.started_on <= self.day <= min(ended_on, today())
        if not (is_there or self.row) or not may.exists():
            raise Http404  # what stands on a day that is none of the place's may be taken off
        return pupil

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Which day."""
        return f"Correct attendance on {long_date(self.day)}"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The codes of the day."""
        stands = (self.row.am, self.row.pm) if self.row else ()
        return super().get_form_kwargs() | {"day": self.day, "stands": stands}

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        if self.row is None:
            return {"version": 0}
        return {name: getattr(self.row, name) for name in ("version", "am", "pm")}

    def act(self, form: Any) -> None:
        """Correct it."""
        data = form.cleaned_data
        correct_day(
            actor=self.user,
            enrolment=self.place,
            day=self.day,
            version=data["version"],
            marks={HalfDay.AM: data["am"], HalfDay.PM: data["pm"]},
            reason=data["reason"],
        )

    def get_success_url(self) -> str:
        """The year, or the school's week for those who may not open the record."""
        if Permission.VIEW_PUPIL in self.child_permissions:
            url = reverse("placements:attendance_year", kwargs={"ref": self.pupil.ref})
            return f"{url}?year={academic_year(self.day)}"
        monday = self.day - timedelta(days=self.day.weekday())
        return f"{reverse('placements:attendance_week')}?week={monday}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose place it is, what stands there, and what stood there before."""
        return super().get_context_data(
            place=place_words(self.place),
            now=day_in_words(self.row),
            row=self.row,
            told_by=who_told(self.row) if self.row else "",
            put_right=put_right(self.row) if self.row else "",
            before=day_stood_before(self.row) if self.row else [],
            **kwargs,
        )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if text != day.isoformat():
        raise Http404
    return day


def _main_places(places: list[Enrolment], may: set[int], *, year: str, on: date) -> dict[date, int]:
    """Where a mark of each day would be entered: the main place in force, if the person may."""
    found: dict[date, int] = {}
    last = min(nominal_end(year, Season.SUMMER), on)
    for place in places:
        if place.pk in may and place.kind in Enrolment.MAIN_KINDS:
            day = max(place.started_on, date(first_calendar_year(year), 8, 1))
            while day <= min(place.ended_on or last, last):
                found[day] = place.pk
                day += timedelta(days=1)
    return found
