"""The search for a school place: its clock, the schools considered, applications and answers."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from placements.distances import home_of, with_home
from placements.models import SchoolApplication, SchoolOption, SchoolSearch
from placements.rules.admissions import Route
from placements.search_forms import (
    AddOptionForm,
    AnswerForm,
    ApplyForm,
    ChangeOptionForm,
    ChangeSearchForm,
    ConsultForm,
    EndSearchForm,
    OpenSearchForm,
)
from placements.search_reading import searches_of
from placements.services.school_options import (
    Answered,
    Considered,
    add_option,
    answer_application,
    apply_for,
    change_option,
    consult_school,
)
from placements.services.searches import change_search, end_search, open_search
from pupils.form_pages import PupilFormPage
from pupils.models import Pupil
from pupils.pages import PupilPageMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .place_pages import SchoolChoicePage

OF_OPTION = tuple(Considered.__dataclass_fields__)
OF_ANSWER = tuple(Answered.__dataclass_fields__)


class SchoolSearchPage(PupilPageMixin, TemplateView):
    """The open searches: the clock, the options compared, what was applied for; and what those
    that have ended came to."""

    permission = Permission.VIEW_CARE
    tab = "placements:school"
    template_name = "placements/school_search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The searches, if a school is looked for: one for now, one for later."""
        nearest_first = self.request.GET.get("order") == "nearest"
        searches, past, due_words = searches_of(
            self.pupil,
            self.user,
            permissions=self.child_permissions,
            on=today(),
            nearest_first=nearest_first,
        )
        return super().get_context_data(
            due_words=due_words,
            searches=searches,
            ended_searches=past,
            today=today(),
            may_search=Permission.SEARCH_SCHOOL in self.child_permissions,
            nearest_first=nearest_first,
            may_see_home=Permission.VIEW_CONFIDENTIAL_ADDRESS in self.child_permissions,
            sees_views=Permission.READ_PEP in self.child_permissions,
            **kwargs,
        )


class SearchFormMixin:
    """A form of the search, back to its page."""

    permission = Permission.SEARCH_SCHOOL
    tab = "placements:school"
    pupil: Pupil

    def get_success_url(self) -> str:
        """Back to the search."""
        return reverse("placements:school_search", kwargs={"ref": self.pupil.ref})


class OpenSearch(SearchFormMixin, PupilFormPage):
    """A search that somebody begins."""

    form_class = OpenSearchForm
    page_title = "Begin a search for a school place"
    success_message = "The search is begun"

    def act(self, form: Any) -> None:
        """Begin it."""
        open_search(actor=self.user, pupil=self.pupil, **form.cleaned_data)


class OneSearch(SearchFormMixin, PupilFormPage):
    """A form about one search of the child."""

    search: Any

    def get_pupil(self) -> Pupil:
        """404 too for a search for another child."""
        pupil = super().get_pupil()
        rows = with_home(SchoolSearch.objects.visible_to(self.user).filter(pupil=pupil), on=today())
        self.search = get_object_or_404(rows, pk=self.kwargs["search"])
        self.search.pupil = pupil
        return pupil


class ChangeSearch(OneSearch):
    """Why, and how the child learns meanwhile."""

    form_class = ChangeSearchForm
    page_title = "The search for a school place"

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        names = ("version", "why", "interim", "needed_from_on")
        return {name: getattr(self.search, name) for name in names}

    def act(self, form: Any) -> None:
        """Save it."""
        change_search(actor=self.user, search=self.search, **form.cleaned_data)


class EndSearch(OneSearch):
    """A search that no place has ended."""

    template_name = "placements/end_search.html"
    form_class = EndSearchForm
    page_title = "End the search for a school place"
    submit_text = "End the search"
    success_message = "The search is ended"

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows."""
        return {"version": self.search.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which search."""
        return super().get_context_data(search=self.search, **kwargs)

    def act(self, form: Any) -> None:
        """End it."""
        end_search(actor=self.user, search=self.search, **form.cleaned_data)


class AddOption(OneSearch, SchoolChoicePage):
    """A school to consider: found first, then what is known of it."""

    template_name = "placements/record_enrolment.html"
    form_class = AddOptionForm
    page_title = "Consider a school"
    success_message = "The school is on the list"
    search_label = "School or setting"
    search_hint = "Name, town or URN"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The home from which each school found is so far away, for who may see where it is."""
        home = home_of([self.search], self.child_permissions, on=today())
        return super().get_form_kwargs() | {"home": home}

    def act(self, form: Any) -> None:
        """Add it."""
        data = form.cleaned_data
        said = Considered(**{name: data[name] for name in OF_OPTION})
        add_option(actor=self.user, search=self.search, setting=data["setting"], said=said)


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

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows."""
        return {"version": self.option.version}


class ChangeOption(OneOption):
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
