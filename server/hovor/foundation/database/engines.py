"""From a URL to the engine it names."""

import sqlalchemy as sa

from hovor.foundation.database.connection import Engine
from hovor.foundation.database.postgresql import PostgresqlEngine
from hovor.foundation.database.sqlite import SqliteEngine


def engine_for(url: str) -> Engine:
    """`sqlite:///PATH`, `postgresql://...` or `postgres://...`. Raises `ValueError` on anything else."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise ValueError("a database is named by a URL: sqlite:///PATH or postgresql://HOST/NAME") from None
    scheme = parsed.drivername.partition("+")[0]
    if scheme == "sqlite":
        return SqliteEngine(parsed)
    if scheme in {"postgresql", "postgres"}:
        return PostgresqlEngine(parsed)
    raise ValueError(f"{scheme!r} is no database Hovor knows: use sqlite:///PATH or postgresql://HOST/NAME")
