"""The rows of a plan's sections, for whoever sees the plan: this one's, and the one before it."""

from datetime import date

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet

from peps.models import Pep, PepSection, SectionDraft
from peps.reading.unchanged_words import with_confirmation
from vsh.accounts.models import User
from vsh.compiled import PreparedRows


def sections_of(pep: Pep, *, reader: User) -> list[PepSection]:
    """The rows of a PEP that the reader may see, with what they saw of each, what they wrote
    there and have not saved (`kept_rows`), what others keep there so (`others_kept`), who
    changed it last (`changed_by_name`) and who confirmed those unchanged."""
    rows = _sections.read(pep.pk, reader.pk)
    for row in rows:
        row.pep = pep
    return rows


@PreparedRows
def _sections(pep_id: int, reader_id: int) -> "QuerySet[PepSection]":
    looks = FilteredRelation("seen", condition=Q(seen__user=reader_id))
    rows = PepSection.objects.filter(pep=pep_id).select_related("set_aside_by")
    drafts = SectionDraft.objects.filter(section=OuterRef("pk"))
    kept = {
        "kept_rows": drafts.filter(user=reader_id).as_rows(),
        "others_kept": drafts.exclude(user=reader_id).whose_beside(),
    }
    last = {"seen_version": F("look__version"), "changed_by_name": F("changed_by__name")}
    return with_confirmation(rows.annotate(look=looks, **kept, **last))


def section_before(pep: Pep, key: str) -> PepSection | None:
    """The same section of the child's last plan, for whoever sees this one."""
    found = _sections_before.read(pep.pk, pep.pupil_id, pep.opened_on, key)
    return found[0] if found else None


@PreparedRows
def _sections_before(
    pep_id: int, pupil_id: int, opened_on: date, key: str
) -> "QuerySet[PepSection]":
    last = Pep.objects.before(Pep(id=pep_id, pupil_id=pupil_id, opened_on=opened_on))[:1]
    return PepSection.objects.filter(pep__in=last, key=key).select_related("pep")
