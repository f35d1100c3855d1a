"""Two servers behind a balancer on one PostgreSQL, of which one decides for the company."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from hovor.foundation.clock import Instant
from hovor.foundation.company_leases_postgresql import holders
from tests.ledger.balancer import balancer
from tests.ledger.program import Program

_LOOK_EVERY: Final = 0.02


class Pair:
    """To their people they are one server."""

    def __init__(self, servers: tuple[Program, Program], address: str, database_url: str) -> None:
        self.servers = servers
        self.address = address
        self.log = servers[0].log
        self._url = database_url

    @property
    def starts(self) -> int:
        """Of both together."""
        return sum(each.starts for each in self.servers)

    async def start(self) -> None:
        """Starts whatever does not run: the first time one after the other, for the tables are made first."""
        for each in self.servers:
            if each.process is None:
                await each.start()
                await each.ready()

    async def ready(self) -> None:
        """Returns as soon as both answer."""
        for each in self.servers:
            await each.ready()

    async def kill(self) -> None:
        """Both die."""
        for each in self.servers:
            await each.kill()

    async def holder(self) -> Program:
        """The one that decides, as PostgreSQL knows it; waits while nobody does."""
        while not (  # noqa: ASYNC110  the database tells nobody
            found := await asyncio.to_thread(holders, self._url)
        ):
            await asyncio.sleep(_LOOK_EVERY)
        (name,) = found
        return next(each for each in self.servers if str(each.process) == name.partition("@")[0])

    async def kill_holder(self) -> tuple[Program, Instant, Instant]:
        """The one that decides dies; with it the instants before and after."""
        holder = await self.holder()
        before = _now()
        await holder.kill()
        return holder, before, _now()


def _now() -> Instant:
    return time.time_ns() // 1_000


@asynccontextmanager
async def pair(folder: Path, database_url: str) -> AsyncIterator[Pair]:
    """Two servers, not started yet, that are gone when the block ends."""
    async with contextlib.AsyncExitStack() as stack:
        servers = Program(folder, database_url), Program(folder, database_url)
        for each in servers:
            stack.push_async_callback(each.close)
        address = await stack.enter_async_context(balancer([each.port for each in servers]))
        yield Pair(servers, address, database_url)
