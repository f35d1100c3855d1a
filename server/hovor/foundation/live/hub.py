"""The hub: all sockets of this process, from their greeting to their end."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random, SystemRandom
from typing import Any, Final

import msgspec
import structlog

from hovor.foundation.authenticate import Authenticator
from hovor.foundation.bus import Bus
from hovor.foundation.clock import SECOND
from hovor.foundation.database import Database
from hovor.foundation.errors import StorageUnavailable
from hovor.foundation.identifiers import new_id
from hovor.foundation.live import frames
from hovor.foundation.live.counters import Counters
from hovor.foundation.live.declarations import Declarations, Delivery
from hovor.foundation.live.dialogue import Dialogue, Poster
from hovor.foundation.live.fan_out import FanOut
from hovor.foundation.live.heartbeats import TICK, Heartbeats
from hovor.foundation.live.leases import Leases
from hovor.foundation.live.listener import ConnectionListener, SocketCaller
from hovor.foundation.live.socket import (
    NOT_HEARD,
    SERVICE_RESTART,
    SIGNED_OUT,
    TRY_AGAIN_LATER,
    Doubt,
    Socket,
)
from hovor.foundation.live.transport import Transport
from hovor.foundation.metrics import Metrics

_PAUSE: Final = SECOND
_BUS_TOPIC: Final = "live"
_BUS_BYTES: Final = 4_000

log = structlog.get_logger("hovor.live")


@dataclass(frozen=True, slots=True, kw_only=True)
class HubParts:
    """What wiring gives the hub."""

    database: Database
    bus: Bus
    declarations: Declarations
    authenticate: Authenticator
    listener: ConnectionListener
    post: Poster
    metrics: Metrics
    random: Random = field(default_factory=SystemRandom)


class _Passing(msgspec.Struct, frozen=True):
    """A signal or counters on their way to other processes."""

    company: str
    topics: tuple[str, ...]
    text: str
    figures: bool = False


class Hub:
    """All sockets of this process. Started and closed with it."""

    def __init__(self, parts: HubParts) -> None:
        self._database = parts.database
        self._clock = parts.database.clock
        self._bus = parts.bus
        self._listener = parts.listener
        self._metrics = parts.metrics
        self._sockets: set[Socket] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.process_id: Final = new_id(self._clock.now(), os.urandom)
        self._fan_out = FanOut(
            parts.database, parts.declarations, parts.authenticate, parts.metrics, self.cut
        )
        self._dialogue = Dialogue(
            parts.database, parts.declarations, self._fan_out, parts.listener, parts.post
        )
        self._dialogue.pass_signal = self._pass_signal
        self.heartbeats: Final = Heartbeats(self._clock, self, parts.random)
        self._counters = Counters(self._send_counters)
        self.leases: Final = Leases(
            parts.database, self.process_id, parts.listener, lambda: bool(self._sockets)
        )

    # -- life ----------------------------------------------------------------------------------------------
    # -----------

    def start(self) -> None:
        """Begins to pass on what the database commits and the bus tells, to ping, and to hold a lease. On
        the loop.
        """
        self._database.on_committed.append(self._fan_out.committed)
        self._bus.subscribe(self._fan_out.reached, self._on_signal)
        self._spawn(self._beat())
        self._spawn(self.leases.run())

    async def close(self) -> None:
        """Closes every socket with 1012, so that the others come back in their own time, and ends what is
        under way.
        """
        for socket in tuple(self._sockets):
            self.cut(socket, SERVICE_RESTART, "restart")
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._fan_out.close()
        try:
            await self.leases.give_up()
        except StorageUnavailable as error:
            log.warning("lease_not_given_up", process_id=self.process_id, exc_info=error)

    async def serve(self, transport: Transport, caller: SocketCaller, after: int | None) -> None:
        """Serves one accepted and authenticated socket until it ends."""
        now = self._clock.now()
        socket = Socket(transport, caller, new_id(now, os.urandom), now)
        self._sockets.add(socket)
        self._metrics.sockets(socket.door, 1)
        opened = False
        try:
            await self.leases.hold()
            await self._listener.connection_opened(caller, socket.connection_id, self.process_id)
            opened = True
            await self._fan_out.join(socket, after)
            for text in self._counters.latest(caller.company_id, socket.topics):
                self._fan_out.push_to(socket, text)
            self.heartbeats.add(socket)
            while not socket.ended and (raw := await transport.frame()) is not None:
                await self._hear(socket, raw)
        except StorageUnavailable:
            self.cut(socket, TRY_AGAIN_LATER, "storage")
        finally:
            self._fan_out.leave(socket)
            self._sockets.discard(socket)
            self._metrics.sockets(socket.door, -1)
            socket.end(TRY_AGAIN_LATER)
            if opened and not socket.reported_end:
                socket.reported_end = True
                self._spawn(self._report(self._listener.connection_closed, socket))

    async def _hear(self, socket: Socket, raw: str | bytes) -> None:
        self._metrics.live.frames_received += 1
        socket.heard = self._clock.now()
        if socket.suspect:
            socket.suspect = False
            self._spawn(self._report(self._listener.connection_restored, socket))
        code = await self._dialogue.hear(socket, raw)
        if code is not None:
            self.cut(socket, code, "faults")

    # -- for features
    # -------------------------------------------------------------------------------------------------

    def send_counters(self, company: str, topic: str, figures: Mapping[str, Any]) -> None:
        """Figures for everybody who holds the topic, in this process and the others: at most one frame a
        second.
        """
        self._counters.put(company, topic, figures, self._clock.now())

    def send_signal(self, company: str, deliveries: Sequence[Delivery], *, but: Socket | None = None) -> None:
        """Something unrecorded for everybody who holds the topics, in this process and the others."""
        for delivery in deliveries:
            self._everywhere(company, delivery.topics, frames.signal(delivery.event, delivery.data), but=but)

    def cut_session(self, company: str, session_id: str) -> None:
        """Cuts the sockets of a sign-in or visitor session in this process. An event with `CUT` does it in
        all of them.
        """
        for socket in tuple(self._fan_out.feed(company).holders((f"session:{session_id}",))):
            self.cut(socket, SIGNED_OUT, "revoked")

    def cut(self, socket: Socket, code: int, reason: str) -> None:
        """Ends a socket: nothing more is sent to it from this moment on."""
        if socket.ended:
            return
        log.info("socket_cut", connection_id=socket.connection_id, reason=reason, door=socket.door)
        self._metrics.socket_cut(reason)
        self._fan_out.leave(socket)
        socket.end(code, hard=reason == "slow")

    # -- the wheel's findings
    # -----------------------------------------------------------------------------------------

    def ping(self, socket: Socket) -> None:
        """See `OnSilence`."""
        if not socket.resyncing:
            self._fan_out.push_to(socket, self._fan_out.feed(socket.caller.company_id).ping_frame())
            if socket.doubt is Doubt.UNASKED:
                socket.doubt = Doubt.ASKED

    def fell_silent(self, socket: Socket) -> None:
        """See `OnSilence`."""
        self._spawn(self._report(self._listener.connection_suspect, socket))

    def lost(self, socket: Socket) -> None:
        """See `OnSilence`."""
        if not socket.reported_end:
            socket.reported_end = True
            self._spawn(self._report(self._listener.connection_lost, socket))
        self.cut(socket, NOT_HEARD, "lost")

    def stuck(self, socket: Socket) -> None:
        """See `OnSilence`."""
        self.cut(socket, TRY_AGAIN_LATER, "slow")

    async def _report(self, tell: Callable[[SocketCaller, str], Awaitable[None]], socket: Socket) -> None:
        """Tells the listener, again and again while the database is away, because a lost report is a wrong
        presence.
        """
        while True:
            try:
                await tell(socket.caller, socket.connection_id)
            except StorageUnavailable:
                await self._clock.sleep_until(self._clock.now() + _PAUSE)
                continue
            except Exception:
                log.exception("report_failed", connection_id=socket.connection_id)
            return

    # -- between processes
    # --------------------------------------------------------------------------------------------

    def _pass_signal(self, socket: Socket, deliveries: Sequence[Delivery]) -> None:
        self.send_signal(socket.caller.company_id, deliveries, but=socket)

    def _send_counters(self, company: str, topic: str, text: str) -> None:
        self._everywhere(company, (topic,), text, figures=True)

    def _everywhere(
        self,
        company: str,
        topics: tuple[str, ...],
        text: str,
        *,
        but: Socket | None = None,
        figures: bool = False,
    ) -> None:
        self._fan_out.push(company, topics, text, but=but)
        body = msgspec.json.encode(_Passing(company, topics, text, figures))
        if len(body) <= _BUS_BYTES:
            self._bus.signal(_BUS_TOPIC, body)

    def _on_signal(self, topic: str, body: bytes) -> None:
        if topic == _BUS_TOPIC:
            passing = msgspec.json.decode(body, type=_Passing)
            if passing.figures:
                for each in passing.topics:
                    self._counters.note(passing.company, each, passing.text, self._clock.now())
            self._fan_out.push(passing.company, passing.topics, passing.text)

    async def _beat(self) -> None:
        while True:
            await self._clock.sleep_until((self._clock.now() // TICK + 1) * TICK)
            now = self._clock.now()
            self.heartbeats.advance(now)
            self._counters.advance(now)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
