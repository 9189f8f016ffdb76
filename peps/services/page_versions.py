"""A section whose page changes while its words stay: open pages are refused, nobody is told."""

from collections.abc import Collection

from peps.models import PepSection, PepSectionSeen


def renumber(row: PepSection, *, fields: Collection[str]) -> None:
    """Save these fields under a new version, so that no page that stands open saves over them.

    Who has seen the words goes on having seen them: nobody changed them.
    """
    seen = PepSectionSeen.objects.filter(section=row, version=row.version)
    row.version += 1
    seen.update(version=row.version)
    row.save(update_fields=[*fields, "version"])
