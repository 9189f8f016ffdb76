"""A school's week: both sessions of each day for all its looked-after children."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from placements.attendance_day_forms import WeekForm
from placements.attendance_year import WEEKDAYS
from placements.models import AttendanceDay
from placements.rules.attendance_codes import CODES, HalfDay, codes_on, not_known
from placements.services.attendance_days import FIELDS, DayTold, record_marks
from placements.services.terms import calendars_of_places, is_open
from pupils.models import Enrolment
from pupils.services.locking import HELD, HELD_CODE, refused_when_held
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today

from .school_attendance import OfOneSchool

WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One session of one child: the field's name, and what is on record."""

    name: str
    half: HalfDay
    day: date
    on_record: str

    @property
    def words(self) -> str:
        """Which session."""
        return f"{WEEKDAYS[self.day.weekday()]} {self.half.words}"


@dataclass(frozen=True, kw_only=True)
class DayOfRow:
    """A day of one child; `is_open` says whether somebody may be expected in school."""

    day: date
    version: int
    is_open: bool
    cells: list[Cell]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A child's place with the days of the week that it covers."""

    place: Enrolment
    name: str
    days: list[DayOfRow]

    @property
    def cells(self) -> list[Cell]:
        """Every session of the row."""
        return [cell for day in self.days for cell in day.cells]


