"""The outbox against a real mail server: sent once, tried again, never lost."""

import socket
import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from pupils.models import Enrolment, Pupil
from tests.cast import Cast
from vsh.accounts.models import User
from vsh.notices import services
from vsh.notices.models import Notice
from vsh.notices.services import queue_notice, send_pending

pytestmark = pytest.mark.django_db(transaction=True)


class MailServer:
    """Keeps what it takes; `refuses` maps an address to the answer it gives, `refuses_content` to
    the answer once it has read the message."""

    def __init__(self) -> None:
        self.messages: list[object] = []
        self.refuses: dict[str, str] = {}
        self.refuses_content: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        for address in envelope.rcpt_tos:
            if address in self.refuses_content:
                return self.refuses_content[address]
        self.messages.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def mail_server(settings):
    server = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield server
    controller.stop()


def queue(cast: Cast, person: str = "teacher", stage: str = "due") -> None:
    queue_notice(
        about="deadline:1",
        stage=stage,
        recipient=cast.people[person],
        subject="A PEP is due today",
        body="AC, reference abc: the PEP is due today.",
        pupil_ref=cast.ada.ref,
    )


def make_due() -> None:
    """Let every pause be over."""
    Notice.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def test_the_same_message_is_queued_once(cast: Cast) -> None:
    queue(cast)
    queue(cast)
    queue(cast, person="officer")
    queue(cast, stage="after_1")
    assert Notice.objects.count() == 3


def test_a_message_is_sent_once(cast: Cast, mail_server: MailServer) -> None:
    queue(cast)
    assert send_pending() == 1
    assert send_pending() == 0
    [(recipients, content)] = mail_server.messages
    notice = Notice.objects.get()
    assert recipients == [cast.teacher.email]
    assert f"<notice-{notice.pk}@" in content
    assert "AC, reference abc" in content
    assert (notice.state, notice.tries, notice.error) == ("sent", 1, "")
    assert notice.sent_at is not None


def test_a_server_that_is_down_loses_nothing(cast: Cast, mail_server: MailServer, settings) -> None:
    queue(cast)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert send_pending() == 0
    notice = Notice.objects.get()
    assert (notice.state, notice.tries) == ("pending", 1)
    assert "refused" in notice.error.lower()
    assert notice.next_try_at > timezone.now()
    settings.EMAIL_PORT = port
    assert send_pending() == 0, "it waits before it tries again"
    make_due()
    assert send_pending() == 1
    assert len(mail_server.messages) == 1


def test_after_the_last_try_it_has_failed_and_says_why(cast: Cast, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    queue(cast)
    for _ in range(services.MAX_TRIES + 2):
        send_pending()
        make_due()
    notice = Notice.objects.get()
    assert (notice.state, notice.tries) == ("failed", services.MAX_TRIES)
    assert notice.error


@pytest.mark.parametrize("answer", ["550 Content rejected", "451 Content not judged yet"])
def test_a_message_that_is_refused_does_not_hold_up_the_others(
    cast: Cast, mail_server: MailServer, answer: str
) -> None:
    mail_server.refuses_content[cast.teacher.email] = answer
    queue(cast)
    queue(cast, person="officer")
    queue(cast, person="iro")
    assert send_pending() == 2
    refused = Notice.objects.get(recipient=cast.teacher)
    assert (refused.state, refused.tries) == ("pending", 1)
    assert answer[4:] in refused.error
    assert refused.next_try_at > timezone.now()


@pytest.mark.parametrize(
    ("answer", "state"), [("550 No such mailbox", "failed"), ("451 Try later", "pending")]
)
def test_an_address_that_is_refused_does_not_hold_up_the_others(
    cast: Cast, mail_server: MailServer, answer: str, state: str
) -> None:
    mail_server.refuses[cast.teacher.email] = answer
    queue(cast)
    queue(cast, person="officer")
    assert send_pending() == 1
    assert mail_server.messages[0][0] == [cast.officer.email]
    refused = Notice.objects.get(recipient=cast.teacher)
    assert refused.state == state
    assert answer[:3] in refused.error


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda cast: User.objects.filter(pk=cast.teacher.pk).update(is_active=False), "closed"),
        (
            lambda cast: Enrolment.objects.filter(pupil=cast.ada).update(
                ended_on=date(2026, 11, 3)
            ),
            "no longer see",
        ),
        (lambda cast: Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True), "no longer"),
    ],
    ids=["account closed", "child moved", "record restricted"],
)
def test_who_may_no_longer_see_the_child_is_not_told(
    cast: Cast, mail_server: MailServer, change: Callable[[Cast], object], reason: str
) -> None:
    queue(cast)
    change(cast)
    assert send_pending() == 0
    assert mail_server.messages == []
    notice = Notice.objects.get()
    assert notice.state == "failed"
    assert reason in notice.error


def test_the_head_is_told_of_a_restricted_record(cast: Cast, mail_server: MailServer) -> None:
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True)
    queue(cast, person="head")
    queue(cast, person="south_head")
    assert send_pending() == 1
    assert mail_server.messages[0][0] == [cast.head.email]


def test_one_odd_message_does_not_hold_up_the_others(cast: Cast, mail_server: MailServer) -> None:
    queue(cast)
    Notice.objects.update(subject="Two\nlines")
    queue(cast, person="officer")
    assert send_pending() == 1
    assert mail_server.messages[0][0] == [cast.officer.email]
    odd = Notice.objects.get(recipient=cast.teacher)
    assert (odd.state, odd.tries) == ("pending", 1)
    assert odd.error


def test_a_sender_that_died_gives_its_message_back_in_time(
    cast: Cast, mail_server: MailServer
) -> None:
    queue(cast)
    [held] = services._claim(timezone.now())
    assert held.state == "sending"
    assert send_pending() == 0, "the claim of the dead sender still stands"
    make_due()
    assert send_pending() == 1


def test_two_senders_at_once_send_each_message_once(cast: Cast, mail_server: MailServer) -> None:
    for number in range(30):
        queue(cast, stage=f"weekly_{number}")
    barrier = threading.Barrier(4)

    def send() -> None:
        barrier.wait()
        try:
            send_pending()
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mail_server.messages) == 30
    assert Notice.objects.filter(state="sent").count() == 30
