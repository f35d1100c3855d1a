"""Heartbeats of all sockets on one wheel: no task and no timer per socket.

Time is a parameter: `advance(now)` does everything that is due until then, so that tests need not wait.
"""

from random import Random
from typing import Final, Protocol

from hovor.foundation.clock import MILLISECOND, SECOND, Clock, Instant
from hovor.foundation.live.socket import Socket

TICK: Final[Instant] = 100 * MILLISECOND
# A process that did not run (a laptop that slept, a machine that was moved) has not listened either.
_STALL: Final[Instant] = SECOND


class OnSilence(Protocol):
    """What the wheel has done to sockets."""

    def ping(self, socket: Socket) -> None:
        """It is time for a ping."""

    def fell_silent(self, socket: Socket) -> None:
        """Nothing was heard for the time that makes it suspect."""

    def lost(self, socket: Socket) -> None:
        """Nothing was heard for the time that makes it lost. The wheel has forgotten it."""

    def stuck(self, socket: Socket) -> None:
        """It has not taken its frames for too long. The wheel has forgotten it."""


class Heartbeats:
    """A wheel with a slot per tenth of a second. A socket stands in exactly one slot."""

    def __init__(self, clock: Clock, on_silence: OnSilence, random: Random) -> None:
        self._clock = clock
        self._on_silence = on_silence
        self._random = random
        self._slots: dict[int, list[Socket]] = {}
        self._done = clock.now() // TICK

    def add(self, socket: Socket) -> None:
        """Begins to ping it: first after a part of its interval that chance decides, so that not all beat
        at once.
        """
        now = self._clock.now()
        socket.heard = now
        socket.next_ping = now + self._random.randrange(socket.rhythm.ping)
        self._place(socket, now)

    def advance(self, now: Instant) -> None:
        """Does what is due until `now`, each at its own time."""
        last = now // TICK
        if last - self._done > _STALL // TICK:
            self._forgive((last - self._done) * TICK)
            self._done = last - 1
        while self._done < last:
            self._done += 1
            for socket in self._slots.pop(self._done, ()):
                if not socket.ended:
                    self._visit(socket, self._done * TICK)

    def _visit(self, socket: Socket, now: Instant) -> None:
        rhythm = socket.rhythm
        # While a command of its own is worked on, nobody reads the socket: that silence is ours.
        silent = 0 if socket.busy else now - socket.heard
        if silent >= rhythm.lost:
            self._on_silence.lost(socket)
            return
        if socket.is_stuck(now):
            self._on_silence.stuck(socket)
            return
        if silent >= rhythm.suspect and not socket.suspect:
            socket.suspect = True
            self._on_silence.fell_silent(socket)
        if now >= socket.next_ping:
            socket.next_ping += rhythm.ping
            self._on_silence.ping(socket)
        self._place(socket, now)

    def _place(self, socket: Socket, now: Instant) -> None:
        rhythm = socket.rhythm
        patience = rhythm.lost if socket.suspect else rhythm.suspect
        due = min(socket.next_ping, socket.heard + patience)
        slot = max(-(-due // TICK), now // TICK + 1)
        self._slots.setdefault(slot, []).append(socket)

    def _forgive(self, pause: Instant) -> None:
        """Takes all sockets out and in again, as if the time in which we did not run had not been."""
        standing = [socket for slot in self._slots.values() for socket in slot if not socket.ended]
        self._slots.clear()
        now = self._clock.now()
        for socket in standing:
            socket.heard = min(now, socket.heard + pause)
            socket.next_ping = min(max(socket.next_ping, now), now + socket.rhythm.ping)
            if socket.backlog is not None:
                socket.backlog.since = min(now, socket.backlog.since + pause)
            self._place(socket, now - TICK)
