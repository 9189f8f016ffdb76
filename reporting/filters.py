"""The roll's filters, drawn as GOV.UK form fields."""

from typing import Any

import django_filters
from django import forms

from peps.models import Pep
from placements.rules.attendance import Absence
from pupils.words import year_group
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.calendars.rules import academic_year
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm

from . import roll_list
from .cohort_attendance import with_absence
from .filter_choices import OFFICER, SCHOOL, choices_for

PEP_STATES = [(roll_list.NO_PEP, "Not started"), *Pep.State.choices]
YEARS = [(str(number), year_group(number)) for number in range(14, -1, -1)] + [("-1", "Nursery")]
NO_SCHOOL = NO_OFFICER = "none"
UNKNOWN_SCHOOL = "unknown"
CUSTODY = ("custody", "In custody")
UASC = ("uasc", "Unaccompanied asylum-seeking child")


class SelectFilter(django_filters.ChoiceFilter):
    """A select whose choices are known: the value is not looked up again."""

    field_class = fields.SelectField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        django_filters.Filter.__init__(self, *args, **kwargs)


class RollFilterForm(GovukForm):
    """Every filter may stay empty; saying so at each would only be noise."""

    marks_optional = False


class RollFilter(django_filters.FilterSet):
    """Year group, school, PEP, in or out of authority, SEN, circumstance, absence, officer, in care
    or not."""

    year = SelectFilter(method="by_year", label="Year group", choices=YEARS, empty_label="All")
    school = SelectFilter(method="by_school", label="School", choices=[], empty_label="All")
    pep = SelectFilter(
        method="by_pep", label="PEP this term", choices=PEP_STATES, empty_label="All"
    )
    area = SelectFilter(
        method="by_area",
        label="Lives",
        choices=[("in", "In authority"), ("out", "Out of authority")],
        empty_label="All",
    )
    sen = SelectFilter(
        method="by_sen",
        label="SEN",
        choices=[("E", "EHC plan"), ("K", "SEN support"), ("N", "None")],
        empty_label="All",
    )
    circumstance = SelectFilter(
        method="by_circumstance",
        label="Circumstance",
        choices=[CUSTODY, UASC],
        empty_label="All",
    )
    absence = SelectFilter(
        method="by_absence",
        label="Attendance this school year",
        choices=[
            (Absence.PERSISTENT.value, "Missed a tenth or more"),
            (Absence.SEVERE.value, "Missed half or more"),
        ],
        empty_label="All",
    )
    officer = SelectFilter(method="by_officer", label="Officer", choices=[], empty_label="All")
    care = SelectFilter(
        method="by_care",
        label="In care",
        choices=[("left", "No longer looked after"), ("all", "All who ever were")],
        empty_label="Looked after now",
    )

    class Meta:
        form = RollFilterForm

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.day = today()
        if not user.may(Permission.VIEW_CARE):
            del self.filters["area"]
            self.filters["circumstance"].extra["choices"] = [UASC]
        if not user.may(Permission.READ_PEP):
            del self.filters["pep"]
        if not user.may(Permission.VIEW_PUPIL):
            del self.filters["sen"]
            del self.filters["circumstance"]
            del self.filters["absence"]
        if user.setting_ids() and not user.authority_ids():
            for name in ("care", "officer", "school"):
                del self.filters[name]

    @property
    def form(self) -> forms.Form:
        """The form, with the schools and officers of the visible children."""
        form: forms.Form = super().form
        if "school" in form.fields and not hasattr(form, "has_choices"):
            form.has_choices = True  # type: ignore[attr-defined]
            offered = choices_for(self.user, on=self.day)
            form.fields["school"].choices = [  # type: ignore[attr-defined]
                ("", "All"),
                (NO_SCHOOL, "No school place"),
                (UNKNOWN_SCHOOL, "Not known"),
                *offered[SCHOOL],
            ]
            form.fields["officer"].choices = [  # type: ignore[attr-defined]
                ("", "All"),
                (NO_OFFICER, "Nobody"),
                *offered[OFFICER],
            ]
        return form

    def filter_queryset(self, queryset: Any) -> Any:
        """Only children looked after now, unless others are asked for."""
        cleaned = self.form.cleaned_data
        if not cleaned.get("care"):
            queryset = queryset.looked_after_on(self.day)
        return super().filter_queryset(queryset)

    def by_year(self, pupils: Any, _: str, value: str) -> Any:
        """Year group as recorded; both nursery years in one."""
        return pupils.filter(nc_year__lt=0) if value == "-1" else pupils.filter(nc_year=int(value))

    def by_school(self, pupils: Any, _: str, value: str) -> Any:
        """The school, none, or nothing said of it."""
        if value == NO_SCHOOL:
            return roll_list.without_school(pupils, on=self.day)
        if value == UNKNOWN_SCHOOL:
            return roll_list.of_unknown_school(pupils, on=self.day)
        return roll_list.at_school(pupils, int(value), on=self.day)

    def by_pep(self, pupils: Any, _: str, value: str) -> Any:
        """State of this term's PEP."""
        return pupils.alias(**roll_list.pep_facts(self.user, self.day)).filter(pep_state=value)

    def by_area(self, pupils: Any, _: str, value: str) -> Any:
        """In or out of authority."""
        return roll_list.living(pupils, inside=value == "in", user=self.user, on=self.day)

    def by_sen(self, pupils: Any, _: str, value: str) -> Any:
        """SEN status."""
        return roll_list.with_sen(pupils, value, user=self.user, on=self.day)

    def by_circumstance(self, pupils: Any, _: str, value: str) -> Any:
        """Those who are held, or who came alone."""
        if value == UASC[0]:
            return roll_list.unaccompanied(pupils, user=self.user, on=self.day)
        return roll_list.in_custody(pupils, user=self.user, on=self.day)

    def by_absence(self, pupils: Any, _: str, value: str) -> Any:
        """Persistent or severe absence of the children in care."""
        year = academic_year(self.day)
        return with_absence(pupils, Absence(value), user=self.user, year=year, on=self.day)

    def by_officer(self, pupils: Any, _: str, value: str) -> Any:
        """The officer's caseload, or the children for whom nobody is allocated."""
        if value == NO_OFFICER:
            return roll_list.without_officer(pupils, user=self.user, on=self.day)
        return roll_list.of_officer(pupils, int(value), user=self.user, on=self.day)

    def by_care(self, pupils: Any, _: str, value: str) -> Any:
        """Those who left care; all of them."""
        if value == "left":
            now = pupils.looked_after_on(self.day).order_by().values("pk")
            return pupils.exclude(pk__in=now)
        return pupils


class SearchForm(GovukForm):
    """Name, UPN, child ID or reference; always posted, never in an address."""

    marks_optional = False

    q = fields.CharField(
        label="Find a child",
        hint="Name, UPN, child ID or reference",
        required=False,
        max_length=100,
        error_messages={"max_length": "Search for 100 characters or fewer"},
        width=20,
        spellcheck=False,
        autocomplete="off",
    )
