"""The bus of several processes on one PostgreSQL: NOTIFY, on connections of its own, never inside a unit of
work.

A NOTIFY takes a lock of the whole server at its commit; so positions are told afterwards, the latest of
each company, as many as have come together while the last statement was under way.
"""

import asyncio
import base64
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Final

import msgspec
import psycopg

from hovor.foundation.bus import Telling
from hovor.foundation.identifiers import new_secret

CHANNEL: Final = "hovor"
AT_A_TIME: Final = 200
RECONNECT_SECONDS: Final = 0.5

_log = logging.getLogger(__name__)


class _Message(msgspec.Struct, array_like=True):
    """What one notification says: of which process, about which company or topic, and a position or a
    body.
    """

    sender: str
    name: str
    position: int
    body: str = ""


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Message).decode


class PostgresqlBus(Telling):
    """See `hovor.foundation.bus.Bus`."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url.replace("postgresql+psycopg://", "postgresql://")
        self._sender = new_secret(32)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to listen and to tell; answers when it listens."""
        listening = asyncio.Event()
        self._tasks = [
            asyncio.create_task(self._keep(lambda: self._listen(listening)), name="bus listens"),
            asyncio.create_task(self._keep(self._tell), name="bus tells"),
        ]
        await listening.wait()

    async def close(self) -> None:
        """Stop; what has not been told is not told."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks = []

    async def _keep(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do it again whenever the connection breaks."""
        while True:
            try:
                await work()
            except psycopg.Error as error:
                _log.warning("the bus lost its connection: %s", error)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self, listening: asyncio.Event) -> None:
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            listening.set()
            # Whatever was said while nobody listened is lost.
            self._on_position("", 0)
            async for notification in connection.notifies():
                self._hear(_decode(notification.payload))

    def _hear(self, message: _Message) -> None:
        if message.sender == self._sender:
            return
        if message.body:
            self._on_signal(message.name, base64.b64decode(message.body))
        else:
            self._on_position(message.name, message.position)

    async def _tell(self) -> None:
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
            self._repeat()
            while True:
                await self._something.wait()
                self._something.clear()
                messages = list(self._encoded())
                for start in range(0, len(messages), AT_A_TIME):
                    some = messages[start : start + AT_A_TIME]
                    await connection.execute("SELECT pg_notify(%s, unnest(%s::text[]))", (CHANNEL, some))

    def _encoded(self) -> Iterator[str]:
        for name, position, body in self._take():
            said = _Message(self._sender, name, position, base64.b64encode(body).decode())
            yield _encode(said).decode()
