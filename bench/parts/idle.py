"""Visitors who say nothing: what each open socket costs, heartbeats on."""

import asyncio
from typing import Final

from bench.floor import Floor
from bench.hovor_server import Server
from bench.machine import MOST_OTHERS, Watch, family, memory_mib, most_sockets
from bench.run import HOVOR, Row, Run

PART: Final = "idle"
COUNTS: Final = (1_000, 10_000)
WARM_UP: Final = 100
REST_SECONDS: Final = 3.0
BEAT_SECONDS: Final = 26.0
"""A little more than a visitor's heartbeat, so that each has had his."""


async def measure(run: Run) -> None:
    """Connect a thousand, then ten thousand."""
    counts = [count for count in COUNTS if count <= most_sockets()][: 1 if run.options.quick else None]
    if len(counts) < len(COUNTS) and not run.options.quick:
        run.note(f"Only {most_sockets():,} files may be open here: no row of {COUNTS[-1]:,} idle sockets.")
    server = Server(run.new_folder("idle"), None)
    server.start()
    await server.ready()
    floor = Floor(server)
    try:
        await floor.open()
        await floor.visit(WARM_UP)
        await asyncio.sleep(REST_SECONDS)
        before, there = memory_mib(family(server.roots)), WARM_UP
        for count in counts:
            run.say(f"{count:,} visitors open the page")
            await floor.visit(count + WARM_UP - there)
            there = count + WARM_UP
            await asyncio.sleep(REST_SECONDS)
            quiet = await asyncio.to_thread(run.gate.quiet)
            watch = Watch(server.roots)
            await asyncio.sleep(REST_SECONDS if run.options.quick else BEAT_SECONDS)
            usage, memory = watch.usage(), watch.memory_mib()
            row = Row(PART, HOVOR, f"{count:,} visitors", 0, not quiet or usage.others > MOST_OTHERS)
            run.keep(row.figure("memory", "MiB PSS", memory))
            run.keep(row.figure("memory per socket", "KiB PSS", (memory - before) * 1024 / count))
            run.keep(row.figure("CPU", "% of a core", usage.server / usage.seconds * 100))
            closed = sum(visitor.opened.closed for visitor in floor.visitors)
            run.keep(row.figure("lost", "sockets", float(closed)))
            each = (memory - before) * 1024 / count
            share = usage.server / usage.seconds
            run.say(f"{each:.1f} KiB each, {memory:.0f} MiB in all, {share:.1%} of a core, {closed} lost")
    finally:
        floor.close()
        server.stop()
