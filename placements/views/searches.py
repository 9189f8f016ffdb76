"""The search for a school place: begun, changed, ended, and the page that shows it."""

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from placements.distances import with_home
from placements.models import SchoolSearch
from placements.search_forms import (
    ChangeSearchForm,
    EndSearchForm,
    OpenSearchForm,
)
from placements.search_reading import searches_of
from placements.services.searches import change_search, end_search, open_search
from pupils.form_pages import PupilFormPage
from pupils.models import Pupil
from pupils.pages import PupilPageMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date


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

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; of a search that has ended it is said before anybody fills it in."""
        if (ended_on := self.ended_on) is not None:
            words = f"The search ended on {long_date(ended_on)}: nothing is added to it or changed."
            messages.info(request, f"{words} Begin another search if a place is looked for.")
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    @property
    def ended_on(self) -> date | None:
        """The day on which the search ended that the form would change."""
        return None

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

    @property
    def ended_on(self) -> date | None:
        """Of that search."""
        return cast("date | None", self.search.ended_on)


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
