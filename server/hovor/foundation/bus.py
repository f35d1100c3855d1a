"""The bus: wakes others. It never carries truth; what it says may be lost, come late or come twice."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

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
        """Tell the others something unrecorded, at most 4 kB. On the loop, never waits."""
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
        """Nobody else is there."""

    def subscribe(self, on_position: OnPosition, on_signal: OnSignal) -> None:
        """Nothing will ever come."""
