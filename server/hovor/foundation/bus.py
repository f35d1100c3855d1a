"""The bus: wakes others. It never carries truth; what it says may be lost, come late or come twice."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final, Protocol, TypeAlias

WAITING_SIGNALS: Final = 1_000
"""So many unsent signals are kept while the others cannot be reached, the latest; positions are all kept."""
LONGEST_SIGNAL: Final = 4_096

OnPosition: TypeAlias = Callable[[str, int], None]
"""`(company_id, position)`: the company has reached this position. `("", 0)`: something may have been
missed.
"""

OnSignal: TypeAlias = Callable[[str, bytes], None]
"""`(topic, body)`: something that is never recorded, for example that somebody is typing."""


class Bus(Protocol):
    """Between the processes of an installation. What a process publishes comes to the others, not back
    to itself.
    """

    async def start(self) -> None:
        """Begin to listen."""
        ...

    async def close(self) -> None:
        """Stop."""
        ...

    def publish(self, company_id: str, position: int) -> None:
        """Tell the others. On the loop, never waits."""
        ...

    def signal(self, topic: str, body: bytes) -> None:
        """Tell the others something unrecorded. On the loop, never waits. Raises `ValueError` when it is
        longer than 4 kB.
        """
        ...

    def subscribe(self, on_position: OnPosition, on_signal: OnSignal) -> None:
        """Have these called on the loop, from `start` on."""
        ...


class InProcessBus:
    """The bus of an installation of one process: there are no others to wake."""

    async def start(self) -> None:
        """Nothing to do."""

    async def close(self) -> None:
        """Nothing to do."""

    def publish(self, company_id: str, position: int) -> None:
        """Nobody else is there."""

    def signal(self, topic: str, body: bytes) -> None:
        """Nobody else is there; what would be refused elsewhere is refused here too."""
        require_short(body)

    def subscribe(self, on_position: OnPosition, on_signal: OnSignal) -> None:
        """Nothing will ever come."""


class Telling:
    """What every bus between processes does before a server is involved: it keeps what is to be told until
    the others can be reached. Of each company that is its latest position.
    """

    def __init__(self) -> None:
        self._positions: dict[str, int] = {}
        self._latest: dict[str, int] = {}
        self._signals: deque[tuple[str, bytes]] = deque(maxlen=WAITING_SIGNALS)
        self._something = asyncio.Event()
        self._on_position: OnPosition = _ignore
        self._on_signal: OnSignal = _ignore

    def publish(self, company_id: str, position: int) -> None:
        """Tell the others, soon, the latest of what was said about the company."""
        self._latest[company_id] = max(position, self._latest.get(company_id, 0))
        self._positions[company_id] = self._latest[company_id]
        self._something.set()

    def signal(self, topic: str, body: bytes) -> None:
        """Tell the others, soon. Raises `ValueError` when the body is longer than 4 kB."""
        require_short(body)
        self._signals.append((topic, body))
        self._something.set()

    def subscribe(self, on_position: OnPosition, on_signal: OnSignal) -> None:
        """Have these called on the loop."""
        self._on_position, self._on_signal = on_position, on_signal

    def _repeat(self) -> None:
        """After a break: what was said last may not have arrived."""
        self._positions |= self._latest
        self._something.set()

    def _take(self) -> Iterator[tuple[str, int, bytes]]:
        """All that is to be told: companies with their positions, topics with their bodies."""
        while self._positions:
            yield (*self._positions.popitem(), b"")
        while self._signals:
            topic, body = self._signals.popleft()
            yield topic, 0, body


def require_short(body: bytes) -> None:
    """Raises `ValueError` when a signal is too long for some bus."""
    if len(body) > LONGEST_SIGNAL:
        raise ValueError(f"a signal of {len(body)} bytes is too long for the bus")


def _ignore(name: str, what: object) -> None:
    """Nobody has subscribed."""
