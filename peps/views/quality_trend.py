"""Quality over the terms by school, officer and mark; the plans behind a figure; agreement."""

from typing import Any

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from peps.models import Pep
from peps.quality.trend import (
    GROUPS,
    MARK,
    SCHOOL,
    SEASONS,
    YEARS_SHOWN,
    agreements,
    by_group,
    by_term,
    judged,
    marked_by_two,
    plans_behind,
    years_of,
)
from peps.rubric import LEVELS
from peps.views.quality_pages import QualityPageMixin
from vsh.audit.services import record_list_read

ROWS_A_PAGE = 50
BAR = 300  # units of the picture's width for all plans of a term
BAR_HEIGHT, BAR_STEP = 18, 30


class QualityTrend(QualityPageMixin, TemplateView):
    """All plans by term, with a picture; and one year by school, officer or mark."""

    template_name = "peps/quality_trend.html"
    page_title = "Quality over time"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The two tables."""
        reviews = judged(self.user, self.authority)
        years = years_of(reviews)
        asked = self.request.GET.get("year", "")
        year = asked if asked in years else (years[0] if years else "")
        group = self.request.GET.get("by", "")
        group = group if group in GROUPS else SCHOOL
        terms = by_term(reviews, authority=self.authority, years=years[:YEARS_SHOWN])
        return super().get_context_data(
            years=years,
            year=year,
            group=group,
            groups=GROUPS.items(),
            group_label=GROUPS[group],
            levels=LEVELS,
            seasons=[label for _, label in SEASONS],
            terms=terms,
            bars=bars(terms),
            chart_height=BAR_STEP * len(terms),
            rows=by_group(
                reviews,
                group=group,
                authority=self.authority,
                year=year,
                rubric=self.rubric_in_force if group == MARK else None,
            ),
            **kwargs,
        )


def bars(terms: Any) -> list[dict[str, Any]]:
    """The picture's bars: each term's red, amber and green as parts of one length."""
    drawn = []
    for position, (label, counted) in enumerate(terms):
        x, parts = 0.0, []
        for level, number, _ in counted.levels:
            width = round(BAR * number / counted.total, 1) if counted.total else 0
            parts.append({"level": level, "x": round(x, 1), "width": width})
            x += width
        y = position * BAR_STEP
        drawn.append({"label": label, "y": y, "text_y": y + BAR_HEIGHT - 4, "parts": parts})
    return drawn


class QualityPlans(QualityPageMixin, TemplateView):
    """The plans behind a figure."""

    template_name = "peps/quality_plans.html"
    page_title = "Plans behind the figure"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The judgements, the latest first."""
        chosen = self.chosen()
        found = plans_behind(judged(self.user, self.authority), chosen)
        rows = found.with_third().select_related(  # type: ignore[attr-defined]
            "pep__pupil", "setting", "reviewed_by", "agreed_with"
        )
        page = Paginator(rows.order_by("-reviewed_on", "-id"), ROWS_A_PAGE).get_page(
            self.request.GET.get("page")
        )
        record_list_read(
            user=self.user,
            page="peps:quality_plans",
            filters=chosen,
            count=len(page.object_list),
        )
        return super().get_context_data(page_obj=page, chosen=self.words(chosen), **kwargs)

    def chosen(self) -> dict[str, str]:
        """The filters of the address that mean something, and nothing else of it."""
        asked = {name: self.request.GET.get(name, "") for name in ("by", "of", "level")}
        year, season = (self.request.GET.get(name, "") for name in ("year", "season"))
        marks = {mark.key for mark in self.rubric_in_force.marks}
        known = {
            "by": asked["by"] in GROUPS,
            "of": asked["of"] in marks or asked["of"] == "none" or _is_number(asked["of"]),
            "level": asked["level"] in LEVELS,
        }
        found = {name: value for name, value in asked.items() if known[name]}
        if len(year) == 7 and year.replace("-", "").isdecimal():
            found["year"] = year
        if season in Pep.Season.values:
            found["season"] = season
        return found

    def words(self, chosen: dict[str, str]) -> str:
        """The filters as a reader says them."""
        season = dict(SEASONS).get(chosen.get("season", ""), "")
        term = " ".join(part for part in (season, chosen.get("year", "")) if part)
        parts = [term, chosen.get("level", "").capitalize()]
        if chosen.get("by") == "mark":
            titles = {m.key: m.title for m in self.rubric_in_force.marks}
            parts.insert(1, f"mark “{titles.get(chosen.get('of', ''), '')}”")
        return ", ".join(part for part in parts if part)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


class QualityAgreement(QualityPageMixin, TemplateView):
    """How far two officers who mark apart agree, on the whole and mark by mark."""

    template_name = "peps/quality_agreement.html"
    page_title = "Agreement between officers"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures, and the plans that two have marked."""
        markings = marked_by_two(self.user, self.authority)
        whole, by_mark = agreements(markings, rubric=self.rubric_in_force)
        plans = Paginator(
            markings.filter(place=2)
            .select_related("pep__pupil", "marked_by")
            .order_by("-marked_on", "-id"),
            ROWS_A_PAGE,
        ).get_page(self.request.GET.get("page"))
        record_list_read(
            user=self.user,
            page="peps:quality_agreement",
            filters={},
            count=len(plans.object_list),
        )
        lines = [("The whole judgement", whole), *by_mark]
        return super().get_context_data(whole=whole, lines=lines, page_obj=plans, **kwargs)
