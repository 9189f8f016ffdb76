"""The answers of one section: saved as they are written, refused when stale, marked as finished."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet
from django.utils import timezone

from peps.facts.learners import PLANNED_CHANGES
from peps.models import Pep, PepSection, PepSectionSeen, SectionDraft, TargetReview
from peps.querysets.own_words import answered_in
from peps.rules.completeness import Missing, missing_in
from peps.rules.days import WrongDay, wrong_days_in
from peps.rules.sections import may_read_field, may_write_section
from peps.rules.states import Action, Refusal, State
from peps.schema import Answers, Kind, Section
from pupils.child_permissions import permissions_for
from vsh.accounts.models import User
from vsh.calendars import today
from vsh.compiled import PreparedRows

from .drafts import renew_kept
from .locking import answers_of, lock_for, move
from .merging import Lag, known_version, merged, stale_section
from .refusals import PepRefused, PepUnfinished, PepWrongDays
from .shape import adapt_plan
from .unchanged import confirm_if_unchanged

NO_LAG = Lag()


def save_section(
    *,
    actor: User,
    pep: Pep,
    key: str,
    answers: Mapping[str, str],
    version: int,
    lag: Lag = NO_LAG,
    offered: Callable[[], Answers] = dict,
    stood: Collection[str] = (),
    not_valid: Answers = MappingProxyType({}),
    reviews: Mapping[int, str] = MappingProxyType({}),
) -> PepSection:
    """Save these answers over version `version` of the section (0: nobody has written it yet).

    Answers that are not in `answers` stay. The first words start the PEP. What somebody else has
    saved since stands beside it, answer by answer. Where both wrote one, that one waits, kept for
    its writer until they choose: all others are saved, and then both texts are told by
    `StaleSection`. `lag` says where the page holds something else than its version.

    The same words again, as when an answer of ours was lost on the way, are no conflict; nor are
    those that the page `offered` and nobody changed. `stood` are the questions that the page
    answered so: whoever empties one of these says so, where an empty answer to another says nothing
    yet. What is `not_valid` is not saved, and is nobody's to write over either: it is in conflict
    like any other answer. `reviews` says by place of which target the page asked: words about one
    are refused where another stands by now.
    """
    with transaction.atomic():
        variant = pep.variant
        pep, section = lock_section(actor=actor, pep=pep, key=key)
        _refuse_of_another_form(pep, section, {**answers, **not_valid}, variant)
        _refuse_of_another_target(pep, key, {**answers, **not_valid}, reviews)
        written = checked(section, answers, actor=actor, pep=pep)
        kept = on_record(pep, key, reader=actor) or PepSection(pep=pep, key=key, version=0)
        found = merged(
            section, kept, written, version=version, lag=lag, offered=offered, not_valid=not_valid
        )
        emptied = {*kept.data, *stood}
        new = {k: text for k, text in found.mine.items() if text or k in emptied}
        if {**kept.data, **new} != kept.data:
            _write(kept, pep, section, {**kept.data, **new}, actor)
            _follow(kept, pep, actor)
        over = {key: lag.seen.get(key, version) for key in found.waits}
        seen = {key: known_version(each, stands=kept.version) for key, each in over.items()}
        if kept.pk:
            renew_kept(
                kept,
                actor=actor,
                page=lag.page,
                answered={*written, *found.given_up},
                waits={key: text for key, text in found.waits.items() if key in written},
                seen=seen,
            )
    if found.waits:
        raise stale_section(kept, found.waits, seen=seen, too_long=found.too_long)
    return kept


@transaction.atomic
def complete_section(
    *, actor: User, pep: Pep, key: str, version: int, is_complete: bool = True
) -> PepSection:
    """Mark a section as finished, or as not finished after all.

    What was carried forward from the last term counts as said again from then on; that an
    unchanged section is still true is kept, with the day and the name.
    """
    pep, section = lock_section(actor=actor, pep=pep, key=key)
    kept = on_record(pep, key, reader=actor)
    if kept is None:
        kept = PepSection.objects.create(pep=pep, key=key, changed_by=actor)
        version = kept.version
    _refuse_stale(kept, version)
    if is_complete and (lacking := missing_in(section, kept.data, answered_in(pep))):
        raise PepUnfinished([Missing(section=section, field=field) for field in lacking])
    if is_complete and (wrong := _wrong_days(pep, section, kept.data)):
        raise PepWrongDays(wrong)
    if is_complete:
        confirm_if_unchanged(pep, section, kept, actor=actor)
    PepSection.objects.filter(pk=kept.pk).update(
        completed_at=timezone.now() if is_complete else None,
        completed_by=actor if is_complete else None,
        is_carried_forward=kept.is_carried_forward and not is_complete,
    )
    if pep.state in {State.OPENED, State.INITIATED}:
        move(pep, Action.WRITE, actor=actor)
    kept.refresh_from_db()
    return kept


def note_section_seen(*, actor: User, section: PepSection) -> None:
    """Remember the version that a person has before them, to show what changed since."""
    PepSectionSeen.objects.bulk_create(
        [PepSectionSeen(section=section, user=actor, version=section.version)],
        update_conflicts=True,
        unique_fields=["section", "user"],
        update_fields=["version"],
    )


def on_record(pep: Pep, key: str, *, reader: User) -> PepSection | None:
    """The section's row, if anybody has written it, with what the reader has kept beside it."""
    found = _rows.read(pep.pk, key, reader.pk)
    return found[0] if found else None


