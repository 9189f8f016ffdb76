"""The draw when a plan is handed in: whether it is assured, and whether two mark it."""

from peps.facts.learners import as_in_its_term, learners_of
from peps.models import Pep, QualityDraw, QualityPolicy, QualityReview, SecondMarking
from peps.rules.sampling import FOR_ASSURANCE, FOR_TWO, PlanToDraw, draw, is_within, number_of
from peps.schema import Variant
from vsh.calendars import today

from .schools import school_when_handed_in


def draw_for(pep: Pep) -> None:
    """Draw for a plan that has just been handed in, once: what was drawn stays drawn.

    An authority that has chosen nothing assures every plan, each by one officer.
    """
    policy = QualityPolicy.objects.filter(authority=pep.pupil.authority_id).first()
    if policy is None:
        return
    if policy.assures == QualityPolicy.Assures.SAMPLE:
        _draw_for_assurance(pep, policy)
    if policy.second_share:
        number = _number(pep, policy, FOR_TWO)
        if is_within(policy.second_share, number) and not _is_asked(pep):
            SecondMarking.objects.create(
                pep=pep, number=number, share=policy.second_share, asked_on=today()
            )


def _draw_for_assurance(pep: Pep, policy: QualityPolicy) -> None:
    if QualityDraw.objects.filter(pep=pep).exists():
        return
    child = as_in_its_term(learners_of([pep.pupil_id], today())[pep.pupil_id], pep)
    plan = PlanToDraw(
        is_first=pep.kind == Pep.Kind.INITIAL,
        is_without_a_place=pep.kind == Pep.Kind.INTERIM or pep.variant == Variant.INTERIM,
        year=child.year,
        is_school_red=_is_school_red(pep),
    )
    drawn = draw(
        plan,
        always=policy.always,
        share=policy.share,
        number=_number(pep, policy, FOR_ASSURANCE),
    )
    QualityDraw.objects.create(
        pep=pep,
        is_drawn=drawn.is_drawn,
        why=drawn.why,
        number=drawn.number,
        share=policy.share,
        drawn_on=today(),
    )


def _number(pep: Pep, policy: QualityPolicy, purpose: str) -> int:
    term = f"{pep.academic_year}-{pep.season}"
    return number_of(seed=policy.seed, term=term, ref=pep.ref, purpose=purpose)


def _is_asked(pep: Pep) -> bool:
    return SecondMarking.objects.filter(pep=pep).exists()


def _is_school_red(pep: Pep) -> bool:
    """Whether the last judged plan of the child's school, of this authority's, was red."""
    school = school_when_handed_in(pep)
    if school is None:
        return False
    last = QualityReview.objects.filter(
        setting=school, pep__pupil__authority=pep.pupil.authority_id
    )
    return last.order_by("-reviewed_on", "-id").values_list("outcome", flat=True).first() == "red"
