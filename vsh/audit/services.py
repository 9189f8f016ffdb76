"""Records each reading of a child's record, in the transaction of the request that read it."""

from collections.abc import Mapping
from typing import Any

from vsh.accounts.models import User
from vsh.accounts.scope import current_request_id

from .models import ReadLog


def record_read(*, user: User, page: str, pupil_ref: str) -> None:
    """Record that `user` read `page` about one child."""
    ReadLog.objects.create(
        user=user, page=page, pupil_ref=pupil_ref, request_id=current_request_id()
    )


def record_read_by_link(*, reader: str, page: str, pupil_ref: str) -> None:
    """Record that somebody without an account read `page` about one child; `reader` says who."""
    ReadLog.objects.create(
        reader=reader[:150], page=page, pupil_ref=pupil_ref, request_id=current_request_id()
    )


def record_list_read(*, user: User, page: str, filters: dict[str, Any], count: int) -> None:
    """Record that `user` read a list of `count` children; `filters` must hold no name."""
    record_list_reads(user=user, filters=filters, counts={page: count})


def record_list_reads(*, user: User, filters: dict[str, Any], counts: Mapping[str, int]) -> None:
    """Record that `user` read several lists on one page: how many children on each."""
    ReadLog.objects.bulk_create(
        ReadLog(user=user, page=page, filter=filters, count=count, request_id=current_request_id())
        for page, count in counts.items()
    )
