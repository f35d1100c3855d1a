"""The short way of the server's socket protocol changes nothing that anybody can see."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from hovor.foundation.http.proxies import Scope
from hovor.foundation.http.serving import server_options
from hovor.foundation.http.socket_protocol import SocketProtocol
from hovor.foundation.live.transport import Receive, Send

HANDSHAKE = (
    b"GET /live HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class Wire(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.writes = 0
        self.closed = False
        self.paused = False

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)
        self.writes += 1

    @override
    def is_closing(self) -> bool:
        return self.closed

    @override
    def close(self) -> None:
        self.closed = True

    @override
    def pause_reading(self) -> None:
        self.paused = True

    @override
    def resume_reading(self) -> None:
        self.paused = False


class Connection:
    """A protocol without a network, and an app that keeps what it receives."""

    def __init__(self, kind: type[WebSocketsSansIOProtocol]) -> None:
        self.received: list[dict[str, Any]] = []
        self.send: Any = None
        self.wire = Wire()
        config = uvicorn.Config(self.app, interface="asgi3", **{**server_options(), "ws": kind})
        config.load()
        self.protocol = kind(config, ServerState(), {})
        self.protocol.connection_made(self.wire)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.send = send
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            self.received.append(dict(message))
        self.received.append(dict(message))

    async def open(self) -> None:
        self.protocol.data_received(HANDSHAKE)
        await settle()
        assert b" 101 " in self.wire.written
        self.wire.written = b""

    async def hear(self, pieces: list[bytes]) -> None:
        """What came, piece by piece, while the connection is open."""
        for piece in pieces:
            if not self.wire.closed:
                self.protocol.data_received(piece)
        await settle()
        if not self.wire.closed:
            self.protocol.connection_lost(ConnectionResetError())
        await settle()


async def settle() -> None:
    """Let everybody have his turn."""
    for _ in range(20):
        await asyncio.sleep(0)


def frame(opcode: Opcode, data: bytes, *, fin: bool = True, mask: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=mask)


FAULTS = {1002, 1007, 1009}
"""Close codes: against the protocol, no text, too large."""
TEXTS = st.text(max_size=200) | st.sampled_from(["", "x" * 125, "x" * 126, "š" * 40_000, "x" * 70_000])
FRAMES = st.one_of(
    TEXTS.map(lambda text: frame(Opcode.TEXT, text.encode())),
    st.binary(max_size=20).map(lambda data: frame(Opcode.BINARY, data)),
    st.binary(max_size=125).map(lambda data: frame(Opcode.PING, data)),
    st.binary(max_size=125).map(lambda data: frame(Opcode.PONG, data)),
    st.tuples(st.text(max_size=20), st.text(max_size=20)).map(
        lambda parts: (
            frame(Opcode.TEXT, parts[0].encode(), fin=False)
            + frame(Opcode.PING, b"between")
            + frame(Opcode.CONT, parts[1].encode())
        )
    ),
)
LAST = st.sampled_from(
    [
        b"",
        frame(Opcode.TEXT, b"\xff\xfe"),
        frame(Opcode.TEXT, b"no mask", mask=False),
        frame(Opcode.CONT, b"of nothing"),
        frame(Opcode.TEXT, b"x" * (1 << 19)),
        b"\x09\x81\0\0\0\0x",
        b"\xc1\x80\0\0\0\0",
        frame(Opcode.CLOSE, b"\x03\xe8bye"),
    ]
)


@st.composite
def conversations(draw: st.DrawFn) -> list[bytes]:
    """Frames, at last perhaps a bad one, cut anywhere."""
    data = b"".join(draw(st.lists(FRAMES, max_size=6))) + draw(LAST)
    cuts = sorted({0, len(data), *draw(st.lists(st.integers(0, len(data)), max_size=6))})
    return [data[begin:end] for begin, end in pairwise(cuts)]


@given(conversations())
def test_what_comes_is_heard_and_answered_as_the_library_does(pieces: list[bytes]) -> None:
    async def both() -> list[tuple[list[dict[str, Any]], bytes, bool]]:
        seen = []
        for kind in (WebSocketsSansIOProtocol, SocketProtocol):
            connection = Connection(kind)
            await connection.open()
            await connection.hear(pieces)
            seen.append((connection.received, connection.wire.written, connection.wire.closed))
        return seen

    (of_library, *library), (of_ours, *ours) = asyncio.run(both())
    assert ours == library
    assert of_ours[-1] == of_library[-1]
    if of_library[-1]["code"] in FAULTS:
        # The library forgets the good frames that came in one piece with a bad one; we have heard them.
        assert of_ours[: len(of_library) - 1] == of_library[:-1]
    else:
        assert of_ours == of_library


@pytest.mark.parametrize("text", ["", "x" * 125, "x" * 126, "š" * 40_000, "x" * 70_000])
async def test_what_is_sent_at_once_is_what_the_library_would_send(text: str) -> None:
    connection = Connection(SocketProtocol)
    await connection.open()
    assert isinstance(connection.protocol, SocketProtocol)
    assert connection.protocol.send_now(text)
    await settle()
    assert connection.wire.written == frame(Opcode.TEXT, text.encode(), mask=False)


async def test_what_is_sent_in_one_turn_is_written_at_once_and_in_order() -> None:
    connections = [Connection(SocketProtocol) for _ in range(3)]
    for connection in connections:
        await connection.open()
        connection.wire.writes = 0
    for text in ("one", "two", "three"):
        for connection in connections:
            assert isinstance(connection.protocol, SocketProtocol)
            assert connection.protocol.send_now(text)
    await settle()
    texts = b"".join(frame(Opcode.TEXT, text, mask=False) for text in (b"one", b"two", b"three"))
    assert [(each.wire.writes, each.wire.written) for each in connections] == [(1, texts)] * 3


async def test_what_was_sent_stands_before_what_the_library_writes() -> None:
    connection = Connection(SocketProtocol)
    await connection.open()
    protocol = connection.protocol
    assert isinstance(protocol, SocketProtocol)
    protocol.send_now("before the pong")
    protocol.data_received(frame(Opcode.PING, b"?"))
    protocol.send_now("before the goodbye")
    await connection.send({"type": "websocket.close", "code": 1000})
    await settle()
    assert connection.wire.written == (
        frame(Opcode.TEXT, b"before the pong", mask=False)
        + frame(Opcode.PONG, b"?", mask=False)
        + frame(Opcode.TEXT, b"before the goodbye", mask=False)
        + frame(Opcode.CLOSE, b"\x03\xe8", mask=False)
    )


async def test_a_stopping_server_says_first_what_it_has_to_say() -> None:
    connection = Connection(SocketProtocol)
    await connection.open()
    assert isinstance(connection.protocol, SocketProtocol)
    connection.protocol.send_now("the last word")
    connection.protocol.shutdown()
    assert connection.wire.written.startswith(frame(Opcode.TEXT, b"the last word", mask=False))


async def test_a_turn_that_says_much_lets_the_transport_say_that_it_is_full() -> None:
    connection = Connection(SocketProtocol)
    await connection.open()
    assert isinstance(connection.protocol, SocketProtocol)
    connection.protocol.send_now("x" * 40_000)
    assert not connection.wire.written
    connection.protocol.send_now("y" * 40_000)
    assert len(connection.wire.written) > 80_000


async def test_nothing_is_written_to_a_connection_that_was_cut_in_the_same_turn() -> None:
    connection = Connection(SocketProtocol)
    await connection.open()
    assert isinstance(connection.protocol, SocketProtocol)
    connection.protocol.send_now("too late")
    connection.wire.close()
    await settle()
    assert not connection.wire.written


async def test_nothing_is_sent_at_once_where_somebody_must_wait_or_is_gone() -> None:
    connection = Connection(SocketProtocol)
    protocol = connection.protocol
    assert isinstance(protocol, SocketProtocol)
    assert not protocol.send_now("before the handshake")
    await connection.open()
    protocol.pause_writing()
    assert not protocol.send_now("to a full buffer")
    protocol.resume_writing()
    await connection.send({"type": "websocket.close", "code": 1000})
    connection.wire.written = b""
    assert not protocol.send_now("after the goodbye")
    assert not connection.wire.written


async def test_whoever_sends_faster_than_the_app_reads_waits_in_his_own_connection() -> None:
    connection = Connection(SocketProtocol)
    await connection.open()
    one = frame(Opcode.TEXT, b"one")
    connection.protocol.data_received(one)
    waits = [connection.wire.paused]
    connection.protocol.data_received(one)
    waits.append(connection.wire.paused)
    await settle()
    waits.append(connection.wire.paused)
    assert waits == [False, True, False]
    assert len(connection.received) == 2
