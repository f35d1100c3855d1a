"""When a queue is open, on the company's own clock."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hovor.foundation.clock import Instant
from hovor.routing.policy.settings import QueueSettings

_MICROSECOND: Final = timedelta(microseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LOOK_AHEAD: Final = 400
"""Days. A queue that does not open or close within them is looked at again then."""


class Calendar:
    """The company's clock and the days on which it is closed (dates as 2026-12-24)."""

    def __init__(self, time_zone: str, holidays: Collection[str]) -> None:
        self._zone: Final = ZoneInfo(time_zone)
        self._holidays: Final = frozenset(holidays)

    def is_open(self, queue: QueueSettings, now: Instant) -> bool:
        """Whether the queue is open at this instant. One without hours always is, on holidays too."""
        if queue.hours is None:
            return True
        today = self._local(now).date()
        return any(opens <= now < closes for opens, closes in self._spans(queue, today))

    def next_change(self, queue: QueueSettings, now: Instant) -> Instant | None:
        """When it opens or closes next; None for one without hours."""
        if queue.hours is None:
            return None
        begin, is_open = self._local(now).date(), self.is_open(queue, now)
        edges: set[Instant] = set()
        for ahead in range(_LOOK_AHEAD):
            edges.update(edge for span in self._spans(queue, begin + timedelta(ahead)) for edge in span)
            # A day's last edge may be the first of the next day, where nothing changes.
            for edge in sorted(each for each in edges if each > now):
                if self.is_open(queue, edge) != is_open:
                    return edge
        return now + _LOOK_AHEAD * 86_400_000_000

    def _spans(self, queue: QueueSettings, day: date) -> Iterator[tuple[Instant, Instant]]:
        if day.isoformat() in self._holidays:
            return
        for each in queue.hours or ():
            if day.isoweekday() in each.days:
                yield self._instant(day, each.opens), self._instant(day, each.closes)

    def _instant(self, day: date, time: str) -> Instant:
        hour, minute = (int(part) for part in time.split(":"))
        local = datetime(day.year, day.month, day.day, tzinfo=self._zone) + timedelta(
            hours=hour, minutes=minute
        )
        return (local.astimezone(UTC) - _EPOCH) // _MICROSECOND

    def _local(self, now: Instant) -> datetime:
        return (_EPOCH + timedelta(microseconds=now)).astimezone(self._zone)
