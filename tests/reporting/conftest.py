"""The demonstration's data, made once for the tests of a file that only look at it."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from reporting.demonstration.seed import seed_demonstration
from vsh.calendars.models import CurrentDay

SEEDED_ON = date(2026, 11, 18)


@pytest.fixture(scope="module")
def _seeded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A hundred children on their day, until the last test of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        CurrentDay.objects.create(day=SEEDED_ON)
        seed_demonstration(children=100, seed=1, on=SEEDED_ON, password="a password to test")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seeded(_seeded) -> Iterator[None]:
    """That data, in place of the `django_db` mark; what the test itself writes is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
