"""Three methods between a socket and whatever server carries it."""

import types
from collections.abc import Awaitable, Callable, Coroutine, Generator, MutableMapping
from typing import Any, Final, Protocol, cast

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

GONE: Final = (OSError, RuntimeError)


class Transport(Protocol):
    """An accepted WebSocket connection."""

    async def frame(self) -> str | bytes | None:
        """The next frame; None once the other side has gone."""

    def send(self, text: str) -> Awaitable[None] | None:
        """Hands a frame over. None: it is on its way; else it waits for the receiver, and what to await is
        given back.

        While that is not awaited to its end, nothing else may be sent.
        """

    def close(self, code: int, *, hard: bool = False) -> None:
        """Says goodbye; `hard` drops the connection without a word, for receivers that no longer read."""


class AsgiTransport:
    """ASGI's `receive` and `send`. The server's `send` is stepped by hand, so that fan-out needs no task
    per socket; where the server has a shorter way (`hovor.foundation.http.socket_protocol`), that is taken.
    """

    __slots__ = ("_receive", "_send", "_send_now")

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._send_now: Callable[[str], bool] = getattr(_carrier(send), "send_now", _never)

    async def frame(self) -> str | bytes | None:
        """The next frame."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return None
        text = message.get("text")
        frame: str | bytes = message["bytes"] if text is None else text
        return frame

    def send(self, text: str) -> Awaitable[None] | None:
        """Steps the server's `send` once, which is all it takes while the receiver reads."""
        if self._send_now(text):
            return None
        step = self._step({"type": "websocket.send", "text": text})
        try:
            waiting = step.send(None)
        except StopIteration:
            return None
        except GONE:
            # The connection is gone; `frame` is about to say so.
            return None
        return _rest(step, waiting)

    def close(self, code: int, *, hard: bool = False) -> None:
        """Sends a close frame, or drops the connection."""
        abort = _abort_of(self._send)
        if hard and abort is not None:
            abort()
            return
        step = self._step({"type": "websocket.close", "code": code})
        try:
            step.send(None)
        except StopIteration:
            return
        except GONE:
            return
        # It waits for a receiver that does not read: there is nobody to say goodbye to.
        step.close()
        if abort is not None:
            abort()

    def _step(self, message: MutableMapping[str, Any]) -> Coroutine[Any, Any, None]:
        # What ASGI calls an awaitable is a coroutine in every server: only those can be stepped.
        return cast(Coroutine[Any, Any, None], self._send(message))


@types.coroutine
def _rest(step: Coroutine[Any, Any, None], waiting: object) -> Generator[Any, Any, None]:
    """The rest of a coroutine that was begun by hand and waits for the future `waiting`."""
    try:
        while True:
            yield waiting
            waiting = step.send(None)
    except StopIteration:
        return
    except GONE:
        return
    finally:
        step.close()


def _abort_of(send: Send) -> Callable[[], None] | None:
    abort: Callable[[], None] | None = getattr(getattr(_carrier(send), "transport", None), "abort", None)
    return abort


def _carrier(send: Send) -> object:
    """What holds the connection. ASGI has no word for it: uvicorn's `send` is a method of that object."""
    return getattr(send, "__self__", None)


def _never(text: str) -> bool:
    """The server has no shorter way."""
    return False
