"""What beat wakes exists, and what is missed is not made up for."""

import pytest
from django.conf import settings

from vsh.celery import app

app.loader.import_default_modules()


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_every_scheduled_task_is_known_to_the_worker(name):
    assert settings.CELERY_BEAT_SCHEDULE[name]["task"] in app.tasks


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_a_wake_up_expires_before_it_could_pile_up(name):
    assert settings.CELERY_BEAT_SCHEDULE[name]["options"]["expires"] > 0


def test_a_lost_task_is_delivered_again_only_after_the_longest_task_has_ended():
    assert settings.CELERY_TASK_ACKS_LATE
    assert settings.CELERY_TASK_REJECT_ON_WORKER_LOST
    timeout = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert timeout > settings.CELERY_TASK_TIME_LIMIT > settings.CELERY_TASK_SOFT_TIME_LIMIT


def test_beat_counts_in_utc():
    assert settings.CELERY_ENABLE_UTC
    assert settings.CELERY_TIMEZONE == "UTC"
