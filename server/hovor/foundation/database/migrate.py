"""Brings a database to the revision this version of Hovor needs, and tells at which one it is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
import structlog

import hovor
from hovor.foundation.database.engines import engine_for

if TYPE_CHECKING:
    from alembic.config import Config

log = structlog.get_logger("hovor.database")

_PACKAGE = Path(hovor.__file__).parent
FOLDERS: Final = (_PACKAGE / "migrations", _PACKAGE.parent / "migrations")
"""Where the migrations are: within an installed package, or beside it in the source."""
# Any number that nobody else uses: processes that start together wait for the one that migrates.
_LOCK: Final = 7_220_164
_NAMED: Final = re.compile(r"^(revision|down_revision) = (?:['\"](\w+)['\"]|None)$", re.MULTILINE)


def upgrade(url: str) -> None:
    """Go to the newest revision, in one transaction: all the way or not at all. Does nothing when it is
    there already.

    Raises what the engine raises when it cannot be reached or a migration fails.
    """
    with transaction(url) as connection:
        before = _revision(connection)
        if before == newest_revision():
            return
        _migrate(connection)
        if connection.dialect.name == "sqlite":
            _check_references(connection)
        after = _revision(connection)
    log.info("the database was migrated", revision=after)


def revision(url: str) -> str | None:
    """The revision the database is at; None when it has never been migrated."""
    with transaction(url) as connection:
        return _revision(connection)


def newest_revision() -> str | None:
    """The revision this version of Hovor needs: the one on which no other follows.

    Read from the files, because Alembic is a tenth of a server's memory and of the time of its start, and a
    database that is at this revision already does not need it.
    """
    names = [dict(_NAMED.findall(path.read_text())) for path in (folder() / "versions").glob("*.py")]
    followed = {each["down_revision"] for each in names}
    newest = [each["revision"] for each in names if each["revision"] not in followed]
    if len(newest) > 1:
        raise RuntimeError(f"these migrations do not know of one another: {sorted(newest)}")
    return newest[0] if newest else None


def folder() -> Path:
    """Where the migrations are."""
    return next(each for each in FOLDERS if each.is_dir())


def configuration(connection: sa.Connection) -> "Config":
    """What Alembic's commands are given."""
    from alembic.config import Config  # noqa: PLC0415  see `newest_revision`

    config = Config()
    config.set_main_option("script_location", str(folder()))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.attributes["connection"] = connection
    return config


@contextmanager
def transaction(url: str) -> Iterator[sa.Connection]:
    """A connection within a transaction in which nobody else migrates."""
    engine = engine_for(url).for_migrations()
    if engine.dialect.name == "sqlite":
        # Python's driver would commit before each change of a table.
        sa.event.listen(engine, "connect", _begin_by_hand)
        sa.event.listen(engine, "begin", _begin)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            yield connection
    finally:
        engine.dispose()


def _migrate(connection: sa.Connection) -> None:
    from alembic import command  # noqa: PLC0415  see `newest_revision`

    command.upgrade(configuration(connection), "head")


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def _begin_by_hand(driver_connection: Any, _record: object) -> None:  # noqa: ANN401
    driver_connection.isolation_level = None


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _check_references(connection: sa.Connection) -> None:
    """References are not checked while tables are replaced, so they are checked at the end."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"the migration leaves rows that refer to nothing: {broken[:5]}")
