"""What every test may rely on: the embedded servers, joined or started before the first one."""

import pytest

import vsh.celery  # noqa: F401  (tasks run in the configured application)
from vsh.embedded.lease import ensure, release


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave no server behind; who still needs them has a lease of their own."""
    release(wait_seconds=20)


@pytest.fixture(scope="session")
def servers():
    """The embedded servers of this test run."""
    return ensure()


@pytest.fixture
def cast(db):
    """The fixed cast of people and children, on its fixed day."""
    from tests.cast import assemble_cast

    return assemble_cast()
