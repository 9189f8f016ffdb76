"""What others wrote in a PEP, named to the person who hands it in."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from peps.models import Pep, PepSection
from peps.rules.sections import may_write_section
from vsh.accounts.models import User
from vsh.accounts.roles import Permission


@dataclass(frozen=True, kw_only=True)
class ChangeByOthers:
    """A section that somebody else changed last: who, when, and whether the reader has seen it."""

    title: str
    url: str
    changed_by: str
    changed_at: datetime
    is_seen: bool


def changes_by_others(
    pep: Pep, kept: Iterable[PepSection], *, reader: User, permissions: Set[Permission]
) -> list[ChangeByOthers]:
    """Sections last changed by somebody else: the reader's own ones always, others if unseen.

    `kept` are the rows with `seen_version`. What was only carried forward nobody has changed.
    """
    rows = {row.key: row for row in kept}
    has_setting: bool = pep.has_setting  # type: ignore[attr-defined]
    found = []
    for section in pep.form.sections:
        row = rows.get(section.key)
        if row is None or row.is_carried_forward or row.changed_by_id in {None, reader.pk}:
            continue
        is_seen = row.seen_version == row.version  # type: ignore[attr-defined]
        is_own = may_write_section(section, permissions=permissions, has_setting=has_setting)
        if is_seen and not is_own:
            continue
        found.append(
            ChangeByOthers(
                title=section.title,
                url=reverse("peps:section", kwargs={"ref": pep.ref, "key": section.key}),
                changed_by=row.changed_by_name,  # type: ignore[attr-defined]
                changed_at=row.changed_at,
                is_seen=is_seen,
            )
        )
    return found
