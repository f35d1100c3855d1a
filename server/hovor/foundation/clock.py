"""Time. Inside the server an instant is a whole number of microseconds since 1970 UTC; at the edge it is
RFC 3339 text.
"""

import asyncio
import re
import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Protocol, TypeAlias

from typing_extensions import override

Instant: TypeAlias = int
"""Microseconds since 1970-01-01T00:00:00Z."""

MILLISECOND: Final = 1_000
SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The calendar below is the proleptic Gregorian one; a zone is required, since a time without one names no
# instant.
_RFC_3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)


class Clock(Protocol):
    """Where the server reads the time and waits for it. Tests bring one that they turn themselves."""

    def now(self) -> Instant:
        """The present instant. May be called from any thread."""
        ...

    async def sleep_until(self, instant: Instant) -> None:
        """Return when `now()` has reached `instant`; at once when that is past."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> Instant:
        """Microseconds since the epoch by the machine's clock. It may step when an administrator sets it."""
        return time.time_ns() // 1_000

    async def sleep_until(self, instant: Instant) -> None:
        """Sleep; a clock set back meanwhile makes it sleep on, one set forward is noticed within a minute."""
        while (remaining := instant - self.now()) > 0:  # noqa: ASYNC110  time is what it waits for
            await asyncio.sleep(min(remaining, MINUTE) / SECOND)

    @override
    def __repr__(self) -> str:
        return "SystemClock()"


class Alarm:
    """Wakes one task: when it is rung, or at an instant. What is rung while nobody waits is not forgotten."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rung = asyncio.Event()

    @property
    def rung(self) -> bool:
        """Whether the next `wait` returns at once."""
        return self._rung.is_set()

    def ring(self) -> None:
        """Wake the task. On its loop."""
        self._rung.set()

    async def wait(self, until: Instant | None) -> None:
        """Return when it is rung, or at `until`."""
        if until is None:
            await self._rung.wait()
        elif not self._rung.is_set():
            ringing = asyncio.ensure_future(self._rung.wait())
            sleeping = asyncio.ensure_future(self._clock.sleep_until(until))
            try:
                await asyncio.wait({ringing, sleeping}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                ringing.cancel()
                sleeping.cancel()
        self._rung.clear()


def to_rfc3339(instant: Instant) -> str:
    """`1795514400123456` -> `2026-11-24T10:00:00.123Z`: UTC, whole milliseconds (what is below is cut
    off).
    """
    seconds, microseconds = divmod(instant, SECOND)
    return f"{_second(seconds)}.{microseconds // MILLISECOND:03d}Z"


@lru_cache(maxsize=256)
def _second(seconds: int) -> str:
    """What all instants of this second begin with; most of those that are shown are of the last few."""
    return f"{datetime.fromtimestamp(seconds, tz=UTC):%Y-%m-%dT%H:%M:%S}"


def from_rfc3339(text: str) -> Instant:
    """The instant a text such as `2026-11-24T11:00:00.5+01:00` names, digits below a microsecond cut off.

    Raises `ValueError` when it is no RFC 3339 time or has no zone.
    """
    match = _RFC_3339.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an RFC 3339 time with a zone, such as 2026-11-24T10:00:00Z")
    day, second, fraction, zone = match.groups()
    moment = datetime.fromisoformat(f"{day}T{second}{'+00:00' if zone in 'Zz' else zone}")
    whole = (moment - _EPOCH) // (datetime.resolution * SECOND)
    return whole * SECOND + int((fraction or "").ljust(6, "0")[:6])
