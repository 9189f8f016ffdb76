"""The sections of a PEP as a list of tasks: what state each is in, and whose turn it is."""

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from peps.models import Pep, PepSection
from peps.quality.feedback import said_of
from peps.querysets.own_words import answered_in
from peps.reading.kept_texts import NOT_IN_PLAN, WAITS, waits_in
from peps.reading.unchanged_words import UNCHANGED, confirmation_words
from peps.rules.completeness import progress
from peps.rules.sections import may_write_section, waits_for, writes_for
from peps.schema import Section
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.statuses import status_words

ANY_SECTION = "ANY-SECTION"
CHANGES_ASKED = "Changes asked for by the virtual school"


@dataclass(frozen=True, kw_only=True)
class Task:
    """One section as the list shows it; `status` is a key of the badges' words.

    `expected_from` names whose turn it is where the reader may write it and it is another's.
    """

    key: str
    title: str
    url: str
    status: str
    status_text: str
    hint: str
    is_complete: bool
    waits_for: str
    expected_from: str

    @property
    def below(self) -> str:
        """What stands under the title in the list of sections."""
        expected = f"By the {self.expected_from}" if self.expected_from else ""
        return ". ".join(filter(None, (self.hint, expected)))

    @property
    def in_a_line(self) -> str:
        """How it stands, in the narrow list beside a section."""
        return self.hint or self.status_text or status_words(self.status)[0]


def tasks_of(pep: Pep, kept: Iterable[PepSection], *, permissions: Set[Permission]) -> list[Task]:
    """Every section of the form with its state for this reader.

    `kept` are the section's rows with `seen_version`, the version that the reader last saw, what
    they wrote there and have not saved, and who confirmed those that are unchanged.
    """
    rows = {row.key: row for row in kept}
    said = answered_in(pep)
    is_returned = pep.state == Pep.State.RETURNED
    asked = {each.key: each.handed_in_at for each in said_of(pep)} if is_returned else {}
    address = reverse("peps:section", kwargs={"ref": pep.ref, "key": ANY_SECTION})
    return [
        _task(
            section,
            rows.get(section.key),
            address,
            pep=pep,
            permissions=permissions,
            said=said,
            asked_after=asked.get(section.key),
        )
        for section in pep.form.sections
    ]


def _task(
    section: Section,
    row: PepSection | None,
    address: str,
    *,
    pep: Pep,
    permissions: Set[Permission],
    said: Collection[str],
    asked_after: datetime | None,
) -> Task:
    has_setting: bool = pep.has_setting  # type: ignore[attr-defined]
    may_write = may_write_section(section, permissions=permissions, has_setting=has_setting)
    waiting_for = waits_for(section, has_setting=has_setting)
    is_to_answer = _is_to_answer(row, asked_after)
    status, words, expected_from = "", "", ""
    is_open = pep.is_open and not pep.is_of_care_ended_by(today())
    if is_open:
        waits = "" if may_write else waiting_for
        status, words = _status(section, row, waits_for=waits, said=said)
        status = "to_answer" if is_to_answer else status
        own = writes_for(permissions)
        is_others = own is None or waiting_for != own.label
        expected_from = waiting_for if is_others and status not in {"complete", "waiting"} else ""
    return Task(
        key=section.key,
        title=section.title,
        url=address.replace(ANY_SECTION, section.key),
        status=status,
        status_text=words,
        hint=_hint(
            row,
            is_asked_to_change=asked_after is not None,
            waits=(WAITS if is_open and may_write else NOT_IN_PLAN)
            if waits_in(section, row, permissions=permissions)
            else "",
        ),
        is_complete=bool(row and row.completed_at) and not is_to_answer,
        waits_for=waiting_for,
        expected_from=expected_from,
    )


def _is_to_answer(row: PepSection | None, asked_after: datetime | None) -> bool:
    """Whether a section that was finished when the plan was handed in stands so still, though the
    Virtual School has asked for something: nobody has written in it or finished it anew since."""
    if asked_after is None or row is None or row.completed_at is None:
        return False
    touched = filter(None, (row.completed_at, row.changed_at))
    return max(touched) <= asked_after


def _status(
    section: Section, row: PepSection | None, *, waits_for: str, said: Collection[str]
) -> tuple[str, str]:
    """The state for who writes the section; `waits_for` is whose turn it is for anybody else."""
    if row and row.completed_at:
        return "complete", ""
    if waits_for:
        return "waiting", f"Waiting for {waits_for}"
    done = progress(section, row.data if row else {}, said)
    if row and row.is_carried_forward and done.is_whole:
        return "unchanged", "Unchanged since the last PEP"
    if row and row.is_carried_forward and any(row.data.values()):
        return "not_started", "From the last PEP, not looked at yet"
    is_begun = row and any(row.data.values()) and not row.is_carried_forward
    if not is_begun and not any(address.startswith(f"{section.key}.") for address in said):
        return "not_started", ""  # also what only last term has begun
    if done.is_whole:
        return "in_progress", "Answered, not yet marked as finished"
    return "in_progress", f"In progress, {done.answered} of {done.needed}"


def _hint(row: PepSection | None, *, is_asked_to_change: bool, waits: str) -> str:
    asked = CHANGES_ASKED if is_asked_to_change else ""
    return ". ".join(filter(None, (waits, asked, _what_became_of(row))))


def _what_became_of(row: PepSection | None) -> str:
    """What the reader has not seen yet, or that nothing has changed."""
    confirmed = confirmation_words(row)
    if row and row.seen_version is not None and row.seen_version < row.version:  # type: ignore[attr-defined]
        by = row.changed_by_name  # type: ignore[attr-defined]
        return f"Changed since you looked{f', by {by}' if by else ''}"
    return f"{UNCHANGED}: {confirmed}" if confirmed else ""
