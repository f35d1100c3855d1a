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

import pytest
import sqlalchemy as sa

from hovor.foundation.database import Database, metadata, migrate
from hovor.foundation.reactions import NOTHING, Registry
from hovor.foundation.settings import Settings
from tests.support.clock import VirtualClock
from tests.support.copies import Copies


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
    """Makes the tables once for each name: copying a database is many times quicker than making one."""

    def __init__(self, folder: Path, name: Callable[[], str], make: Callable[[str], None]) -> None:
        self._folder = folder
        self._name = name
        self._make = make
        self._made: set[str] = set()

    def copy_of_file(self, target: Path) -> str:
        """A new SQLite database at `target`."""
        template = self._folder / f"{self._name()}.db"
        if not template.exists():
            self._make(f"sqlite:///{template}")
        shutil.copyfile(template, target)
        return f"sqlite:///{target}"

    def template_on_server(self, copies: Copies) -> str:
        """The name of a PostgreSQL database with the tables, to be copied."""
        name = self._name()
        if name not in self._made:
            copies.make(name)
            self._make(copies.url(name))
            self._made.add(name)
        return name


def _declared() -> str:
    """A name for the tables declared so far. Another process with the same server has its own templates."""
    tables = " ".join(sorted(metadata.tables))
    return f"hovor_template_{os.getpid()}_{zlib.crc32(tables.encode())}"


def _migrated() -> str:
    return f"hovor_migrated_{os.getpid()}"


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
    """Databases with all tables declared so far, to be copied."""
    return Templates(tmp_path_factory.mktemp("templates"), _declared, create_tables)


@pytest.fixture(scope="session")
def migrated_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Databases as `hovor migrate` leaves them, to be copied."""
    return Templates(tmp_path_factory.mktemp("migrated"), _migrated, migrate.upgrade)


@pytest.fixture(scope="session")
def copies(request: pytest.FixtureRequest) -> Iterator[Copies]:
    """PostgreSQL databases that have all tables and no rows."""
    made = Copies(request.getfixturevalue("postgres").url)
    yield made
    made.close()


@contextmanager
def _copy(templates: Templates, target: Path | None, request: pytest.FixtureRequest) -> Iterator[str]:
    """A SQLite file where there is a target, else on the PostgreSQL server."""
    if target is not None:
        yield templates.copy_of_file(target)
    else:
        copies: Copies = request.getfixturevalue("copies")
        with copies.lend(templates.template_on_server(copies)) as url:
            yield url


@pytest.fixture
def database_url(
    engine: str, templates: Templates, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """An empty database with all tables declared so far."""
    with _copy(templates, tmp_path / "hovor.db" if engine == "sqlite" else None, request) as url:
        yield url


@pytest.fixture
def migrated_database_url(
    engine: str, migrated_templates: Templates, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str | None]:
    """What settings say of the database of an installation in `tmp_path` that was migrated before: nothing
    of SQLite's, which lies there.
    """
    sqlite = engine == "sqlite"
    file = Path(sa.make_url(Settings(data_dir=tmp_path).engine_url).database or "")
    with _copy(migrated_templates, file if sqlite else None, request) as url:
        yield None if sqlite else url


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
