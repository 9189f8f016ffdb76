"""Progress is told as long as somebody takes it, and never holds up a load."""

from typing import Any

import pytest
from django.core.cache.backends.dummy import DummyCache
from redis.exceptions import TimeoutError as RedisTimeoutError

from vsh.intake.progress import progress_of, teller_of


class Hanging(DummyCache):
    """A store that answers no more: each call waits in vain."""

    asked = 0

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Count the call, and fail as the client does at the end of its patience."""
        Hanging.asked += 1
        raise RedisTimeoutError


@pytest.fixture
def hanging(settings):
    settings.CACHES = {"default": {"BACKEND": "tests.intake.test_progress.Hanging"}}
    Hanging.asked = 0


def test_after_the_first_failure_the_rest_of_the_import_stays_silent(hanging):
    tell = teller_of("abc")
    for line in range(0, 5_000, 500):
        tell(line, 5_000)
    assert Hanging.asked == 1
    teller_of("abc")(1, 2)  # the next import tries anew
    assert Hanging.asked == 2


def test_what_is_told_can_be_asked_for():
    tell = teller_of("progress-of-a-test")
    tell(500, 1_000)
    tell(1_000, 1_000)
    assert progress_of("progress-of-a-test") == (1_000, 1_000)
