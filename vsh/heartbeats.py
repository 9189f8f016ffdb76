"""How worker and beat show that they live: each writes a key to Redis that soon expires."""

from typing import Any

import redis
from celery.beat import PersistentScheduler
from celery.schedules import crontab
from celery.signals import heartbeat_sent
from django.conf import settings

EXPIRES_SECONDS = 20
WORKER_KEY = "vsh:alive:worker"
BEAT_KEY = "vsh:alive:beat"


def connect() -> redis.Redis:
    """Redis with a short patience: nobody waits for a server that is down."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def heard_of() -> tuple[bool, bool] | None:
    """Whether worker and beat show that they live; none while Redis does not answer."""
    try:
        with connect() as server:
            worker, beat = server.mget(WORKER_KEY, BEAT_KEY)
    except redis.RedisError:
        return None
    return bool(worker), bool(beat)


def is_worker_silent() -> bool:
    """Whether nobody takes up work in the background now, as far as anybody can tell."""
    heard = heard_of()
    return heard is None or not heard[0]


def show_life(key: str) -> None:
    """Write the key; while Redis is down, its absence says enough."""
    try:
        with connect() as server:
            server.set(key, "1", ex=EXPIRES_SECONDS)
    except redis.RedisError:
        return


@heartbeat_sent.connect
def worker_lives(**_: Any) -> None:
    """Celery's consumer does this every two seconds; one that has lost the broker is silent."""
    show_life(WORKER_KEY)


class BeatingScheduler(PersistentScheduler):
    """Celery's file-based scheduler that shows at each tick that it lives.

    What comes round every so often comes first at the start, so that nobody waits for it then.
    """

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            if not isinstance(entry.schedule, crontab):
                entry.last_run_at = entry.default_now() - entry.schedule.run_every

    def tick(self, *arguments: Any, **options: Any) -> Any:
        show_life(BEAT_KEY)
        return super().tick(*arguments, **options)
