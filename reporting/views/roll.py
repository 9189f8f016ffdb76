"""The roll: filter, sort, search."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from placements.attendance_words import AttendanceOfTerm, this_term
from placements.rules.attendance import nominal_term
from placements.sessions import reported_of_year
from pupils.child_permissions import permissions_for
from pupils.clock_words import kind_label
from pupils.identity import placement_line, school_line
from pupils.models import Pupil
from reporting import roll_list
from reporting.filters import RollFilter, SearchForm
from reporting.paging import page_of
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today
from vsh.govuk.dates import long_date

SEARCHES_KEY = "roll_searches"  # the words searched for stay on the server, by a token
SEARCHES_KEPT = 10
LONGEST = 101  # one more than a search may have
SEN_WORDS = {"E": "EHC plan", "K": "SEN support", "N": "None"}


class Roll(PermissionRequiredMixin, TemplateView):
    """The children somebody may see."""

    permission = Permission.VIEW_ROLL
    template_name = "reporting/roll.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the filtered list."""
        day = today()
        pupils = Pupil.objects.visible_to(self.user)
        searched, is_near = self._searched(), False
        search_form = SearchForm({"q": searched} if searched else None)
        if searched and not search_form.is_valid():
            searched = ""
        if searched:
            found, is_near = roll_list.found_by(self.user, searched)
            pupils = pupils.filter(pk__in=found.values("pk"))
        roll = RollFilter(self.request.GET, queryset=pupils, user=self.user)
        shown = roll.qs if roll.is_valid() else pupils.none()
        sort = self.request.GET.get("sort", "name")
        ordered = roll_list.sorted_by(shown, sort, user=self.user, on=day)
        ids = ordered.values_list("pk", flat=True)
        count = len(ids) if searched else ids.count()  # a search finds few: one query does both
        page = page_of(ids, count=count, number=self.request.GET.get("page"))
        page.object_list = roll_list.in_order(list(page.object_list), user=self.user, on=day)
        attended = self._attended(page.object_list)
        self._record(roll, sort, bool(searched), page.number, count)
        return super().get_context_data(
            page_title=roll_list.roll_title(self.user, count),
            filter=roll,
            page_obj=page,
            rows=[
                self._row(pupil) | {"attended": attended.get(pupil.pk)}
                for pupil in page.object_list
            ],
            search_form=search_form,
            searched=searched,
            found=self.request.GET.get("found", ""),
            is_near=is_near,
            has_authority_column=roll_list.sees_several_authorities(self.user),
            has_area_column=self.user.may(Permission.VIEW_CARE),
            has_attendance_column=self._is_of_school,
            has_pep_column=self.user.may(Permission.READ_PEP),
            links_children=self.user.may(Permission.VIEW_PUPIL),
            may_read_early_warning=self.user.may(Permission.READ_EARLY_WARNING),
            may_check_data=self.user.may(Permission.CHECK_DATA),
            may_open_restricted=self.user.may(Permission.OPEN_RESTRICTED_RECORD),
            **kwargs,
        )

    @property
    def _is_of_school(self) -> bool:
        """Whether the person reads the records of a school's children, and of no authority's."""
        is_of_school = self.user.setting_ids() and not self.user.authority_ids()
        return bool(is_of_school) and self.user.may(Permission.VIEW_PUPIL)

    def _attended(self, pupils: Sequence[Pupil]) -> dict[int, AttendanceOfTerm | None]:
        """This term's attendance of a page of a school's children, as far as their records are
        open; one query."""
        if not self._is_of_school:
            return {}
        day = today()
        ids = [one.pk for one in pupils if Permission.VIEW_PUPIL in permissions_for(self.user, one)]
        whose = Q(enrolment__pupil__in=ids)
        told = reported_of_year(nominal_term(day)[0], whose, until=day)
        return {pk: this_term(reported, on=day) for pk, reported in told.items()}

    def _searched(self) -> str:
        """The words behind the token in the address; each window has its own search."""
        searches = self.request.session.get(SEARCHES_KEY, {})
        return str(searches.get(self.request.GET.get("found", ""), ""))

    def _record(self, roll: RollFilter, sort: str, is_search: bool, page: int, count: int) -> None:
        chosen = roll.form.cleaned_data if roll.is_valid() else {}
        filters = {name: value for name, value in chosen.items() if value}
        filters |= {"sort": sort[:20], "page": page}
        if is_search:
            filters["search"] = True
        record_list_read(user=self.user, page="reporting:roll", filters=filters, count=count)

    def _row(self, pupil: Any) -> dict[str, Any]:
        permissions = permissions_for(self.user, pupil)
        sees_care = Permission.VIEW_CARE in permissions
        is_open = Permission.VIEW_PUPIL in permissions
        return {
            "is_linked": is_open,
            "pupil": pupil,
            "school": _school(pupil),
            "area": placement_line(pupil).capitalize() if sees_care else "",
            "sen": SEN_WORDS.get(pupil.sen_status, "Not recorded") if is_open else "",
            "officer": (pupil.virtual_school_officer_name or "Nobody") if is_open else "",
            "next_due": kind_label(pupil.next_due_kind) if pupil.next_due_kind else "",
        }


def _school(pupil: Any) -> str:
    """Where the child learns; or that the school, which keeps the name, excluded them for good."""
    if not pupil.excluded_on:
        return school_line(pupil)
    return f"{school_line(pupil)}; permanently excluded from {long_date(pupil.excluded_on)}"


class SearchRoll(PermissionRequiredMixin, View):
    """Takes the words searched for out of the form and keeps them on the server."""

    permission = Permission.VIEW_ROLL

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remember the words, or forget them."""
        form = SearchForm(request.POST)
        # Of what is too long only so much is kept as lets the list say so by the field.
        words = form.cleaned_data["q"].strip() if form.is_valid() else form["q"].value()[:LONGEST]
        if not words:
            request.session.pop(SEARCHES_KEY, None)
            return HttpResponseRedirect(reverse("reporting:roll"))
        token = secrets.token_urlsafe(6)
        searches = [*request.session.get(SEARCHES_KEY, {}).items(), (token, words)]
        request.session[SEARCHES_KEY] = dict(searches[-SEARCHES_KEPT:])
        scope = "&care=all" if self._may_see_who_left_care() else ""
        return HttpResponseRedirect(f"{reverse('reporting:roll')}?found={token}{scope}")

    def _may_see_who_left_care(self) -> bool:
        """A search also finds those who have left care, outside schools."""
        return not self.user.setting_ids() or bool(self.user.authority_ids())
