"""SQLite: one file, one process, one writer thread; readers see the last commit and never wait for it."""

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import URL
from typing_extensions import override

from hovor.foundation.database.connection import Connection, Engine, Failure, Outcome
from hovor.foundation.database.journal import FIRST, POSITION
from hovor.foundation.database.statements import Prepared

_PRAGMAS: Final = (
    "journal_mode=WAL",
    # What was acknowledged survives a power cut.
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    # 16 MiB for each connection: more only keeps twice what the system keeps anyway.
    "cache_size=-16384",
    "temp_store=MEMORY",
    # The lane checkpoints in its idle moments; this is for a load that never pauses (64 MB at 4 kB a page).
    "wal_autocheckpoint=16000",
)
_CANNOT_WRITE: Final = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PROTOCOL,
    }
)


class SqliteConnection(Connection):
    """A connection to the file."""

    failed_statement_spoils = False

    @override
    def begin(self, company_ids: Sequence[str]) -> dict[str, int]:
        self.control("BEGIN IMMEDIATE")
        return {company_id: self.enter(company_id) for company_id in company_ids}

    @override
    def begin_reading(self) -> None:
        self.control("BEGIN")

    @override
    def enter(self, company_id: str) -> int:
        row = self.one(POSITION, {"company_id": company_id})
        if row is None:
            self.change(FIRST, {"company_id": company_id, "position": 0})
            return 0
        position: int = row[0]
        return position

    @override
    def outcome(self, transaction: object) -> Outcome:
        # The engine is in this process: a COMMIT that raised has not happened.
        return Outcome.NOT_COMMITTED

    @property
    @override
    def transaction(self) -> None:
        return None

    @property
    @override
    def lost(self) -> bool:
        return False

    @override
    def failure(self, error: BaseException) -> Failure:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        # What Python's driver finds by itself, text that is no UTF-8 for one, comes without a code.
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if isinstance(cause, sqlite3.OperationalError) and code in _CANNOT_WRITE:
            return Failure.STORAGE
        return Failure.UNIT

    @override
    def rollback(self) -> None:
        if self._driver.in_transaction:
            super().rollback()

    @override
    def rest(self) -> None:
        self.control("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    @override
    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error, sa.exc.SQLAlchemyError):
            super().close()


class SqliteEngine(Engine):
    """`sqlite:///relative` or `sqlite:////absolute`."""

    lanes = 1
    readers = 4
    batch_seconds = 0.005
    one_process_only = True

    def __init__(self, url: URL) -> None:
        if not url.database or url.database == ":memory:":
            raise ValueError("an SQLite database is a file: sqlite:///PATH")
        self._file = Path(url.database)
        self._url = url.set(drivername="sqlite+pysqlite")
        self._prepared: dict[Any, Prepared] = {}
        self._engine = sa.create_engine(
            self._url,
            paramstyle="qmark",
            poolclass=sa.pool.NullPool,
            pool_reset_on_return=None,
            connect_args={"check_same_thread": False, "cached_statements": 512},
        )

    @override
    def connect(self) -> Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        opened = self._engine.connect().execution_options(
            isolation_level="AUTOCOMMIT", preserve_rowcount=True
        )
        driver: Any = opened.connection.driver_connection
        for pragma in _PRAGMAS:
            driver.execute(f"PRAGMA {pragma}").fetchall()
        return SqliteConnection(opened, self._prepared)

    @override
    def for_migrations(self) -> sa.Engine:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        return sa.create_engine(self._url, poolclass=sa.pool.NullPool)

    @override
    def close(self) -> None:
        self._engine.dispose()
