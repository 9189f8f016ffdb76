"""The outbox: a message is written with the facts that cause it, and sent once, later, by mail.

A notice is unique on what it is about, its stage and its recipient; the database decides, so two
sweeps at once write it once. Sending claims rows first (`PENDING` → `SENDING`), so two senders
never hold the same row. What cannot be promised: if a sender dies between the mail server's yes
and our own commit, the claim runs out after `CLAIM_LASTS` and the message goes a second time, with
the same Message-ID. It is never lost.
"""

import smtplib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from vsh.accounts.models import User

from .mail import mail_of
from .models import Notice
from .recipients import reason_not_to_send

logger = structlog.get_logger(__name__)

BATCH = 20
CLAIM_LASTS = timedelta(minutes=15)
MAX_TRIES = 10  # with the pauses below: about eight hours of a mail server that says no
LONGEST_PAUSE = timedelta(hours=4)


Key = tuple[str, str, int | None, str]


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message to be queued; no child's name in it. It goes to a person with an account here, or
    to the `address` of one without."""

    about: str
    stage: str
    subject: str
    body: str
    recipient_id: int | None = None
    address: str = ""
    pupil_ref: str = ""
    calendar: str = ""

    @property
    def key(self) -> "Key":
        """What makes it the same message."""
        return self.about, self.stage, self.recipient_id, self.address


def queue_notice(
    *, about: str, stage: str, recipient: User, subject: str, body: str, pupil_ref: str = ""
) -> None:
    """Queue one message unless the same one has been queued before."""
    queue_notices(
        [
            Message(
                about=about,
                stage=stage,
                recipient_id=recipient.pk,
                subject=subject,
                body=body,
                pupil_ref=pupil_ref,
            )
        ]
    )


def queue_notices(messages: Iterable[Message]) -> int:
    """Queue those messages that have not been queued before; say how many were new."""
    new = not_yet_queued(messages)
    Notice.objects.bulk_create(
        [
            Notice(
                about=message.about,
                stage=message.stage,
                recipient_id=message.recipient_id,
                address=message.address,
                subject=message.subject,
                body=message.body,
                pupil_ref=message.pupil_ref,
                calendar=message.calendar,
            )
            for message in new
        ],
        ignore_conflicts=True,  # another sweep may have been quicker
        batch_size=500,
    )
    return len(new)


def not_yet_queued(messages: Iterable[Message]) -> list[Message]:
    """The messages of which the outbox knows nothing, each once."""
    by_key = {message.key: message for message in messages}
    subjects = list({message.about for message in by_key.values()})
    for start in range(0, len(subjects), 2000):
        known = Notice.objects.filter(about__in=subjects[start : start + 2000])
        for key in known.values_list("about", "stage", "recipient_id", "address"):
            by_key.pop(key, None)
    return list(by_key.values())


def rename_subjects(new_names: Mapping[tuple[str, str], str]) -> None:
    """Messages about a subject, at a stage, take the new name that is given for the two.

    What has been told stays told. Where the new name was told of already, the old one stays.
    """
    subjects = {former for former, _ in new_names} | set(new_names.values())
    notices = list(Notice.objects.filter(about__in=subjects).order_by("pk"))
    told = {(notice.about, notice.stage, notice.recipient_id, notice.address) for notice in notices}
    renamed = []
    for notice in notices:
        about = new_names.get((notice.about, notice.stage), notice.about)
        if (key := (about, notice.stage, notice.recipient_id, notice.address)) not in told:
            told.add(key)
            notice.about = about
            renamed.append(notice)
    Notice.objects.bulk_update(renamed, ["about"])


def send_pending() -> int:
    """Send everything that is due to be sent; say how many messages the mail server took."""
    sent = 0
    while claimed := _claim(timezone.now()):
        delivered, is_server_down = _send_batch(claimed)
        sent += delivered
        if is_server_down:
            break
    return sent


def _claim(now: datetime) -> list[Notice]:
    """Take a batch for ourselves; rows that another sender holds are passed over."""
    with transaction.atomic():
        ids = list(
            Notice.objects.filter(
                state__in=[Notice.State.PENDING, Notice.State.SENDING], next_try_at__lte=now
            )
            .select_for_update(skip_locked=True)
            .order_by("next_try_at", "id")
            .values_list("id", flat=True)[:BATCH]
        )
        Notice.objects.filter(id__in=ids).update(
            state=Notice.State.SENDING, tries=F("tries") + 1, next_try_at=now + CLAIM_LASTS
        )
    return list(Notice.objects.filter(id__in=ids).select_related("recipient").order_by("id"))


def _send_batch(notices: list[Notice]) -> tuple[int, bool]:
    """Send a claimed batch over one connection; stop when the server cannot be reached."""
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:  # noqa: BLE001  whatever it is, the messages wait and nothing is lost
        for notice in notices:
            _try_later(notice, error)
        return 0, True
    sent = 0
    try:
        for position, notice in enumerate(notices):
            try:
                if reason := reason_not_to_send(notice.recipient, notice.pupil_ref):
                    _cancelled(notice, reason)
                    continue
                mail_of(notice, connection).send()
            except smtplib.SMTPRecipientsRefused as error:
                _refused(notice, error)
            except Exception as error:  # noqa: BLE001  one odd message does not hold up the others
                _try_later(notice, error)
                if _is_server_down(error):
                    for waiting in notices[position + 1 :]:
                        _give_back(waiting)
                    return sent, True
            else:
                _sent(notice)
                sent += 1
    finally:
        connection.close()
    return sent, False


def _is_server_down(error: Exception) -> bool:
    """Whether the server is gone, rather than unwilling to take this one message.

    Every `SMTPException` is an `OSError`, so what the server answered is asked first.
    """
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError))
    return isinstance(error, OSError)


def _held(notice: Notice) -> "object":
    """The row while our claim on it stands."""
    return Notice.objects.filter(pk=notice.pk, state=Notice.State.SENDING, tries=notice.tries)


def _sent(notice: Notice) -> None:
    _held(notice).update(  # type: ignore[attr-defined]
        state=Notice.State.SENT, sent_at=timezone.now(), error=""
    )


def _cancelled(notice: Notice, reason: str) -> None:
    _held(notice).update(  # type: ignore[attr-defined]
        state=Notice.State.FAILED, error=reason
    )


def _give_back(notice: Notice) -> None:
    _held(notice).update(  # type: ignore[attr-defined]
        state=Notice.State.PENDING, tries=notice.tries - 1, next_try_at=timezone.now()
    )


def _try_later(notice: Notice, error: Exception) -> None:
    """Wait twice as long each time: 1, 2, 4 … minutes, four hours at most."""
    is_last = notice.tries >= MAX_TRIES
    pause = min(timedelta(minutes=2 ** (notice.tries - 1)), LONGEST_PAUSE)
    _held(notice).update(  # type: ignore[attr-defined]
        state=Notice.State.FAILED if is_last else Notice.State.PENDING,
        next_try_at=timezone.now() + pause,
        error=_words(error),
    )
    logger.warning("notice_not_sent", notice=notice.pk, tries=notice.tries, final=is_last)


def _refused(notice: Notice, error: smtplib.SMTPRecipientsRefused) -> None:
    """A refusal for good (5xx) is final; one for now (4xx, grey-listing) is tried again."""
    codes = [code for code, _ in error.recipients.values()]
    if codes and all(code >= 500 for code in codes):
        _held(notice).update(  # type: ignore[attr-defined]
            state=Notice.State.FAILED, error=_words(error)
        )
        logger.warning("notice_refused", notice=notice.pk)
    else:
        _try_later(notice, error)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
