"""The database as the rest of the server sees it: `await write(verb, ...)` and `await read(query, ...)`."""

import asyncio
import os
import queue
import zlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, Concatenate, Final, Self, TypeVar

from hovor.foundation.caller import Caller
from hovor.foundation.clock import Clock, Instant
from hovor.foundation.database.connection import Engine
from hovor.foundation.database.door import Door
from hovor.foundation.database.engines import engine_for
from hovor.foundation.database.lane import Lane
from hovor.foundation.database.measures import Measures
from hovor.foundation.database.probes import NoProbe, Probe
from hovor.foundation.database.readers import Read, Reader
from hovor.foundation.database.transaction import Unit
from hovor.foundation.database.work import Reactions, Reading, Surroundings, Work
from hovor.foundation.errors import StorageUnavailable
from hovor.foundation.events import Recorded
from hovor.foundation.identifiers import Random

T = TypeVar("T")


class Database:
    """Made by `open`, usable between `start` and `close`, from the one event loop that started it."""

    def __init__(
        self, engine: Engine, clock: Clock, registry: Reactions, random: Random, probe: Probe
    ) -> None:
        self.clock: Final = clock
        self._engine = engine
        door = Door(engine)
        surroundings = Surroundings(registry, random)
        self._lanes = [Lane(door, clock, surroundings, probe, self._answered) for _ in range(engine.lanes)]
        self._put: list[list[Unit]] = [[] for _ in self._lanes]
        self._reads: queue.SimpleQueue[Read | None] = queue.SimpleQueue()
        self._readers = [Reader(door, clock, self._reads, self._read_answered) for _ in range(engine.readers)]
        self._done: deque[Sequence[Unit] | Read] = deque()
        self._called = False
        self._closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self.on_committed: list[Callable[[Sequence[Recorded]], None]] = []
        """Called on the loop with the events of each batch, after its answers, per company in order of
        position.
        """
        self.on_wake: list[Callable[[Instant], None]] = []
        """Called on the loop with the earliest instant at which something that a batch has written is due."""

    @classmethod
    def open(
        cls,
        url: str,
        *,
        clock: Clock,
        registry: Reactions,
        random: Random = os.urandom,
        probe: Probe | None = None,
    ) -> Self:
        """`sqlite:///PATH` or `postgresql://...`. Connects to nothing yet. Raises `ValueError` on any
        other URL.
        """
        return cls(engine_for(url), clock, registry, random, probe or NoProbe())

    @property
    def one_process_only(self) -> bool:
        """Whether no other process may use this database."""
        return self._engine.one_process_only

    async def start(self) -> None:
        """Connect. Raises `StorageUnavailable` when the database cannot be reached."""
        self._loop = asyncio.get_running_loop()
        for lane in self._lanes:
            await asyncio.to_thread(lane.start)
        for reader in self._readers:
            reader.start()

    async def close(self) -> None:
        """Answer what was asked before, then disconnect; what is asked later is refused. May be called
        again.
        """
        self._closed = True
        for index in range(len(self._lanes)):
            self._hand_over(index)
        for _ in self._readers:
            self._reads.put(None)
        for ending in (*(lane.stop for lane in self._lanes), *(reader.join for reader in self._readers)):
            await asyncio.to_thread(ending)
        self._deliver()
        self._engine.close()

    async def write(
        self,
        verb: Callable[Concatenate[Work, ...], T],
        /,
        *arguments: object,
        company: str,
        caller: Caller,
        **keywords: object,
    ) -> T:
        """Run `verb(work, *arguments, **keywords)` as one unit of work; its value comes once it is committed.

        Units of one company run one after the other, in the order of the calls. Raises what the verb
        raises, which undoes the unit, and `StorageUnavailable`. Cancelling the caller does not cancel the
        unit.
        """
        answer: asyncio.Future[T] = self._new_answer()
        index = zlib.crc32(company.encode()) % len(self._lanes)
        put = self._put[index]
        put.append(Unit(verb, (arguments, keywords), company, caller, answer))
        if len(put) == 1:
            # One hand-over per turn of the loop, not one per unit: waking the thread costs more than a
            # statement.
            self._running_loop().call_soon(self._hand_over, index)
        return await answer

    async def read(
        self,
        query: Callable[Concatenate[Reading, ...], T],
        /,
        *arguments: object,
        company: str,
        caller: Caller,
        **keywords: object,
    ) -> T:
        """Run `query(reading, *arguments, **keywords)` on one snapshot, which holds every unit answered
        before.

        Raises what the query raises, and `StorageUnavailable`.
        """
        answer: asyncio.Future[T] = self._new_answer()
        self._reads.put(Read(query, (arguments, keywords), company, caller, answer))
        return await answer

    def measures(self) -> Measures:
        """All counters, summed over the threads."""
        every = [lane.measures for lane in self._lanes] + [reader.measures for reader in self._readers]
        return Measures(*(sum(getattr(one, field.name) for one in every) for field in fields(Measures)))

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            raise RuntimeError("the database has not been started")
        return self._loop

    def _new_answer(self) -> "asyncio.Future[Any]":
        if self._closed:
            raise StorageUnavailable("The server is stopping.")
        return self._running_loop().create_future()

    def _hand_over(self, index: int) -> None:
        put = self._put[index]
        if put:
            self._put[index] = []
            self._lanes[index].put(put)

    def _answered(self, answered: Sequence[Unit] | Read) -> None:
        """On a thread: have the loop deliver. One call for everything that is answered before the loop
        comes to it.
        """
        self._done.append(answered)
        if not self._called and self._loop is not None:
            self._called = True
            try:
                self._loop.call_soon_threadsafe(self._deliver)
            except RuntimeError:
                # The loop was closed before the database: nobody waits for the answer any more.
                return

    _read_answered = _answered

    def _deliver(self) -> None:
        self._called = False
        while self._done:
            answered = self._done.popleft()
            if isinstance(answered, Read):
                _settle(answered)
                continue
            for unit in answered:
                _settle(unit)
            self._announce(answered)

    def _announce(self, units: Sequence[Unit]) -> None:
        """After the answers: those who were waiting for them have their turn before the listeners have
        theirs.
        """
        loop = self._running_loop()
        recorded = [each for unit in units for each in unit.recorded]
        if recorded:
            for listen in self.on_committed:
                loop.call_soon(listen, recorded)
        due = [unit.wake_at for unit in units if unit.wake_at is not None]
        if due:
            for wake in self.on_wake:
                loop.call_soon(wake, min(due))


def _settle(asked: Unit | Read) -> None:
    if asked.reply.done():
        # The caller has gone away; what was done is done.
        return
    if asked.error is None:
        asked.reply.set_result(asked.value)
    elif isinstance(asked.error, StopIteration) or not isinstance(asked.error, Exception):
        # The first would end the generator that awaits it, the others the event loop.
        fault = RuntimeError(f"{type(asked.error).__name__} was raised")
        fault.__cause__ = asked.error
        asked.reply.set_exception(fault)
    else:
        asked.reply.set_exception(asked.error)
