"""A section's questions as its page draws them: grouped, last term's answer under each."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.forms import BoundField

from peps.forms import SectionForm
from peps.letter import shown
from peps.models import Pep, PepSection
from peps.schema import Field


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question; `last_answer` and the term from which it comes, where there is one."""

    field: BoundField
    last_answer: str
    last_term: str
    example: str = ""
    folded: str = ""  # why the short form folds it away; nothing for one that is open


def section_before(pep: Pep, key: str) -> PepSection | None:
    """The same section of the child's last plan, for whoever sees this one."""
    last = Pep.objects.before(pep)[:1]
    return PepSection.objects.filter(pep__in=last, key=key).select_related("pep").first()


def questions_in(
    form: SectionForm, *, last: PepSection | None, folds: Callable[[str], str] = lambda _: ""
) -> list[tuple[str, list[Question]]]:
    """The form's questions by group, in order; `folds` says why one is folded away, by its key."""
    return [
        (group, [_question(form, field, last, folds(field.key)) for field in fields])
        for group, fields in groupby(form.asked, key=lambda field: field.group)
    ]


def _question(form: SectionForm, field: Field, last: PepSection | None, folded: str) -> Question:
    return Question(
        folded=folded,
        field=form[field.key],
        last_answer=shown(field, last.data) if last and field.is_answered(last.data) else "",
        last_term=last.pep.term_name if last else "",
        example=field.example,
    )
