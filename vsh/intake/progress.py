"""How far an import is: kept in the cache, since its transaction shows nothing until the end."""

from django.core.cache import cache
from redis.exceptions import RedisError

_KEPT_SECONDS = 3600


def _key(ref: str) -> str:
    return f"import-progress-{ref}"


def tell_progress(ref: str, done: int, total: int) -> None:
    """Note that `done` of `total` lines have been read."""
    try:
        cache.set(_key(ref), (done, total), _KEPT_SECONDS)
    except RedisError:  # the load matters more than its progress
        return


def progress_of(ref: str) -> tuple[int, int]:
    """Lines read and lines in all; zeros when nothing is known."""
    try:
        done, total = cache.get(_key(ref)) or (0, 0)
    except RedisError:
        return 0, 0
    return done, total
