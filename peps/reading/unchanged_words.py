"""What is unchanged since the last plan, in words: with whose confirmation, or that it has none."""

from django.db.models import OuterRef, QuerySet, Subquery

from peps.models import PepSection, SectionConfirmation
from vsh.govuk.dates import long_date

UNCHANGED = "Unchanged since the last plan"


def with_confirmation(rows: "QuerySet[PepSection]") -> "QuerySet[PepSection]":
    """Sections with who confirmed, and when, that they are still true as they stand."""
    said = SectionConfirmation.objects.filter(section=OuterRef("pk"), version=OuterRef("version"))
    return rows.annotate(
        confirmed_on=Subquery(said.values("confirmed_on")[:1]),
        confirmed_by_name=Subquery(said.values("confirmed_by__name")[:1]),
    )


def confirmation_words(row: PepSection | None) -> str:
    """The same in words; nothing for a section that nobody confirmed."""
    found = vars(row) if row else {}
    if not found.get("confirmed_on"):
        return ""
    return f"still true on {long_date(found['confirmed_on'])}, {found['confirmed_by_name']}"
