"""Production refuses to start unsafely, and says why."""

import os
import subprocess
import sys

import pytest

from vsh.embedded.paths import PROJECT_DIR

SAFE = {
    "DATABASE_URL": "postgres://vsh_web:secret@db:5432/vsh",
    "REDIS_URL": "redis://redis:6379/0",
    "SITE_URL": "https://vs.council.example",
    "ALLOWED_HOSTS": "vs.council.example",
    "SECRET_KEY": "0123456789" * 6,
}


SHOW_DATABASES = "from django.conf import settings; print(settings.DATABASES)"
WHOSE_ADDRESS = """
import django; django.setup()
from allauth.core.internal.httpkit import get_client_ip
from django.test import RequestFactory
for forwarded in ("203.0.113.5", "203.0.113.6", "198.51.100.1, 203.0.113.7"):
    request = RequestFactory(REMOTE_ADDR="172.18.0.2", HTTP_X_FORWARDED_FOR=forwarded).get("/")
    print(get_client_ip(request))
"""


def start(code: str = SHOW_DATABASES, **changes: str | None) -> "subprocess.CompletedProcess[str]":
    environment = {**SAFE, "PATH": os.environ["PATH"], **changes}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT_DIR,
        env={name: value for name, value in environment.items() if value is not None}
        | {"DJANGO_SETTINGS_MODULE": "vsh.settings"},
        capture_output=True,
        text=True,
    )


def test_safe_settings_start_with_the_environments_database():
    done = start()
    assert done.returncode == 0, done.stderr
    assert "'HOST': 'db'" in done.stdout
    assert "statement_timeout=30s" in done.stdout
    assert "lock_timeout" in done.stdout
    assert "idle_in_transaction_session_timeout" in done.stdout


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"DEMO_PASSWORD": "letmein"}, "DEMO_PASSWORD is set"),
        ({"VSH_DEMO": "1"}, "VSH_DEMO is set"),
        ({"SECRET_KEY": None}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter"),
        ({"SITE_URL": "http://vs.council.example"}, "SITE_URL must be the https address"),
        ({"SITE_URL": "http://vs.council.example"}, "COOKIE_SECURE must be on"),
        ({"SITE_URL": None}, "SITE_URL must be the https address"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must not be"),
        ({"ALLOWED_HOSTS": "other.example"}, "ALLOWED_HOSTS must name"),
        ({"REDIS_URL": None}, "REDIS_URL is missing"),
        ({"DATABASE_URL": None, "VSH_PRODUCTION": "1"}, "DATABASE_URL is missing"),
        ({"DATABASE_URL": "", "VSH_PRODUCTION": "1"}, "DATABASE_URL is missing"),
        ({"SECURE_SSL_REDIRECT": "0"}, "SECURE_SSL_REDIRECT must be on"),
    ],
)
def test_unsafe_settings_are_refused_by_name(changes, reason):
    done = start(**changes)
    assert done.returncode != 0
    assert "ImproperlyConfigured: Refusing to start." in done.stderr
    assert reason in done.stderr


def test_the_image_started_with_nothing_is_refused():
    """And does not begin to serve with the development key and a database of its own."""
    done = start(**dict.fromkeys(SAFE), VSH_PRODUCTION="1")
    assert done.returncode != 0
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL"):
        assert f"{name} " in done.stderr


def test_a_worker_without_a_database_starts_none(tmp_path):
    done = start(
        "from vsh.celery import join_embedded_servers; join_embedded_servers()",
        DATABASE_URL=None,
        VSH_PRODUCTION="1",
        VSH_DATA_DIR=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_shows_no_secret():
    assert "0123456789" not in start(DEBUG="1").stderr


def test_behind_the_proxy_each_person_is_known_by_their_own_address():
    """Else the limit on failed sign-ins would lock everybody out together."""
    done = start(WHOSE_ADDRESS)
    assert done.stdout.split() == ["203.0.113.5", "203.0.113.6", "203.0.113.7"], done.stderr


def test_the_proxy_overwrites_the_address_that_a_client_claims():
    caddyfile = (PROJECT_DIR / "docs" / "deploy" / "Caddyfile").read_text()
    assert "header_up X-Forwarded-For {remote_host}" in caddyfile
