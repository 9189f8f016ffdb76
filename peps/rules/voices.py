"""What may be written by link and until when, and who reads or is told of what a child says."""

from enum import StrEnum

LONGEST_ANSWER = 5000
LONGEST_CALL = 100_000  # of a call its beginning is kept and told: it is never refused
MOST_PICTURES = 3
READS_PRIVATE_ANSWERS = ("social_worker", "virtual_school_officer")  # capacities


class Call(StrEnum):
    """What a child may call for at any time."""

    SAFETY = "safety"
    ADVOCATE = "advocate"
    INTERPRETER = "interpreter"

    @property
    def label(self) -> str:
        """The call as the adults read it."""
        return {
            "safety": "Worried about being safe",
            "advocate": "Wants an advocate",
            "interpreter": "Wants an interpreter",
        }[self.value]


def refusal_to_write(*, is_plan_open: bool, is_for_reading: bool = False) -> str:
    """Why nothing is saved any more, or nothing while it is.

    Whoever sent their part may change it and send it again until the plan is handed in: others may
    share it. A link whose days are over, and which still opens the finished plan, writes nothing
    when that plan is opened again.
    """
    if not is_plan_open:
        return "This plan has been handed in. It cannot be changed any more."
    if is_for_reading:
        return "This link only reads the finished plan by now. To say more, ask for a new link."
    return ""
