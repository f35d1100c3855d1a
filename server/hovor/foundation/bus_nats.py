"""The bus of several processes over NATS: plain publish and subscribe, nothing stored.

The server may be gone for as long as it likes. A new connection is tried twice a second. Whoever is back is
told to look at everything, and says again how far each company has come; everything else that was said
meanwhile is lost.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import msgspec
import nats.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from hovor.foundation.bus import Telling

CONNECT_SECONDS: Final = 2
RECONNECT_SECONDS: Final = 0.5
PING_SECONDS: Final = 3
"""A server that has vanished without a word is noticed after three of these."""

Closed: TypeAlias = Callable[[], Awaitable[None]]
Trouble: TypeAlias = Callable[[Exception], Awaitable[None]]

_BROKEN: Final = (nats.errors.Error, OSError, TimeoutError)

log = structlog.get_logger("hovor.bus")


class BusUnreachable(Exception):
    """No server answers."""


class _Troubles:
    """What the driver met while it connected: in the end it only says that no server is left."""

    def __init__(self) -> None:
        self._last: Exception | None = None

    async def note(self, error: Exception) -> None:
        self._last = error

    def in_words(self, error: Exception) -> str:
        cause = self._last or error
        return str(cause) or type(cause).__name__


class _Message(msgspec.Struct, array_like=True):
    """About which company or topic, and a position or a body."""

    name: str
    position: int
    body: bytes = b""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Message).decode


def named(url: str) -> str:
    """The servers of the URL without anything secret, for people to read."""
    return ", ".join(urlsplit(each).netloc.rpartition("@")[2] for each in url.split(","))


async def answers(url: str) -> str:
    """The version of the server that answers. Raises `BusUnreachable` with what the driver says."""
    client, trouble = Client(), _Troubles()
    try:
        await _connect(client, url, _nothing, trouble.note)
        version = client.connected_server_version
        return f"{version.major}.{version.minor}.{version.patch}"
    except _BROKEN as error:
        raise BusUnreachable(trouble.in_words(error)) from error
    finally:
        await _close(client)


class NatsBus(Telling):
    """See `hovor.foundation.bus.Bus`. `room` is the subject on which the processes of one installation meet;
    several installations may share a server.
    """

    def __init__(self, url: str, room: str) -> None:
        super().__init__()
        self._url = url
        self._room = room
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin; answers when it listens, or when the server is not there: nobody waits for a bus."""
        tried = asyncio.Event()
        self._task = asyncio.create_task(self._keep(tried), name="bus")
        await tried.wait()

    async def close(self) -> None:
        """Stop; what has not been told is not told."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _keep(self, tried: asyncio.Event) -> None:
        """One connection after the other."""
        told = False
        while True:
            trouble, listened = _Troubles(), asyncio.Event()
            try:
                await self._session(trouble, listened, tried)
            except _BROKEN as error:
                if listened.is_set() or not told:
                    log.warning("bus_disconnected", servers=named(self._url), error=trouble.in_words(error))
                told = True
            tried.set()
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _session(self, trouble: _Troubles, listened: asyncio.Event, tried: asyncio.Event) -> None:
        """Listens and tells until the connection is over."""
        over = asyncio.Event()

        async def closed() -> None:
            over.set()
            self._something.set()

        async def met(error: Exception) -> None:
            await trouble.note(error)
            self._meet(error)

        client = Client()
        try:
            await _connect(client, self._url, closed, met)
            await client.subscribe(self._room, cb=self._hear)
            # The server has heard of it when it has answered this.
            await client.flush(CONNECT_SECONDS)
            log.info("bus_connected", servers=named(self._url))
            # Whatever was said while nobody listened is lost.
            self._on_position("", 0)
            self._repeat()
            listened.set()
            tried.set()
            while True:
                await self._something.wait()
                self._something.clear()
                if over.is_set():
                    raise nats.errors.ConnectionClosedError
                for said in self._take():
                    await client.publish(self._room, _encode(_Message(*said)))
        finally:
            await _close(client)

    async def _hear(self, said: Msg) -> None:
        try:
            message = _decode(said.data)
        except msgspec.DecodeError:
            log.warning("bus_heard_nonsense", length=len(said.data))
            return
        if message.body:
            self._on_signal(message.name, message.body)
        else:
            self._on_position(message.name, message.position)

    def _meet(self, error: Exception) -> None:
        """What the driver meets beside the end of the connection."""
        if isinstance(error, nats.errors.SlowConsumerError):
            # More came than could be taken in, and some of it was thrown away.
            log.warning("bus_too_slow")
            self._on_position("", 0)


async def _connect(client: Client, url: str, closed: Closed, trouble: Trouble) -> None:
    """Of several servers any one will do. Coming back is not left to the driver, which says too little about
    what was lost meanwhile.
    """
    await client.connect(
        url.split(","),
        name="hovor",
        no_echo=True,
        allow_reconnect=False,
        max_reconnect_attempts=1,
        reconnect_time_wait=0,
        connect_timeout=CONNECT_SECONDS,
        ping_interval=PING_SECONDS,
        closed_cb=closed,
        error_cb=trouble,
    )


async def _close(client: Client) -> None:
    with contextlib.suppress(nats.errors.Error, OSError):
        await client.close()


async def _nothing() -> None:
    """Whoever closes it knows."""
