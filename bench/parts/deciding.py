"""Routing through the database: from the committed event that frees somebody to the committed offer, while
clients' places are counted as in any server.
"""

import asyncio
import gc
import os
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bench.crowded_company import CrowdedCompany
from bench.figures import percentile
from bench.machine import memory_mib
from bench.run import HOVOR, Row, Run
from hovor.conversations import service as conversing
from hovor.conversations.service import Ending
from hovor.foundation.clock import SystemClock
from hovor.foundation.database import Database
from hovor.foundation.database.migrate import upgrade
from hovor.foundation.events import Recorded
from hovor.foundation.memory import freeze_after_start
from hovor.routing.events import OfferMade
from hovor.routing.reactions import Counting, Router
from hovor.wiring.features import registry

PART: Final = "deciding"
OPERATORS: Final = 2_000
SIZES: Final = (10_000, 100_000)
TRIGGERS: Final = 200
_PATIENCE: Final = 60.0


def case(waiting: int) -> str:
    """Its name."""
    return f"{OPERATORS:,} operators with skills, {waiting:,} waiting"


class _Watch:
    """When whose offer was committed."""

    def __init__(self) -> None:
        self.freed_at = 0.0
        self._offered: asyncio.Future[float] | None = None
        self._to = ""

    def expect(self, operator_id: str) -> "asyncio.Future[float]":
        """The next offer to him."""
        self._to = operator_id
        self._offered = asyncio.get_running_loop().create_future()
        return self._offered

    def committed(self, recorded: Sequence[Recorded]) -> None:
        """These events were committed."""
        now = time.perf_counter()
        for each in recorded:
            event = each.event
            if event.kind == "conversation.closed":
                self.freed_at = now
            mine = isinstance(event, OfferMade) and event.operator_id == self._to
            if mine and self._offered is not None and not self._offered.done():
                self._offered.set_result(now)


async def measure(run: Run) -> None:
    """Operator after operator finishes something, and gets the next."""
    for waiting in SIZES if not run.options.quick else SIZES[:1]:
        url = f"sqlite:///{run.new_folder(f'deciding-{waiting}') / 'crowded.sqlite'}"
        await asyncio.to_thread(upgrade, url)
        database = Database.open(url, clock=SystemClock(), registry=registry())
        await database.start()
        router, counting, watch = Router(database), Counting(database, _unheard), _Watch()
        database.on_committed.append(watch.committed)
        company = CrowdedCompany(database)
        try:
            began = time.perf_counter()
            await company.open(OPERATORS, waiting)
            run.say(f"{case(waiting)}: set up in {time.perf_counter() - began:.0f} s")
            gc.collect()
            memory, began = memory_mib([os.getpid()]), time.perf_counter()
            await router.start()
            await router.settled()
            loaded = time.perf_counter() - began
            # As a server does.
            freeze_after_start()
            grown = memory_mib([os.getpid()]) - memory
            row = Row(PART, HOVOR, case(waiting))
            run.keep(row.figure("all read anew", "s", loaded))
            run.keep(row.figure("memory", "MiB", grown))
            run.say(f"everything read in {loaded:.2f} s, {grown:.0f} MiB")
            await counting.start()
            for number in range(1, run.options.rounds + 1):
                await _round(run, database, company, watch, (waiting, number))
        finally:
            await counting.close()
            await router.close()
            await database.close()


def _unheard(company_id: str, topic: str, figures: Mapping[str, Any]) -> None:
    """Nobody's page is open."""


async def _round(
    run: Run, database: Database, company: CrowdedCompany, watch: _Watch, of: tuple[int, int]
) -> None:
    waiting, number = of
    quiet = await asyncio.to_thread(run.gate.quiet)
    delays = []
    for _ in range(TRIGGERS):
        operator, conversation_id = company.wrapping_up.pop()
        offered = watch.expect(operator.operator_id)
        await database.write(
            conversing.finish,
            conversation_id=conversation_id,
            ending=Ending(),
            company=company.company,
            caller=operator,
        )
        delays.append(await asyncio.wait_for(offered, _PATIENCE) - watch.freed_at)
    row = Row(PART, HOVOR, case(waiting), number, not quiet)
    run.keep(row.figure("p50", "ms", percentile(delays, 0.5) * 1000))
    run.keep(row.figure("p99", "ms", percentile(delays, 0.99) * 1000))
    run.say(
        f"{row.case}: trigger to offer p50 {percentile(delays, 0.5) * 1000:.2f} ms,"
        f" p99 {percentile(delays, 0.99) * 1000:.2f} ms"
    )
