"""Signing in: plain words, and limits that stop a guesser and nobody else at the same address."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")
PASSWORD = "a long enough pass phrase"
SCHOOL, HOME = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def nothing_tried_before():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def teacher(cast: Cast):
    cast.teacher.set_password(PASSWORD)
    cast.teacher.save()
    return cast.teacher


def try_to_sign_in(email: str, password: str, address: str = SCHOOL):
    return Client().post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)


def guess(email: str, *, times: int, address: str = SCHOOL):
    for number in range(times):
        response = try_to_sign_in(email, f"wrong-{number}", address)
    return response


def test_a_wrong_password_is_answered_in_plain_words(teacher) -> None:
    page = try_to_sign_in(teacher.email, "wrong").content.decode()
    assert "The email address or the password is not right" in page
    assert "specified" not in page
    assert try_to_sign_in("nobody@northshire.example", "wrong").content.decode().count(
        "The email address or the password is not right"
    ) == page.count("The email address or the password is not right")


def test_a_form_left_empty_says_what_to_enter() -> None:
    page = Client().post(LOGIN, {"login": "", "password": ""}).content.decode()
    assert "Enter your email address" in page
    assert "Enter your password" in page
    assert "This field is required" not in page


def test_wrong_passwords_of_colleagues_lock_nobody_out_at_the_same_address(teacher) -> None:
    for number in range(60):
        try_to_sign_in(f"colleague{number % 15}@northshire.example", "wrong")
    assert try_to_sign_in(teacher.email, PASSWORD).status_code == 302


def test_the_sixth_guess_at_an_account_from_one_address_waits_and_is_told_how_long(teacher) -> None:
    page = guess(teacher.email, times=5).content.decode()
    assert "is not right" in page
    page = try_to_sign_in(teacher.email, PASSWORD).content.decode()
    assert "Try again in 5 minutes" in page
    assert 'aria-current="page"' not in page  # nobody is signed in
    assert try_to_sign_in(teacher.email, PASSWORD, HOME).status_code == 302


def test_writing_the_address_in_capitals_gives_no_further_guess(teacher) -> None:
    guess(teacher.email, times=5)
    page = try_to_sign_in(teacher.email.upper(), PASSWORD).content.decode()
    assert "Try again in 5 minutes" in page


def test_guesses_from_many_addresses_are_stopped_too(teacher) -> None:
    for number in range(50):
        try_to_sign_in(teacher.email, "wrong", f"198.51.100.{number}")
    page = try_to_sign_in(teacher.email, PASSWORD, "203.0.113.9").content.decode()
    assert "Try again in" in page


def test_one_address_does_not_guess_at_account_after_account(teacher) -> None:
    for number in range(100):
        try_to_sign_in(f"someone{number}@northshire.example", "wrong")
    page = try_to_sign_in("one-more@northshire.example", "wrong").content.decode()
    assert "Try again in 5 minutes" in page


def test_a_right_password_uses_nothing_up(teacher) -> None:
    for _ in range(8):
        assert try_to_sign_in(teacher.email, PASSWORD).status_code == 302


def test_the_subject_of_a_reset_names_the_product(
    teacher, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reverse("account_reset_password"), {"email": teacher.email})
    (message,) = mail.outbox
    assert message.subject == "Choose a new password for Virtual School"
