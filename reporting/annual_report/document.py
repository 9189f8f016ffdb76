"""The report as a document in HTML, from which its PDF is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from vsh.calendars import today

from .charts import bar_chart, chart_words
from .models import AnnualReport
from .narrative import blocks
from .presentation import Frozen, chapters, headlines, tables

SCHEME = "report:"
CHARTED = "pep_reviewed_by_term"


@dataclass(frozen=True, kw_only=True)
class Contents:
    """Everything that the document says."""

    authority: str
    academic_year: str
    edition: int
    as_at: date
    made_on: date
    head_name: str
    email: str
    phone: str
    introduction: str
    pupil_premium: str
    priorities: str
    figures: Sequence[Frozen]

    @property
    def title(self) -> str:
        """The document's title."""
        return f"Annual report of the Virtual School Head {self.academic_year}: {self.authority}"


def contents_of(report: AnnualReport, *, figures: Sequence[Frozen], as_at: date) -> Contents:
    """What the document says, from the report's own text and these figures."""
    authority = report.authority
    return Contents(
        authority=authority.name,
        academic_year=report.academic_year,
        edition=report.edition,
        as_at=as_at,
        made_on=today(),
        head_name=authority.virtual_school_head_name,
        email=authority.virtual_school_email,
        phone=authority.virtual_school_phone,
        introduction=report.introduction,
        pupil_premium=report.pupil_premium,
        priorities=report.priorities,
        figures=figures,
    )


def published_chart(figures: Sequence[Frozen]) -> str:
    """The report's picture as SVG, drawn from what may be published."""
    return bar_chart(tables(figures, in_full=False)[CHARTED])


def published_chart_words(figures: Sequence[Frozen]) -> str:
    """The same picture in words."""
    return chart_words(tables(figures, in_full=False)[CHARTED])


def document_html(contents: Contents) -> str:
    """The document as HTML, before it is laid out on pages."""
    return render_to_string(
        "reporting/annual_report/document.html",
        {
            "contents": contents,
            "chapters": chapters(contents.figures, in_full=False),
            "headlines": headlines(contents.figures, day=contents.as_at, in_full=False),
            "charted": CHARTED,
            "chart_alt": published_chart_words(contents.figures),
            "chart_url": f"{SCHEME}pictures/chart.svg",
            "introduction": blocks(contents.introduction),
            "pupil_premium": blocks(contents.pupil_premium),
            "priorities": blocks(contents.priorities),
        },
    )
