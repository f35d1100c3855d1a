"""Virtual time: what is to happen, in order; at the same instant in the order in which it was planned."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

from hovor.foundation.clock import Instant


class Agenda:
    """Who plans something may give a token with it; it happens whatever has become of it, so whoever does it
    compares.
    """

    def __init__(self) -> None:
        self.now: Instant = 0
        self.planned = 0
        self._line: list[tuple[Instant, int, Callable[[Any, int], None], Any, int]] = []

    def plan(self, at: Instant, doing: Callable[[Any, int], None], subject: object, token: int = 0) -> None:
        """`doing(subject, token)` at that instant."""
        self.planned += 1
        heappush(self._line, (at, self.planned, doing, subject, token))

    def run(self, until: Callable[[], bool]) -> None:
        """What is planned, one after the other, until it is enough or nothing is left."""
        line = self._line
        while line and not until():
            self.now, _, doing, subject, token = heappop(line)
            doing(subject, token)
