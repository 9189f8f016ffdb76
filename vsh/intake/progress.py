"""How far an import is: kept in the cache, since its transaction shows nothing until the end."""

from collections.abc import Callable

from django.core.cache import cache
from redis.exceptions import RedisError

_KEPT_SECONDS = 3600


def _key(ref: str) -> str:
    return f"import-progress-{ref}"


def teller_of(ref: str) -> Callable[[int, int], None]:
    """Tells the progress of an import, up to the first time that nobody takes it: each more would
    hold up the load for as long as an answer is waited for."""
    is_heard = True

    def tell(done: int, total: int) -> None:
        nonlocal is_heard
        is_heard = is_heard and tell_progress(ref, done, total)

    return tell


def tell_progress(ref: str, done: int, total: int) -> bool:
    """Note that `done` of `total` lines have been read; False where it cannot be noted."""
    try:
        cache.set(_key(ref), (done, total), _KEPT_SECONDS)
    except RedisError:  # the load matters more than its progress
        return False
    return True


def progress_of(ref: str) -> tuple[int, int]:
    """Lines read and lines in all; zeros when nothing is known."""
    try:
        done, total = cache.get(_key(ref)) or (0, 0)
    except RedisError:
        return 0, 0
    return done, total
