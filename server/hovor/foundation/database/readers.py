"""Reads: a few threads, each with its own connection; every read sees one snapshot and waits for no
writer.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, Final

from hovor.foundation.caller import Caller
from hovor.foundation.clock import Clock
from hovor.foundation.database.connection import Connection, Failure
from hovor.foundation.database.door import Door
from hovor.foundation.database.measures import Measures
from hovor.foundation.database.work import Reading
from hovor.foundation.errors import StorageUnavailable


class Read:
    """A query to run, and once it has run its answer."""

    __slots__ = ("arguments", "caller", "company", "error", "keywords", "query", "reply", "value")

    def __init__(
        self,
        query: Callable[..., Any],
        call: tuple[tuple[Any, ...], dict[str, Any]],
        company: str,
        caller: Caller,
        reply: "asyncio.Future[Any]",
    ) -> None:
        self.query: Final = query
        self.arguments, self.keywords = call
        self.company: Final = company
        self.caller: Final = caller
        self.reply: Final = reply
        self.value: Any = None
        self.error: BaseException | None = None


class Reader:
    """One thread of the pool."""

    def __init__(
        self,
        door: Door,
        clock: Clock,
        waiting: "queue.SimpleQueue[Read | None]",
        answered: Callable[[Read], None],
    ) -> None:
        self._door = door
        self._clock = clock
        self._waiting = waiting
        self._answered = answered
        self.measures = Measures()
        self._connection: Connection | None = None
        self._thread = threading.Thread(target=self._run, name="hovor-reader", daemon=True)

    def start(self) -> None:
        """Begin; it connects at its first read."""
        self._thread.start()

    def join(self) -> None:
        """Wait for its end, which comes with the None it takes."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while (read := self._waiting.get()) is not None:
            if not read.reply.cancelled():
                self._answer(read)
                self._answered(read)
        if self._connection is not None:
            self._connection.close()

    def _answer(self, read: Read) -> None:
        self.measures.reads += 1
        for last in (False, True):
            try:
                read.value = self._read(read)
                return
            except BaseException as error:  # noqa: BLE001  whatever it is, it is the answer
                if not self._interrupted(error):
                    read.error = error
                    return
                if last:
                    self.measures.unavailable += 1
                    read.error = StorageUnavailable()
                    read.error.__cause__ = error

    def _read(self, read: Read) -> object:
        if self._connection is None:
            self._connection = self._door.open()
        connection = self._connection
        connection.begin_reading()
        try:
            reading = Reading(connection, self._clock.now(), read.company, read.caller)
            return read.query(reading, *read.arguments, **read.keywords)
        finally:
            if not connection.lost:
                connection.rollback()

    def _interrupted(self, error: BaseException) -> bool:
        """Whether the database failed rather than the query; the connection is given up then."""
        connection = self._connection
        if connection is None or connection.failure(error) is Failure.UNIT:
            return False
        self.measures.lost_connections += 1
        connection.close()
        self._connection = None
        return True
