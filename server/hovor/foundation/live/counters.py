"""Figures that change too often to be recorded: at most one frame a second per topic, and the last one
wins.

Whoever joins is given the latest of his topics: they may have changed between his snapshot and his socket,
and no log holds them.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from hovor.foundation.clock import MINUTE, SECOND, Instant
from hovor.foundation.live import frames

PAUSE: Final[Instant] = SECOND
REMEMBERED: Final[Instant] = MINUTE
"""Longer than anybody needs from his snapshot to his socket."""
Place = tuple[str, str]


class Counters:
    """Holds figures back until their topic's second is over. `send(company, topic, text)` passes their
    frame on.
    """

    def __init__(self, send: Callable[[str, str, str], None]) -> None:
        self._send = send
        self._sent: dict[Place, Instant] = {}
        self._held: dict[Place, str] = {}
        self._latest: dict[Place, tuple[str, Instant]] = {}

    def put(self, company: str, topic: str, figures: Mapping[str, Any], now: Instant) -> None:
        """New figures of a topic, all of them: what was held back before is forgotten."""
        place = (company, topic)
        text = frames.counters(figures)
        self.note(company, topic, text, now)
        if now - self._sent.get(place, now - PAUSE) < PAUSE:
            self._held[place] = text
            return
        self._sent[place] = now
        self._send(company, topic, text)

    def note(self, company: str, topic: str, text: str, now: Instant) -> None:
        """A frame of figures, of this process or another one, for those who join after it."""
        self._latest[company, topic] = (text, now)

    def latest(self, company: str, topics: Iterable[str]) -> list[str]:
        """The frames for somebody who joins with these topics now."""
        return [self._latest[company, topic][0] for topic in topics if (company, topic) in self._latest]

    def advance(self, now: Instant) -> None:
        """Sends what was held back long enough, and forgets topics that have been quiet."""
        for place in [place for place, (_, at) in self._latest.items() if now - at > REMEMBERED]:
            del self._latest[place]
        for place in [place for place, sent in self._sent.items() if now - sent >= PAUSE]:
            text = self._held.pop(place, None)
            if text is None:
                del self._sent[place]
            else:
                self._sent[place] = now
                self._send(*place, text)
