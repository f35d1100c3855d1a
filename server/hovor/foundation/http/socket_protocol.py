"""WebSocket connections as uvicorn serves them, with a short way for what nearly every frame is.

Reading and writing a frame through the library costs more than anything else that happens to a message on
the event loop. So whole text frames are taken and given here. Everything else (the handshake, control
frames, fragments, whatever is wrong) is handed to the library, which stays in charge: it is given whole
frames only, so that it always stands between two of them.

What is sent to one connection within a turn of the event loop (the acknowledgement and the event of a
message, the events of a batch) is written at the turn's end in one go: a system call costs more than all of
Hovor's own work on a frame.
"""

import asyncio
import struct
from typing import Any, ClassVar, Final
from weakref import WeakKeyDictionary

from typing_extensions import override
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

try:
    from websockets.speedups import apply_mask
except ImportError:  # no compiled part for this machine
    from websockets.utils import apply_mask

_WHOLE_TEXT: Final = 0x81
_CONTROL: Final = 0x88
_MASKED: Final = 0x80
_SHORT: Final = 125
_TWO_BYTES: Final = 126
_MOST_OF_TWO_BYTES: Final = (1 << 16) - 1
_HEAD_OF_TWO_BYTES: Final = 4
_END_OF_HEAD: Final = b"\r\n\r\n"
_MOST_HELD: Final = 64 << 10
"""Bytes; with more the transport must be able to say that it is full."""


class _Turn:
    """The connections of one event loop that have something to write when its present turn is over."""

    def __init__(self) -> None:
        self._waiting: list[SocketProtocol] = []

    def wait_for_end(self, protocol: "SocketProtocol") -> None:
        """Have this one write at the end of the turn."""
        if not self._waiting:
            protocol.loop.call_soon(self._end)
        self._waiting.append(protocol)

    def _end(self) -> None:
        waiting, self._waiting = self._waiting, []
        for protocol in waiting:
            protocol.write_held()


_turns: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, _Turn]] = WeakKeyDictionary()


class SocketProtocol(WebSocketsSansIOProtocol):
    """For `uvicorn.Config(ws=...)`. Needs connections without compression, as Hovor's are."""

    _latest: ClassVar[tuple[str, bytes]] = ("", b"\x81\0")
    # Frames are left to the library for good: it has begun one of which we do not know where it ends.
    _by_the_book = False
    _rest = b""
    _held = b""
    _turn: _Turn

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._turn = _turns.setdefault(self.loop, _Turn())

    @override
    def data_received(self, data: bytes) -> None:
        if not self.handshake_complete:
            # Whoever talks before he was let in is rare, and may end in the middle of a frame.
            self._by_the_book = not data.endswith(_END_OF_HEAD) or self.handshake_initiated
        if self._by_the_book or not self.handshake_complete:
            self._leave_to_library(data)
            return
        if self._rest:
            data, self._rest = self._rest + data, b""
        at = 0
        while len(data) - at > 1:
            end = self._end_of_frame(data, at)
            if end < 0:
                self._by_the_book = True
                self._leave_to_library(data[at:])
                return
            if end > len(data):
                break
            if data[at] != _WHOLE_TEXT or not self._take(data, at, end):
                self._leave_to_library(data[at:end])
                if self.transport.is_closing():
                    return
            at = end
        self._rest = data[at:]

    def send_now(self, text: str) -> bool:
        """Send a text frame at the end of this turn, if that needs no waiting. False: do it as ASGI says.

        Encoded once for all connections that are given the same text one after the other.
        """
        if not self.writable.is_set() or self.conn.state is not State.OPEN or self.close_sent:
            return False
        latest, frame = SocketProtocol._latest
        if latest is not text:
            frame = _frame(text.encode())
            SocketProtocol._latest = (text, frame)
        if not self._held:
            self._held = frame
            self._turn.wait_for_end(self)
            return True
        self._held += frame
        if len(self._held) > _MOST_HELD:
            self.write_held()
        return True

    def write_held(self) -> None:
        """Write what was sent in this turn. Before anything else is written, and at the end of the turn."""
        held = self._held
        if held:
            self._held = b""
            if not self.transport.is_closing():
                self.transport.write(held)

    @override
    async def send(self, message: Any) -> None:
        self.write_held()
        await super().send(message)

    @override
    def shutdown(self) -> None:
        self.write_held()
        super().shutdown()

    def _leave_to_library(self, data: bytes) -> None:
        """It may answer at once, by a pong or a goodbye."""
        self.write_held()
        super().data_received(data)

    @staticmethod
    def _end_of_frame(data: bytes, at: int) -> int:
        """Where the frame at `at` ends, perhaps beyond the data; -1 for one that is the library's matter."""
        first, second = data[at], data[at + 1]
        size = second & 0x7F
        plain = first == _WHOLE_TEXT or (first & 0xF8 == _CONTROL and size <= _SHORT)
        if not plain or not second & _MASKED or size > _TWO_BYTES:
            return -1
        if size <= _SHORT:
            return at + 6 + size
        if len(data) - at < _HEAD_OF_TWO_BYTES:
            return len(data) + 1
        return at + 8 + int.from_bytes(data[at + 2 : at + 4])

    def _take(self, data: bytes, at: int, end: int) -> bool:
        """Give the app a whole text frame; False when it is no text."""
        body = at + (6 if data[at + 1] & 0x7F <= _SHORT else 8)
        try:
            text = apply_mask(data[body:end], data[body - 4 : body]).decode()
        except UnicodeDecodeError:
            return False
        if self.close_sent:
            # As the library does: what comes after our goodbye is not read any more.
            return True
        self.queue.put_nowait({"type": "websocket.receive", "text": text})
        if not self.read_paused and self.queue.qsize() > 1:
            # The app has not taken the one before: whoever sends faster waits in his own connection.
            self.read_paused = True
            self.transport.pause_reading()
        return True


def _frame(payload: bytes) -> bytes:
    size = len(payload)
    if size <= _SHORT:
        return bytes((_WHOLE_TEXT, size)) + payload
    if size <= _MOST_OF_TWO_BYTES:
        return struct.pack("!BBH", _WHOLE_TEXT, 126, size) + payload
    return struct.pack("!BBQ", _WHOLE_TEXT, 127, size) + payload
