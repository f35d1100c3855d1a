"""Figures for the screens: how many wait where, each client's place, what a channel's clients are told.

They are not recorded: everything here stands in every snapshot, and is sent when it has changed, at most
once a second. Where thousands wait that is work which would keep all others from the interpreter, decisions
before all: it is done line by line, and rests for most of the time.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeAlias

from typing_extensions import override

from hovor.conversations import queries as conversations
from hovor.conversations.events import ConversationEvent, FrontStateChanged
from hovor.foundation.caller import SystemCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Database, Reading
from hovor.foundation.events import Recorded
from hovor.foundation.runner import Runner

SendCounters: TypeAlias = Callable[[str, str, Mapping[str, Any]], None]
"""`(company_id, topic, figures)`, as the hub's `send_counters`."""
_PAUSE: Final = SECOND
_AT_ONCE: Final = 100
"""So many topics are told before others have their turn: when one is taken, all behind it move."""
_REST: Final = 4
"""After each line, so many times as long as it took."""
_AGAIN: Final = 15 * SECOND
"""While somebody waits: a line that stands still is promised more with time, although nothing happens."""


class Counting(Runner):
    """One for each process that runs reactions; the hub brings its figures to all the others."""

    def __init__(self, database: Database, send: SendCounters) -> None:
        super().__init__(database.clock)
        self._database = database
        self._send = send
        self._changed: set[str] = set()
        self._sent: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._not_before: Instant = 0
        self._again: dict[str, Instant] = {}
        database.on_committed.append(self.committed)

    def committed(self, recorded: Sequence[Recorded]) -> None:
        """This process has committed these events."""
        for each in recorded:
            if isinstance(each.event, ConversationEvent | FrontStateChanged):
                self._changed.add(each.company_id)
                if isinstance(each.event, FrontStateChanged):
                    # Rare, and a page that opens now must not hear what was told before.
                    self._not_before = 0
                self._ring()

    @override
    async def _work(self) -> Instant | None:
        now = self._clock.now()
        self._changed |= {company for company, at in self._again.items() if at <= now}
        if not self._changed:
            return min(self._again.values(), default=None)
        if now < self._not_before:
            return self._not_before
        companies = sorted(self._changed)
        self._changed.clear()
        self._not_before = now + _PAUSE
        await asyncio.gather(*map(self._count, companies))
        return min(self._again.values(), default=None)

    async def _count(self, company_id: str) -> None:
        """What concerns everybody first; then line after line, with pauses."""
        read = partial(self._database.read, company=company_id, caller=SystemCaller(company_id, "counting"))
        self._again.pop(company_id, None)
        found = await read(figures)
        await self._tell(company_id, found)
        lines = await read(conversations.waiting_by_queue)
        for queue_id in lines:
            began = time.perf_counter()
            of_line = await read(places, queue_id)
            await self._tell(company_id, of_line)
            found |= of_line
            # Of the processor's time, whatever the clock of the company says.
            await asyncio.sleep(_REST * (time.perf_counter() - began))
        if lines:
            self._again[company_id] = self._clock.now() + _AGAIN
        self._sent[company_id] = found

    async def _tell(self, company_id: str, found: Mapping[str, Mapping[str, Any]]) -> None:
        before = self._sent.get(company_id, {})
        changed = [topic for topic, values in found.items() if before.get(topic) != values]
        for number, topic in enumerate(changed, 1):
            self._send(company_id, topic, found[topic])
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)


def figures(reading: Reading) -> dict[str, Mapping[str, Any]]:
    """By topic: for operators how many wait in each queue and on each channel, for each channel what its
    clients are told.
    """
    fronts = conversations.front_states(reading)
    by_queue = conversations.waiting_by_queue(reading)
    found: dict[str, Mapping[str, Any]] = {
        f"company:{reading.company}": {
            "queues": {each: by_queue.get(each, 0) for each in conversations.known_queues(reading)},
            "channels": {channel_id: front.waiting for channel_id, front in fronts.items()},
        }
    }
    for channel_id, front in fronts.items():
        found[conversations.visitors_topic(channel_id)] = {"state": front.state}
    return found


def places(reading: Reading, queue_id: str) -> dict[str, Mapping[str, Any]]:
    """By topic, for each client who waits in this queue: his place and how long it will take (null where that
    is not known, INV-49).
    """
    return {
        conversations.identity_topic(each.identity_id): {
            "conversation_id": each.conversation_id,
            "queue_position": each.place,
            "expected_wait_seconds": each.wait,
        }
        for each in conversations.places(reading, queue_id)
    }
