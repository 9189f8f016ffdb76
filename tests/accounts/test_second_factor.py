"""The second step of signing in."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def sign_in(user) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_without_the_requirement_a_password_is_enough(cast: Cast) -> None:
    assert sign_in(cast.officer).get(reverse("reporting:home")).status_code == 200


def test_where_it_is_required_nobody_passes_without_setting_it_up(cast: Cast, settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = sign_in(cast.officer)
    for address in (reverse("reporting:home"), reverse("reporting:roll")):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url == reverse("mfa_activate_totp")
    assert client.get(reverse("pages:help")).status_code == 200


def test_setting_it_up_opens_the_pages(cast: Cast, settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = sign_in(cast.officer)
    assert client.get(reverse("mfa_activate_totp")).url.startswith(
        reverse("account_reauthenticate")
    )
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=cast.officer, type="totp").exists()
    assert client.get(reverse("reporting:home")).status_code == 200


def test_who_has_one_is_asked_for_the_code(cast: Cast, settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    secret = generate_totp_secret()
    TOTP.activate(cast.officer, secret)
    client = sign_in(cast.officer)
    assert client.get(reverse("reporting:home")).url.startswith(reverse("account_login"))
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.get(reverse("reporting:home")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("reporting:home")).status_code == 200
    assert not any("mfa_authenticator" in query["sql"] for query in queries)
