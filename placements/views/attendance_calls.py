"""The phone round: who should be in school today and has no mark yet, and what the school says."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect

from placements.attendance_day_forms import CallForm
from placements.models import AttendanceDay
from placements.rules.attendance_codes import Count as Counts
from placements.rules.attendance_codes import HalfDay, codes_on
from placements.services.attendance_days import FIELDS, DayTold, record_marks, record_no_answer
from placements.services.terms import calendars_of_places, is_open
from pupils.models import Enrolment
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

from .school_attendance import OfOneSchool

WRONG = "id_code"
AT_ONCE = 50  # of those whose turn it is; the list grows shorter as it is worked


class CallList(OfOneSchool):
    """One school after the other, a child at a time; who has a mark is off the list."""

    permission = Permission.RECORD_ATTENDANCE
    form_class = CallForm
    template_name = "placements/attendance_calls.html"

    @cached_property
    def half(self) -> HalfDay:
        """Morning, unless the afternoon was asked for."""
        asked = self.request.POST.get("half") or self.request.GET.get("half")
        return HalfDay.PM if asked == HalfDay.PM else HalfDay.AM

    @property
    def field(self) -> str:
        """Where the session's mark stands."""
        return FIELDS[self.half]

    def places_to_call(self) -> "QuerySet[Enrolment]":
        """The places of today, of one school if it was chosen, with how often it was rung."""
        day = today()
        rung = Q(unanswered_calls__day=day, unanswered_calls__half=self.half)
        places: QuerySet[Enrolment] = self.places_today()
        if self.request.GET.get("school") and self.school:
            places = places.filter(setting=self.school)
        found: QuerySet[Enrolment] = places.annotate(
            tries=Count("unanswered_calls", filter=rung),
            rung_at=Max("unanswered_calls__called_at", filter=rung),
        )
        return found

    @cached_property
    def waiting(self) -> list[Enrolment]:
        """Those without a mark, who was not rung yet first; schools that are closed left out."""
        day = today()
        told = AttendanceDay.objects.visible_to(self.user).filter(
            ~Q(**{self.field: ""}), enrolment=OuterRef("pk"), day=day
        )
        places = self.places_to_call().filter(~Exists(told))
        in_order = places.order_by(
            F("rung_at").asc(nulls_first=True), "setting__name", "pupil__search_name", "pk"
        )
        found = list(in_order[: AT_ONCE * 4])
        calendars = calendars_of_places(found)
        return [place for place in found if is_open(calendars[place.pk], day)]

    @cached_property
    def versions(self) -> dict[int, int]:
        """The version of today's row of those who have the other session's mark."""
        shown = [place.pk for place in self.waiting[:AT_ONCE]]
        rows = AttendanceDay.objects.visible_to(self.user).filter(enrolment__in=shown, day=today())
        return dict(rows.values_list("enrolment_id", "version"))

    def form_valid(self, form: Any) -> HttpResponse:
        """Record what the school said, and go on with the next child."""
        data = form.cleaned_data
        places = self.places_today().filter(pk=data["place"])
        place = places.first()
        if place is None:
            raise Http404
        if data["said"] == "no_answer":
            record_no_answer(actor=self.user, enrolment=place, half=self.half)
            messages.success(self.request, "No answer noted: the child comes again at the end")
            return HttpResponseRedirect(self.request.get_full_path())
        present = "/" if self.half is HalfDay.AM else "\\"
        code = data["code"] if data["said"] == "absent" else present
        told = DayTold(day=today(), version=data["version"], **{self.field: code})
        try:
            with transaction.atomic():
                _, refused = record_marks(
                    actor=self.user,
                    enrolment=place,
                    told=[told],
                    source=AttendanceDay.Source.PHONE,
                )
        except IntegrityError:
            form.add_error(None, f"{place.pupil.name}: a file was being loaded. Try again")
            return self.form_invalid(form)
        for wrong in refused:
            form.add_error(None, f"{place.pupil.name}: {wrong.words}")
        if refused:
            return self.form_invalid(form)
        messages.success(self.request, f"{place.pupil.name}: recorded")
        return HttpResponseRedirect(self.request.get_full_path())

    def anchor(self, place: Enrolment, form: Any) -> str:
        """The id of a child's choice of codes: where the word of what is wrong leads, if it is."""
        is_wrong = form is not None and "code" in form.errors
        return WRONG if is_wrong and form.cleaned_data.get("place") == place.pk else f"c{place.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The next children, and how far the round is."""
        day = today()
        waiting = self.waiting
        shown = waiting[:AT_ONCE]
        everyone = self.places_today()
        if self.request.GET.get("school") and self.school:
            everyone = everyone.filter(setting=self.school)
        record_list_read(
            user=self.user, page="placements:attendance_calls", filters={}, count=len(shown)
        )
        told = AttendanceDay.objects.visible_to(self.user).filter(
            ~Q(**{self.field: ""}), enrolment__in=everyone.order_by().values("pk"), day=day
        )
        return super().get_context_data(
            page_title="Children without a mark today",
            day=day,
            half=self.half,
            other_half=HalfDay.AM if self.half is HalfDay.PM else HalfDay.PM,
            rows=[
                (place, self.versions.get(place.pk, 0), self.anchor(place, kwargs.get("form")))
                for place in shown
            ],
            wrong_at=WRONG,
            more=len(waiting) - len(shown),
            told=told.count(),
            codes=absences(day, self.half),
            schools=self.schools,
            school=self.school if self.request.GET.get("school") else None,
            **kwargs,
        )


def absences(day: date, half: HalfDay) -> list[tuple[str, str]]:
    """What a school says of a child who is not there."""
    return [
        (one.code, f"{one.code}  {one.words}")
        for one in codes_on(day, half)
        if one.count is not Counts.PRESENT
    ]
