"""Who is signed in."""

import pytest


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.teacher)
    return client
