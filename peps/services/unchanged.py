"""What is unchanged since the last plan is confirmed by a person before the plan is handed in."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError

from peps.models import Pep, PepSection, SectionConfirmation
from peps.rules.unchanged import is_unchanged, still_to_confirm, unchanged_sections
from peps.schema import Answers, Section
from vsh.accounts.models import User
from vsh.calendars import today

from .locking import answers_of


class PepUnconfirmed(ValidationError):  # noqa: N818  (an answer to show)
    """Sections say the same as in the last plan and nobody has said that they still hold."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = list(sections)
        titles = ", ".join(f"“{section.title}”" for section in self.sections)
        super().__init__(
            f"Unchanged since the last PEP: {titles}. Confirm that it is still true, or change "
            "what is not.",
            code="unconfirmed",
        )


def answers_of_last(pep: Pep) -> dict[str, Answers]:
    """The answers of the child's plan before this one; none where there is none."""
    last = Pep.objects.before(pep)[:1]
    return dict(PepSection.objects.filter(pep__in=last).values_list("key", "data"))


def unconfirmed_sections(pep: Pep) -> list[Section]:
    """Sections unchanged since the last plan of which nobody has said that they are still true."""
    unchanged = unchanged_sections(pep.form, answers_of(pep), answers_of_last(pep))
    if not unchanged:
        return []
    rows = PepSection.objects.filter(pep=pep)
    return still_to_confirm(
        unchanged,
        versions=dict(rows.values_list("key", "version")),
        confirmed=confirmed_versions(pep),
    )


def confirmed_versions(pep: Pep) -> dict[str, int]:
    """The version of each section that somebody confirmed last, by key."""
    found = SectionConfirmation.objects.filter(section__pep=pep).order_by("id")
    return dict(found.values_list("section__key", "version"))


def confirm_or_refuse(pep: Pep, keys: Collection[str], *, actor: User) -> None:
    """Keep the person's word for the sections of `keys`; refuse the plan if one is left."""
    lacking = unconfirmed_sections(pep)
    left = [section for section in lacking if section.key not in keys]
    if left:
        raise PepUnconfirmed(left)
    wanted = [section.key for section in lacking]
    for row in PepSection.objects.filter(pep=pep, key__in=wanted):
        confirm(row, actor=actor)


def confirm_if_unchanged(pep: Pep, section: Section, row: PepSection, *, actor: User) -> None:
    """To mark an unchanged section as finished is to say that it is still true."""
    before = answers_of_last(pep).get(section.key, {})
    if is_unchanged(section, row.data, before):
        confirm(row, actor=actor)


def confirm(row: PepSection, *, actor: User) -> None:
    """Keep it, once for each version."""
    SectionConfirmation.objects.get_or_create(
        section=row,
        version=row.version,
        defaults={"confirmed_on": today(), "confirmed_by": actor},
    )
