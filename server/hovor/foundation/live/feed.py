"""The events of one company on their way to the sockets of this process, in the order of their positions.

What this process commits comes from memory; where a position is missing, because another process wrote it,
the log is read. A feed exists while the company has a socket here.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

from hovor.foundation.events import Recorded
from hovor.foundation.live import frames
from hovor.foundation.live.socket import Socket
from hovor.foundation.live.views import EVERYBODY, Step


class Feed:
    """Who holds which topic, how far the company's events have been passed on, and what waits to be."""

    __slots__ = (
        "ahead",
        "began",
        "calls",
        "company",
        "joining",
        "pending",
        "ping",
        "position",
        "reading",
        "sockets",
        "topics",
        "wanted",
    )

    def __init__(self, company: str) -> None:
        self.company: Final = company
        self.position: int | None = None
        """The last position passed on; None until the first socket has found out where the company stands."""
        self.ahead: dict[Socket, int] = {}
        """Sockets that joined with more than has been passed on yet, and up to where they have it."""
        self.began: int | None = None
        """Where it began: no position up to here is ever passed on."""
        self.topics: dict[str, list[Socket]] = {}
        self.sockets: set[Socket] = set()
        self.joining: list[list[Step]] = []
        self.pending: deque[Recorded] = deque()
        self.wanted = 0
        self.calls = 0
        """How often another process has told of a position."""
        self.reading = False
        self.ping = ("", -1)

    def begin(self, position: int) -> None:
        """The first socket to join has found out where the company stands; later ones change nothing."""
        if self.position is None:
            self.position = self.began = position

    def place_of(self, socket: Socket) -> int:
        """Up to where this socket has been given everything."""
        return max(self.position or 0, self.ahead.get(socket, 0))

    def moved_to(self, position: int) -> None:
        """Everything up to here has been passed on."""
        self.position = position
        if self.ahead:
            self.ahead = {socket: place for socket, place in self.ahead.items() if place > position}

    @property
    def is_needed(self) -> bool:
        """Whether anybody listens or is about to."""
        return bool(self.sockets or self.joining)

    def ping_frame(self) -> str:
        """The ping of this moment, encoded once per position."""
        position = self.position or 0
        if self.ping[1] != position:
            self.ping = (frames.ping(position), position)
        return self.ping[0]

    def hold(self, socket: Socket, topics: tuple[str, ...]) -> None:
        """Gives a socket these topics instead of those it holds."""
        self.let_go(socket)
        self.sockets.add(socket)
        socket.topics = topics
        for topic in topics:
            self.topics.setdefault(topic, []).append(socket)

    def let_go(self, socket: Socket) -> None:
        """Takes all topics from a socket."""
        for topic in socket.topics:
            holders = self.topics[topic]
            holders.remove(socket)
            if not holders:
                del self.topics[topic]
        socket.topics = ()
        self.sockets.discard(socket)

    def holders(self, topics: Iterable[str]) -> Iterable[Socket]:
        """The sockets that hold any of these topics, some maybe twice."""
        for topic in topics:
            holders = self.topics.get(topic)
            if holders is not None:
                yield from holders
            elif topic == EVERYBODY:
                yield from tuple(self.sockets)
            elif topic.startswith("session:"):
                session_id = topic.removeprefix("session:")
                yield from [socket for socket in self.sockets if socket.caller.session_id == session_id]

    def accept(self, recorded: Sequence[Recorded]) -> None:
        """Events that this process has committed. Those that were passed on already are dropped."""
        self.pending.extend(recorded)

    def take_next(self) -> list[Recorded]:
        """Of the pending events those that continue the feed; empty when the log must be read, or nothing
        is pending.
        """
        if self.position is None:
            return []
        taken: list[Recorded] = []
        position = self.position
        while self.pending and self.pending[0].position <= position + 1:
            recorded = self.pending.popleft()
            if recorded.position == position + 1:
                taken.append(recorded)
                position += 1
        return taken

    @property
    def is_behind(self) -> bool:
        """Whether there are positions that only the log can give."""
        return self.position is not None and (bool(self.pending) or self.wanted > self.position)
