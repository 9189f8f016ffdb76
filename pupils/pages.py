"""A page inside a child's record: two questions of access, the log of reads, the identity bar."""

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render

from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.models import User
from vsh.accounts.prepared import Prepared
from vsh.accounts.roles import Permission
from vsh.audit.services import record_read
from vsh.calendars import today

from .child_permissions import permissions_for
from .facts import unfold_present_facts, with_present_facts
from .identity import identity_bar
from .merged import record_instead_of
from .models import Pupil
from .services.locking import MergedMeanwhileError
from .tabs import tabs_for


@Prepared
def _visible(user: User, day: date) -> "QuerySet[Pupil]":
    visible = Pupil.objects.visible_to(user).select_related("authority")
    return with_present_facts(visible.with_roles_of(user), day, user)


def load_pupil(*, user: User, ref: str) -> Pupil:
    """The child with the facts of the identity bar; 404 for one whom `user` may not see."""
    pupil = _visible.find(user, ref)
    if pupil is None:
        raise Http404
    unfold_present_facts(pupil)
    return pupil


class _LoadsPupil:
    """Loads the child once the role has been asked; logs what was read, after it was. What is sent
    to a record that was merged into another is not taken to that one, unless by `leads_on`."""

    permission: Permission
    leads_on = frozenset({"GET"})
    request: HttpRequest
    is_logged: bool

    if TYPE_CHECKING:

        @property
        def user(self) -> User: ...

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.pupil = self.get_pupil()
        except Http404:
            address = self._address_of_merged()
            if not address or request.headers.get("HX-Request"):
                raise
            if request.method in self.leads_on:
                return HttpResponseRedirect(address)
            return _not_saved(request, address)
        if self.permission not in self.child_permissions:
            raise PermissionDenied
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except MergedMeanwhileError:  # while what they sent waited for the merge
            address = self._address_of_merged()
            if not address or request.headers.get("HX-Request"):
                raise
            return _not_saved(request, address)
        if self._is_reading(response):
            record_read(user=self.user, page=self.page_name, pupil_ref=self.pupil.ref)
        return response

    def _address_of_merged(self) -> str:
        """The same page of the record into which this child's was merged."""
        ref = str(self.kwargs.get("ref", ""))  # type: ignore[attr-defined]
        if f"/{ref}/" not in self.request.path:
            return ""
        stays = record_instead_of(ref, user=self.user)
        address = self.request.get_full_path()
        return address.replace(f"/{ref}/", f"/{stays.ref}/", 1) if stays else ""

    def get_pupil(self) -> Pupil:
        """The child of this page, by `ref`; a PEP's page finds them by the PEP."""
        return load_pupil(user=self.user, ref=self.kwargs["ref"])  # type: ignore[attr-defined]

    @property
    def child_permissions(self) -> frozenset[Permission]:
        """What the user may do for this child."""
        return permissions_for(self.user, self.pupil)

    @property
    def page_name(self) -> str:
        """The page's name in the log of reads and among the tabs."""
        match = self.request.resolver_match
        return match.view_name if match else type(self).__name__

    def _is_reading(self, response: HttpResponseBase) -> bool:
        """Autosaves and redirects show nothing; a GET always shows something."""
        is_autosave = self.request.method == "POST" and bool(self.request.headers.get("HX-Request"))
        return self.is_logged and response.status_code == 200 and not is_autosave


def _not_saved(request: HttpRequest, address: str) -> HttpResponse:
    """What somebody sent to a record that was merged while they wrote: their words are not lost."""
    sent = (text.strip() for _, texts in request.POST.lists() for text in texts)
    words = [text for text in sent if " " in text]
    shown = {"address": address, "words": words}
    return render(request, "pupils/merged_meanwhile.html", shown, status=HTTPStatus.NOT_FOUND)


class PupilPageMixin(PermissionRequiredMixin, _LoadsPupil):
    """A view of one child: `self.pupil`, `self.child_permissions`, the frame of the page.

    `permission` is asked twice: of the user, and of their part in this child's life (403).
    Set `tab` to the URL name of the tab that the page belongs to, unless it is the tab itself,
    and `is_logged` to False for a fragment that adds to a page already logged.
    """

    tab = ""
    is_logged = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page's own context, the identity bar and the tabs."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        permissions = self.child_permissions
        return {
            "pupil": self.pupil,
            "child_permissions": {permission.value: True for permission in permissions},
            "identity_bar": identity_bar(self.pupil, permissions=permissions, day=today()),
            "pupil_tabs": tabs_for(
                ref=self.pupil.ref, permissions=permissions, current=self.tab or self.page_name
            ),
            **context,
        }
