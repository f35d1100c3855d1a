"""One open socket: who holds it, what it may see, and a bounded way to push frames into it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from hovor.foundation.caller import OperatorCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.live.listener import SocketCaller
from hovor.foundation.live.transport import Transport

BURST: Final = 100
"""Frames that a socket may send at once, posts left out."""
MOST_WAITING_BYTES: Final = 256 << 10
MOST_WAITING_TIME: Final[Instant] = 10 * SECOND

# Close codes: 1012 and 1013 as registered with IANA, the 4000s are ours.
SERVICE_RESTART: Final = 1012
TRY_AGAIN_LATER: Final = 1013
POLICY_VIOLATION: Final = 1008
SIGNED_OUT: Final = 4401
NOT_HEARD: Final = 4408


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a socket is pinged, and after how much silence it is suspect and lost."""

    ping: Instant
    suspect: Instant
    lost: Instant


OPERATOR: Final = Rhythm(4 * SECOND, 10 * SECOND, 30 * SECOND)
VISITOR: Final = Rhythm(25 * SECOND, 35 * SECOND, 60 * SECOND)


class Doubt(Enum):
    """Whether a socket must show that it still reaches somebody, by answering a ping sent after the doubt."""

    NONE = 0
    UNASKED = 1
    ASKED = 2


class Backlog:
    """Frames that wait for a receiver who does not keep up. Only slow sockets have one."""

    __slots__ = ("bytes", "frames", "most_bytes", "moved", "since", "task")

    def __init__(self, since: Instant) -> None:
        self.most_bytes = MOST_WAITING_BYTES
        self.moved = False
        self.frames: deque[str] = deque()
        self.bytes = 0
        self.since = since
        self.task: asyncio.Task[None] | None = None


class Socket:
    """Kept small, since there are thousands: a few references, no task, no queue, no timer of its own."""

    __slots__ = (
        "allowance",
        "allowance_at",
        "backlog",
        "busy",
        "caller",
        "connection_id",
        "doubt",
        "ended",
        "faults",
        "heard",
        "next_ping",
        "refreshes",
        "reported_end",
        "resyncing",
        "suspect",
        "topics",
        "transport",
        "watched",
    )

    def __init__(self, transport: Transport, caller: SocketCaller, connection_id: str, now: Instant) -> None:
        self.transport = transport
        self.caller = caller
        self.connection_id: Final = connection_id
        self.heard = now
        self.next_ping = now
        self.suspect = False
        self.doubt = Doubt.NONE
        self.busy = False
        self.ended = False
        self.topics: tuple[str, ...] = ()
        self.watched: tuple[str, ...] = ()
        self.backlog: Backlog | None = None
        self.faults = 0
        self.refreshes = 0
        self.resyncing = False
        self.reported_end = False
        self.allowance = float(BURST)
        self.allowance_at = now

    @property
    def rhythm(self) -> Rhythm:
        """How often it is pinged."""
        return OPERATOR if isinstance(self.caller, OperatorCaller) else VISITOR

    @property
    def door(self) -> str:
        """Through which door it came, for figures."""
        return "operator" if isinstance(self.caller, OperatorCaller) else "visitor"

    def push(self, text: str, now: Instant) -> bool:
        """Sends a frame, or lets it wait behind those that wait already. False: too much waits, cut the
        socket.
        """
        backlog = self.backlog
        if backlog is None:
            waiting = self.transport.send(text)
            if waiting is not None:
                self.backlog = backlog = Backlog(now)
                backlog.task = asyncio.get_running_loop().create_task(self._drain(backlog, waiting))
            return True
        backlog.frames.append(text)
        backlog.bytes += len(text)
        return backlog.bytes <= backlog.most_bytes

    def push_all(self, texts: Sequence[str], now: Instant) -> None:
        """What a joining socket is given. It may be much at once, so it does not count against the bound."""
        for text in texts:
            self.push(text, now)
        if self.backlog is not None:
            self.backlog.most_bytes += self.backlog.bytes

    def is_stuck(self, now: Instant) -> bool:
        """Whether its receiver has taken nothing for longer than it may."""
        backlog = self.backlog
        if backlog is None:
            return False
        if backlog.moved:
            backlog.moved, backlog.since = False, now
        return now - backlog.since > MOST_WAITING_TIME

    def end(self, code: int, *, hard: bool = False) -> None:
        """Closes it; may be called again."""
        if self.ended:
            return
        self.ended = True
        if self.backlog is not None and self.backlog.task is not None:
            self.backlog.task.cancel()
        self.transport.close(code, hard=hard or self.backlog is not None)
        self.backlog = None

    async def _drain(self, backlog: Backlog, waiting: Awaitable[None]) -> None:
        await waiting
        while backlog.frames:
            text = backlog.frames.popleft()
            backlog.bytes -= len(text)
            backlog.moved = True
            more = self.transport.send(text)
            if more is not None:
                await more
        if self.backlog is backlog:
            self.backlog = None
