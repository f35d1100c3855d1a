"""Routing: the bare engine on one core, counted in CPU time, and how it grows."""

import asyncio
import gc
import os
import time
from typing import Final

import msgspec

from bench.crowd import ONE_FREE, Crowd
from bench.figures import percentile
from bench.machine import memory_mib, on_server_core
from bench.run import HOVOR, Row, Run

PART: Final = "routing"
SIZES: Final = ((2_000, 10_000), (10_000, 100_000))
DECISIONS: Final = 30_000


def case(operators: int, waiting: int) -> str:
    """Its name."""
    return f"bare engine, {operators:,} operators, {waiting:,} waiting"


async def measure(run: Run) -> None:
    """Each size in turn, all rounds of it on the same crowd."""
    for operators, waiting in SIZES:
        with on_server_core():
            await asyncio.to_thread(_bare, run, operators, waiting)


def _bare(run: Run, operators: int, waiting: int) -> None:
    """An operator is told to have a slot free, somebody arrives in place of whom he gets: one decision. The
    time for telling the engine both counts as well.
    """
    gc.collect()
    before = memory_mib([os.getpid()])
    crowd = Crowd(operators, waiting)
    engine, now = crowd.engine, 36_000_000
    assert not list(engine.decide(now))
    gc.collect()
    run.keep(
        Row(PART, HOVOR, case(operators, waiting)).figure("memory", "MiB", memory_mib([os.getpid()]) - before)
    )
    gc.freeze()
    for number in range(1, run.options.rounds + 1):
        quiet = run.gate.quiet()
        told = [
            (crowd.arrival(), msgspec.structs.replace(crowd.anybody(), load=ONE_FREE, idle_since=now + each))
            for each in range(DECISIONS)
        ]
        delays, made, clock = [], 0, time.thread_time_ns
        began = clock()
        for arrived, freed in told:
            now += 1
            start = clock()
            engine.put_waiting(arrived)
            engine.put_operator(freed)
            for _ in engine.decide(now):
                made += 1
            delays.append(clock() - start)
        seconds = (clock() - began) / 1e9
        assert made == DECISIONS
        row = Row(PART, HOVOR, case(operators, waiting), number, not quiet)
        p50, p99 = (percentile(delays, share) / 1000 for share in (0.5, 0.99))
        run.keep(row.figure("throughput", "decisions/CPU s", made / seconds))
        run.keep(row.figure("p50", "us", p50))
        run.keep(row.figure("p99", "us", p99))
        run.say(f"{row.case}: {made / seconds:,.0f} decisions/CPU s, p50 {p50:.1f} us, p99 {p99:.1f} us")
    gc.unfreeze()
