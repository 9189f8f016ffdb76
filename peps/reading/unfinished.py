"""What of a plan being written still waits for the school."""

from peps.models import Pep
from peps.schema import Owner


def unfinished_sections(pep: Pep | None) -> list[str]:
    """The school's sections that nobody has marked as finished."""
    if pep is None or not pep.is_open:
        return []
    done = set(pep.sections.filter(completed_at__isnull=False).values_list("key", flat=True))
    asked = (section for section in pep.form.sections if section.owners[0] is Owner.SCHOOL)
    return [section.title for section in asked if section.key not in done]
