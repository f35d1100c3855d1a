"""One connection with two doors: the driver's cursor for `Hot` statements, SQLAlchemy for all others.

Transaction control is always ours and always through the driver; SQLAlchemy is told that every statement
commits itself.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any, TypeAlias, cast

import sqlalchemy as sa

from hovor.foundation.database.journal import APPEND, STORE
from hovor.foundation.database.statements import Hot, Prepared, Values, prepare

Row: TypeAlias = tuple[Any, ...]
Statement: TypeAlias = Hot | sa.Executable


class Failure(Enum):
    """What an exception means for the others in the same transaction."""

    UNIT = auto()
    """Only this unit is wrong; the transaction can go on once its writes are undone."""
    RERUN = auto()
    """Two transactions got in each other's way: run the batch again."""
    STORAGE = auto()
    """The database cannot write: nothing of this batch is stored."""
    LOST = auto()
    """The connection is gone."""


class Outcome(Enum):
    """What became of a COMMIT whose answer was lost."""

    COMMITTED = auto()
    NOT_COMMITTED = auto()


class Connection(ABC):
    """Used by one thread at a time."""

    #: Whether a failed statement, even a read, spoils the transaction until a savepoint is restored.
    failed_statement_spoils: bool

    def __init__(self, sqlalchemy: sa.Connection, prepared: dict[Any, Prepared]) -> None:
        self._sqlalchemy = sqlalchemy
        self._prepared = prepared
        self._driver = cast("Any", sqlalchemy.connection.driver_connection)
        self._cursor: Any = self._driver.cursor()
        self.control = self._cursor.execute
        self.failed_statement: BaseException | None = None
        """The last statement that failed, until `forget_failure`."""

    def one(self, statement: Statement, values: Values) -> Row | None:
        """The first row, or None."""
        prepared = self._prepared.get(statement) or self._prepare(statement)
        if prepared is None:
            row: Row | None = self._run_cold(statement, values).first()
            return row
        found: Row | None = self._run_hot(prepared, values).fetchone()
        return found

    def all(self, statement: Statement, values: Values) -> list[Row]:
        """Every row."""
        prepared = self._prepared.get(statement) or self._prepare(statement)
        if prepared is None:
            return list(self._run_cold(statement, values).all())
        found: list[Row] = self._run_hot(prepared, values).fetchall()
        return found

    def change(self, statement: Statement, values: Values) -> int:
        """The number of rows changed."""
        prepared = self._prepared.get(statement) or self._prepare(statement)
        if prepared is None:
            return self._run_cold(statement, values).rowcount
        count: int = self._run_hot(prepared, values).rowcount
        return count

    def change_many(self, statement: Statement, rows: Sequence[Values]) -> None:
        """Once for each of `rows`."""
        if not rows:
            return
        prepared = self._prepared.get(statement) or self._prepare(statement)
        if prepared is None:
            self._run_cold(statement, list(rows))
            return
        for row in rows:
            if row.keys() != prepared.names:
                raise prepared.refuse(row)
        try:
            self._cursor.executemany(prepared.sql, [prepared.bind(row) for row in rows])
        except Exception as error:
            self.failed_statement = error
            raise

    def _run_hot(self, prepared: Prepared, values: Values) -> Any:  # noqa: ANN401  a cursor of either driver
        if len(values) != prepared.number:
            raise prepared.refuse(values)
        try:
            return self._cursor.execute(prepared.sql, prepared.bind(values))
        except KeyError:
            raise prepared.refuse(values) from None
        except Exception as error:
            self.failed_statement = error
            raise

    def _run_cold(self, statement: Statement, values: Values | list[Values]) -> sa.CursorResult[Any]:
        try:
            result: sa.CursorResult[Any] = self._sqlalchemy.execute(cast("Any", statement), values)
        except Exception as error:
            self.failed_statement = error
            raise
        return result

    def _prepare(self, statement: Statement) -> Prepared | None:
        if not isinstance(statement, Hot):
            return None
        prepared = self._prepared[statement] = prepare(statement, self._sqlalchemy.dialect)
        return prepared

    def prepare_all(self) -> None:
        """Compile every declared hot statement. Raises `TypeError` when one of them cannot be hot."""
        for hot in list(Hot.declared):
            self._prepare(hot)

    def append_events(self, rows: Sequence[Row], last: Mapping[str, int]) -> None:
        """The events of a batch, in the order of the table's columns, and the positions their companies
        have reached.
        """
        for company_id in sorted(last):
            self.change(STORE, {"company_id": company_id, "last": last[company_id]})
        prepared = self._prepared.get(APPEND) or prepare(APPEND, self._sqlalchemy.dialect)
        self._cursor.executemany(prepared.sql, rows)

    @abstractmethod
    def begin(self, company_ids: Sequence[str]) -> dict[str, int]:
        """Begin to write; lock these companies in this order; answer the position each has reached."""

    @abstractmethod
    def begin_reading(self) -> None:
        """Begin to read one snapshot."""

    @abstractmethod
    def enter(self, company_id: str) -> int:
        """Lock one more company within the transaction; answer its position."""

    @abstractmethod
    def outcome(self, transaction: object) -> Outcome:
        """What became of a transaction of an earlier connection. `transaction` is what its `transaction`
        held.
        """

    @property
    @abstractmethod
    def transaction(self) -> object:
        """What names the transaction that is open, for `outcome`."""

    @property
    @abstractmethod
    def lost(self) -> bool:
        """Whether the connection is gone."""

    @abstractmethod
    def failure(self, error: BaseException) -> Failure:
        """What `error`, raised by a unit or a statement, means."""

    def commit(self) -> None:
        """Make everything since `begin` durable."""
        self.control("COMMIT")

    def rollback(self) -> None:
        """Undo everything since `begin`. Does nothing when the engine has done so by itself."""
        self.control("ROLLBACK")

    @abstractmethod
    def rest(self) -> None:
        """The lane has nothing to do: a moment for housekeeping."""

    def close(self) -> None:
        """Give the connection back. Never raises."""
        self._sqlalchemy.close()


class Engine(ABC):
    """A database that can be connected to: the only thing that knows its kind."""

    #: How many threads may write at a time, and how many may read.
    lanes: int
    readers: int
    #: How long a batch may go on after its lock, in seconds.
    batch_seconds: float
    #: Whether no other process may use the database. Then nobody else can hold a lock either.
    one_process_only: bool

    @abstractmethod
    def connect(self) -> Connection:
        """A new connection. Raises what `unreachable` knows when there is none to be had."""

    @abstractmethod
    def for_migrations(self) -> sa.Engine:
        """SQLAlchemy's own engine, whose transactions SQLAlchemy controls. Dispose of it."""

    @abstractmethod
    def close(self) -> None:
        """Let go of everything. All connections are closed already."""
