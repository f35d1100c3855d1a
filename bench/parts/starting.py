"""From the start of the process to the first accepted message, and what it needs when nobody comes."""

import asyncio
import time
from typing import Final

from bench.floor import Floor, Visitor
from bench.hovor_server import Server
from bench.machine import family, memory_mib
from bench.run import HOVOR, Row, Run
from bench.wire import Trouble

PART: Final = "starting"
STARTS: Final = 5
REST_SECONDS: Final = 3.0
_PATIENCE: Final = 60.0


async def measure(run: Run) -> None:
    """Start it again and again where one visitor has been before."""
    server, seconds = Server(run.new_folder("starting"), None), 0.0
    try:
        server.start()
        await server.ready()
        floor = Floor(server)
        await floor.open()
        (visitor,) = await floor.visit(1, connect=False)
        floor.close()
        for number in range(1, min(STARTS, run.options.rounds + 2) + 1):
            server.stop()
            quiet = await asyncio.to_thread(run.gate.quiet)
            server.start()
            seconds = await _first_message(server, visitor)
            row = Row(PART, HOVOR, "first message", number, not quiet)
            run.keep(row.figure("start", "s", seconds))
        server.stop()
        server.start()
        await server.ready()
        await asyncio.sleep(REST_SECONDS)
        memory = memory_mib(family(server.roots))
        run.keep(Row(PART, HOVOR, "at rest").figure("memory", "MiB PSS", memory))
        run.say(f"first message after {seconds:.2f} s, {memory:.0f} MiB at rest")
    finally:
        server.stop()


async def _first_message(server: Server, visitor: Visitor) -> float:
    deadline = server.executed_at + _PATIENCE
    while time.perf_counter() < deadline:
        try:
            await visitor.post_by_http("Hello?")
        except (OSError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.002)
        else:
            if visitor.refused:
                raise Trouble("the first message was refused")
            return time.perf_counter() - server.executed_at
    raise Trouble("no message was accepted within a minute")
