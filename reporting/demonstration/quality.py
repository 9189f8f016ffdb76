"""How Northshire assures quality: a sample, phrases, plans that two marked, words on sections."""

import random
from collections.abc import Iterable
from datetime import date, timedelta

from peps.models import (
    FeedbackPhrase,
    Marking,
    Pep,
    PepStatusChange,
    QualityDraw,
    QualityPolicy,
    QualityReview,
    SecondMarking,
    SectionFeedback,
)
from peps.rubric import AMBER, CURRENT_RUBRIC, GREEN, rubric
from peps.rules.quality import judgement
from peps.rules.sampling import FOR_ASSURANCE, PlanToDraw, draw, number_of
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.organisations.models import Authority

from .stage_words import COMMENTS
from .words import FEEDBACK

SHARE = 60
SEED = "6e6f7274687368697265"  # thrown once, so that the demonstration is the same each time
ALWAYS = ["exam_years", "first", "red_school"]
MARKED_BY_TWO = 14
PHRASES = [
    "Each target says where the child starts from, how progress is measured and by when.",
    "Say who does it, and by when.",
    "The child's own words come first: we could hear them.",
    "Tie each use of pupil premium plus to one of the targets.",
    "Say what this plan adds to the EHC plan rather than repeating it.",
    "Show the difference that the support has made, in numbers or in examples.",
]
SAID = {
    "new_targets": "Two targets lack a baseline. Where does each start from today?",
    "actions": "Two actions name nobody. Say who does each, and by when.",
    "pupil_premium_plus": "Tie each use of the premium to one of the targets.",
}


def assure_quality(*, rng: random.Random, on: date) -> None:
    """Northshire's choices, and what its officers have done under them."""
    northshire = Authority.objects.get(code="999")
    head, officers = (
        _people(northshire, Role.VIRTUAL_SCHOOL_HEAD)[0],
        _people(northshire, Role.VIRTUAL_SCHOOL_OFFICER),
    )
    policy = QualityPolicy.objects.create(
        authority=northshire,
        assures=QualityPolicy.Assures.SAMPLE,
        share=SHARE,
        always=ALWAYS,
        seed=SEED,
        changed_on=on - timedelta(days=90),
        changed_by=head,
    )
    FeedbackPhrase.objects.bulk_create(
        FeedbackPhrase(
            authority=northshire,
            text=text,
            added_on=on - timedelta(days=80),
            added_by=officers[number % len(officers)],
        )
        for number, text in enumerate(PHRASES)
    )
    peps = Pep.objects.filter(pupil__authority=northshire).order_by("pk").select_related("pupil")
    _draw(peps.filter(state="submitted"), policy)
    _mark_by_two(rng, peps, officers, on)
    _say_of_sections(peps.filter(state="returned"))


def _people(authority: Authority, role: Role) -> list[User]:
    members = Membership.objects.filter(authority=authority, role=role).order_by("pk")
    return [member.user for member in members.select_related("user")]


def _draw(peps: Iterable[Pep], policy: QualityPolicy) -> None:
    """The draw of the plans that wait."""
    draws = []
    for pep in peps:
        term = f"{pep.academic_year}-{pep.season}"
        number = number_of(seed=SEED, term=term, ref=pep.ref, purpose=FOR_ASSURANCE)
        plan = PlanToDraw(
            is_first=pep.kind == "initial",
            is_without_a_place="interim" in (pep.kind, pep.variant),
            year=pep.pupil.nc_year or 0,
            is_school_red=False,
        )
        drawn = draw(plan, always=policy.always, share=policy.share, number=number)
        draws.append(
            QualityDraw(
                pep=pep,
                is_drawn=drawn.is_drawn,
                why=drawn.why,
                number=number,
                share=policy.share,
                drawn_on=pep.submitted_on or pep.opened_on,
            )
        )
    QualityDraw.objects.bulk_create(draws)


def _mark_by_two(rng: random.Random, peps: "Iterable[Pep]", officers: list[User], on: date) -> None:
    """Judgements that two agreed; and of those that wait, one marked once and one twice."""
    reviews = QualityReview.objects.filter(pep__in=peps).exclude(outcome="red")  # type: ignore[misc]
    once_judged = list(reviews.select_related("pep", "reviewed_by").order_by("pk"))
    for review in once_judged[: 3 * MARKED_BY_TWO : 3]:
        second = next(officer for officer in officers if officer != review.reviewed_by)
        given = {row.criterion: row.rating for row in review.ratings.all()}
        _ask(review.pep, officers[0], review.reviewed_on, settled_on=review.reviewed_on)
        _mark(review.pep, 1, review.reviewed_by, given, review.reviewed_on)
        _mark(review.pep, 2, second, _nearly(rng, given), review.reviewed_on)
        review.agreed_with = second
        review.settled = "We read the targets together and went by the examples of the rubric."
        review.save()
    waiting = [pep for pep in peps if pep.state == "submitted"][:2]
    for pep, number in zip(waiting, (1, 2), strict=False):
        _ask(pep, officers[0], on, settled_on=None)
        given = {
            mark.key: rng.choice([GREEN, GREEN, AMBER]) for mark in rubric(CURRENT_RUBRIC).marks
        }
        for place in range(1, number + 1):
            _mark(pep, place, officers[-place], given if place == 1 else _nearly(rng, given), on)


def _nearly(rng: random.Random, given: dict[str, str]) -> dict[str, str]:
    """What another officer gives: nearly always the same."""
    other = {GREEN: AMBER, AMBER: GREEN, "red": AMBER}
    return {key: other[level] if rng.random() < 0.15 else level for key, level in given.items()}


def _ask(pep: Pep, officer: User, day: date, *, settled_on: date | None) -> None:
    SecondMarking.objects.get_or_create(
        pep=pep, defaults={"asked_on": day, "asked_by": officer, "settled_on": settled_on}
    )


def _mark(pep: Pep, place: int, officer: User, given: dict[str, str], day: date) -> None:
    outcome = judgement(rubric(CURRENT_RUBRIC), given)
    Marking.objects.create(
        pep=pep,
        submission=_handed_in(pep),
        place=place,
        rubric_version=CURRENT_RUBRIC,
        outcome=outcome,
        ratings=given,
        comments={key: COMMENTS[key] for key, level in given.items() if level != GREEN},
        feedback=FEEDBACK[outcome],
        marked_on=day,
        marked_by=officer,
    )


def _handed_in(pep: Pep) -> PepStatusChange:
    return PepStatusChange.objects.submissions().filter(pep=pep).latest("id")


def _say_of_sections(peps: Iterable[Pep]) -> None:
    """Words on single sections of the plans that came back."""
    for pep in peps:
        keys = {section.key for section in pep.form.sections}
        submission = PepStatusChange.objects.submissions().filter(pep=pep).last()
        review = pep.quality_reviews.select_related("reviewed_by").first()
        if submission is None or review is None:
            continue
        SectionFeedback.objects.bulk_create(
            SectionFeedback(
                pep=pep,
                submission=submission,
                section=key,
                text=text,
                given_on=review.reviewed_on,
                given_by=review.reviewed_by,
            )
            for key, text in SAID.items()
            if key in keys
        )
