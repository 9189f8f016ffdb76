"""What happens next with a PEP, in a sentence."""

from collections.abc import Sequence

from peps.models import Pep
from peps.task_list import Task


def next_step(pep: Pep, *, tasks: Sequence[Task]) -> str:
    """Whose turn it is, and what follows."""
    waiting = sorted({task.status_text for task in tasks if task.status == "waiting"})
    mine = sum(task.may_write and not task.is_complete for task in tasks)
    writing = f"{mine} sections are yours to finish. " if mine else ""
    others = f"{'; '.join(waiting)}." if waiting else ""
    return {
        "opened": f"{writing}{others} The social worker still has to initiate this PEP.",
        "initiated": f"{writing}{others}",
        "in_progress": f"{writing}{others}" if tasks else "",
        "returned": "It has been returned: put right what the reason says, then submit it again.",
        "submitted": "The Virtual School reads it now, and assures its quality or returns it "
        "with a reason. The reviewing officer can read it from today.",
        "quality_assured": "The Virtual School completes it: it is then locked and a PDF is kept.",
        "complete": "It is locked, and its PDF is kept. The next one opens at the start of term.",
        "not_required": "Nothing: it was found not to be required.",
    }[pep.state].strip()
