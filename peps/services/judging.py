"""A judgement and what follows from it: a PEP that is found red goes back with the feedback."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from peps.models import Pep, QualityReview
from peps.quality.feedback import said_of
from peps.quality.rubrics import rubric_in_force
from peps.rubric import RED, Rubric
from peps.rules.quality import judgement, unexplained, unrated
from peps.rules.states import Action, Refusal
from vsh.accounts.models import User
from vsh.calendars import today

from .locking import lock_for
from .refusals import PepRefused
from .sign_off import Settlement, assure_pep, return_pep

WHAT_IS_MISSING = "“{title}” is red: say what is missing"
ASSURED, RETURNED = Pep.State.QUALITY_ASSURED, Pep.State.RETURNED
GOES_BACK = "goes_back"  # the code of the question whether a red plan is to be returned


@transaction.atomic
def judge_pep(
    *,
    actor: User,
    pep: Pep,
    ratings: Mapping[str, str],
    comments: Mapping[str, str] | None = None,
    feedback: str,
    may_return: bool,
    version: int,
    rubric_version: str = "",
    sections: Mapping[str, str] | None = None,
    settlement: Settlement | None = None,
) -> QualityReview:
    """Assure the PEP; one whose marks add up to red is returned, the feedback being the reason.

    A red mark says what is missing. Without `may_return` a red judgement is not recorded: the
    officer is asked first. `version` is that of the plan which the officer read: one that was
    handed in anew since is refused; so is a judgement by a rubric (`rubric_version`) in whose
    place another has been put. A plan of care that has ended does not go back. The same judgement
    again, by a second press of the button, is the one that stands.
    """
    said = (ratings, comments or {}, feedback, sections or {})
    try:
        pep = lock_for(Action.ASSURE, actor=actor, pep=pep)
        if pep.version != version:
            raise PepRefused(Refusal.HANDED_IN_ANEW)
    except PepRefused:
        if found := _same(pep, actor, *said):
            return found
        raise
    marks = settlement.rubric if settlement else rubric_in_force(pep.pupil.authority_id)
    if rubric_version and marks.version != rubric_version:
        raise PepRefused(Refusal.ANOTHER_RUBRIC)
    refuse_unexplained(marks, ratings, comments or {})
    is_red = not unrated(marks, ratings) and judgement(marks, ratings) == RED
    goes_back = not pep.is_of_care_ended_by(today())
    if is_red and goes_back and not may_return:
        raise ValidationError(
            "These marks add up to red. The plan then goes back to the school and the social "
            "worker, with your feedback as the reason.",
            code=GOES_BACK,
        )
    review = assure_pep(
        actor=actor,
        pep=pep,
        ratings=ratings,
        comments=comments,
        feedback=feedback,
        sections=sections,
        settlement=settlement,
    )
    if review.outcome == RED and goes_back:
        return_pep(actor=actor, pep=pep, reason=review.feedback)
    return review


def _same(
    pep: Pep,
    actor: User,
    ratings: Mapping[str, str],
    comments: Mapping[str, str],
    feedback: str,
    sections: Mapping[str, str],
) -> QualityReview | None:
    """The judgement that stands, where it is this one to the last word."""
    pep = Pep.objects.get(pk=pep.pk)  # as it stands, behind the lock
    last = pep.quality_reviews.order_by("-id").first()
    if last is None or pep.state not in ({ASSURED, RETURNED} if last.outcome == RED else {ASSURED}):
        return None
    marks = last.ratings.values_list("criterion", "rating", "comment")
    told = [(mark, ratings.get(mark), comments.get(mark, "").strip()) for mark, *_ in marks]
    on_sections = {each.key: each.text for each in said_of(pep)}
    is_same = (
        (last.reviewed_by_id, last.feedback) == (actor.pk, feedback.strip())
        and sorted(marks) == sorted(told)
        and on_sections == {key: words.strip() for key, words in sections.items() if words.strip()}
    )
    return last if is_same else None


def refuse_unexplained(
    marks: Rubric, ratings: Mapping[str, str], comments: Mapping[str, str]
) -> None:
    """Refuse a red mark of which nobody said what is missing."""
    if wanting := wanting_words(marks, ratings, comments):
        raise ValidationError(wanting)


def wanting_words(
    marks: Rubric, ratings: Mapping[str, str], comments: Mapping[str, str]
) -> dict[str, str]:
    """The refusal of each red mark without a comment, by the comment's field."""
    titles = {mark.key: mark.title for mark in marks.marks}
    return {
        f"{key}_comment": WHAT_IS_MISSING.format(title=titles[key])
        for key in unexplained(marks, ratings, comments)
    }
