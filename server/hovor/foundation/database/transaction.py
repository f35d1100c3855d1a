"""One attempt at a batch of units: their companies locked, each unit run, their events stored, one COMMIT."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from hovor.foundation.caller import Caller
from hovor.foundation.clock import Instant
from hovor.foundation.database.connection import Connection, Engine, Failure
from hovor.foundation.database.measures import Measures
from hovor.foundation.database.probes import Probe
from hovor.foundation.database.work import Surroundings, UnitState, Work, encode_event
from hovor.foundation.events import Recorded

SLOW_SECONDS: Final = 0.05

_log = logging.getLogger(__name__)


class Unit:
    """A verb to run, and once it has run its answer."""

    __slots__ = (
        "arguments",
        "caller",
        "company",
        "error",
        "keywords",
        "recorded",
        "reply",
        "value",
        "verb",
        "wake_at",
    )

    def __init__(
        self,
        verb: Callable[..., Any],
        call: tuple[tuple[Any, ...], dict[str, Any]],
        company: str,
        caller: Caller,
        reply: "asyncio.Future[Any]",
    ) -> None:
        self.verb: Final = verb
        self.arguments, self.keywords = call
        self.company: Final = company
        self.caller: Final = caller
        self.reply: Final = reply
        self.value: Any = None
        self.error: BaseException | None = None
        self.recorded: Sequence[Recorded] = ()
        self.wake_at: Instant | None = None

    def fail(self, error: BaseException) -> None:
        """Its answer is this error, and nothing of it is stored."""
        self.value, self.error, self.recorded, self.wake_at = None, error, (), None


class SpoiledError(Exception):
    """A unit failed and cannot be undone alone: the batch must run again, with savepoints."""


class UnitTransaction:
    """Runs once; whoever made it rolls back when `run` raises."""

    def __init__(
        self,
        engine: Engine,
        connection: Connection,
        surroundings: Surroundings,
        probe: Probe,
        measures: Measures,
        *,
        savepoints: bool,
    ) -> None:
        self._engine = engine
        self._connection = connection
        self._surroundings = surroundings
        self._probe = probe
        self._measures = measures
        self._savepoints = savepoints
        self._alone = False
        self._positions: dict[str, int] = {}
        self._entered: str | None = None
        self._wrote = False
        self.failed = False
        """Whether a unit had to be undone."""
        self.done = 0
        """How many units have run."""
        self.committing = False
        """Whether COMMIT has been sent: when the connection is lost then, what became of it is unknown."""

    def run(self, units: Sequence[Unit], now: Callable[[], Instant]) -> int:
        """Run and commit the first of `units`, at least one; answer how many there was time for.

        Each of those then holds its value or its error. Raises `SpoiledError`, or what the engine raised.
        """
        self._alone = len(units) == 1
        self._positions = self._connection.begin(sorted({unit.company for unit in units if unit.company}))
        # From here: waiting for the lock must not eat the time of the batch.
        before = time.perf_counter()
        deadline = before + self._engine.batch_seconds
        for unit in units:
            self._run_one(unit, now())
            self.done += 1
            after = time.perf_counter()
            if after - before > SLOW_SECONDS:
                self._note_slow(unit, after - before)
            before = after
            if after > deadline:
                break
        self._finish(units[: self.done])
        return self.done

    def _run_one(self, unit: Unit, now: Instant) -> None:
        connection = self._connection
        connection.failed_statement = None
        state = UnitState(unit.company, self._positions.get(unit.company, 0), self)
        self._entered = None
        try:
            unit.value = unit.verb(
                Work(connection, now, unit.caller, state, self._surroundings),
                *unit.arguments,
                **unit.keywords,
            )
            if connection.failed_statement is not None:
                raise connection.failed_statement
        except BaseException as error:  # noqa: BLE001  whatever it is, it is the answer of this unit alone
            self._undo(unit, state, error)
            return
        unit.error, unit.wake_at = None, state.wake_at
        unit.recorded = state.recorded
        if state.recorded:
            self._positions[state.company] = state.position
        if state.wrote:
            self._wrote = True
            if self._savepoints:
                connection.control("RELEASE unit")

    def _undo(self, unit: Unit, state: UnitState, error: BaseException) -> None:
        """Take back what the unit wrote, and nothing else. Raises when that cannot be done."""
        connection = self._connection
        # A verb may have put what the engine raised into an error of its own.
        cause = connection.failed_statement or error
        if connection.failure(cause) is not Failure.UNIT:
            raise cause
        unit.fail(error)
        spoiled = connection.failed_statement is not None and connection.failed_statement_spoils
        if not state.wrote and not spoiled:
            return
        self.failed = True
        if self._alone:
            # Nothing of it is kept, so nothing will be committed.
            return
        if not (self._savepoints and state.wrote):
            raise SpoiledError
        connection.control("ROLLBACK TO unit")
        connection.control("RELEASE unit")
        if self._entered is not None:
            del self._positions[self._entered]

    def _finish(self, units: Sequence[Unit]) -> None:
        """Store the events and commit; without anything written there is nothing to commit."""
        rows = [encode_event(recorded) for unit in units for recorded in unit.recorded]
        if not rows and not self._wrote:
            self._connection.rollback()
            return
        if rows:
            last = {row[0]: row[1] for row in rows}
            self._connection.append_events(rows, last)
        self._probe.before_commit()
        self.committing = True
        self._connection.commit()
        self._probe.after_commit()
        self._measures.batches += 1

    def before_first_write(self, unit: UnitState) -> None:
        """See `hovor.foundation.database.work.Transaction`."""
        self._probe.before_first_write()
        if self._savepoints:
            self._connection.control("SAVEPOINT unit")
        unit.wrote = True

    def enter(self, unit: UnitState, company_id: str) -> int:
        """See `hovor.foundation.database.work.Transaction`."""
        if company_id not in self._positions:
            if not unit.wrote:
                self.before_first_write(unit)
            self._positions[company_id] = self._connection.enter(company_id)
            self._entered = company_id
        return self._positions[company_id]

    def _note_slow(self, unit: Unit, seconds: float) -> None:
        self._measures.slow_units += 1
        _log.warning("slow unit %s: %.0f ms", verb_name(unit.verb), seconds * 1000)


def verb_name(verb: Callable[..., Any]) -> str:
    """`hovor.conversations.service.receive`, also for what `functools.partial` and `functools.wraps`
    made of it.
    """
    inner = getattr(verb, "func", None) or getattr(verb, "__wrapped__", None)
    if inner is not None:
        return verb_name(inner)
    return f"{getattr(verb, '__module__', '?')}.{getattr(verb, '__qualname__', repr(verb))}"
