"""The schools that a search considers: added, changed, applied for or consulted, answered."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from placements.distances import Home, home_of, with_home
from placements.excluded import excluding_schools
from placements.models import SchoolApplication, SchoolOption, SchoolSearch
from placements.rules.admissions import Route
from placements.search_forms import (
    AddOptionForm,
    AnswerForm,
    ApplyForm,
    ChangeOptionForm,
    ConsultForm,
)
from placements.services.school_options import (
    Answered,
    Considered,
    add_option,
    answer_application,
    apply_for,
    change_option,
    consult_school,
)
from pupils.form_pages import PupilFormPage
from pupils.models import Pupil
from vsh.calendars import today
from vsh.organisations.models import EducationSetting

from .place_pages import SchoolChoicePage
from .searches import OneSearch, SearchFormMixin

JOURNEY_TOO_SHORT = (
    "{school}: the journey that was entered is shorter than the straight line from the home. Check "
    "the miles."
)
OF_OPTION = tuple(Considered.__dataclass_fields__)
OF_ANSWER = tuple(Answered.__dataclass_fields__)


class WarnsOfMiles:
    """A form in which the miles of a journey may be no journey that there can be."""

    request: HttpRequest

    def warn_of_miles(self, said: Considered, setting: EducationSetting, home: Home | None) -> None:
        """Say it once what was entered is saved: the places of postcodes are not exact."""
        if home is not None and home.to(setting).is_longer_than(said.distance_miles):
            messages.warning(self.request, JOURNEY_TOO_SHORT.format(school=setting))


class AddOption(WarnsOfMiles, OneSearch, SchoolChoicePage):
    """A school to consider: found first, then what is known of it."""

    template_name = "placements/record_enrolment.html"
    form_class = AddOptionForm
    page_title = "Consider a school"
    success_message = "The school is on the list"
    search_label = "School or setting"
    search_hint = "Name, town or URN"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The home from which each school found is so far away, for who may see where it is; the
        schools that are not offered."""
        home = home_of([self.search], self.child_permissions, on=today())
        told = excluding_schools(self.pupil, user=self.user, on=today())
        return super().get_form_kwargs() | {"home": home, "excluded": told}

    def act(self, form: Any) -> None:
        """Add it."""
        data = form.cleaned_data
        said = Considered(**{name: data[name] for name in OF_OPTION})
        add_option(actor=self.user, search=self.search, setting=data["setting"], said=said)
        self.warn_of_miles(said, data["setting"], form.home)


class OneOption(SearchFormMixin, PupilFormPage):
    """A form about one school that is considered."""

    option: SchoolOption

    def get_pupil(self) -> Pupil:
        """404 too for another child's."""
        pupil = super().get_pupil()
        rows = SchoolOption.objects.visible_to(self.user).filter(search__pupil=pupil)
        rows = rows.select_related("search", "setting")
        self.option = get_object_or_404(rows, pk=self.kwargs["option"])
        self.option.search.pupil = pupil
        return pupil

    @property
    def ended_on(self) -> date | None:
        """Of the search that considers it."""
        return self.option.search.ended_on

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows."""
        return {"version": self.option.version}


class ChangeOption(WarnsOfMiles, OneOption):
    """What is known of it."""

    form_class = ChangeOptionForm

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Which school."""
        return f"School considered: {self.option.setting}"

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        return super().get_initial() | {name: getattr(self.option, name) for name in OF_OPTION}

    def act(self, form: Any) -> None:
        """Save it."""
        data = form.cleaned_data
        said = Considered(**{name: data[name] for name in OF_OPTION})
        change_option(actor=self.user, option=self.option, version=data["version"], said=said)
        searches = SchoolSearch.objects.visible_to(self.user).filter(pk=self.option.search_id)
        home = home_of(with_home(searches, on=today()), self.child_permissions, on=today())
        self.warn_of_miles(said, self.option.setting, home)


class Apply(OneOption):
    """An application that was sent."""

    form_class = ApplyForm
    success_message = "The application is recorded"

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """To which school."""
        return f"Application sent: {self.option.setting}"

    def get_initial(self) -> dict[str, Any]:
        """The day from which a place is needed, where it is known."""
        return super().get_initial() | {"wanted_from_on": self.option.search.needed_from_on}

    def act(self, form: Any) -> None:
        """Record it."""
        apply_for(actor=self.user, option=self.option, **form.cleaned_data)


class Consult(Apply):
    """A consultation of the school, of a child with an EHC plan."""

    template_name = "placements/consult_school.html"
    form_class = ConsultForm
    success_message = "The consultation is recorded"

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Of which school."""
        return f"School consulted for the EHC plan: {self.option.setting}"

    def act(self, form: Any) -> None:
        """Record it."""
        consult_school(actor=self.user, option=self.option, **form.cleaned_data)


class AnswerApplication(SearchFormMixin, PupilFormPage):
    """What the school answered, and whether a direction was considered."""

    form_class = AnswerForm
    row: SchoolApplication

    def get_pupil(self) -> Pupil:
        """404 too for another child's."""
        pupil = super().get_pupil()
        rows = SchoolApplication.objects.visible_to(self.user)
        rows = rows.filter(option__search__pupil=pupil)
        rows = rows.select_related("option__search", "option__setting")
        self.row = get_object_or_404(rows, pk=self.kwargs["application"])
        self.row.option.search.pupil = pupil
        return pupil

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Of which school."""
        what = "consultation" if self.is_consultation else "application"
        return f"Answer to the {what}: {self.row.option.setting}"

    @property
    def is_consultation(self) -> bool:
        """Whether the school was consulted for the EHC plan: it is named, not directed."""
        return self.row.route == Route.CONSULTED

    def get_form_kwargs(self) -> dict[str, Any]:
        """Nothing of directions where there are none."""
        return super().get_form_kwargs() | {"is_consultation": self.is_consultation}

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        return {name: getattr(self.row, name) for name in ("version", *OF_ANSWER)}

    def act(self, form: Any) -> None:
        """Record it."""
        data = form.cleaned_data
        said = Answered(**{name: data[name] for name in OF_ANSWER if name in data})
        answer_application(
            actor=self.user, application=self.row, version=data["version"], said=said
        )
