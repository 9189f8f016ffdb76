"""What beat wakes: the term's PEPs open at its start, open plans follow the facts, and what has
waited too long is passed on."""

from celery import shared_task
from django.utils import timezone

from pupils.reminders import is_time_to_remind

from .services import adapt_open_plans
from .services import open_termly_peps as open_for_everyone
from .services.attendance_alerts import alert_of_persistent_absence, alert_of_unauthorised
from .services.breakdowns import alert_of_breakdowns
from .services.calling_off import call_off_meetings_after_care
from .services.concerns import escalate_overdue_concerns
from .services.exclusion_alerts import alert_of_exclusions
from .services.invitations import take_back_invitations
from .services.review_packs import send_due_packs
from .services.suspension_alerts import alert_of_unexplained_suspension


@shared_task
def open_termly_peps() -> int:
    """Open this term's PEPs that are not open yet; how many."""
    return open_for_everyone()


@shared_task
def follow_the_facts() -> int:
    """Give open plans the sections that the facts call for by now; how many plans changed."""
    return adapt_open_plans()


@shared_task
def alert_of_homes_and_schools() -> int:
    """In working hours: placements and school places that broke down are told; how many."""
    return alert_of_breakdowns() if is_time_to_remind(timezone.now()) else 0


@shared_task
def alert_of_suspensions() -> int:
    """In working hours: exclusions that amount to something, and code E that no exclusion explains,
    are told; how many."""
    if not is_time_to_remind(timezone.now()):
        return 0
    return alert_of_exclusions() + alert_of_unexplained_suspension()


@shared_task
def alert_of_absences() -> int:
    """In working hours: absences of today without authority are told; how many."""
    return alert_of_unauthorised() if is_time_to_remind(timezone.now()) else 0


@shared_task
def alert_of_absence_in_a_year() -> int:
    """In working hours: absence that has become persistent or severe is told; how many."""
    return alert_of_persistent_absence() if is_time_to_remind(timezone.now()) else 0


@shared_task
def escalate_concerns() -> int:
    """In working hours: concerns that nobody answered go to the head; how many."""
    return escalate_overdue_concerns() if is_time_to_remind(timezone.now()) else 0


@shared_task
def send_review_packs() -> int:
    """In working hours: the packs that are due go to reviewing officers; how many."""
    return send_due_packs() if is_time_to_remind(timezone.now()) else 0


@shared_task
def call_off_meetings() -> int:
    """Cancel the coming meetings of children whose care has ended, and take back what a move, an
    adoption or an order closes of the others; how many."""
    return call_off_meetings_after_care() + take_back_invitations()


@shared_task
def follow_up_calls() -> int:
    """Children's calls that nobody took up are told again and passed on; how many messages."""
    from .services.calls import follow_up_calls as sweep

    return sweep()


@shared_task
def hand_over_plans() -> int:
    """Send the plans of children who changed schools to the new one; how many are new."""
    from .services.handover import hand_over_plans as sweep

    return sweep()
