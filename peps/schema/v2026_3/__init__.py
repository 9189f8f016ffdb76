"""Form 2026.3: the variants of 2026.2, with what the record keeps from one plan to the next.

Each module holds what it changes of the sections of its topic; every other section is asked as
before. To change a question, change it in the module of its topic; once plans have been written
with this version, a new version is a new folder.
`docs/pep-content.md` shows which line of the guidance each question answers.
"""

from collections.abc import Callable
from dataclasses import replace

from ..parts import Form, Section
from ..v2026_2 import FORMS as _BEFORE
from . import actions, attendance, meeting, sen, targets, voice
from .asked import asked_as_it_matters
from .examples import with_examples
from .wording import in_own_words

_CHANGED: dict[str, Callable[[Section], Section]] = {
    **actions.CHANGED,
    **attendance.CHANGED,
    **meeting.CHANGED,
    **sen.CHANGED,
    **targets.CHANGED,
    **voice.CHANGED,
}


def _unchanged(section: Section) -> Section:
    return section


def _as_of_now(before: Form) -> Form:
    changed = (_CHANGED.get(section.key, _unchanged)(section) for section in before.sections)
    asked = (asked_as_it_matters(section, before.variant) for section in changed)
    worded = (in_own_words(section, before.variant) for section in asked)
    sections = (with_examples(section, before.variant) for section in worded)
    return replace(before, version="2026.3", sections=tuple(sections))


FORMS = {variant: _as_of_now(before) for variant, before in _BEFORE.items()}
