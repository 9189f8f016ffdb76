"""A child who is on record twice: choose the other record, compare the two, merge them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read, record_read
from vsh.govuk.dates import long_date

from ..child_permissions import permissions_for
from ..duplicates import duplicates_among
from ..form_pages import PupilFormPage
from ..identity import placement_line, school_line
from ..merge_forms import MergeForm, OtherRecordForm
from ..merged import record_instead_of
from ..merging import numbers_of
from ..models import Pupil
from ..pages import load_pupil
from ..services.merges import RowsGoError, merge_pupils
from ..tabs import first_tab_url
from ..words import year_group

_ROWS_GO = (
    "Some rows of the other record would go, or become one with those here, because this one tells "
    "of the same time. Read which, above, then tick this box"
)


class Merge(PupilFormPage):
    """Which is the other record of this child?"""

    permission = Permission.MERGE_RECORDS
    tab = "reporting:overview"
    form_class: Any = OtherRecordForm
    template_name = "pupils/merge.html"
    page_title = "This child is on record twice"
    submit_text = "Compare the two records"
    success_message = ""
    other_ref = ""

    def act(self, form: Any) -> None:
        """Find it among the records that this person may merge."""
        number = form.cleaned_data["child_id"].strip()
        found = self._visible().filter(child_id=number).exclude(pk=self.pupil.pk).first()
        if found is None:
            raise ValidationError(
                {"child_id": "No other record that you may open has this child ID. Check it."}
            )
        self.other_ref = found.ref

    def _visible(self) -> Any:
        visible = Pupil.objects.visible_to(self.user, self.permission)
        return visible.filter(authority=self.pupil.authority_id).order_by()

    def get_success_url(self) -> str:
        """The comparison; before one is chosen, the way back."""
        if self.other_ref:
            return reverse("pupils:merge_with", args=[self.pupil.ref, self.other_ref])
        return first_tab_url(ref=self.pupil.ref, permissions=self.child_permissions)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who it may be, by name and date of birth."""
        same_day = self._visible().filter(date_of_birth=self.pupil.date_of_birth)
        others = duplicates_among(same_day).of(self.pupil.pk)
        if others:
            told = {"same_names_as": self.pupil.ref}
            record_list_read(user=self.user, page=self.page_name, filters=told, count=len(others))
        return super().get_context_data(others=others, **kwargs)


class MergeWith(PupilFormPage):
    """The two records side by side; the one in the address first is the one that stays."""

    permission = Permission.MERGE_RECORDS
    tab = "reporting:overview"
    form_class = MergeForm
    template_name = "pupils/merge_with.html"
    page_title = "Are these one child?"
    submit_text = "Merge the two records"
    success_message = (
        "The two records are one now. “Where each value came from” tells what was merged, and what "
        "went"
    )
    leads_on = frozenset({"GET", "POST"})  # merged the other way round a moment before

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The comparison, unless they are one already."""
        return self._done() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same where somebody has merged them since."""
        return self._done() or super().post(request, *args, **kwargs)

    def _done(self) -> HttpResponse | None:
        try:
            is_one = self.other == self.pupil
        except Http404:
            is_one = record_instead_of(self.kwargs["other"], user=self.user) == self.pupil
            if not is_one:
                raise
        return HttpResponseRedirect(self.get_success_url()) if is_one else None

    @cached_property
    def other(self) -> Any:
        """The record that goes; 404 for one that is not theirs to merge."""
        other = load_pupil(user=self.user, ref=self.kwargs["other"])
        if self.permission not in permissions_for(self.user, other):
            raise Http404
        return other

    def get_initial(self) -> dict[str, Any]:
        """What the page shows."""
        return {"version": self.pupil.version, "other_version": self.other.version}

    def act(self, form: Any) -> None:
        """Merge them, or say what stands in the way; where rows go, name them before the tick."""
        try:
            merge_pupils(
                actor=self.user,
                keep=self.pupil,
                gone=self.other,
                reason=form.cleaned_data["reason"],
                versions=(form.cleaned_data["version"], form.cleaned_data["other_version"]),
                named=self.named,
            )
        except RowsGoError as error:
            self.named = error.rows
            form.data = form.data.copy()
            form.data.pop("is_compared")
            raise ValidationError({"is_compared": _ROWS_GO}) from error

    @cached_property
    def named(self) -> list[str]:
        """Rows of the other record of which the page has said that they go."""
        return self.request.POST.getlist("named")

    def get_success_url(self) -> str:
        """The record that stays."""
        return first_tab_url(ref=self.pupil.ref, permissions=self.child_permissions)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both records: who they are and how much hangs on each."""
        record_read(user=self.user, page=self.page_name, pupil_ref=self.other.ref)
        permissions = self.child_permissions & permissions_for(self.user, self.other)
        numbers = numbers_of(self.user, [self.pupil.pk, self.other.pk], permissions)
        stays, goes = numbers[self.pupil.pk], numbers[self.other.pk]
        return super().get_context_data(
            other=self.other,
            named=self.named,
            rows=list(zip(_identity(self.pupil), _identity(self.other), strict=True)),
            numbers=[
                (words, stays[words], goes[words]) for words in stays if stays[words] or goes[words]
            ],
            **kwargs,
        )


def _identity(pupil: Any) -> list[tuple[str, str]]:
    """Who it is and where they live and learn, line by line."""
    since, home = pupil.looked_after_since, pupil.placement_since
    placement = placement_line(pupil).capitalize()
    return [
        ("Name", pupil.name),
        ("Legal name", f"{pupil.legal_first_name} {pupil.legal_last_name}".strip() or "Not known"),
        ("Date of birth", long_date(pupil.date_of_birth)),
        ("Sex", pupil.get_sex_display()),
        ("Child ID", pupil.child_id),
        ("UPN", pupil.upn or "None"),
        ("Former UPN", pupil.former_upn or "None"),
        ("Year", year_group(pupil.nc_year)),
        ("Looked after since", long_date(since) if since else "Not looked after"),
        ("Placement", f"{placement} since {long_date(home)}" if home else "None on record"),
        ("School", school_line(pupil)),
        ("Social worker", pupil.social_worker_name or "Nobody on record"),
        ("Reviewing officer", pupil.iro_name or "Nobody on record"),
        ("On record since", long_date(pupil.on_record_since)),
    ]
