"""The phone round: who should be in school today and has no mark yet, and what the school says.

A school has the same list of its own children, and marks them from its register.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db import IntegrityError
from django.db.models import Count, Exists, Max, OuterRef, Subquery
from django.http import Http404, HttpResponse, HttpResponseRedirect

from placements.attendance_day_forms import CallForm
from placements.models import AttendanceDay, UnansweredCall
from placements.rules.attendance_codes import Count as Counts
from placements.rules.attendance_codes import HalfDay, codes_on
from placements.services.attendance_days import FIELDS, DayTold, record_marks, record_no_answer
from placements.services.terms import closed_on
from pupils.models import Enrolment
from pupils.services.locking import refused_when_held
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

from .school_attendance import OfOneSchool

WRONG = "id_code"
AT_ONCE = 20  # a few screens of a telephone; the list grows shorter as it is worked


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

    @cached_property
    def is_ringing(self) -> bool:
        """Whether the person rings the schools, or has the register before them."""
        return bool(self.user.authority_ids_where(Permission.RECORD_ATTENDANCE))

    @property
    def field(self) -> str:
        """Where the session's mark stands."""
        return FIELDS[self.half]

    def places_to_call(self) -> Any:
        """The places of today, of one school if it was chosen."""
        places = self.places_today()
        if self.request.GET.get("school") and self.school:
            places = places.filter(setting=self.school)
        return places

    def told(self) -> Any:
        """Today's rows that have the session's mark."""
        rows = AttendanceDay.objects.visible_to(self.user).filter(day=today())
        return rows.exclude(**{self.field: ""})

    @cached_property
    def rung(self) -> dict[int, tuple[int, datetime]]:
        """How often, and when last, nobody answered about a place."""
        calls: Any = UnansweredCall.objects.visible_to(self.user).order_by()
        of_today = calls.filter(day=today(), half=self.half).values_list("enrolment_id")
        rows = of_today.annotate(Count("pk"), Max("called_at"))
        return {place: (times, last) for place, times, last in rows}

    @cached_property
    def waiting(self) -> list[int]:
        """The places of those without a mark, who was not rung yet first; schools that are closed
        left out."""
        places = self.places_to_call().filter(
            ~Exists(self.told().order_by().filter(enrolment=OuterRef("pk")))
        )
        in_order = places.order_by("setting__name", "pupil__search_name", "pk")
        named = ("setting", "setting__la_code", "pupil__authority__code", "pupil__authority__name")
        schools = {place: tuple(school) for place, *school in in_order.values_list("pk", *named)}
        closed = closed_on(set(schools.values()), today())
        found = [place for place, school in schools.items() if school not in closed]
        again = sorted(
            (one for one in found if one in self.rung), key=lambda one: self.rung[one][1]
        )
        return [*(one for one in found if one not in self.rung), *again]

    def page_of(self, form: Any) -> Page[Any]:
        """The page asked for; where something is wrong, the one on which that child stands now."""
        number: Any = self.request.GET.get("page")
        wrong = next((place for place in self.waiting if self.is_of(place, form)), None)
        if wrong is not None:
            number = self.waiting.index(wrong) // AT_ONCE + 1
        page = Paginator(self.waiting, AT_ONCE).get_page(number)
        page.object_list = self.with_version(list(page.object_list))
        return page

    def with_version(self, places: Sequence[int]) -> list[Any]:
        """These places, with the version of today's row where the other session has a mark."""
        rows = AttendanceDay.objects.visible_to(self.user).filter(day=today())
        of_today = rows.order_by().filter(enrolment=OuterRef("pk"))
        read = self.places_to_call().annotate(version_today=Subquery(of_today.values("version")))
        found = read.in_bulk(places)
        return [found[place] for place in places if place in found]

    def form_valid(self, form: Any) -> HttpResponse:
        """Record what the school said, and go on with the next child."""
        data = form.cleaned_data
        places = self.places_today().filter(pk=data["place"])
        place = places.first()
        if place is None:
            raise Http404
        try:
            with refused_when_held():
                refused, done = self.record(place, data)
        except IntegrityError:
            refused = ["a file was being loaded. Try again"]
        except ValidationError as held:
            refused = held.messages
        for words in refused:
            form.add_error(None, f"{place.pupil.name}: {words}")
        if refused:
            return self.form_invalid(form)
        messages.success(self.request, done)
        return HttpResponseRedirect(self.request.get_full_path())

    def record(self, place: Enrolment, data: dict[str, Any]) -> tuple[list[str], str]:
        """Save it: what was refused, and the word of what was done."""
        if data["said"] == "no_answer":
            record_no_answer(actor=self.user, enrolment=place, half=self.half)
            return [], "No answer noted: the child comes again at the end"
        present = "/" if self.half is HalfDay.AM else "\\"
        code = data["code"] if data["said"] == "absent" else present
        told = DayTold(day=today(), version=data["version"], **{self.field: code})
        sources = AttendanceDay.Source
        source = sources.PHONE if self.is_ringing else sources.PAGE
        _, refused = record_marks(actor=self.user, enrolment=place, told=[told], source=source)
        return [one.words for one in refused], f"{place.pupil.name}: recorded"

    def is_of(self, place: int, form: Any) -> bool:
        """Whether what is wrong was said of this place."""
        return form is not None and form.is_bound and form.cleaned_data.get("place") == place

    def anchor(self, place: Enrolment, form: Any) -> str:
        """The id of a child's choice of codes: where the word of what is wrong leads, if it is."""
        return WRONG if self.is_of(place.pk, form) and "code" in form.errors else f"c{place.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whose words the person writes down."""
        return super().get_form_kwargs() | {"is_ringing": self.is_ringing}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of children, and how far the round is."""
        day = today()
        form = kwargs.get("form")
        page = self.page_of(form)
        school = self.school if self.request.GET.get("school") else None
        everyone = self.places_to_call().order_by().values("pk")
        told = self.told().order_by().filter(enrolment__in=everyone)
        record_list_read(
            user=self.user,
            page="placements:attendance_calls",
            filters={"page": page.number} | ({"school": school.pk} if school else {}),
            count=page.paginator.count,
        )
        return super().get_context_data(
            page_title="Children without a mark today",
            day=day,
            half=self.half,
            other_half=HalfDay.AM if self.half is HalfDay.PM else HalfDay.PM,
            rows=[
                {
                    "place": place,
                    "version": place.version_today or 0,
                    "at": self.anchor(place, form),
                    "rung": self.rung.get(place.pk),
                    "code": self.request.POST.get("code") if self.is_of(place.pk, form) else "",
                }
                for place in page.object_list
            ],
            page_obj=page,
            wrong_at=WRONG,
            is_ringing=self.is_ringing,
            told=told.values("enrolment__pupil").distinct().count(),
            codes=absences(day, self.half),
            schools=self.schools,
            school=school,
            **kwargs,
        )


def absences(day: date, half: HalfDay) -> list[tuple[str, str]]:
    """What a school says of a child who is not there."""
    return [
        (one.code, f"{one.code}  {one.meaning}")
        for one in codes_on(day, half)
        if one.count is not Counts.PRESENT
    ]
