"""A school's page: the term so far of all its looked-after children, a row for each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.views.generic import FormView

from placements.attendance_forms import NUMBERS, TermSoFarForm, earliest_day
from placements.attendance_words import rate_words, this_term
from placements.models import AttendanceSummary
from placements.places import places_to_report
from placements.rules.attendance import Sessions, nominal_term
from placements.services import record_attendance_so_far
from placements.services.attendance import mark_of, summary_in_words
from placements.services.terms import terms_of_place
from placements.sessions import sessions_in, with_marks
from pupils.models import Enrolment, Pupil
from pupils.services.locking import StaleRecordError
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today
from vsh.calendars.rules import nominal_start
from vsh.organisations.models import EducationSetting

from .attendance import warn_of

Entry = tuple[AttendanceSummary, str]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A child's place with what is on record of the term."""

    place: Enrolment
    name: str
    marked: str  # what the daily marks of this term come to, in words
    on_record: list[AttendanceSummary]
    earlier: list[AttendanceSummary]  # of the terms before this one, the newest first

    @property
    def entries(self) -> list[Entry]:
        """What is on record of this term."""
        return [(one, summary_in_words(one)) for one in self.on_record]

    @property
    def earlier_entries(self) -> list[Entry]:
        """What is on record of the terms before."""
        return [(one, summary_in_words(one)) for one in self.earlier]


def _marked(place: Any) -> str:
    """Of a place read `with_marks`; nothing where no day of the term is marked."""
    now = this_term((sessions_in(row) for row in place.marks), on=today())
    return rate_words(now) if now else ""


class OfOneSchool(PermissionRequiredMixin, FormView[Any]):
    """A page with a row for each looked-after child at a school."""

    permission = Permission.RECORD_ATTENDANCE

    @cached_property
    def schools(self) -> list[EducationSetting]:
        """Schools with looked-after children whom the person may report today."""
        ids = self.places_today().values("setting").order_by()
        return list(EducationSetting.objects.filter(pk__in=ids))

    def places_today(self) -> Any:
        """Places in force, of children who are looked after."""
        looked_after = Pupil.objects.visible_to(self.user).looked_after_on(today()).order_by()
        places = places_to_report(self.user, self.permission).current_on(today())
        return places.filter(setting__isnull=False, pupil__in=looked_after)

    @cached_property
    def school(self) -> EducationSetting | None:
        """The one that was asked for, or the only one."""
        asked = self.request.POST.get("school") or self.request.GET.get("school", "")
        if not asked and len(self.schools) == 1:
            return self.schools[0]
        return next((one for one in self.schools if str(one.pk) == asked), None)

    @cached_property
    def rows_today(self) -> list[Enrolment]:
        """The places at the school."""
        if self.school is None:
            return []
        found = self.places_today().filter(setting=self.school)
        return list(with_marks(found).order_by("pupil__search_name", "pk"))


class SchoolAttendance(OfOneSchool):
    """For the school office: who is on roll, and three numbers for each."""

    template_name = "placements/school_attendance.html"
    form_class = TermSoFarForm

    @cached_property
    def term_starts_on(self) -> date:
        """The first day of the term at this school, as far as its dates are known."""
        day = today()
        if self.rows_today:
            terms = terms_of_place(self.rows_today[0], day)
            begun = [term.first_on for term in terms if term.first_on <= day]
            if begun:
                return max(begun)
        return nominal_start(*nominal_term(day))

    @cached_property
    def rows(self) -> list[Row]:
        """Each child's place with its entries, two queries."""
        summaries = AttendanceSummary.objects.visible_to(self.user).filter(
            enrolment__in=self.rows_today
        )
        found: dict[int, list[AttendanceSummary]] = defaultdict(list)
        for summary in summaries.order_by("started_on"):
            found[summary.enrolment_id].append(summary)
        first = self.term_starts_on
        return [
            Row(
                place=place,
                name=place.pupil.name,
                marked=_marked(place),
                on_record=[one for one in found[place.pk] if one.ended_on >= first],
                earlier=[one for one in found[place.pk] if one.ended_on < first][::-1],
            )
            for place in self.rows_today
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """A row for each child."""
        return super().get_form_kwargs() | {"rows": self.rows}

    def get_initial(self) -> dict[str, Any]:
        """The term so far."""
        return {"started_on": self.term_starts_on, "ended_on": today()}

    def form_valid(self, form: Any) -> HttpResponse:
        """Save every row that was filled in, or none and say why.

        The children's rows are held until the end: in the order in which all who hold several do.
        """
        in_order = sorted(self.rows, key=lambda row: row.place.pupil_id)
        try:
            with transaction.atomic():
                saved = [one for row in in_order if (one := self.save_row(form, row))]
                if form.errors:
                    transaction.set_rollback(True)
        except IntegrityError:
            form.add_error(None, "This does not fit with what is on record. Check the days.")
        if form.errors:
            return self.form_invalid(form)
        children = "1 child" if len(saved) == 1 else f"{len(saved)} children"
        messages.success(self.request, f"Attendance of {children} recorded")
        warn_of(self.request, saved)
        return HttpResponseRedirect(self.request.get_full_path())

    def save_row(self, form: Any, row: Row) -> AttendanceSummary | None:
        """One child's numbers; a refusal becomes an error beside them."""
        data = form.cleaned_data
        numbers = [data.get(f"{number}_{row.place.pk}") for number in NUMBERS]
        if any(number is None for number in numbers):
            return None
        possible, authorised, unauthorised = numbers
        try:
            with transaction.atomic():
                return record_attendance_so_far(
                    actor=self.user,
                    enrolment=row.place,
                    started_on=earliest_day(data["started_on"], row.place),
                    ended_on=data["ended_on"],
                    sessions=Sessions(
                        possible=possible, authorised=authorised, unauthorised=unauthorised
                    ),
                    seen=self.seen(row, data),
                )
        except StaleRecordError as stale:
            words = (
                f"Somebody else has changed this since you opened it. On record now: {stale.now}"
            )
            form.add_error(f"sessions_possible_{row.place.pk}", f"{row.name}: {words}")
        except ValidationError as refusal:
            for name, texts in getattr(refusal, "message_dict", {"": refusal.messages}).items():
                field = f"{name}_{row.place.pk}"
                field = field if field in form.fields else f"sessions_possible_{row.place.pk}"
                form.add_error(field, [f"{row.name}: {text}" for text in texts])
        return None

    def seen(self, row: Row, data: dict[str, Any]) -> list[str]:
        """Which entries within these days the page showed, as `id:version`."""
        shown = self.request.POST.getlist(f"seen_{row.place.pk}")
        first = earliest_day(data["started_on"], row.place)
        outside = {
            mark_of(one)
            for one in row.on_record
            if one.started_on < first or one.ended_on > data["ended_on"]
        }
        return [mark for mark in shown if mark not in outside]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows with their fields, and the schools to choose from."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        record_list_read(
            user=self.user,
            page="placements:school_attendance",
            filters={"school": self.school.pk} if self.school else {},
            count=len(self.rows),
        )
        return {
            **context,
            "page_title": "Attendance",
            "school": self.school,
            "schools": self.schools,
            "rows": [
                {
                    "row": row,
                    "numbers": [form[f"{number}_{row.place.pk}"] for number in NUMBERS],
                    "marks": [mark_of(one) for one in row.on_record],
                    "links": self.user.may(Permission.VIEW_PUPIL),
                }
                for row in self.rows
            ],
        }
