"""The filters of the quality queue: school and term of the PEPs that wait, and what is to do."""

from typing import Any

import django_filters
from django import forms

from peps.models import Pep
from peps.quality.queue import WORDS, of_kind
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm


class _SelectFilter(django_filters.ChoiceFilter):
    """A select whose choices come from the rows that wait."""

    field_class = fields.SelectField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.null_value = None
        django_filters.Filter.__init__(self, *args, empty_label="All", choices=[], **kwargs)


class QueueFilter(django_filters.FilterSet):
    """School, term, and what is to be done."""

    school = _SelectFilter(field_name="school_id", label="School")
    term = _SelectFilter(method="by_term", label="Term")
    todo = _SelectFilter(method="by_todo", label="To do")

    class Meta:
        form = GovukForm

    @property
    def form(self) -> forms.Form:
        """The form, with the schools and terms of the PEPs that wait."""
        form: forms.Form = super().form
        if not hasattr(form, "has_choices"):
            form.has_choices = True  # type: ignore[attr-defined]
            rows = self.queryset.values_list("school_id", "school_name", "academic_year", "season")
            schools = {(str(id_), name) for id_, name, _, _ in rows if id_}
            terms = {
                (f"{year}-{season}", f"{Pep.Season(season).label} {year}")
                for _, _, year, season in rows
            }
            form.fields["todo"].choices = [("", "All"), *WORDS.items()]  # type: ignore[attr-defined]
            for name, choices in (("school", schools), ("term", terms)):
                ordered = sorted(choices, key=lambda choice: choice[1])
                form.fields[name].choices = [("", "All"), *ordered]  # type: ignore[attr-defined]
        return form

    def by_term(self, peps: Any, _: str, value: str) -> Any:
        """PEPs of one term."""
        year, _, season = value.rpartition("-")
        return peps.filter(academic_year=year, season=season)

    def by_todo(self, peps: Any, _: str, value: str) -> Any:
        """Plans to be judged, marked by two or accepted."""
        return of_kind(peps, value)
