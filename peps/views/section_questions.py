"""A section's questions as its page draws them: grouped, last term's answer under each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

from django.forms import BoundField
from django.template.loader import render_to_string

from peps.forms import SectionForm
from peps.forms.section import MOST_KEPT
from peps.models import PepSection
from peps.reading.beside import Beside
from peps.reading.letter import shown
from peps.reading.reader import Fact
from peps.schema import Answers, Field, Kind, When
from peps.schema.guidance_words import GUIDANCE, GuidanceWords, guidance_on


@dataclass(frozen=True, kw_only=True)
class Follows:
    """The answers above a question after which it is asked, and whether one of them is given."""

    field: str
    answers: Sequence[str]
    labels: Sequence[str]
    is_asked: bool


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, `drawn` with its answer; `last_answer` and the term from which it comes."""

    field: BoundField
    drawn: str
    last_answer: str
    last_term: str
    beside: Beside | None = None
    help: str = ""  # an example of a good answer and the guidance's words, as they are drawn
    folded: str = ""  # why the short form folds it away; nothing for one that is open
    follows: "Follows | None" = None  # the answer after which it is asked; none, if always


@dataclass(frozen=True, kw_only=True)
class Group:
    """Questions that belong together, under `about` where they are about something on record.

    One that nobody has to begin, and nobody has begun, `is_folded`.
    """

    heading: str
    questions: list[Question]
    about: Sequence[Fact]
    is_folded: bool


def questions_in(
    form: SectionForm,
    *,
    last: PepSection | None,
    about: Mapping[int, Sequence[Fact]],
    answers: Answers,
    folds: Callable[[str], str] = lambda _: "",
    beside: Mapping[str, Beside] = MappingProxyType({}),
    said: str = "",
) -> list[Group]:
    """The form's questions by group, in order; `about` by the place of the target reviewed.

    `folds` says why a question is folded away, by its key; `beside` is what stands with it, `said`
    what the page says of the guidance already.
    """
    guidance = _guidance(tuple(form.asked), said)
    drawn = {
        field.key: replace(
            _question(form, field, last, folds(field.key)),
            beside=beside.get(field.key),
            help=_help(str(form[field.key].label), field.example, guidance[field.key]),
        )
        for field in form.asked
    }
    return [
        _group(heading, list(fields), drawn, form, about, answers)
        for heading, fields in groupby(form.asked, key=lambda field: field.group)
    ]


@lru_cache(maxsize=MOST_KEPT)
def _help(label: str, example: str, guidance: Sequence[GuidanceWords]) -> str:
    """What helps to answer the question: the same for everybody, so drawn once."""
    if not example and not guidance:
        return ""
    told = {"label": label, "example": example, "guidance": guidance}
    return render_to_string("peps/_question_help.html", told)


@lru_cache(maxsize=MOST_KEPT)
def _guidance(fields: Sequence[Field], said: str) -> dict[str, tuple[GuidanceWords, ...]]:
    """What the guidance says on each question that is answered in words; each line once a page."""
    found: dict[str, tuple[GuidanceWords, ...]] = {}
    told = {line.words for line in GUIDANCE.values() if line.words.lower() in said.lower()}
    for field in fields:
        lines = guidance_on(field) if field.kind in {Kind.LONG, Kind.TEXT} else []
        found[field.key] = tuple(line for line in lines if line.words not in told)
        told |= {line.words for line in lines}
    return found


def _group(
    heading: str,
    fields: list[Field],
    drawn: Mapping[str, Question],
    form: SectionForm,
    about: Mapping[int, Sequence[Fact]],
    answers: Answers,
) -> Group:
    is_begun = any(answers.get(f.key) or f.key in form.errors or _sent(form, f) for f in fields)
    return Group(
        heading=heading,
        questions=[drawn[field.key] for field in fields],
        about=about.get(fields[0].reviews, ()),
        is_folded=bool(heading)
        and not is_begun
        and all(isinstance(field.needed, When) and field.needed.or_any for field in fields[:1]),
    )


def _sent(form: SectionForm, field: Field) -> bool:
    return form.is_bound and bool(form.cleaned_data.get(field.key))


def _question(form: SectionForm, field: Field, last: PepSection | None, folded: str) -> Question:
    has_last = last is not None and field.shows_last and field.stands(last.data)
    return Question(
        folded=folded,
        field=form[field.key],
        drawn=form.drawn(field),
        last_answer=shown(field, last.data) if last and has_last else "",
        last_term=last.pep.term_name if last else "",
        follows=_follows(form, field),
    )


def _follows(form: SectionForm, field: Field) -> Follows | None:
    """What decides whether it is asked; one in which something is wrong stays in sight."""
    when = field.asked_when
    if when is None or when.field not in form.fields or field.key in form.errors:
        return None
    said = {when.field: str(form[when.field].value() or "")}
    labels = dict(next(other.choices for other in form.asked if other.key == when.field))
    return Follows(
        field=when.field,
        answers=when.is_one_of,
        labels=[labels[answer] for answer in when.is_one_of],
        is_asked=field.is_asked(said),
    )
