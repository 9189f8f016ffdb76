"""What a browser may keep."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["reporting:home", "reporting:roll", "pages:help"])
def test_nothing_that_somebody_signed_in_reads_is_kept(
    cast: Cast, client: Client, page: str
) -> None:
    client.force_login(cast.officer)
    kept = client.get(reverse(page)).headers["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


def test_public_pages_may_be_kept(client: Client) -> None:
    assert "no-store" not in client.get(reverse("pages:help")).headers.get("Cache-Control", "")