class WeekAttendance(OfOneSchool):
    """For the designated teacher and the school office."""

    template_name = "placements/attendance_week.html"
    form_class = WeekForm
    typed: AbstractSet[str] = frozenset()  # the cells of rows that could not be saved
    is_held = False

    @cached_property
    def monday(self) -> date:
        """The week that was asked for, this one or earlier; or this one."""
        day = today()
        try:
            asked = date.fromisoformat(self.request.GET.get("week", ""))
        except ValueError:
            asked = day
        found = min(asked, day) if asked.year > 1990 else day
        return found - timedelta(days=found.weekday())

    @cached_property
    def days(self) -> list[date]:
        """Monday to Friday, today at the latest."""
        days = [self.monday + timedelta(days=number) for number in range(len(WEEKDAYS))]
        return [day for day in days if day <= today()]

    @cached_property
    def rows(self) -> list[Row]:
        """Each child with the marks on record; two queries."""
        marks = AttendanceDay.objects.visible_to(self.user).filter(
            enrolment__in=self.rows_today, day__in=self.days
        )
        found = {(row.enrolment_id, row.day): row for row in marks}
        calendars = calendars_of_places(self.rows_today)
        return [
            Row(
                place=place,
                name=place.pupil.name,
                days=[
                    _day(place, day, found.get((place.pk, day)), is_open(calendars[place.pk], day))
                    for day in self.days
                    if place.started_on <= day <= (place.ended_on or day)
                ],
            )
            for place in self.rows_today
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """A row for each child."""
        return super().get_form_kwargs() | {"rows": self.rows}

    def form_valid(self, form: Any) -> HttpResponse:
        """Save what can stand and name the rest."""
        return self.save(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """The same: a wrong cell keeps no other from being saved."""
        return self.save(form)

    def save(self, form: Any) -> HttpResponse:
        """Every child's row; their records are held in the order in which all hold several. Once
        one is held by others none of the rest is tried: a page does not wait for each."""
        in_order = sorted(self.rows, key=lambda row: row.place.pupil_id)
        saved = sum(self.save_row(form, row) for row in in_order)
        sessions = "1 session" if saved == 1 else f"{saved} sessions"
        if form.errors:
            if saved:
                messages.success(self.request, f"{sessions} saved. The rest needs another look")
            del self.__dict__["rows"]
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(self.request, f"{sessions} saved" if saved else "Nothing was changed")
        return HttpResponseRedirect(self.request.get_full_path())

    def save_row(self, form: Any, row: Row) -> int:
        """One child's week; a refusal becomes an error beside its cell and keeps what was typed."""
        cells = {(cell.day, cell.half): cell for cell in row.cells}
        told = [one for day in row.days if (one := self.told(form, row, day)).marks]
        new = [
            cell
            for one in told
            for half, code in one.marks.items()
            if code != (cell := cells[one.day, half]).on_record
        ]
        if not new:
            return 0
        try:
            if self.is_held:
                raise ValidationError(HELD, code=HELD_CODE)
            with refused_when_held():
                saved, refused = record_marks(actor=self.user, enrolment=row.place, told=told)
        except IntegrityError:
            words = "a file was being loaded. Save again"
        except ValidationError as refusal:
            self.is_held = getattr(refusal, "code", "") == HELD_CODE
            words = " ".join(refusal.messages)
        else:
            for wrong in refused:
                cell = cells[wrong.day, wrong.half]
                form.add_error(cell.name, f"{row.name}, {cell.words}: {wrong.words}")
            return saved
        self.typed = self.typed | {cell.name for cell in new}
        form.add_error(new[0].name, f"{row.name}: {words}")
        return 0

    def told(self, form: Any, row: Row, day: DayOfRow) -> DayTold:
        """What the page says of a day; a mark that was taken out is not taken off the record."""
        is_present = form.cleaned_data.get(f"present_{row.place.pk}") and day.is_open
        marks = {}
        for cell in day.cells:
            if cell.name in form.errors:
                continue
            code = form.code_in(cell.name, cell.half)
            if not code and cell.on_record and cell.name in self.request.POST:
                words = "a mark is on record. To take it off, open the day and correct it"
                form.add_error(cell.name, f"{row.name}, {cell.words}: {words}")
            elif code and code not in CODES:
                words = not_known(code, day.day)
                form.add_error(cell.name, f"{row.name}, {cell.words}: {words}")
            elif code or (is_present and not cell.on_record):
                marks[FIELDS[cell.half]] = code or ("/" if cell.half is HalfDay.AM else "\\")
        seen = self.request.POST.get(f"seen_{row.place.pk}_{day.day}", "")
        version = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
        return DayTold(day=day.day, version=version, **marks)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows with their fields, the weeks beside this one, and the codes."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        record_list_read(
            user=self.user,
            page="placements:attendance_week",
            filters={"school": self.school.pk} if self.school else {},
            count=len(self.rows),
        )
        this_week = today() - timedelta(days=today().weekday())
        return {
            **context,
            "page_title": "Attendance this week",
            "school": self.school,
            "schools": self.schools,
            "monday": self.monday,
            "days": self.days,
            "week_before": self.monday - WEEK,
            "week_after": self.monday + WEEK if self.monday < this_week else None,
            "codes": [(one.code, one.meaning) for one in codes_on(self.monday)],
            "sums_url": reverse("placements:school_attendance"),
            "rows": [
                {
                    "row": row,
                    "present": form[f"present_{row.place.pk}"],
                    "days": [
                        {
                            "day": day,
                            "fields": [_shown(form, cell, self.typed) for cell in day.cells],
                        }
                        for day in row.days
                    ],
                    "links": self.user.may(Permission.VIEW_PUPIL),
                }
                for row in self.rows
            ],
        }


def _shown(form: Any, cell: Cell, typed: AbstractSet[str]) -> dict[str, Any]:
    """A field as it is drawn: what was not saved as it was entered, the rest as it is on record."""
    bound = form[cell.name]
    is_kept = bound.errors or cell.name in typed
    return {"bound": bound, "value": bound.value() or "" if is_kept else cell.on_record}


def _day(place: Enrolment, day: date, row: AttendanceDay | None, open_then: bool) -> DayOfRow:
    return DayOfRow(
        day=day,
        version=row.version if row else 0,
        is_open=open_then,
        cells=[
            Cell(
                name=f"{name}_{place.pk}_{day}",
                half=half,
                day=day,
                on_record=getattr(row, name) if row else "",
            )
            for half, name in FIELDS.items()
        ],
    )
