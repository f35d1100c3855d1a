"""A lane: one thread with one connection through which all units of its companies go, batch after batch."""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from hovor.foundation.clock import Clock, Instant
from hovor.foundation.database.connection import Connection, Engine, Failure, Outcome
from hovor.foundation.database.door import Door
from hovor.foundation.database.measures import Measures
from hovor.foundation.database.probes import Probe
from hovor.foundation.database.transaction import SpoiledError, Unit, UnitTransaction
from hovor.foundation.database.work import Surroundings
from hovor.foundation.errors import StorageUnavailable

MAXIMUM_UNITS: Final = 256
ATTEMPTS: Final = 4
IDLE_SECONDS: Final = 0.2
RESOLVE_SECONDS: Final = 10.0
RESOLVE_PAUSE_SECONDS: Final = 0.1

_log = logging.getLogger(__name__)


class Lane:
    """Takes units in the order in which they were put, answers them in the same order."""

    def __init__(
        self,
        door: Door,
        clock: Clock,
        surroundings: Surroundings,
        probe: Probe,
        answered: Callable[[Sequence[Unit]], None],
    ) -> None:
        self._door = door
        self._engine: Engine = door.engine
        self._clock = clock
        self._surroundings = surroundings
        self._probe = probe
        self._answered = answered
        self.measures = Measures()
        self._now: Instant = 0
        self._connection: Connection | None = None
        self._last_batch_failed = False
        self._queue: queue.SimpleQueue[Sequence[Unit] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="hovor-lane", daemon=True)

    def start(self) -> None:
        """Connect and begin. Raises what connecting raises."""
        self._connection = self._door.open()
        self._connection.prepare_all()
        self._thread.start()

    def put(self, units: Sequence[Unit]) -> None:
        """Have these run. From any thread, never waits."""
        self._queue.put(units)

    def stop(self) -> None:
        """Answer what was put before, then end. Waits for it."""
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        waiting: deque[Unit] = deque()
        open_ = True
        while open_ or waiting:
            if not waiting:
                open_ = self._take(waiting, self._next())
            while open_ and not self._queue.empty():
                open_ = self._take(waiting, self._queue.get())
            if waiting:
                batch = self._choose(waiting)
                done = self._settle(batch)
                waiting.extendleft(reversed(batch[done:]))
                self.measures.units += done
                self.measures.refusals += sum(unit.error is not None for unit in batch[:done])
                self._answered(batch[:done])
        if self._connection is not None:
            self._connection.close()

    def _next(self) -> Sequence[Unit] | None:
        """What was put next; a pause before it is used for housekeeping."""
        try:
            return self._queue.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            if self._connection is not None:
                self._rest(self._connection)
            return self._queue.get()

    def _rest(self, connection: Connection) -> None:
        try:
            connection.rest()
        except Exception:  # noqa: BLE001  the next batch will tell whether the database is well
            _log.warning("housekeeping failed", exc_info=True)

    @staticmethod
    def _take(waiting: deque[Unit], put: Sequence[Unit] | None) -> bool:
        if put is not None:
            waiting.extend(put)
        return put is not None

    def _choose(self, waiting: deque[Unit]) -> list[Unit]:
        """The next batch. Where companies are locked by rows, a unit without a company stands alone: it may
        still enter one, which would be out of order among those the others have locked.
        """
        mixed = self._engine.one_process_only
        batch = [waiting.popleft()]
        if not batch[0].company and not mixed:
            return batch
        while waiting and len(batch) < MAXIMUM_UNITS:
            if not waiting[0].company and not mixed:
                break
            batch.append(waiting.popleft())
        return batch

    def _settle(self, units: Sequence[Unit]) -> int:
        """Answer the first of `units`, at least one; tell how many. Never raises."""
        # Savepoints cost every unit; without them only a unit that fails after its first write costs, once.
        savepoints = self._last_batch_failed
        for _ in range(ATTEMPTS):
            try:
                connection = self._connected()
            except StorageUnavailable as refusal:
                return self._refuse(units, refusal)
            transaction = UnitTransaction(
                self._engine,
                connection,
                self._surroundings,
                self._probe,
                self.measures,
                savepoints=savepoints and len(units) > 1,
            )
            try:
                done = transaction.run(units, self._tick)
            except SpoiledError:
                self._roll_back(connection)
                if savepoints:
                    break
                savepoints = True
            except BaseException as error:  # noqa: BLE001  a lane never ends
                done = self._after(error, transaction, connection, units)
                if done:
                    return done
            else:
                self._last_batch_failed = transaction.failed
                return done
            self.measures.reruns += 1
        return self._one_by_one(units)

    def _after(
        self,
        error: BaseException,
        transaction: UnitTransaction,
        connection: Connection,
        units: Sequence[Unit],
    ) -> int:
        """The transaction broke; answers how many units are answered now, 0 when the batch must run again."""
        failure = connection.failure(error)
        name = connection.transaction
        self._roll_back(connection)
        if failure is Failure.LOST:
            self.measures.lost_connections += 1
            if not transaction.committing:
                return 0
            return self._resolve(name, units, transaction.done)
        if failure is Failure.RERUN:
            return 0
        if failure is Failure.STORAGE:
            _log.error("the database cannot write: %s", error)
            return self._refuse(units, error)
        if len(units) > 1:
            return self._one_by_one(units)
        units[0].fail(error)
        return 1

    def _one_by_one(self, units: Sequence[Unit]) -> int:
        """The last resort: nobody can spoil it for others."""
        if len(units) == 1:
            return self._refuse(units, None)
        for unit in units:
            self._settle([unit])
        return len(units)

    def _resolve(self, name: object, units: Sequence[Unit], done: int) -> int:
        """The answer to COMMIT was lost. Ask on a new connection what became of it."""
        self.measures.unknown_commits += 1
        deadline = time.monotonic() + RESOLVE_SECONDS
        while True:
            try:
                outcome = self._connected().outcome(name)
            except Exception as error:  # noqa: BLE001  anything but an answer means: ask again
                if time.monotonic() > deadline:
                    _log.error("the outcome of a transaction stays unknown: %s", error)
                    return self._refuse(units[:done], error)
                time.sleep(RESOLVE_PAUSE_SECONDS)
            else:
                return done if outcome is Outcome.COMMITTED else 0

    def _refuse(self, units: Sequence[Unit], cause: BaseException | None) -> int:
        self.measures.unavailable += len(units)
        for unit in units:
            refusal = StorageUnavailable()
            refusal.__cause__ = cause
            unit.fail(refusal)
        return len(units)

    def _connected(self) -> Connection:
        if self._connection is None or self._connection.lost:
            self._connection = None
            self._connection = self._door.open()
        return self._connection

    def _roll_back(self, connection: Connection) -> None:
        """Undo the transaction; a connection on which even that fails is given up."""
        try:
            connection.rollback()
        except Exception:  # noqa: BLE001  closing it undoes as well
            connection.close()
            self._connection = None

    def _tick(self) -> Instant:
        """The time of the next unit; it never goes back, so that events of a lane are in order of time
        as well.
        """
        self._now = max(self._now, self._clock.now())
        return self._now
