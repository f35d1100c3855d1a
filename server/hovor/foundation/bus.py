"""The bus: wakes others. It never carries truth; what it says may be lost, come late or come twice."""

from collections.abc import Callable
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


def require_short(body: bytes) -> None:
    """Raises `ValueError` when a signal is too long for some bus."""
    if len(body) > LONGEST_SIGNAL:
        raise ValueError(f"a signal of {len(body)} bytes is too long for the bus")
