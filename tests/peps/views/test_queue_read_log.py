"""The read log of the quality queue holds what was filtered, and nothing else of the address."""

import pytest
from django.urls import reverse

from vsh.audit.models import ReadLog

QUEUE = reverse("peps:quality_queue")


def logged(client, cast, address: str) -> dict:
    client.force_login(cast.officer)
    assert client.get(address).status_code == 200
    return ReadLog.objects.filter(page="peps:quality_queue").latest("id").filter


def test_the_filters_that_were_chosen(client, cast, submitted_pep):
    address = f"{QUEUE}?school={cast.oakfield.pk}&term=2026-27-autumn&page=1"
    assert logged(client, cast, address) == {
        "school": str(cast.oakfield.pk),
        "term": "2026-27-autumn",
    }


@pytest.mark.parametrize("query", ["q=Ada", "school=Ada", "term=Ada&page=Ada", "school=&term="])
def test_nothing_that_somebody_wrote_into_the_address(client, cast, submitted_pep, query):
    assert logged(client, cast, f"{QUEUE}?{query}") == {}
