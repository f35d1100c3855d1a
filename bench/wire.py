"""The little of HTTP and WebSocket that a driver needs: a general client would cost more than the servers."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from typing_extensions import override

HOST: Final = "127.0.0.1"
PATIENCE: Final = 60.0
_PING: Final = b'{"type":"ping"'
_TEXT, _CLOSE, _PING_FRAME, _PONG_FRAME = 1, 8, 9, 10
Hear = Callable[[bytes], None]


class Trouble(Exception):
    """A server did not do what it should; the text says which and what."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered with."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def document(self) -> Any:  # noqa: ANN401  JSON
        """The JSON of the body; None of an empty one. Raises `Trouble` unless the request was granted."""
        if not 200 <= self.status < 300:
            raise Trouble(f"answered {self.status}: {self.body[:300].decode(errors='replace')}")
        return json.loads(self.body) if self.body else None


class Http:
    """One connection that is kept; one request at a time. `source` is the address it comes from: there are
    limits by network.
    """

    def __init__(self, port: int, headers: Mapping[str, str] | None = None, source: str = HOST) -> None:
        self.port = port
        self._source = source
        self.headers = dict(headers or {})
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._turn = asyncio.Lock()

    async def ask(self, method: str, path: str, body: object = None) -> Answer:
        """Ask once more when the kept connection was closed meanwhile. Raises `Trouble` or `OSError`."""
        payload = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(payload)}"]
        request = ("\r\n".join(lines) + "\r\n\r\n").encode() + payload
        async with self._turn:
            kept = self._streams is not None
            try:
                return await self._exchange(request)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
                if not kept:
                    raise
            return await self._exchange(request)

    async def document(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401  JSON
        """The JSON of a granted request."""
        answer = await self.ask(method, path, body)
        try:
            return answer.document()
        except Trouble as trouble:
            raise Trouble(f"{method} {path} {trouble}") from None

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _exchange(self, request: bytes) -> Answer:
        if self._streams is None:
            local = (self._source, 0)
            self._streams = await asyncio.open_connection(HOST, self.port, local_addr=local, limit=1 << 20)
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, *lines = head.rstrip().split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        if headers.get("transfer-encoding") == "chunked":
            body = await _chunks(reader)
        else:
            body = await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(int(status.split()[1]), headers, body)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body


def frame(text: bytes, kind: int = _TEXT) -> bytes:
    """A client's frame. Masked, as it must be, with a mask of zeros, which costs nothing."""
    size = len(text)
    if size < 126:
        return bytes((0x80 | kind, 0x80 | size, 0, 0, 0, 0)) + text
    if size < 1 << 16:
        return bytes((0x80 | kind, 0xFE)) + size.to_bytes(2) + bytes(4) + text
    return bytes((0x80 | kind, 0xFF)) + size.to_bytes(8) + bytes(4) + text


class Frames:
    """Takes bytes as they come and gives whole frames of a server."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """Kind and payload of each frame that is complete now."""
        if self._rest:
            data = self._rest + data
        found, at, end = [], 0, len(data)
        while end - at >= 2:
            size, head = data[at + 1] & 0x7F, 2
            if size > 125:
                head = 4 if size == 126 else 10
                size = int.from_bytes(data[at + 2 : at + head]) if end - at >= head else end
            if end - at < head + size:
                break
            found.append((data[at] & 0x0F, data[at + head : at + head + size]))
            at += head + size
        self._rest = data[at:]
        return found


class LiveSocket(asyncio.Protocol):
    """A live socket that answers pings. `hear` gets every other frame; before `ready` it is not called."""

    def __init__(self, hear: Hear | None = None) -> None:
        self.hear = hear
        self.pings = 0
        self.closed = False
        self._frames: Frames | None = None
        self._head = b""
        self._hello = b""
        self._ready: asyncio.Future[bytes] | None = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def connect(
        cls, port: int, hello: Mapping[str, object], *, hear: Hear | None = None, source: str = HOST
    ) -> "LiveSocket":
        """Open, greet and wait until it is ready. Raises `Trouble`."""
        loop = asyncio.get_running_loop()
        _, self = await loop.create_connection(lambda: cls(hear), HOST, port, local_addr=(source, 0))
        assert self._transport is not None
        self._hello = json.dumps({"type": "hello", **hello}).encode()
        self._transport.write(
            f"GET /api/v1/live HTTP/1.1\r\nHost: localhost:{port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        ready = self._ready
        assert ready is not None
        first = await asyncio.wait_for(ready, PATIENCE)
        if not first.startswith(b'{"type":"ready"'):
            raise Trouble(f"the live socket began with {first[:200]!r}")
        return self

    def say(self, document: Mapping[str, object]) -> None:
        """Send a frame."""
        self.write(json.dumps(document).encode())

    def write(self, text: bytes) -> None:
        """Send a frame that is encoded already."""
        assert self._transport is not None
        self._transport.write(frame(text))

    def close(self) -> None:
        """Hang up without a word."""
        if self._transport is not None:
            self._transport.abort()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(Trouble(f"the live socket was closed: {exc}"))

    @override
    def data_received(self, data: bytes) -> None:
        if self._frames is None:
            self._head += data
            head, end, data = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            self._head = b""
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self._settle(head)
                return
            self._frames = Frames()
            self.write(self._hello)
        for kind, payload in self._frames.feed(data):
            self._take(kind, payload)

    def _take(self, kind: int, payload: bytes) -> None:
        if kind == _PING_FRAME and self._transport is not None:
            self._transport.write(frame(payload, _PONG_FRAME))
        elif kind == _CLOSE:
            self._settle(b"close " + payload)
        elif payload.startswith(_PING):
            self.pings += 1
            self.write(b'{"type":"pong"}')
        elif self._ready is not None:
            self._settle(payload)
        elif self.hear is not None:
            self.hear(payload)

    def _settle(self, first: bytes) -> None:
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(first)
        self._ready = None
