"""PostgreSQL: several processes may write; the row of a company in `company_position` makes its units
run one by one.
"""

import contextlib
import time
from collections.abc import Sequence
from typing import Any, Final

import psycopg
import sqlalchemy as sa
from psycopg import pq
from psycopg.adapt import Loader
from sqlalchemy.engine import URL
from typing_extensions import override

from hovor.foundation.database.connection import Connection, Engine, Failure, Outcome
from hovor.foundation.database.journal import FIRST, LOCK
from hovor.foundation.database.statements import Prepared

_OPTIONS: Final = {
    "application_name": "hovor",
    "connect_timeout": 5,
    # A machine that vanished without a word is noticed after 20 seconds.
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    # Compiling a query of a millisecond takes longer than running it.
    "options": "-c jit=off -c lock_timeout=10s",
}
# Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_GOT_IN_THE_WAY: Final = {"40001": "serialization failure", "40P01": "deadlock", "55P03": "lock timeout"}
_CANNOT_WRITE: Final = {"25006": "read-only", "XX001": "data corrupted", "XX002": "index corrupted"}
_CANNOT_WRITE_CLASSES: Final = {"53": "insufficient resources, such as a full disk", "58": "system error"}
_RESOLVE_TRIES: Final = 50
_RESOLVE_PAUSE_SECONDS: Final = 0.02

_LOCK = (
    "SELECT company_id, position, pg_current_xact_id()::text FROM company_position"
    " WHERE company_id = ANY(%s) ORDER BY company_id FOR UPDATE"
)
_NAME = "SELECT pg_current_xact_id()::text"
_STATUS = "SELECT pg_xact_status(%s::text::xid8)"
# Should its old session still hold the transaction, nobody can ever send it a COMMIT again: end it.
# Sessions are listed with the low half of the name.
_END = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE backend_xid = (%s::text::bigint %% 4294967296)::text::xid AND pid <> pg_backend_pid()"
)


class _WholeNumeric(Loader):
    """`sum()` of whole numbers is `numeric`; read it as SQLite gives it."""

    @override
    def load(self, data: Any) -> int | float:
        text = bytes(data).decode()
        return int(text) if text.lstrip("-").isdigit() else float(text)


class PostgresqlConnection(Connection):
    """A session of the server."""

    failed_statement_spoils = True
    _name: str = ""

    @override
    def begin(self, company_ids: Sequence[str]) -> dict[str, int]:
        self.control("BEGIN")
        # Locked in the order of their ids, so that no two batches wait for each other.
        locked = self.control(_LOCK, (list(company_ids),)).fetchall() if company_ids else []
        self._name = locked[0][2] if locked else self.control(_NAME).fetchone()[0]
        positions: dict[str, int] = {company_id: position for company_id, position, _ in locked}
        for company_id in company_ids:
            if company_id not in positions:
                positions[company_id] = self.enter(company_id)
        return positions

    @override
    def begin_reading(self) -> None:
        self.control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    @override
    def enter(self, company_id: str) -> int:
        row = self.one(LOCK, {"company_id": company_id})
        if row is None:
            self.change(FIRST, {"company_id": company_id, "position": 0})
            return self.enter(company_id)
        position: int = row[0]
        return position

    @override
    def outcome(self, transaction: object) -> Outcome:
        self.control(_END, (transaction,))
        status = None
        for _ in range(_RESOLVE_TRIES):
            status = self.control(_STATUS, (transaction,)).fetchone()[0]
            if status == "committed":
                return Outcome.COMMITTED
            if status == "aborted":
                return Outcome.NOT_COMMITTED
            time.sleep(_RESOLVE_PAUSE_SECONDS)
        raise TimeoutError(f"transaction {transaction} is still {status}")

    @property
    @override
    def transaction(self) -> str:
        return self._name

    @property
    @override
    def lost(self) -> bool:
        return bool(self._driver.closed)

    @override
    def failure(self, error: BaseException) -> Failure:
        if self.lost:
            return Failure.LOST
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        code = getattr(cause, "sqlstate", None) or ""
        if code in _GOT_IN_THE_WAY:
            return Failure.RERUN
        if code in _CANNOT_WRITE or code[:2] in _CANNOT_WRITE_CLASSES:
            return Failure.STORAGE
        return Failure.UNIT

    @override
    def rollback(self) -> None:
        if self._driver.info.transaction_status is not pq.TransactionStatus.IDLE:
            super().rollback()

    @override
    def close(self) -> None:
        with contextlib.suppress(psycopg.Error, sa.exc.SQLAlchemyError):
            super().close()

    @override
    def rest(self) -> None:
        """The server keeps its own house."""


class PostgresqlEngine(Engine):
    """`postgresql://USER:PASSWORD@HOST:PORT/NAME`, and what libpq knows besides as `?name=value`."""

    lanes = 4
    readers = 4
    batch_seconds = 0.010
    one_process_only = False

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        self._prepared: dict[Any, Prepared] = {}
        self._engine = sa.create_engine(
            self._url,
            paramstyle="format",
            poolclass=sa.pool.NullPool,
            pool_reset_on_return=None,
            connect_args={**_OPTIONS, "prepare_threshold": 1},
        )

    @override
    def connect(self) -> Connection:
        opened = self._engine.connect().execution_options(
            isolation_level="AUTOCOMMIT", preserve_rowcount=True
        )
        driver: Any = opened.connection.driver_connection
        driver.adapters.register_loader("numeric", _WholeNumeric)
        connection = PostgresqlConnection(opened, self._prepared)
        (durable,) = connection.control("SHOW synchronous_commit").fetchone()
        if durable == "off":
            # What was acknowledged survives a power cut, whatever the server's default is.
            connection.control("SET synchronous_commit = on")
        return connection

    @override
    def for_migrations(self) -> sa.Engine:
        return sa.create_engine(self._url, poolclass=sa.pool.NullPool)

    @override
    def close(self) -> None:
        self._engine.dispose()
