"""Who is signed in."""

import pytest
from django.test import Client

from tests.peps.by_link import arrived, invited


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.teacher)
    return client


@pytest.fixture
def shared(cast, ada_pep) -> tuple[Client, Client]:
    """Two of a home's staff, each with a browser, who share its part by name."""
    made = invited(cast.teacher, ada_pep, "carer", name="Beech House")
    return arrived(made, "Jo"), arrived(made, "Kim")
