"""The data officer's workbench, and of one child where each value came from."""

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from placements.after_last_day import AfterLastDay
from pupils.duplicates import duplicates_among
from pupils.identity import school_line
from pupils.pages import PupilPageMixin
from reporting.child_fact_words import Words, said_of_merge
from reporting.child_history import facts_after, history_of, history_of_merged, merges_into
from reporting.paging import page_of
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today
from vsh.calendars.rules import academic_year
from vsh.govuk.dates import long_date

from . import facts, newest_files
from .contradictions import PAGES
from .facts import Fact, Gaps, visible_children
from .newest_files import Open


class DataQuality(PermissionRequiredMixin, TemplateView):
    """What is missing or contradicts itself: counts, and the children of the one chosen."""

    permission = Permission.CHECK_DATA
    template_name = "reporting/data_quality/list.html"
    extra_context = {"page_title": "Data quality"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The counts; the list of what is asked for, else of the first of which there is one."""
        gaps = Gaps(self.user, duplicates_among(visible_children(self.user)), on=today())
        lines = newest_files.left_open(self.user)
        numbers: dict[Fact | Open, int] = dict(gaps.counts().items())
        numbers |= {what: len(found) for what, found in lines.items()}
        chosen = self._chosen(numbers)
        context = super().get_context_data(
            chosen=chosen,
            may_import=self.user.may(Permission.IMPORT_DATA),
            described=gaps.described(chosen) if isinstance(chosen, Fact) else _described(chosen),
            found=[(what, _described(what), number) for what, number in numbers.items() if number],
            nothing_of=[_described(what) for what, number in numbers.items() if not number],
            **kwargs,
        )
        rows = lines[chosen] if isinstance(chosen, Open) else gaps.rows(chosen)
        page = page_of(rows, count=numbers[chosen], number=self.request.GET.get("page"))
        record_list_read(
            user=self.user,
            page="reporting:data_quality",
            filters={"fact": chosen.value, "page": page.number},
            count=page.paginator.count,
        )
        if isinstance(chosen, Open):
            context["lines"] = newest_files.with_children(list(page.object_list), self.user)
        else:
            children = list(page.object_list)
            others = gaps.others(chosen, children)
            after = gaps.after_last_day(chosen, children)
            context["page_of_child"], context["see"] = PAGES.get(chosen, ("", ""))
            context["rows"] = [
                {
                    "pupil": one,
                    "school": school_line(one),
                    "others": others.get(one.pk, []),
                    "after": [_after(told) for told in after.get(one.pk, [])],
                }
                for one in children
            ]
        return context | {"page_obj": page}

    def _chosen(self, numbers: dict[Fact | Open, int]) -> Fact | Open:
        asked = self.request.GET.get("fact", "")
        if not asked:
            return next((what for what, number in numbers.items() if number), Fact.NO_UPN)
        found = next((what for what in numbers if what.value == asked), None)
        if found is None:
            raise Http404
        return found


def _after(told: AfterLastDay) -> dict[str, Any]:
    """What stands after a last day, in words, and the school year whose page has it."""
    found = []
    if told.days:
        found.append("1 day with marks" if told.days == 1 else f"{told.days} days with marks")
    if told.sums:
        found.append("1 sum" if told.sums == 1 else f"{told.sums} sums")
    return {
        "words": f"{told.where}, last day {long_date(told.last_day_on)}: {' and '.join(found)} up "
        f"to {long_date(told.until)}",
        "year": academic_year(told.first_on),
        "has_marks": bool(told.days),
        "has_sums": bool(told.sums),
    }


def _described(what: Fact | Open) -> Any:
    if isinstance(what, Fact):
        return facts.DESCRIBED[what]
    return newest_files.DESCRIBED[what]


class Sources(PupilPageMixin, TemplateView):
    """Of one child, who or which file brought each value that stands on record today."""

    permission = Permission.CHECK_DATA
    tab = "reporting:overview"
    template_name = "reporting/data_quality/sources.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Names and numbers, then care, home, school and people."""
        changes = history_of(self.pupil)
        merges = merges_into(self.pupil)
        gone = history_of_merged(self.pupil)
        words = Words([*changes, *merges, *gone], authority_code=self.pupil.authority.code)
        now = facts_after(changes)
        parts = [
            ("Names and numbers", words.identity(now)),
            ("Care, school and people", words.situation(now, today())),
            (
                "Records that were merged into this one",
                [
                    said
                    for merge in merges
                    for said in (
                        *said_of_merge(merge),
                        *words.identity(facts_after(one for one in gone if one.row == merge.row)),
                    )
                ],
            ),
        ]
        return super().get_context_data(
            parts=[
                (
                    title,
                    [(one, words.source_of(one.told) if one.told else "") for one in said],
                )
                for title, said in parts
            ],
            **kwargs,
        )
