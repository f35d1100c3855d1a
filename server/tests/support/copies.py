"""Databases of a PostgreSQL server that are lent again: to empty one is much quicker than to copy one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import uuid4

import psycopg
import sqlalchemy as sa
from psycopg import sql

_OTHERS_GO: Final = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_SHAPE: Final = """
SELECT string_agg(concat_ws(' ', relname, relkind, relnatts, relchecks, relhastriggers), ',' ORDER BY relname)
FROM pg_class WHERE relnamespace = 'public'::regnamespace
"""
# Which revision a migrated one has is not content.
_TABLES: Final = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
_COUNT_ANEW: Final = "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"
_PATIENCE: Final = "SET lock_timeout = '5s'"
"""Whose connection was just ended may still hold a table."""


class Copies:
    """Lends copies of templates and empties what comes back.

    One whose tables somebody has changed, or that cannot be emptied, is dropped.
    """

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._free: dict[str, list[str]] = {}
        self._shapes: dict[str, object] = {}

    def make(self, name: str) -> None:
        """An empty database of this name, to be a template."""
        self._ask(f"CREATE DATABASE {name}")

    @contextmanager
    def lend(self, template: str) -> Iterator[str]:
        """The URL of a copy of the template without a row, which is there until the block ends."""
        free = self._free.setdefault(template, [])
        name = free.pop() if free else self._copied(template)
        try:
            yield self.url(name)
        finally:
            if self._emptied(name, template):
                free.append(name)
            else:
                self._drop(name)

    def url(self, name: str) -> str:
        """Of a database of this server."""
        made = sa.make_url(self._server_url).set(database=name)
        return made.render_as_string(hide_password=False)

    def close(self) -> None:
        """Leaves nothing behind but the templates."""
        for names in self._free.values():
            while names:
                self._drop(names.pop())

    def _copied(self, template: str) -> str:
        name = f"hovor_{uuid4().hex}"
        self._ask(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def _drop(self, name: str) -> None:
        self._ask(f"DROP DATABASE {name} WITH (FORCE)")

    def _ask(self, statement: str) -> None:
        with psycopg.connect(self._server_url, autocommit=True) as connection:
            connection.execute(statement)

    def _emptied(self, name: str, template: str) -> bool:
        try:
            with psycopg.connect(self.url(name), autocommit=True) as connection:
                connection.execute(_OTHERS_GO)
                if self._shape(connection) != self._shape_of(template):
                    return False
                _empty(connection)
        except psycopg.Error:
            return False
        return True

    def _shape_of(self, template: str) -> object:
        if template not in self._shapes:
            with psycopg.connect(self.url(template)) as connection:
                self._shapes[template] = self._shape(connection)
        return self._shapes[template]

    @staticmethod
    def _shape(connection: psycopg.Connection) -> object:
        return connection.execute(_SHAPE).fetchone()


def _empty(connection: psycopg.Connection) -> None:
    """As if nothing had ever been there: rows that were only deleted would leave gaps for later ones, which
    then stand in another order.
    """
    tables = [sql.Identifier(name) for (name,) in connection.execute(_TABLES)]
    looks = [
        sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(sql.Literal(each.as_string()), each) for each in tables
    ]
    connection.execute(_PATIENCE)
    filled = connection.execute(sql.SQL(" UNION ALL ").join(looks)).fetchall()
    if filled:
        names = sql.SQL(", ").join(sql.SQL(name) for (name,) in filled)
        connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
    connection.execute(_COUNT_ANEW)
