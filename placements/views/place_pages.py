"""What the forms about a child's school places share: who may, the tab, the search for a school."""

from typing import Any

from django.urls import reverse

from placements.forms import SettingSearchForm
from pupils.form_pages import PupilFormPage
from vsh.accounts.roles import Permission


class PlaceFormPage(PupilFormPage):
    """A form about a place of the child, back to the tab."""

    permission = Permission.EDIT_SCHOOLING
    tab = "placements:school"

    def get_success_url(self) -> str:
        """Back to the tab."""
        return reverse("placements:school", kwargs={"ref": self.pupil.ref})


class SchoolChoicePage(PlaceFormPage):
    """A form in which a school is searched for and chosen."""

    search_label = search_hint = ""  # where another school is searched for than the first one

    @property
    def searched(self) -> str:
        """The school searched for: it stays in the address, a school's name and never a child's."""
        return self.request.GET.get("school", "").strip()

    def get_form_kwargs(self) -> dict[str, Any]:
        """What was searched for."""
        return super().get_form_kwargs() | {"school": self.searched}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The search beside the form."""
        search = SettingSearchForm({"school": self.searched}, prefix=None)
        if self.search_label:
            search.fields["school"].label = self.search_label
            search.fields["school"].help_text = self.search_hint
        return super().get_context_data(
            search_form=search,
            searched=self.searched,
            may_add_setting=Permission.ADD_SETTING in self.child_permissions,
            **kwargs,
        )
