"""Django's PostgreSQL backend, which makes sure first that the embedded servers run."""

from typing import Any

from django.db.backends.postgresql import base
from django.utils.asyncio import async_unsafe

from vsh.embedded.lease import ensure


class DatabaseWrapper(base.DatabaseWrapper):
    """Joins or starts the embedded servers before each connection, so only when one is needed."""

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        ensure()
        return super().get_new_connection(conn_params)
