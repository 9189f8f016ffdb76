"""Which PostgreSQL and Redis the settings use: the environment's, else the embedded ones."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .paths import Places
from .postgres import DATABASE

WEB_ROLE = "vsh_web"
# Seconds after which the database gives up: a page that holds it so long has gone wrong; a task
# or command may take as long as a task may take at all.
WEB_TIME_OUTS = {
    "statement_timeout": 30,
    "lock_timeout": 10,
    "idle_in_transaction_session_timeout": 60,
}
TASK_TIME_OUTS = {
    "statement_timeout": 1800,
    "lock_timeout": 60,
    "idle_in_transaction_session_timeout": 900,
}


def is_embedded() -> bool:
    """Whether this process uses the servers that come as wheels: no `DATABASE_URL` is set.

    Never in production: there a forgotten `DATABASE_URL` is refused, not made up for.
    """
    return not is_production() and not os.environ.get("DATABASE_URL")


def is_production() -> bool:
    """Whether this is the image of production, which says so itself."""
    return os.environ.get("VSH_PRODUCTION") == "1"


def options(role: str) -> dict[str, Any]:
    """What every connection asks of PostgreSQL."""
    time_outs = WEB_TIME_OUTS if role == WEB_ROLE else TASK_TIME_OUTS
    return {
        "connect_timeout": 5,
        "options": " ".join(f"-c {name}={seconds}s" for name, seconds in time_outs.items()),
    }


def databases(data_dir: Path) -> dict[str, dict[str, Any]]:
    """Django's `DATABASES`: `DATABASE_URL`, or the embedded server in the role asked for."""
    if not is_embedded():
        url = urlsplit(os.environ.get("DATABASE_URL", ""))
        query = dict(parse_qsl(url.query))
        return {
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(url.path.lstrip("/")),
                "USER": unquote(url.username or ""),
                "PASSWORD": unquote(url.password or ""),
                "HOST": query.pop("host", url.hostname or ""),
                "PORT": str(url.port or ""),
                "CONN_MAX_AGE": 60,
                "CONN_HEALTH_CHECKS": True,
                "OPTIONS": {**query, **options(unquote(url.username or ""))},
            }
        }
    role = os.environ.get("VSH_DATABASE_ROLE", "vsh_owner")
    return {
        "default": {
            "ENGINE": "vsh.embedded.backend",
            "NAME": os.environ.get("VSH_DATABASE", DATABASE),
            "USER": role,
            "HOST": str(Places(data=data_dir).sockets),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options(role),
        }
    }


def mail_port(data_dir: Path) -> str:
    """`EMAIL_PORT`; else that of the demonstration which runs on the data folder; else SMTP's."""
    given = os.environ.get("EMAIL_PORT")
    if not given and is_embedded() and not os.environ.get("EMAIL_HOST"):
        with suppress(FileNotFoundError):
            given = Places(data=data_dir).mail_port.read_text().strip()
    return given or "25"


def redis_url(data_dir: Path, database: int = 0) -> str:
    """The address for redis-py: `REDIS_URL`, or the embedded server's socket."""
    given = os.environ.get("REDIS_URL")
    if given:
        address = urlsplit(given)
        if address.scheme == "unix":
            return f"unix://{address.path}?db={database}"
        return address._replace(path=f"/{database}").geturl()
    return f"unix://{Places(data=data_dir).redis_socket}?db={database}"


def broker_url(data_dir: Path) -> str:
    """The same server, as Celery writes it."""
    given = os.environ.get("REDIS_URL") or f"unix://{Places(data=data_dir).redis_socket}"
    return given.replace("unix://", "redis+socket://", 1)
