"""Time that passes only when a test says so."""

import asyncio
import heapq
from itertools import count

import pytest

from hovor.foundation.clock import SECOND, Instant, from_rfc3339

START = from_rfc3339("2026-11-24T10:00:00Z")


class VirtualClock:
    """A clock that stands still until `advance` turns it. Sleepers wake when it reaches their instant."""

    def __init__(self, start: Instant = START) -> None:
        self._now = start
        self._sleepers: list[tuple[Instant, int, asyncio.Future[None]]] = []
        self._order = count()

    def now(self) -> Instant:
        """The instant it shows; from any thread."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let that much time pass at once. From the loop on which the sleepers sleep."""
        self.advance_to(self._now + round(seconds * SECOND))

    def advance_to(self, instant: Instant) -> None:
        """Turn it to `instant`, which is not past, and wake everybody who waited for that."""
        assert instant >= self._now, "time does not go back"
        self._now = instant
        while self._sleepers and self._sleepers[0][0] <= instant:
            _, _, sleeper = heapq.heappop(self._sleepers)
            if not sleeper.done():
                sleeper.set_result(None)

    @property
    def next_wake(self) -> Instant | None:
        """The next instant for which somebody waits."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    async def sleep_until(self, instant: Instant) -> None:
        """See `hovor.foundation.clock.Clock`."""
        if instant <= self._now:
            return
        sleeper = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (instant, next(self._order), sleeper))
        await sleeper


@pytest.fixture
def clock() -> VirtualClock:
    """Shows 2026-11-24 10:00:00 UTC."""
    return VirtualClock()
