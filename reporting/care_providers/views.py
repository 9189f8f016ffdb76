"""The outcomes by care provider: a page for the virtual school and the director, and its file."""

import csv
from functools import cached_property
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView, View

from pupils.care_words import PLACEMENT_TYPE
from pupils.codes import PROVIDERS
from reporting.annual_report.indicators.placements import KINDS
from reporting.annual_report.rules import AcademicYear
from vsh.accounts.access import OneAuthorityMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .gathering import CUSTODY, CUSTODY_CODE, facts_of
from .rules import OutcomeShown, Provider, outcomes, shown

YEARS = 3
IN_FULL = "In full, with small numbers: for the virtual school alone, not to be passed on"
HEADS = {
    "children": "Children placed in the year",
    "attendance": "Attendance while there",
    "suspended": "Suspended while there",
    "changed_school": "Changed school while there",
    "without_place": "Without a school place at a time",
    "reviews_in_time": "PEP reviews in time",
    "ks2_met": "Key Stage 2: reading, writing and maths at the expected standard",
    "ks4_met": "Key Stage 4: English and maths at grade 4 or above",
    "on_target": "On their own targets in every subject",
}


class _Outcomes(OneAuthorityMixin):
    """The rows of one authority and year."""

    permission = Permission.READ_PUBLISHED_REPORTS

    @cached_property
    def years(self) -> list[str]:
        """Those that can be asked for, this one first."""
        this = AcademicYear.of(today()).starts_in
        return [AcademicYear(starts_in=this - ago).name for ago in range(YEARS)]

    @cached_property
    def year(self) -> str:
        """The one asked for, else this one."""
        year = self.request.GET.get("year") or self.years[0]
        if year not in self.years:
            raise Http404
        return year

    @cached_property
    def in_full(self) -> bool:
        """Whether the reader may see the children behind; all others see no small number."""
        makes = self.user.authority_ids_where(Permission.PRODUCE_ANNUAL_REPORT)
        return self.authority.pk in makes

    def rows(self, *, in_full: bool) -> list[dict[str, Any]]:
        """Each provider as it may be shown."""
        facts = facts_of(self.authority, AcademicYear.named(self.year), on=today())
        return [
            {
                "provider": words_of(one.provider),
                "cells": cells_of(shown(one, in_full=in_full)),
            }
            for one in outcomes(facts)
        ]


class ProviderOutcomes(_Outcomes, TemplateView):
    """The table."""

    template_name = "reporting/care_providers.html"
    extra_context = {"page_title": "Education by care provider"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows and the years to choose from."""
        return super().get_context_data(
            rows=self.rows(in_full=self.in_full),
            heads=list(HEADS.values()),
            years=self.years,
            year=self.year,
            authority=self.authority,
            authorities=self.authorities,
            in_full=self.in_full,
            page_obj=None,
            **kwargs,
        )


class ProviderOutcomesFile(_Outcomes, View):
    """The same as a file: for commissioners, without a small number, whoever loads it; and, marked
    as such, in full for those who see the page so."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A few lines without a child."""
        in_full = "full" in request.GET
        if in_full and not self.in_full:
            raise Http404
        out = StringIO()
        writer = csv.writer(out)
        if in_full:
            writer.writerow([IN_FULL])
        writer.writerow(["Provider", *HEADS.values()])
        for row in self.rows(in_full=in_full):
            writer.writerow([row["provider"], *(value for _, value in row["cells"])])
        mark = "-in-full-not-to-be-passed-on" if in_full else ""
        name = f"care-providers-{self.authority.code}-{self.year}{mark}.csv"
        return HttpResponse(
            out.getvalue().encode("utf-8-sig"),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )


def words_of(provider: Provider) -> str:
    """The provider in words, as far as the record tells."""
    who = PROVIDERS.label(provider.code) if provider.code else "Provider not recorded"
    number = f", Ofsted {provider.ofsted_urn}" if provider.ofsted_urn else ""
    kinds = KINDS | {CUSTODY: PLACEMENT_TYPE[CUSTODY_CODE]}
    return f"{who}: {kinds[provider.kind]}{number}"


def cells_of(row: OutcomeShown) -> list[tuple[str, str]]:
    """What stands under each head."""
    return [(head, getattr(row, name)) for name, head in HEADS.items()]
