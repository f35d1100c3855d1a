"""The toy installation, its HTTP client, and a real server with real WebSocket clients."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from hovor.foundation.database import Database
from hovor.foundation.http.serving import server_options
from hovor.foundation.identifiers import new_secret
from hovor.foundation.live.tickets import mint
from tests.foundation.web import support_app, support_feature
from tests.foundation.web.support_app import Toy
from tests.support.clock import VirtualClock
from tests.support.database import create_tables

ORIGIN = "http://testserver"


@pytest.fixture
def database_url(database_url: str) -> str:
    """All tables of the product so far, and those of the toy."""
    create_tables(database_url, support_feature.tables)
    return database_url


@pytest.fixture
async def toy(database: Database, tmp_path: Path) -> AsyncIterator[Toy]:
    """The toy installation, its hub started."""
    made = support_app.build(database, tmp_path)
    made.hub.start()
    yield made
    await made.hub.close()


@pytest.fixture
async def http(toy: Toy) -> AsyncIterator[httpx2.AsyncClient]:
    """Klara of acme's browser, without a network in between."""
    async with browser(toy) as client:
        yield client


def browser(toy: Toy, name: str = "klara@acme", **headers: str) -> httpx2.AsyncClient:
    """A signed-in operator's browser."""
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=toy.app, raise_app_exceptions=True),
        base_url=ORIGIN,
        headers={"origin": ORIGIN, "cookie": f"hovor_session=cookie-{name}", **headers},
    )


class Connected:
    """A WebSocket client that understands frames."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.ready: dict[str, Any] = {}

    async def say(self, **frame: object) -> None:
        await self.socket.send(json.dumps(frame))

    async def hear(self, *types: str) -> dict[str, Any]:
        """The next frame of one of these types (any type when none is named); pings are skipped unless
        named.
        """
        while True:
            frame: dict[str, Any] = json.loads(await self._receive())
            if frame["type"] in types or (not types and frame["type"] != "ping"):
                return frame

    async def _receive(self) -> str | bytes:
        # Not `wait_for`: Python 3.11's swallows a cancellation that comes together with the frame.
        async with asyncio.timeout(20):
            return await self.socket.recv()

    async def until_closed(self) -> tuple[int, list[dict[str, Any]]]:
        """The close code, and every frame before it."""
        before: list[dict[str, Any]] = []
        try:
            while True:
                before.append(json.loads(await self._receive()))
        except ConnectionClosed as closed:
            return (1006 if closed.rcvd is None else closed.rcvd.code), before


class LiveServer:
    """A real uvicorn on loopback, in this loop."""

    def __init__(self, toy: Toy, port: int) -> None:
        self.toy = toy
        self.port = port
        self.url = f"ws://127.0.0.1:{port}/api/v1/live"

    async def ticket(self, name: str = "klara", company: str = "acme") -> str:
        ticket = new_secret()
        await self.toy.run(mint, company=company, operator=name, ticket=ticket)
        return ticket

    @asynccontextmanager
    async def socket(self, origin: str | None = None, cookie: str | None = None) -> AsyncIterator[Connected]:
        """A connection that has not said hello."""
        headers = {} if cookie is None else {"cookie": cookie}
        async with connect(
            self.url,
            compression=None,
            ping_interval=None,
            origin=None if origin is None else Origin(origin),
            additional_headers=headers,
        ) as opened:
            yield Connected(opened)

    @asynccontextmanager
    async def operator(
        self, name: str = "klara", *, company: str = "acme", after: int | None = None
    ) -> AsyncIterator[Connected]:
        """An operator's console that is ready."""
        async with self.socket() as client:
            await client.say(type="hello", ticket=await self.ticket(name, company), after=after)
            client.ready = await client.hear("ready")
            yield client

    @asynccontextmanager
    async def visitor(self, name: str = "vera", *, company: str = "acme") -> AsyncIterator[Connected]:
        """A visitor's panel that is ready."""
        async with self.socket() as client:
            await client.say(type="hello", visitor_token=f"token-{name}@{company}", after=None)
            await client.hear("ready")
            yield client


@pytest.fixture
async def server(toy: Toy) -> AsyncIterator[LiveServer]:
    """The toy installation behind a real uvicorn."""
    options = {**server_options(), "loop": "none", "log_level": "critical", "lifespan": "off"}
    running = uvicorn.Server(uvicorn.Config(toy.app, host="127.0.0.1", port=0, **options))
    task = asyncio.create_task(running.serve())
    while not running.started:
        await asyncio.sleep(0.01)
        assert not task.done(), "the server did not start"
    yield LiveServer(toy, running.servers[0].sockets[0].getsockname()[1])
    running.should_exit = True
    await task


async def pass_time(clock: VirtualClock, seconds: float) -> None:
    """Lets time pass as it does: in small steps, with everybody who waits for it having a turn at each."""
    for _ in range(round(seconds * 10)):
        clock.advance(0.1)
        await asyncio.sleep(0)
        await asyncio.sleep(0)


async def eventually(what: Callable[[], object]) -> None:
    """Waits until `what()` is true, for things that another thread does."""
    for _ in range(2_000):
        if what():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came to be")
