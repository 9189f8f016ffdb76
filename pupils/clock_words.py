"""What each clock is called on a page, and why it matters now, in one line."""

_LABELS = {
    "pep_initiated": "Start the first PEP",
    "pep_available": "First PEP ready",
    "pep_term_review": "Termly PEP",
    "pep_action": "Action agreed in the PEP",
    "setting_notified": "Tell the school",
    "school_place": "School place",
    "school_application": "Apply for the next school",
    "school_direction": "Consider a direction to a school",
    "move_told": "What a move of home needs",
    "suspension_provision": "Education while suspended or excluded",
    "statutory_review": "Statutory review",
    "release_plan": "Plan for release from custody",
    "pep_to_iro": "Send the PEP to the IRO",
    "sdq": "SDQ score",
    "concern_reply": "Answer a concern about the PEP",
    "ehcp_review": "EHC plan annual review",
    "ehc_review_decision": "Decision after the EHC plan review",
    "ehc_pep_link": "EHC plan review with a PEP meeting",
    "ehc_assessment_decision": "Decision on an EHC needs assessment",
    "ehc_plan_issued": "EHC plan issued",
    "ehc_phase_transfer": "EHC plan names the next school",
    "quality_assurance": "Quality assurance of the PEP",
}

_REASONS = {
    "pep_initiated": "Every looked-after child has a PEP begun within 10 working days.",
    "pep_available": "The PEP must be there for the first review of the care plan.",
    "pep_term_review": "The PEP is reviewed every term that the child is in care.",
    "pep_action": "What was agreed for the child is done by its day, and said to be.",
    "setting_notified": "A school that does not know cannot help.",
    "school_place": "The child is without full-time education.",
    "sdq": "A score each year shows early how a child is; a raised one brings the school in.",
    "school_application": "After the closing date the school that fits may be full.",
    "school_direction": "A school refused the child, or does not answer.",
    "move_told": "Nobody was asked, or nobody wrote it down: the child’s school hangs on it.",
    "suspension_provision": "Each day out of school is a day of learning lost.",
    "statutory_review": "The care plan is reviewed at the times that the law sets.",
    "release_plan": "Without a plan made in time there is no place to go to after release.",
    "ehcp_review": "A plan that nobody reviews no longer fits the child.",
    "ehc_review_decision": "Child and school wait to know what becomes of the plan.",
    "ehc_pep_link": "Two plans that are reviewed together tell one story.",
    "ehc_assessment_decision": "The child waits to know whether their needs will be assessed.",
    "ehc_plan_issued": "The child waits for the help that the plan secures.",
    "ehc_phase_transfer": "The next school has to be ready for the child.",
    "concern_reply": "Somebody who follows the child finds the plan wanting.",
    "pep_to_iro": "The IRO reads the PEP before the review.",
    "quality_assurance": "The writers of the PEP wait for an answer.",
}


def kind_label(kind: str) -> str:
    """The clock's name; one that is not in the list yet by its stored name."""
    return _LABELS.get(kind) or kind.replace("_", " ").capitalize()


def kind_reason(kind: str) -> str:
    """Why this matters to the child."""
    return _REASONS.get(kind, "")
