"""Sockets that do not keep up, and frames that mean harm."""

import asyncio
import json
import socket as sockets
from typing import Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hovor.foundation.caller import OperatorCaller
from hovor.foundation.live import socket as live_socket
from hovor.foundation.live.socket import Socket
from tests.foundation.web.conftest import Connected, LiveServer, eventually, pass_time
from tests.foundation.web.support_feature import add, grant
from tests.support.clock import VirtualClock


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


class Deaf:
    """A client that says hello with its last strength and then reads nothing, in the smallest window."""

    def __init__(self, server: LiveServer) -> None:
        self._server = server
        self._socket = sockets.socket()

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 1)
        self._socket.setblocking(False)
        await loop.sock_connect(self._socket, ("127.0.0.1", self._server.port))
        await loop.sock_sendall(
            self._socket,
            b"GET /api/v1/live HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
        )
        await loop.sock_recv(self._socket, 1_000)
        ticket = await self._server.ticket("tomas")
        hello = json.dumps({"type": "hello", "ticket": ticket, "after": None}).encode()
        await loop.sock_sendall(self._socket, bytes([0x81, 0x80 | len(hello), 0, 0, 0, 0]) + hello)
        await eventually(lambda: self.there is not None)
        return self

    @property
    def there(self) -> Socket | None:
        """The server's end."""
        ends = [s for s in self._server.toy.hub._sockets if isinstance(s.caller, OperatorCaller) and s.topics]
        return next((end for end in ends if end.caller.actor.id == "tomas"), None)

    async def __aexit__(self, *_: object) -> None:
        self._socket.close()


async def fill(server: LiveServer, count: int) -> None:
    """So many events of 10 kB."""
    for number in range(count):
        await server.toy.run(add, line="a", text="x" * 10_000, client_ref=f"big{number}")


async def test_who_does_not_read_is_cut_and_the_others_do_not_notice(server: LiveServer) -> None:
    for name in ("klara", "tomas"):
        await server.toy.run(grant, operator_id=name, lines=["a"])
    async with server.operator() as klara, Deaf(server) as tomas:
        assert tomas.there is not None
        listening = asyncio.create_task(_count(klara, 1_000))
        await fill(server, 1_000)
        assert await listening == 1_000
        await eventually(lambda: tomas.there is None)
        assert len(server.toy.hub._sockets) == 1


async def test_who_takes_nothing_for_ten_seconds_is_cut(server: LiveServer, clock: VirtualClock) -> None:
    await server.toy.run(grant, operator_id="tomas", lines=["a"])
    async with Deaf(server) as client:
        deaf = client.there
        assert deaf is not None
        number = 0
        while deaf.backlog is None:
            await server.toy.run(add, line="a", text="x" * 10_000, client_ref=f"r{number}")
            number += 1
            assert number < 2_000
        # It still says something, so that silence is not what ends it.
        for _ in range(30):
            deaf.heard = clock.now()
            await pass_time(clock, 0.5)
        assert deaf.ended
        await eventually(lambda: not server.toy.hub._sockets)


async def test_who_reads_late_gets_everything_in_order(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_socket, "MOST_WAITING_BYTES", 1 << 30)
    await server.toy.run(grant, operator_id="klara", lines=["a"])
    async with server.operator() as klara:
        klara.socket.transport.pause_reading()
        await fill(server, 600)
        slow = next(iter(server.toy.hub._sockets))
        assert slow.backlog is not None
        klara.socket.transport.resume_reading()
        positions = [(await klara.hear("event"))["position"] for _ in range(600)]
        assert positions == sorted(positions)
        assert len(set(positions)) == 600
        await eventually(lambda: slow.backlog is None)


async def _count(client: Connected, count: int) -> int:
    for _ in range(count):
        await client.hear("event")
    return count


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=15,
)
TYPES = st.sampled_from(
    ["post", "pong", "watch", "signal", "state", "hello", "event", "", "toString", "__class__"]
)
FIELDS = st.sampled_from(
    [
        "client_ref",
        "text",
        "conversation_id",
        "file_ids",
        "signal",
        "visible",
        "line",
        "on",
        "item_id",
        "ticket",
        "after",
    ]
)
FRAMES = st.one_of(
    st.builds(lambda kind, rest: json.dumps({**rest, "type": kind}), TYPES, st.dictionaries(FIELDS, JSON)),
    JSON.map(json.dumps),
    st.text(max_size=200),
    st.binary(max_size=200),
    st.integers(1, 2_000).map(lambda depth: "[" * depth),
)
CODES = {
    "frame_refused",
    "signal_unknown",
    "internal_error",
    "not_found",
    "rate_limited",
    "invalid",
    "item_refused",
    "conflict",
}


@given(rubbish=st.lists(FRAMES, min_size=1, max_size=15))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_frame_harms_the_server_or_is_answered_with_more_than_a_code(
    server: LiveServer, rubbish: list[str | bytes]
) -> None:
    async with server.operator(company="fuzzed") as client:
        for frame in rubbish:
            await client.socket.send(frame)
        await client.say(type="post", client_ref="last", text="still there")
        while (answer := await client.hear())["type"] != "posted" or answer["client_ref"] != "last":
            assert answer["type"] in {"error", "refused", "posted", "signal", "watching", "event"}
            if answer["type"] in {"error", "refused"}:
                assert answer["code"] in CODES
                assert set(answer) <= {"type", "code", "reference", "client_ref"}
