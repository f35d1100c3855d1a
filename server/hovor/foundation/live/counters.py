"""Figures that change too often to be recorded: at most one frame a second per topic, and the last one
wins.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from hovor.foundation.clock import SECOND, Instant

PAUSE: Final[Instant] = SECOND
Place = tuple[str, str]


class Counters:
    """Holds figures back until their topic's second is over. `send(company, topic, figures)` passes them
    on.
    """

    def __init__(self, send: Callable[[str, str, Mapping[str, Any]], None]) -> None:
        self._send = send
        self._sent: dict[Place, Instant] = {}
        self._held: dict[Place, Mapping[str, Any]] = {}

    def put(self, company: str, topic: str, figures: Mapping[str, Any], now: Instant) -> None:
        """New figures of a topic, all of them: what was held back before is forgotten."""
        place = (company, topic)
        if now - self._sent.get(place, now - PAUSE) < PAUSE:
            self._held[place] = figures
            return
        self._sent[place] = now
        self._send(company, topic, figures)

    def advance(self, now: Instant) -> None:
        """Sends what was held back long enough, and forgets topics that have been quiet."""
        for place in [place for place, sent in self._sent.items() if now - sent >= PAUSE]:
            figures = self._held.pop(place, None)
            if figures is None:
                del self._sent[place]
            else:
                self._sent[place] = now
                self._send(*place, figures)
