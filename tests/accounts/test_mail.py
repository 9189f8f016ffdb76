"""The mail of accounts: handed to the worker, tried again, and never waited for by a page."""

import re

import pytest
from celery.exceptions import Retry
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.production import compose
from vsh.accounts.tasks import LONGEST_PAUSE_SECONDS, RETRIES, send_account_mail

RESET = reverse("account_reset_password")
LETTER = {"subject": "Password", "body": "A link", "to": ["nia@northshire.example"]}

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_mail_server(settings):
    """Mail goes to a port of this machine at which nobody listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def test_a_reset_is_sent_by_the_worker_and_its_link_works(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    client = Client()
    with django_capture_on_commit_callbacks() as handed_over:
        assert client.post(RESET, {"email": cast.teacher.email}).status_code == 302
    assert mail.outbox == []  # the page sent nothing itself
    for hand_over in handed_over:
        hand_over()
    (message,) = mail.outbox
    assert message.to == [cast.teacher.email]
    link = re.search(r"https?://\S+", message.body)
    assert link
    assert client.get(link.group(), follow=True).context["form"].fields.keys() >= {"password1"}


def test_a_link_that_was_used_or_is_too_old_tells_nothing(
    cast: Cast, settings, django_capture_on_commit_callbacks
) -> None:
    """The same words whoever it was for, and for nobody."""
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(RESET, {"email": cast.teacher.email})
    link = re.search(r"https?://\S+", mail.outbox[0].body)
    assert link
    settings.PASSWORD_RESET_TIMEOUT = -1
    too_old = Client().get(link.group(), follow=True)
    invented = Client().get(reverse("account_reset_password_from_key", args=["1", "no-key"]))
    for page in (too_old, invented):
        body = page.content.decode()
        assert "This link does not work" in body
        assert cast.teacher.email not in body
        assert cast.teacher.name not in body


def test_a_page_does_not_notice_that_the_mail_server_is_down(
    cast: Cast, no_mail_server, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks() as handed_over:
        known = Client().post(RESET, {"email": cast.teacher.email})
        unknown = Client().post(RESET, {"email": "nobody@northshire.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(handed_over) == 2  # and nothing tells one from the other


def test_the_worker_tries_again_and_gives_up_in_the_end(no_mail_server) -> None:
    with pytest.raises(Retry):
        send_account_mail.apply(kwargs=LETTER, throw=True)
    with pytest.raises(ConnectionRefusedError):
        send_account_mail.apply(kwargs=LETTER, throw=True, retries=RETRIES)


def test_it_waits_for_less_than_redis_does_before_it_delivers_again(settings) -> None:
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > LONGEST_PAUSE_SECONDS


def test_in_production_the_worker_reaches_a_mail_server_and_the_web_does_not() -> None:
    services = compose()["services"]
    assert "outside" in services["worker"]["networks"]
    assert services["web"]["networks"] == ["inside"]
