"""The targets of a plan as records: written when it is handed in, asked about in the next ones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef

from peps.models import Pep, PepSection, SectionDraft, Target, TargetReview
from peps.rules.records import Kept, records_meant
from peps.rules.targets import places_of, reviews_in, targets_in, written_places
from peps.schema import Answers, Section
from vsh.calendars import today

from .merging import NEVER_ON_RECORD
from .page_versions import renumber

NEW, REVIEW = "new_targets", "review_of_targets"


def keep_targets(pep: Pep, answers: Mapping[str, Answers]) -> None:
    """Write the plan's targets and what it says of earlier ones, as it is handed in.

    Handed in again it writes the same records; a target that it no longer has is withdrawn. One
    that a later plan asks about or has reviewed is not reworded: other words are another target.
    """
    section = pep.whole_form.section(NEW)
    has_areas = section is not None and any(f.key == "target_2_area" for f in section.fields)
    said = targets_in(answers.get(NEW, {}), has_areas=has_areas)
    records = {target.pk: target for target in _records_of(pep)}
    meant = records_meant(
        {words.position: (words.what,) for words in said},
        [
            Kept(
                key=target.pk,
                position=target.position,
                words=(target.what,),
                may_be_reworded=target.withdrawn_on is None and not target.is_asked_about,  # type: ignore[attr-defined]
            )
            for target in records.values()
        ],
    )
    for words in said:
        target = records.pop(meant[words.position]) if words.position in meant else None
        target = target or Target(pupil_id=pep.pupil_id, set_in=pep)
        for name, value in vars(words).items():
            setattr(target, name, value)
        target.withdrawn_on = None
        target.save()
    for gone in records.values():
        if gone.withdrawn_on is None:
            gone.withdrawn_on = today()
            gone.save(update_fields=["withdrawn_on"])
    _keep_reviews(pep, answers.get(REVIEW, {}))


def _records_of(pep: Pep) -> Iterable[Target]:
    """The plan's targets, those withdrawn last, with `is_asked_about`: whether a later plan is."""
    asked = TargetReview.objects.filter(target=OuterRef("pk"))
    targets = Target.objects.filter(set_in=pep).annotate(is_asked_about=Exists(asked))
    return targets.order_by(F("withdrawn_on").desc(nulls_first=True), "position", "pk")


def _keep_reviews(pep: Pep, answers: Answers) -> None:
    """An earlier form asked about the last plan's targets, in their order there."""
    said = {words.position: words for words in reviews_in(answers)}
    if not reviewed_places(pep):
        last = Pep.objects.before(pep).first()
        TargetReview.objects.filter(pep=pep).exclude(target__set_in=last).delete()
        standing = Target.objects.filter(set_in=last, withdrawn_on__isnull=True)
        for target in standing.filter(position__in=said) if last else ():
            TargetReview.objects.get_or_create(
                pep=pep, target=target, defaults={"position": target.position}
            )
    for review in TargetReview.objects.filter(pep=pep):
        words = said.get(review.position)
        review.outcome = words.outcome if words else ""
        review.evidence = words.evidence if words else ""
        review.save(update_fields=["outcome", "evidence"])


def follow_targets(peps: Sequence[Pep]) -> list[Pep]:
    """Ask open plans about the targets of earlier plans that are open by now; which changed.

    What somebody has written about a target stays asked. A plan that was handed in once is asked
    what it was asked then. Four queries, however many plans.
    """
    plans = [pep for pep in peps if pep.submitted_on is None and reviewed_places(pep)]
    targets = _open_targets({pep.pupil_id for pep in plans})
    kept: dict[int, dict[int, int]] = defaultdict(dict)
    for review in TargetReview.objects.filter(pep__in=plans):
        kept[review.pep_id][review.target_id] = review.position
    sections = {row.pep_id: row for row in PepSection.objects.filter(pep__in=plans, key=REVIEW)}
    changed = []
    for pep in plans:
        row = sections.get(pep.pk)
        places = places_of(
            [one.id for one in targets[pep.pupil_id] if one.is_asked_by(pep)],
            kept=kept[pep.pk],
            written=written_places(row.data) if row else set(),
            most=max(reviewed_places(pep)),
        )
        if places != kept[pep.pk] or sorted(places.values()) != pep.reviewed:
            _ask(pep, places, kept[pep.pk], row)
            changed.append(pep)
    return changed


def follow_targets_of(pupil_id: int, *, but: Pep) -> None:
    """The same for the child's other open plans, after one that sets or ends targets."""
    follow_targets(list(Pep.objects.filter(pupil=pupil_id).exclude(pk=but.pk).open()))


def reviewed_places(pep: Pep) -> list[int]:
    """The places in which the plan's form can ask about a target; none on an earlier form."""
    section: Section | None = pep.whole_form.section(REVIEW)
    return sorted({f.reviews for f in section.fields if f.reviews}) if section else []


def _ask(
    pep: Pep, places: Mapping[int, int], kept: Mapping[int, int], row: PepSection | None
) -> None:
    """Words kept for one target wait as a choice where another takes its place."""
    gone = [target for target in kept if target not in places]
    TargetReview.objects.filter(pep=pep, target__in=gone).delete()
    TargetReview.objects.bulk_create(
        TargetReview(pep=pep, target_id=target, position=place)
        for target, place in places.items()
        if target not in kept
    )
    pep.reviewed = sorted(places.values())
    pep.save(update_fields=["reviewed"])
    new = {place for target, place in places.items() if target not in kept}
    section: Section | None = pep.whole_form.section(REVIEW)
    if row and new and section:
        about = [field.key for field in section.fields if field.reviews in new]
        SectionDraft.objects.filter(section=row, question__in=about).update(version=NEVER_ON_RECORD)
    if row and row.completed_at and new:
        row.completed_at = row.completed_by = None
        renumber(row, fields=["completed_at", "completed_by"])


class _OpenTarget(NamedTuple):
    """A target that stands, with the plans that say it has ended."""

    id: int
    care_period: int
    set_in: tuple[object, int]
    ended_in: set[int]

    def is_asked_by(self, pep: Pep) -> bool:
        """Whether an earlier plan of the same time in care set it and no other says it has ended.

        What an earlier time in care left open stays to be read (ADR 8).
        """
        is_earlier = self.set_in < (pep.opened_on, pep.pk)
        is_open = not self.ended_in - {pep.pk}
        return self.care_period == pep.care_period_id and is_earlier and is_open


def _open_targets(pupil_ids: set[int]) -> dict[int, list[_OpenTarget]]:
    ended_in: dict[int, set[int]] = defaultdict(set)
    endings = TargetReview.objects.standing().ending().filter(target__pupil__in=pupil_ids)
    for target_id, pep_id in endings.order_by().values_list("target_id", "pep_id"):
        ended_in[target_id].add(pep_id)
    found: dict[int, list[_OpenTarget]] = defaultdict(list)
    rows = (
        Target.objects.standing()
        .filter(pupil__in=pupil_ids)
        .values_list("pk", "pupil_id", "set_in__care_period", "set_in_id", "set_in__opened_on")
    )
    for pk, pupil_id, period, set_in, opened_on in rows:
        found[pupil_id].append(_OpenTarget(pk, period, (opened_on, set_in), ended_in[pk]))
    return found
