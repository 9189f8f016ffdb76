"""The school whose work a plan is: the child's main one on the day on which it was handed in."""

from peps.models import Pep, PepStatusChange
from pupils.models import Enrolment
from vsh.calendars import today


def school_when_handed_in(pep: Pep) -> int | None:
    """The setting's id; nothing for a child who had no main school that day."""
    handed_in = PepStatusChange.objects.submissions().filter(pep=pep).order_by("-id")
    day = handed_in.values_list("on", flat=True).first() or pep.submitted_on or today()
    places = Enrolment.objects.current_on(day).main().filter(pupil=pep.pupil_id)
    return places.values_list("setting", flat=True).first()
