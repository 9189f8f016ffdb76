"""What every test may rely on: the embedded servers, joined or started before the first one."""

import gc
from contextlib import suppress

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.test.utils import setup_databases, teardown_databases
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

import vsh.celery  # noqa: F401  (tasks run in the configured application)
from tests.servers import migrated_database
from vsh.embedded.lease import ensure, release

# What migrates for itself goes on while the first journey waits for the migrated database.
LONGEST = ("journeys/", "house/test_migration_of_a_dump", "house/", "backups/")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave no server behind; who still needs them has a lease of their own."""
    release(wait_seconds=20)


@pytest.fixture(scope="session")
def servers():
    """The embedded servers of this test run."""
    return ensure()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, servers):
    """Test databases are copies of one that was migrated."""
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = migrated_database(servers)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """The test database, also where no test of the run has the mark `django_db`: pytest-django
    makes it for marked tests alone, and a fixture of a whole file would write elsewhere."""
    with django_db_blocker.unblock():
        made = setup_databases(
            verbosity=0, interactive=False, aliases={DEFAULT_DB_ALIAS}, serialized_aliases=set()
        )
    yield
    # A process of a test that still holds a connection is no fault of the tests before it.
    with django_db_blocker.unblock(), suppress(DatabaseError):
        teardown_databases(made, verbosity=0)


@pytest.fixture
def cast(db):
    """The fixed cast of people and children, on its fixed day."""
    from tests.cast import assemble_cast

    return assemble_cast()


class FilesTogether(LoadFileScheduling):
    """A file stays with one process; all journeys do, so that the product is started once."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return "journeys" if file.startswith("tests/journeys/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesTogether:
    """Who shares the tests out among the processes of a run in several."""
    return FilesTogether(config, log)


def pytest_collection_finish() -> None:
    """Thousands of tests and whole libraries stay to the end: the collector of garbage, which
    would look through them again and again for an eighth of the run, leaves them alone."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no process waits for another at the end."""
    folders = [f"tests/{name}" for name in LONGEST]
    items.sort(
        key=lambda item: next(
            (i for i, folder in enumerate(folders) if item.nodeid.startswith(folder)), len(folders)
        )
    )
