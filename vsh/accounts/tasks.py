"""What the worker does for accounts: their mail, and at night the sessions that are over."""

import structlog
from celery import Task, shared_task
from django.core.mail import EmailMessage
from django.core.management import call_command

RETRIES = 24  # about five hours; the link of a reset lives longer
FIRST_PAUSE_SECONDS = 30
LONGEST_PAUSE_SECONDS = 900  # shorter than what Redis waits for before it delivers again

log = structlog.get_logger("accounts")


@shared_task
def clear_expired_sessions() -> None:
    """Delete the sessions that are over: what was searched for lies in them."""
    call_command("clearsessions")


@shared_task(bind=True, max_retries=RETRIES)
def send_account_mail(self: "Task", *, subject: str, body: str, to: list[str]) -> None:
    """Send one message about an account; tried again while the mail server does not take it.

    A worker killed between the server's yes and its own acknowledgement sends it twice: the
    second link is the same.
    """
    try:
        EmailMessage(subject=subject, body=body, to=to).send()
    except OSError as error:  # smtplib's errors too
        pause = min(FIRST_PAUSE_SECONDS * 2**self.request.retries, LONGEST_PAUSE_SECONDS)
        log.warning("an account's mail was not taken", reason=type(error).__name__)
        raise self.retry(exc=error, countdown=pause) from error
