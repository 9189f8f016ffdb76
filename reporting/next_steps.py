"""The one button beside a thing that is due: what to do next, and where."""

from dataclasses import dataclass

from django.urls import reverse

from peps.rules.action_clock import ACTION, reference_in
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

_EHC = Step(
    label="See the EHC plan", url_name="pupils:ehc_plan", permission=Permission.VIEW_WELLBEING
)

_STEPS: dict[str, list[Step]] = {
    "ehcp_review": [
        Step(
            label="Record the review",
            url_name="pupils:record_ehc_review",
            permission=Permission.RECORD_EHC,
        ),
        _EHC,
    ],
    "ehc_review_decision": [_EHC],
    "ehc_pep_link": [_EHC],
    "ehc_assessment_decision": [_EHC],
    "ehc_plan_issued": [_EHC],
    "ehc_phase_transfer": [
        Step(
            label="Record the next setting",
            url_name="pupils:record_ehc_transfer",
            permission=Permission.RECORD_EHC,
        ),
        _EHC,
    ],
    "pep_initiated": [
        Step(label="Start the PEP", url_name="peps:initiate", permission=Permission.INITIATE_PEP),
        _PEPS,
    ],
    "pep_available": [_PEPS],
    "pep_term_review": [_PEPS],
    "quality_assurance": [_PEPS],
    "sdq": [
        Step(
            label="Record the score",
            url_name="pupils:record_sdq",
            permission=Permission.RECORD_CARER_SDQ,
        ),
        Step(
            label="See the scores",
            url_name="pupils:wellbeing",
            permission=Permission.VIEW_WELLBEING,
        ),
    ],
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
    "setting_notified": [
        Step(
            label="Tell the school",
            url_name="placements:school",
            permission=Permission.TELL_SETTING,
        ),
        Step(
            label="See the school", url_name="placements:school", permission=Permission.VIEW_PUPIL
        ),
    ],
    "school_application": [
        Step(
            label="Search and apply",
            url_name="placements:school_search",
            permission=Permission.VIEW_CARE,
        ),
        Step(
            label="See the school", url_name="placements:school", permission=Permission.VIEW_PUPIL
        ),
    ],
    "move_told": [
        Step(label="See the move", url_name="placements:care", permission=Permission.VIEW_CARE),
    ],
    "school_direction": [
        Step(
            label="Record what was decided",
            url_name="placements:school_search",
            permission=Permission.VIEW_CARE,
        ),
    ],
    "suspension_provision": [
        Step(
            label="Say what education there is",
            url_name="placements:school",
            permission=Permission.RECORD_EXCLUSION,
        ),
        Step(
            label="See the school", url_name="placements:school", permission=Permission.VIEW_PUPIL
        ),
    ],
    "pep_to_iro": [
        Step(
            label="Send the review pack",
            url_name="peps:review_pack",
            permission=Permission.SEND_REVIEW_PACK,
        ),
        Step(
            label="See the review pack",
            url_name="peps:review_pack",
            permission=Permission.READ_REVIEW_PACK,
        ),
    ],
    "concern_reply": [
        Step(
            label="Answer the concern",
            url_name="peps:concerns_of_pupil",
            permission=Permission.ANSWER_CONCERN,
        ),
        Step(
            label="See the concern",
            url_name="peps:concerns_of_pupil",
            permission=Permission.READ_CONCERNS,
        ),
    ],
    "release_plan": [
        Step(
            label="Plan the release",
            url_name="placements:custody",
            permission=Permission.VIEW_CARE,
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


def next_step(deadline: Deadline, *, user: User) -> tuple[str, str]:
    """Label and address of the first step that `user` may take for this child.

    `deadline` is a row of the list of what is due, which says whether the child has a plan and
    which one it is about.
    """
    pupil: Pupil = deadline.pupil
    permissions = permissions_for(user, pupil)
    if deadline.kind == ACTION and Permission.READ_PEP in permissions:
        action = reference_in(deadline.trigger_key)
        label = "Mark as done" if deadline.owner_id == user.pk else "Go to the action"
        return label, reverse("peps:action", kwargs={"ref": pupil.ref, "action": action})
    steps = _STEPS.get(deadline.kind, [])
    if _PEPS in steps and not deadline.has_a_plan:  # type: ignore[attr-defined]
        steps = _FIRST_PEP
    for step in steps:
        if step is _PEPS and deadline.own_plan and step.permission in permissions:  # type: ignore[attr-defined]
            return step.label, reverse("peps:pep", kwargs={"ref": deadline.own_plan})  # type: ignore[attr-defined]
        if step.permission in permissions:
            return step.label, reverse(step.url_name, kwargs={"ref": pupil.ref})
    return _SEE_WHY.label, reverse(_SEE_WHY.url_name, kwargs={"ref": pupil.ref})
