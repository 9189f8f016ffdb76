"""What others changed in a PEP while its "check and submit" page stood open."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from peps.models import Pep, PepSection
from vsh.accounts.models import User


def refuse_unseen(pep: Pep, seen: Mapping[str, int], *, actor: User) -> None:
    """Refuse with the sections whose version somebody else made since; `seen` is by key.

    What a person changed in another window of theirs they know.
    """
    rows = {row.key: row for row in PepSection.objects.filter(pep=pep).select_related("changed_by")}
    changed = [
        (section.title, rows[section.key].changed_by)
        for section in pep.form.sections
        if section.key in rows
        and rows[section.key].version != seen.get(section.key)
        and rows[section.key].changed_by_id != actor.pk
    ]
    if changed:
        raise ValidationError(
            [
                f"“{title}” was changed{f' by {by}' if by else ''} while this page was open. "
                "Look at it, then submit."
                for title, by in changed
            ],
            code="unseen",
        )
