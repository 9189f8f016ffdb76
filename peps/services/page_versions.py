"""A section whose page changes while its words stay: it is seen as before, under a new version."""

from collections.abc import Collection

from peps.models import PepSection, PepSectionSeen


def renumber(row: PepSection, *, fields: Collection[str]) -> None:
    """Save these fields under a new version, so that nobody finishes the section from a page that
    stands open without another look; what is written there is saved beside what stands.

    Who has seen the words goes on having seen them: nobody changed them.
    """
    seen = PepSectionSeen.objects.filter(section=row, version=row.version)
    row.version += 1
    seen.update(version=row.version)
    row.save(update_fields=[*fields, "version"])
