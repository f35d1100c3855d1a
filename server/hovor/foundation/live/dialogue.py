"""What a socket says after its greeting: posts, signals, watches, states and signs of life.

Whatever comes is answered by a frame, or the socket is closed; nothing that is sent here can raise any
further up. A frame is answered before the next one is read: who posts faster than the database commits
waits in his own connection.
"""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

import msgspec
import structlog

from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Database
from hovor.foundation.errors import Invalid, NotFound, Refusal
from hovor.foundation.identifiers import new_secret
from hovor.foundation.live import frames
from hovor.foundation.live.declarations import Declarations, Delivery
from hovor.foundation.live.fan_out import FanOut
from hovor.foundation.live.listener import ConnectionListener, SocketCaller
from hovor.foundation.live.socket import BURST, POLICY_VIOLATION, Doubt, Socket
from hovor.foundation.rate_limits import RateLimited

MOST_FAULTS: Final = 20
MOST_WATCHED: Final = 20
PER_SECOND: Final = 20
_REFERENCE_BITS: Final = 72

log = structlog.get_logger("hovor.live")


class FrameRefused(Refusal):
    """No JSON, no known type, or values that are not possible."""

    code = "frame_refused"
    status = 422
    title = "This frame cannot be used."


class SignalUnknown(Refusal):
    """No feature knows this signal."""

    code = "signal_unknown"
    status = 422
    title = "This signal is not known."


class Poster(Protocol):
    """The command behind a `post` frame: the very one behind `POST .../messages`."""

    async def __call__(self, caller: SocketCaller, post: frames.Post, /) -> frames.Posted:
        """Stores the message, or finds the one with this `client_ref`. Raises a `Refusal`."""


PassSignal = Callable[[Socket, Sequence[Delivery]], None]


class Dialogue:
    """Understands frames. One for all sockets."""

    def __init__(
        self,
        database: Database,
        declarations: Declarations,
        fan_out: FanOut,
        listener: ConnectionListener,
        post: Poster,
    ) -> None:
        self._database = database
        self._declarations = declarations
        self._fan_out = fan_out
        self._listener = listener
        self._post = post
        self.pass_signal: PassSignal = _nowhere

    async def hear(self, socket: Socket, raw: str | bytes) -> int | None:
        """Deals with one frame. Answers a close code when the socket has gone too far."""
        try:
            frame = frames.decode(raw)
            if type(frame) is frames.Post:
                await self._store(socket, frame)
                return None
            self._count(socket)
            await self._do(socket, frame, raw)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return self._fault(socket, raw)
        except Refusal as refusal:
            self._fan_out.push_to(socket, frames.error(refusal.code, new_secret(_REFERENCE_BITS)))
            return POLICY_VIOLATION if isinstance(refusal, RateLimited) else None
        except Exception:
            reference = new_secret(_REFERENCE_BITS)
            log.exception("frame_failed", reference=reference, connection_id=socket.connection_id)
            self._fan_out.push_to(socket, frames.error("internal_error", reference))
        return None

    async def _do(self, socket: Socket, frame: frames.FromSocket, raw: str | bytes) -> None:
        if isinstance(frame, frames.Signal):
            await self._signal(socket, frame.signal, raw)
        elif isinstance(frame, frames.Watch):
            await self._watch(socket, frame.conversation_id)
        elif isinstance(frame, frames.State):
            await self._listener.state_reported(socket.caller, socket.connection_id, frame.reported())
        elif isinstance(frame, frames.Pong):
            if socket.doubt is Doubt.ASKED:
                socket.doubt = Doubt.NONE
                await self._listener.connection_confirmed(socket.caller, socket.connection_id)
        elif isinstance(frame, frames.Hello):
            raise FrameRefused

    async def _store(self, socket: Socket, post: frames.Post) -> None:
        socket.busy = True
        try:
            text = frames.posted(post.client_ref, await self._post(socket.caller, post))
        except Refusal as refusal:
            text = frames.refused(post.client_ref, refusal.code)
        except Exception:
            reference = new_secret(_REFERENCE_BITS)
            log.exception("post_failed", reference=reference, connection_id=socket.connection_id)
            text = frames.refused(post.client_ref, "internal_error", reference)
        finally:
            socket.busy = False
            socket.heard = self._database.clock.now()
        self._fan_out.push_to(socket, text)

    async def _signal(self, socket: Socket, name: str, raw: str | bytes) -> None:
        fields = frames.fields_of(raw)
        company, caller = socket.caller.company_id, socket.caller
        verb = (self._declarations.signal_verbs or {}).get(name)
        if verb is not None:
            await self._database.write(verb, fields, company=company, caller=caller)
            return
        make = (self._declarations.signals or {}).get(name)
        if make is None:
            raise SignalUnknown
        self.pass_signal(
            socket, await self._database.read(make, caller, fields, company=company, caller=caller)
        )

    async def _watch(self, socket: Socket, conversation_id: str) -> None:
        watch = self._declarations.watch
        if watch is None:
            raise NotFound
        company, caller = socket.caller.company_id, socket.caller
        await self._database.read(watch, caller, conversation_id, company=company, caller=caller)
        others = [watched for watched in socket.watched if watched != conversation_id]
        socket.watched = (*others[1 - MOST_WATCHED :], conversation_id)
        await self._fan_out.refresh(socket)
        position = self._fan_out.feed(company).place_of(socket)
        self._fan_out.push_to(socket, frames.watching(conversation_id, position))

    def _count(self, socket: Socket) -> None:
        """Raises `RateLimited` for a socket that talks without end."""
        now: Instant = self._database.clock.now()
        gained = (now - socket.allowance_at) * PER_SECOND / SECOND
        socket.allowance = min(BURST, socket.allowance + gained) - 1
        socket.allowance_at = now
        if socket.allowance < 0:
            raise RateLimited(SECOND)

    def _fault(self, socket: Socket, raw: str | bytes) -> int | None:
        socket.faults += 1
        client_ref = _reference_of_post(raw)
        if client_ref is not None:
            # Whoever posted waits for an answer to just this.
            self._fan_out.push_to(socket, frames.refused(client_ref, Invalid.code))
        else:
            self._fan_out.push_to(socket, frames.error(FrameRefused.code, new_secret(_REFERENCE_BITS)))
        return POLICY_VIOLATION if socket.faults > MOST_FAULTS else None


class _MaybePost(msgspec.Struct):
    client_ref: frames.Short
    type: str


def _reference_of_post(raw: str | bytes) -> str | None:
    try:
        maybe = msgspec.json.decode(raw, type=_MaybePost)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    return maybe.client_ref if maybe.type == "post" else None


def _nowhere(socket: Socket, deliveries: Sequence[Delivery]) -> None:
    """Until the hub is there, signals have nowhere to go."""
