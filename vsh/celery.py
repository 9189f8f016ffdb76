"""The Celery application: worker, beat and whoever sends them a task."""

import logging.config
import os
from typing import Any

import structlog
from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging, task_prerun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsh.settings")

app = Celery("vsh")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

from vsh import heartbeats  # noqa: E402, F401  (the worker shows that it lives)


@celeryd_init.connect
@beat_init.connect
def join_embedded_servers(**_: Any) -> None:
    """Worker and beat hold a lease of their own on the embedded servers."""
    from vsh.embedded.connection import is_embedded
    from vsh.embedded.lease import ensure

    if is_embedded():
        ensure()


@celeryd_init.connect
def listen_patiently(conf: Any, **_: Any) -> None:
    """A worker listens to a silent queue for as long as it takes."""
    conf.broker_transport_options = {**conf.broker_transport_options, "socket_timeout": None}


@setup_logging.connect
def log_as_the_web_does(**_: Any) -> None:
    """JSON lines from worker and beat as well."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@task_prerun.connect
def name_task_in_logs(task_id: str, task: Any, **_: Any) -> None:
    """Put the task's id on every line that it logs; its arguments stay out."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(task_id=task_id, task=task.name)
