"""What happens next with a PEP, in a sentence."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from peps.models import Pep
from peps.reading.task_list import Task
from vsh.govuk.words import in_sentence


def next_step(pep: Pep, *, tasks: Sequence[Task], on: date, lapsed_because: str = "") -> str:
    """Whose turn it is, and what follows; `lapsed_because` of a plan that nobody set aside."""
    if pep.is_of_care_ended_by(on) and pep.is_open:
        return (
            "Nothing: the time in care to which this PEP belongs has ended. It is kept as it "
            "stands; if the child is looked after again, that time has a PEP of its own."
        )
    to_initiate = "" if pep.initiated_on else " The social worker still has to initiate this PEP."
    writing = _still_to_finish(tasks) + to_initiate
    return {
        "opened": writing,
        "initiated": writing,
        "in_progress": writing,
        "returned": "It has been returned: put right what the reason says, then submit it again.",
        "submitted": "The Virtual School reads it now, and assures its quality or returns it "
        "with a reason. It is ready for the reviewing officer.",
        "quality_assured": "It was found red: the Virtual School returns it with the feedback."
        if pep.state == "quality_assured" and pep.is_red and not pep.is_of_care_ended_by(on)
        else "The Virtual School completes it: it is then locked and a PDF is kept.",
        "complete": "It is locked. The next one opens at the start of term.",
        "not_required": f"Nothing: {in_sentence(lapsed_because)} What was written is kept."
        if lapsed_because
        else "Nothing: it was found not to be required.",
    }[pep.state]


def _still_to_finish(tasks: Sequence[Task]) -> str:
    """How many sections wait for whom."""
    waiting = Counter(task.waits_for for task in tasks if not task.is_complete)
    if not waiting:
        return "Every section is finished: check and submit."
    parts = [f"{number} by the {owner}" for owner, number in waiting.most_common()]
    return f"Sections still to finish: {', '.join(parts)}."
