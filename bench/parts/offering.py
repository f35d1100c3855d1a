"""From what happens to the offer on the operator's socket, while others talk: a visitor's first message with
somebody free, and an operator who finishes something with visitors waiting.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from bench.contestants import Hovor
from bench.figures import percentile
from bench.floor import EACH, Operator, Visitor
from bench.hovor_server import Server
from bench.load import paced
from bench.run import HOVOR, Row, Run

PART: Final = "offering"
TALKING: Final = 100
EACH_SAYS: Final = 2
"""Messages a second, in each of the conversations that go on meanwhile."""
FREE: Final = 4
"""Operators who have nothing to do with those."""
PER_SECOND: Final = 10
_LOAD: Final = f"at {TALKING * EACH_SAYS} messages/s"
FIRST_MESSAGE: Final = f"first message to offer on the socket, {_LOAD}"
BECOMES_FREE: Final = f"becoming free to offer on the socket, {_LOAD}"
Trigger = Callable[[float], Awaitable[float]]
"""Told when it was due; answers the seconds from then until the offer was there."""


class _Desk:
    """Makes things happen, one after the other, each when the offer before it was accepted."""

    def __init__(self, hovor: Hovor) -> None:
        self._floor = hovor.floor
        self.newcomers: list[Visitor] = []
        self._wrapping_up: list[tuple[Operator, str]] = []

    async def first_message(self, due: float) -> float:
        """A visitor writes; whoever takes it finishes it at once."""
        taken = self._floor.next_taken()
        self.newcomers.pop().post("Good morning")
        found = await taken
        await self._end(found.operator, found.conversation_id)
        await self._finish(found.operator, found.conversation_id)
        return found.offered_at - due

    async def become_free(self, due: float) -> float:
        """An operator finishes something and is offered the next, which he will finish next time."""
        operator, conversation_id = self._wrapping_up.pop(0)
        taken = self._floor.next_taken()
        await self._finish(operator, conversation_id)
        found = await taken
        await self._keep_ready(found.operator, found.conversation_id)
        return found.offered_at - due

    async def fill(self, waiting: int) -> None:
        """Everybody has as much as he may have, one of it in wrap-up; so many visitors wait."""
        for number in range(FREE * EACH):
            taken = self._floor.next_taken()
            await self.newcomers.pop().post_and_wait("Good morning")
            found = await taken
            if number % EACH == 0:
                await self._keep_ready(found.operator, found.conversation_id)
        for _ in range(waiting):
            await self.newcomers.pop().post_and_wait("Good morning")

    async def _keep_ready(self, operator: Operator, conversation_id: str) -> None:
        await self._end(operator, conversation_id)
        self._wrapping_up.append((operator, conversation_id))

    async def _end(self, operator: Operator, conversation_id: str) -> Any:  # noqa: ANN401  JSON
        return await operator.http.document("POST", f"/api/v1/conversations/{conversation_id}/end", {})

    async def _finish(self, operator: Operator, conversation_id: str) -> Any:  # noqa: ANN401  JSON
        return await operator.http.document("POST", f"/api/v1/conversations/{conversation_id}/wrap-up", {})


async def measure(run: Run) -> None:
    """All rounds of the one, then all rounds of the other."""
    hovor = Hovor(HOVOR, Server(run.new_folder("offering"), None))
    try:
        await hovor.open(TALKING)
        await hovor.floor.go_online(await hovor.floor.hire(FREE))
        desk = _Desk(hovor)
        rounds, each = run.options.rounds, round(run.options.seconds * PER_SECOND)
        desk.newcomers = await hovor.floor.visit(rounds * each)
        for number in range(1, rounds + 1):
            await _round(run, hovor, desk.first_message, Row(PART, HOVOR, FIRST_MESSAGE, number))
        desk.newcomers = await hovor.floor.visit(FREE * EACH + rounds * each)
        await desk.fill(rounds * each)
        for number in range(1, rounds + 1):
            await _round(run, hovor, desk.become_free, Row(PART, HOVOR, BECOMES_FREE, number))
    finally:
        hovor.close()


async def _round(run: Run, hovor: Hovor, trigger: Trigger, row: Row) -> None:
    quiet = await asyncio.to_thread(run.gate.quiet)
    load, delays = await asyncio.gather(
        paced(hovor, range(TALKING), EACH_SAYS, run.options.seconds),
        _in_time(trigger, round(run.options.seconds * PER_SECOND)),
    )
    row = Row(row.part, row.contestant, row.case, row.round, not quiet or load.noisy)
    p50, p95, p99 = (percentile(delays, share) * 1000 for share in (0.5, 0.95, 0.99))
    for metric, value in (("p50", p50), ("p95", p95), ("p99", p99)):
        run.keep(row.figure(metric, "ms", value))
    meanwhile = load.milliseconds(0.99)
    run.say(f"{row.case}: p50 {p50:.1f} ms, p95 {p95:.1f} ms; messages meanwhile p99 {meanwhile:.1f} ms")


async def _in_time(trigger: Trigger, count: int) -> list[float]:
    """As often as that, evenly spread; a delay counts from when it was due, but not before what came of the
    trigger before it was done: accepted, finished, made ready for the next.
    """
    began, delays = time.perf_counter() + 0.1, []
    for index in range(count):
        due = max(time.perf_counter(), began + index / PER_SECOND)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        delays.append(await trigger(due))
    return delays
