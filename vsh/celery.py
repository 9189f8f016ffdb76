"""The Celery application: worker, beat and whoever sends them a task."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init

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
