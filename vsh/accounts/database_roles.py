"""What the database role of the web processes may do.

`vsh_owner` owns the tables: it migrates, imports and sweeps. `vsh_web` owns nothing and can
only add to and read the log of reads and the history of changes.
"""

from typing import Any

from django.apps import apps
from django.db import connections
from psycopg import sql

WEB_ROLE = "vsh_web"


def append_only_tables() -> list[str]:
    """Tables to which the web role may only add: reads, and the history of every model."""
    from pghistory.models import Event

    return [
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, Event) or model._meta.label == "audit.ReadLog"
        if model._meta.managed and not model._meta.proxy
    ]


def grant_web_role(*, using: str, **_: Any) -> None:
    """Give `vsh_web` its rights on every table and sequence; safe to repeat."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WEB_ROLE])
        if cursor.fetchone() is None:
            return
        web = sql.Identifier(WEB_ROLE)
        cursor.execute(
            sql.SQL(
                "GRANT USAGE ON SCHEMA public TO {web};"
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {web};"
                "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {web};"
                "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {web}"
            ).format(web=web)
        )
        existing = set(connections[using].introspection.table_names(cursor))
        for table in append_only_tables():
            if table in existing:
                cursor.execute(
                    sql.SQL("REVOKE UPDATE, DELETE ON {table} FROM {web}").format(
                        table=sql.Identifier(table), web=web
                    )
                )