@PreparedRows
def _rows(pep_id: int, key: str, reader_id: int) -> "QuerySet[PepSection]":
    rows = PepSection.objects.filter(pep=pep_id, key=key).select_related("changed_by")
    kept = SectionDraft.objects.filter(section=OuterRef("pk"), user=reader_id)
    return rows.annotate(kept_rows=kept.as_rows())


def lock_section(*, actor: User, pep: Pep, key: str) -> tuple[Pep, Section]:
    """The locked PEP and the section that this person writes, or a refusal."""
    pep = lock_for(Action.WRITE, actor=actor, pep=pep)
    section = pep.form.section(key)
    if section is None:
        raise PepRefused(Refusal.ANOTHER_FORM)
    if not may_write_section(
        section,
        permissions=permissions_for(actor, pep.pupil),
        has_setting=pep.has_setting,  # type: ignore[attr-defined]
    ):
        raise PermissionDenied(key)
    return pep, section


def checked(
    section: Section, answers: Mapping[str, str], *, actor: User, pep: Pep
) -> dict[str, str]:
    """The answers to questions of this section that the person may read, none too long."""
    permissions = permissions_for(actor, pep.pupil)
    written = {}
    for field in section.fields:
        if field.key not in answers or not may_read_field(field, permissions=permissions):
            continue
        answer = answers[field.key].strip()
        if len(answer) > field.max_length:
            raise ValidationError({field.key: f"Use {field.max_length} characters or fewer."})
        if "\x00" in answer:
            raise ValidationError({field.key: "Null characters are not allowed."})
        is_choice = field.kind is Kind.CHOICE
        if answer and is_choice and answer not in dict(field.choices):
            raise ValidationError({field.key: "Choose one of the answers."})
        written[field.key] = answer
    return written


def _refuse_stale(kept: PepSection, version: int) -> None:
    if kept.version != version:
        raise stale_section(kept, {})


def _refuse_of_another_form(pep: Pep, section: Section, sent: Answers, variant: str) -> None:
    """The form may have changed while this waited for the lock: no answer to it is left out."""
    asked = {field.key for field in section.fields}
    if pep.variant != variant or any(sent[key].strip() for key in sent.keys() - asked):
        raise PepRefused(Refusal.ANOTHER_FORM)


def _refuse_of_another_target(
    pep: Pep, key: str, sent: Answers, reviews: Mapping[int, str]
) -> None:
    section = pep.whole_form.section(key)
    if not reviews or section is None:
        return
    said = {field.reviews for field in section.fields if sent.get(field.key, "").strip()}
    if asked := {place: reviews[place] for place in said & reviews.keys()}:
        now = TargetReview.objects.filter(pep=pep).values_list("position", "target")
        stands = {place: str(target) for place, target in now}
        if any(stands.get(place) != target for place, target in asked.items()):
            raise PepRefused(Refusal.ANOTHER_TARGET)


def _wrong_days(pep: Pep, section: Section, answers: Answers) -> list[WrongDay]:
    """The days that cannot stand in the section once it is finished."""
    return wrong_days_in(
        section,
        answers,
        on=today(),
        form=pep.form,
        others=answers_of(pep),
        opened_on=pep.opened_on,
    )


def _follow(kept: PepSection, pep: Pep, actor: User) -> None:
    """What follows from new words: the PEP is begun, has another shape, and was seen as it is."""
    if pep.state in {State.OPENED, State.INITIATED}:
        move(pep, Action.WRITE, actor=actor)
    if kept.key == PLANNED_CHANGES:
        adapt_plan(pep)
    note_section_seen(actor=actor, section=kept)


def _may_be_finished(pep: Pep, section: Section, data: Answers) -> bool:
    return not (missing_in(section, data, answered_in(pep)) or _wrong_days(pep, section, data))


def _write(kept: PepSection, pep: Pep, section: Section, data: dict[str, str], actor: User) -> None:
    """Write the new version: over exactly the version that was read, or as the first one.

    A finished section that lacks something now, or holds a day that cannot be, is not finished.
    """
    kept.data = data
    kept.changed_by = actor
    kept.changed_at = timezone.now()
    kept.is_carried_forward = False
    if kept.completed_at and not _may_be_finished(pep, section, data):
        kept.completed_at = kept.completed_by = None
    if kept.pk is None:
        kept.version = 1
        kept.save(force_insert=True)
        return
    changed = PepSection.objects.filter(pk=kept.pk, version=kept.version).update(
        data=kept.data,
        version=F("version") + 1,
        changed_by=actor,
        changed_at=kept.changed_at,
        is_carried_forward=False,
        completed_at=kept.completed_at,
        completed_by=kept.completed_by_id,
    )
    assert changed == 1, "the child's row is locked: nobody else can have saved the section"
    kept.version += 1
