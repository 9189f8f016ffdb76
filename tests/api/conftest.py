"""A school's token, and a system that sends with it."""

import json

import pytest
from django.test import Client

from tests.api.sending import MARKS
from tests.cast import TODAY, Cast
from tests.placements.attendance_files import give_upns
from vsh.api.scopes import Scope
from vsh.api.services import NewToken, make_token


@pytest.fixture
def made(cast: Cast):
    """Makes a token of Oakfield, or of what is said."""
    give_upns(cast)

    def make(system: str = "SIMS of Oakfield", **changes) -> NewToken:
        given = {
            "actor": cast.data,
            "authority": cast.northshire,
            "setting": cast.oakfield,
            "scopes": [Scope.ATTENDANCE_IN],
            "expires_on": TODAY,
        }
        return make_token(system=system, **given | changes)

    return make


@pytest.fixture
def token(made) -> NewToken:
    """That of Oakfield."""
    return made()


@pytest.fixture
def put(client: Client, token: NewToken):
    """Posts marks as the system does; no worker has come to them."""

    def post(*marks, key="delivery-1", secret=token.secret, body=None, kind="application/json"):
        return client.post(
            MARKS,
            body if body is not None else json.dumps({"marks": marks}),
            content_type=kind,
            headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": key},
        )

    return post


@pytest.fixture
def send(put, django_capture_on_commit_callbacks):
    """The same, and a worker has done its part."""

    def post(*marks, **told):
        with django_capture_on_commit_callbacks(execute=True):
            return put(*marks, **told)

    return post
