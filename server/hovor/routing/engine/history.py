"""Which offers came to nothing lately, by conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush
from typing import Final

from hovor.foundation.clock import Instant
from hovor.routing.engine.facts import Past

_NOTHING: Final[Mapping[str, list[Past]]] = {}


class History:
    """Keeps what ended less than `window` ago."""

    def __init__(self, window: Instant) -> None:
        self.window = window
        self._past: dict[str, list[Past]] = {}
        self._ends: list[tuple[Instant, str]] = []

    def __contains__(self, conversation_id: str) -> bool:
        return conversation_id in self._past

    def put(self, conversation_id: str, past: Iterable[Past]) -> None:
        """These, and no others."""
        self._past.pop(conversation_id, None)
        for each in past:
            self.add(each)

    def add(self, past: Past) -> None:
        """One more."""
        self._past.setdefault(past.conversation_id, []).append(past)
        heappush(self._ends, (past.ended_at, past.conversation_id))

    def forget(self, now: Instant) -> None:
        """Drop what ended too long ago."""
        until = now - self.window
        while self._ends and self._ends[0][0] <= until:
            _, conversation_id = heappop(self._ends)
            kept = [each for each in self._past.get(conversation_id, ()) if each.ended_at > until]
            if kept:
                self._past[conversation_id] = kept
            else:
                self._past.pop(conversation_id, None)

    def of(self, conversation_id: str) -> list[Past]:
        """All of one conversation, in the order in which they were told."""
        return self._past.get(conversation_id, [])

    def by_operator(self, conversation_id: str) -> Mapping[str, list[Past]]:
        """All of one conversation by operator."""
        past = self._past.get(conversation_id)
        if past is None:
            return _NOTHING
        found: dict[str, list[Past]] = {}
        for each in past:
            found.setdefault(each.operator_id, []).append(each)
        return found
