"""One event to five hundred consoles: supervisors who all watch the same conversation."""

import asyncio
import time
from typing import Final

from bench.figures import percentile
from bench.floor import Floor, Operator, Visitor
from bench.hovor_server import Server
from bench.machine import MOST_OTHERS, Usage, Watch
from bench.run import HOVOR, Row, Run
from bench.wire import PATIENCE

PART: Final = "fan-out"
SUPERVISORS: Final = 20
CONSOLES: Final = 500
_WATCHING: Final = b'"watching"'
_MARK: Final = b"~mark~"


class _Audience:
    """Counts whom an event has reached."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._left = 0
        self._done: asyncio.Future[float] | None = None
        self.watching = 0

    def hear(self, payload: bytes) -> None:
        """A console has received this."""
        if _MARK in payload:
            self._left -= 1
            if self._left == 0 and self._done is not None:
                self._done.set_result(time.perf_counter())
        elif _WATCHING in payload:
            self.watching += 1

    async def after(self, visitor: Visitor) -> float:
        """Seconds from a visitor's message until the last has it."""
        self._left = self._size
        self._done = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        visitor.post(f"~mark~ {'How long does this take to arrive with everybody? ' * 4}")
        return await asyncio.wait_for(self._done, PATIENCE) - began


async def measure(run: Run) -> None:
    """Message after message, each when the last has reached everybody; then at a measured pace."""
    server = Server(run.new_folder("fan-out"), None)
    server.start()
    await server.ready()
    floor = Floor(server)
    try:
        await floor.open()
        staff = await floor.hire(1)
        await floor.go_online(staff)
        (visitor,) = await floor.converse(1)
        supervisors = await floor.hire(SUPERVISORS, "supervisor")
        audience = _Audience(CONSOLES)
        await _open_consoles(audience, supervisors, await _conversation(staff[0]))
        for number in range(1, run.options.rounds + 1):
            quiet = await asyncio.to_thread(run.gate.quiet)
            await _round(run, audience, visitor, (server, number, quiet))
    finally:
        floor.close()
        server.stop()


async def _round(run: Run, audience: _Audience, visitor: Visitor, where: tuple[Server, int, bool]) -> None:
    server, number, quiet = where
    watch, stop = Watch(server.roots), time.perf_counter() + run.options.seconds
    delays = []
    while time.perf_counter() < stop:
        delays.append(await audience.after(visitor))
    usage = watch.usage()
    row = Row(PART, HOVOR, f"{CONSOLES} consoles, closed", number, _noisy(usage, quiet=quiet))
    deliveries = len(delays) * CONSOLES
    run.keep(row.figure("last p50", "ms", percentile(delays, 0.5) * 1000))
    run.keep(row.figure("last p99", "ms", percentile(delays, 0.99) * 1000))
    run.keep(row.figure("throughput", "deliveries/s", deliveries / usage.seconds))
    run.keep(row.figure("throughput of a core", "deliveries/CPU s", deliveries / max(0.01, usage.server)))
    run.say(
        f"{CONSOLES} consoles: last p50 {percentile(delays, 0.5) * 1000:.1f} ms,"
        f" p99 {percentile(delays, 0.99) * 1000:.1f} ms, {deliveries / usage.seconds:,.0f}/s,"
        f" {deliveries / max(0.01, usage.server):,.0f} per CPU s"
    )


def _noisy(usage: Usage, *, quiet: bool) -> bool:
    return not quiet or usage.others > MOST_OTHERS


async def _conversation(operator: Operator) -> str:
    mine = await operator.http.document("GET", "/api/v1/conversations")
    found: str = mine["items"][0]["id"]
    return found


async def _open_consoles(audience: _Audience, supervisors: list[Operator], conversation_id: str) -> None:
    for supervisor in supervisors:
        for _ in range(CONSOLES // len(supervisors)):
            socket = await supervisor.open_console(audience.hear)
            socket.say({"type": "watch", "conversation_id": conversation_id})
    deadline = time.perf_counter() + PATIENCE
    while audience.watching < CONSOLES and time.perf_counter() < deadline:  # noqa: ASYNC110  each for itself
        await asyncio.sleep(0.02)
