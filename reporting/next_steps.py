"""The one button beside a thing that is due: what to do next, and where."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from peps.models import Pep
from pupils.child_permissions import permissions_for
from pupils.models import Deadline, Pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission


@dataclass(frozen=True, kw_only=True)
class Step:
    """A page under the child's `ref`, for those who hold the permission."""

    label: str
    url_name: str
    permission: Permission


_SEE_WHY = Step(
    label="See the deadline", url_name="pupils:deadlines", permission=Permission.VIEW_PUPIL
)

_PEPS = Step(label="Go to the PEP", url_name="peps:of_pupil", permission=Permission.READ_PEP)

_FIRST_PEP = [
    Step(label="Begin the first PEP", url_name="peps:initiate", permission=Permission.INITIATE_PEP),
    Step(label="See what is due", url_name="pupils:deadlines", permission=Permission.VIEW_PUPIL),
]  # in place of a PEP that nobody has begun

_STEPS: dict[str, list[Step]] = {
    "pep_initiated": [
        Step(label="Start the PEP", url_name="peps:initiate", permission=Permission.INITIATE_PEP),
        _PEPS,
    ],
    "pep_available": [_PEPS],
    "pep_term_review": [_PEPS],
    "school_place": [
        Step(
            label="Record a school place",
            url_name="placements:record_enrolment",
            permission=Permission.EDIT_SCHOOLING,
        ),
        Step(
            label="See the school", url_name="placements:school", permission=Permission.VIEW_PUPIL
        ),
    ],
    "statutory_review": [
        Step(
            label="Record the review",
            url_name="placements:record_review",
            permission=Permission.RECORD_STATUTORY_REVIEW,
        ),
    ],
}

_PEP_KINDS = [kind for kind, steps in _STEPS.items() if _PEPS in steps]


def next_step(deadline: Deadline, *, user: User) -> tuple[str, str]:
    """Label and address of the first step that `user` may take for this child."""
    pupil: Pupil = deadline.pupil
    permissions = permissions_for(user, pupil)
    steps = _STEPS.get(deadline.kind, [])
    if _PEPS in steps and pupil.pk in _without_any_plan(user):
        steps = _FIRST_PEP
    for step in steps:
        if step.permission in permissions:
            return step.label, reverse(step.url_name, kwargs={"ref": pupil.ref})
    return _SEE_WHY.label, reverse(_SEE_WHY.url_name, kwargs={"ref": pupil.ref})


def _without_any_plan(user: User) -> set[int]:
    """The children with a PEP due and no plan at all: few; read once for a page of many rows."""
    known: set[int] | None = getattr(user, "_pupils_without_any_plan", None)
    if known is None:
        due = Deadline.objects.visible_to(user).filter(kind__in=_PEP_KINDS, met_on__isnull=True)
        begun = Pep.objects.filter(pupil=OuterRef("pupil"))
        known = set(due.exclude(Exists(begun)).values_list("pupil", flat=True))
        user._pupils_without_any_plan = known  # type: ignore[attr-defined]
    return known
