"""From a URL to the engine it names."""

import sqlalchemy as sa

from hovor.foundation.database.connection import Engine
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
        # Its driver is a tenth of the memory of a server that keeps to SQLite.
        from hovor.foundation.database.postgresql import PostgresqlEngine  # noqa: PLC0415

        return PostgresqlEngine(parsed)
    raise ValueError(f"{scheme!r} is no database Hovor knows: use sqlite:///PATH or postgresql://HOST/NAME")
