"""A balancer in front of several servers: each connection goes to the next one that takes it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import Final

_AT_A_TIME: Final = 65_536


class Balancer:
    """Passes on what comes from either side; a connection ends for both when it ends for one."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self._turns = count()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection; where no server is there it is over at once."""
        try:
            with contextlib.suppress(OSError):
                far_reader, far_writer = await self._connected()
                passing = (
                    asyncio.create_task(_pass_on(reader, far_writer)),
                    asyncio.create_task(_pass_on(far_reader, writer)),
                )
                try:
                    await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for each in passing:
                        each.cancel()
                    await asyncio.gather(*passing, return_exceptions=True)
                    far_writer.close()
        finally:
            writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        turn = next(self._turns)
        for number in range(len(self._ports)):
            with contextlib.suppress(ConnectionRefusedError):
                port = self._ports[(turn + number) % len(self._ports)]
                return await asyncio.open_connection("127.0.0.1", port)
        raise ConnectionRefusedError


async def _pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(_AT_A_TIME):
            sink.write(data)
            await sink.drain()


@asynccontextmanager
async def balancer(ports: Sequence[int]) -> AsyncIterator[str]:
    """The address under which all of them can be reached, until the block ends."""
    made = Balancer(ports)
    server = await asyncio.start_server(made.take, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
