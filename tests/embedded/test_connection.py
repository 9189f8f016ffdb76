"""Which servers the settings use."""

import pytest
from django.db import connection

from vsh.embedded.connection import mail_port
from vsh.embedded.paths import Places


@pytest.mark.django_db
def test_tests_run_as_the_owner_who_is_no_superuser():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, current_setting('fsync') "
            "FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("vsh_owner", False, False, "off")


@pytest.fixture
def demonstration_at(tmp_path, monkeypatch):
    """A data folder on which a demonstration runs whose mail box listens on port 40123."""
    for name in ("EMAIL_PORT", "EMAIL_HOST", "DATABASE_URL", "VSH_PRODUCTION"):
        monkeypatch.delenv(name, raising=False)
    Places(data=tmp_path).mail_port.write_text("40123\n")
    return tmp_path


def test_a_command_beside_the_demonstration_finds_its_mail_box(demonstration_at):
    assert mail_port(demonstration_at) == "40123"
    assert mail_port(demonstration_at / "elsewhere") == "25"


@pytest.mark.parametrize(
    ("name", "value", "port"),
    [
        ("EMAIL_PORT", "587", "587"),
        ("EMAIL_HOST", "mail.council.example", "25"),
        ("VSH_PRODUCTION", "1", "25"),
        ("DATABASE_URL", "postgres://elsewhere/vsh", "25"),
    ],
)
def test_who_names_a_mail_server_gets_that(demonstration_at, monkeypatch, name, value, port):
    monkeypatch.setenv(name, value)
    assert mail_port(demonstration_at) == port
