"""Databases for tests, on both engines, and ways to look into and break their transactions.

    async def test_something(database): ...                     runs once on SQLite and once on PostgreSQL

The database has every table that is declared when the fixture runs, and no reactions. A module whose units
need reactions defines its own fixture `registry`; it returns a `hovor.foundation.reactions.Registry`.
"""

import os
import shutil
import threading
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from hovor.foundation.database import Database, metadata
from hovor.foundation.reactions import NOTHING, Registry
from tests.support.clock import VirtualClock


class Interference:
    """A probe with which a test stops or breaks transactions. Each is off until it is set."""

    def __init__(self) -> None:
        self.on_first_write: Callable[[], None] | None = None
        """Runs between a unit's checks and its first write, on the writer's thread. What it raises fails
        the unit.
        """
        self.on_commit: Callable[[], None] | None = None
        """Runs instead of nothing right before COMMIT; what it raises is taken for COMMIT's own failure."""
        self.on_committed: Callable[[], None] | None = None
        """Runs right after COMMIT; what it raises is taken for a lost answer."""

    def before_first_write(self) -> None:
        """See `hovor.foundation.database.probes.Probe`."""
        if self.on_first_write is not None:
            self.on_first_write()

    def before_commit(self) -> None:
        """See `hovor.foundation.database.probes.Probe`."""
        if self.on_commit is not None:
            self.on_commit()

    def after_commit(self) -> None:
        """See `hovor.foundation.database.probes.Probe`."""
        if self.on_committed is not None:
            self.on_committed()

    def fail_commits(self, error: Exception, count: int = 1) -> None:
        """Let the next `count` commits fail with `error`, for example `sqlite3.OperationalError("disk
        I/O error")`.
        """
        left = iter(range(count))

        def fail() -> None:
            if next(left, None) is not None:
                raise error

        self.on_commit = fail


class Pause:
    """Set as `interference.on_first_write`: the first unit to come stops there until `go_on`."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._released = threading.Event()

    def __call__(self) -> None:
        first = not self.reached.is_set()
        self.reached.set()
        if first:
            assert self._released.wait(timeout=30), "nobody let the unit go on"

    def go_on(self) -> None:
        """Let it go on."""
        self._released.set()


class Templates:
    """Makes the tables once for each set of tables: copying a database is many times quicker than making
    one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[str] = set()

    def copy_of_file(self, target: Path) -> str:
        """A new SQLite database at `target`."""
        name = self._name()
        template = self._folder / f"{name}.db"
        if not template.exists():
            create_tables(f"sqlite:///{template}")
        shutil.copyfile(template, target)
        return f"sqlite:///{target}"

    @contextmanager
    def copy_on_server(self, server_url: str) -> Iterator[str]:
        """A new PostgreSQL database, dropped afterwards even if somebody is still connected."""
        name, copy = self._name(), f"hovor_{uuid4().hex}"
        with psycopg.connect(server_url, autocommit=True) as connection:
            if name not in self._made:
                connection.execute(f"CREATE DATABASE {name}")
                create_tables(_named(server_url, name))
                self._made.add(name)
            connection.execute(f"CREATE DATABASE {copy} TEMPLATE {name} STRATEGY file_copy")
            try:
                yield _named(server_url, copy)
            finally:
                connection.execute(f"DROP DATABASE {copy} WITH (FORCE)")

    @staticmethod
    def _name() -> str:
        """Of the tables declared so far. Another process with the same server has templates of its own."""
        tables = " ".join(sorted(metadata.tables))
        return f"hovor_template_{os.getpid()}_{zlib.crc32(tables.encode())}"


def _named(url: str, name: str) -> str:
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Which engine the test runs on; a module may parametrise it otherwise."""
    name: str = request.param
    return name


@pytest.fixture
def registry() -> Registry:
    """No reactions."""
    return NOTHING


@pytest.fixture
def interference() -> Interference:
    """Off until the test sets something."""
    return Interference()


@pytest.fixture
def empty_database_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'hovor.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Databases with all tables, to be copied."""
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def database_url(
    engine: str, templates: Templates, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """An empty database with all tables declared so far."""
    if engine == "sqlite":
        yield templates.copy_of_file(tmp_path / "hovor.db")
    else:
        with templates.copy_on_server(request.getfixturevalue("postgres").url) as url:
            yield url


@pytest.fixture
async def database(
    database_url: str, clock: VirtualClock, registry: Registry, interference: Interference
) -> AsyncIterator[Database]:
    """A started database, closed afterwards."""
    opened = Database.open(database_url, clock=clock, registry=registry, probe=interference)
    await opened.start()
    yield opened
    await opened.close()


def create_tables(url: str, tables: sa.MetaData = metadata) -> None:
    """All of these tables, without migrations."""
    direct = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=sa.NullPool)
    tables.create_all(direct)
    direct.dispose()
