"""What production refuses to start with."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

DEVELOPMENT_SECRET_KEY = "development-only-not-a-secret"  # noqa: S105
SHORTEST_SECRET_KEY = 50


def unsafe_settings(settings: Mapping[str, Any], environment: Mapping[str, str]) -> list[str]:
    """The settings under which children's data must not be served, a sentence each."""
    site = urlsplit(settings["SITE_URL"])
    secret = settings["SECRET_KEY"]
    refusals = {
        "DEBUG is on: unset DEBUG.": settings["DEBUG"],
        "DEMO_PASSWORD is set: unset it, demonstration accounts are for the demonstration.": (
            "DEMO_PASSWORD" in environment
        ),
        "VSH_DEMO is set: demonstration mode signs in without a second factor.": settings["DEMO"],
        "SECRET_KEY is missing or the one for development: set a random one.": (
            secret == DEVELOPMENT_SECRET_KEY or not secret
        ),
        f"SECRET_KEY is shorter than {SHORTEST_SECRET_KEY} characters.": (
            len(secret) < SHORTEST_SECRET_KEY
        ),
        "SITE_URL must be the https address that people type.": (
            site.scheme != "https" or not site.hostname
        ),
        "ALLOWED_HOSTS must name the host of SITE_URL.": (
            site.hostname not in settings["ALLOWED_HOSTS"]
        ),
        "ALLOWED_HOSTS must not be '*'.": "*" in settings["ALLOWED_HOSTS"],
        "SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE must be on.": not (
            settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"]
        ),
        "SECURE_SSL_REDIRECT must be on: the proxy ends TLS and says so in X-Forwarded-Proto.": (
            not settings["SECURE_SSL_REDIRECT"]
        ),
        "DATABASE_URL is missing.": not environment.get("DATABASE_URL"),
        "REDIS_URL is missing.": not environment.get("REDIS_URL"),
    }
    return [sentence for sentence, applies in refusals.items() if applies]


def refuse_unsafe(settings: Mapping[str, Any], environment: Mapping[str, str]) -> None:
    """Stop here rather than serve children's data unsafely."""
    found = unsafe_settings(settings, environment)
    if found:
        raise ImproperlyConfigured("Refusing to start. " + " ".join(found))
