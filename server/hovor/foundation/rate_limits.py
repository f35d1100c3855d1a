"""Limits: how often something may be asked for, and growing pauses after failures.

`Limits` counts in this process's memory, for what only has to be roughly right. Where a restart or a second
process must not give an attacker fresh tries (sign-in, short codes), the pauses stand in a table.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from hovor.foundation.clock import HOUR, SECOND, Clock, Instant
from hovor.foundation.database import Hot, Reading, Work, metadata
from hovor.foundation.errors import Refusal

_REMEMBERED: Final = 100_000
# Parts of a token that only arithmetic has lost: who comes back when he was told to is not sent away again.
_ROUNDING: Final = 1e-9

throttle = sa.Table(
    "throttle",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("failures", sa.BigInteger, nullable=False),
    sa.Column("blocked_until", sa.BigInteger, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
)

_THROTTLED = Hot(
    sa.select(throttle.c.failures, throttle.c.blocked_until, throttle.c.at).where(
        throttle.c.key == sa.bindparam("of_key")
    )
)
_ADD = Hot(sa.insert(throttle))
_CHANGE = Hot(
    sa.update(throttle)
    .where(throttle.c.key == sa.bindparam("of_key"))
    .values(
        failures=sa.bindparam("failures"), blocked_until=sa.bindparam("blocked_until"), at=sa.bindparam("at")
    )
)
_REMOVE = Hot(sa.delete(throttle).where(throttle.c.key == sa.bindparam("of_key")))
_PRUNE = Hot(sa.delete(throttle).where(throttle.c.at < sa.bindparam("before")))


class RateLimited(Refusal):
    """Too often. `retry_after_seconds` says when it makes sense to come back."""

    code = "rate_limited"
    status = 429
    title = "Too many attempts. Please wait a moment."

    def __init__(self, wait: Instant) -> None:
        super().__init__(retry_after_seconds=max(1, math.ceil(wait / SECOND)))


@dataclass(frozen=True, slots=True)
class Rule:
    """A bucket of `burst` tokens that fills with `per_second` tokens a second. `name` keeps the keys of
    rules apart.
    """

    name: str
    burst: int
    per_second: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Pauses after failures: none for the first `free`, then `first` microseconds, doubling up to `most`."""

    free: int
    first: Instant
    most: Instant
    forget_after: Instant = 24 * HOUR

    def pause(self, failures: int) -> Instant:
        """How long to wait after so many failures."""
        over = failures - self.free
        return 0 if over <= 0 else min(self.most, self.first << min(over - 1, 40))


class Limits:
    """Token buckets in memory. The least recently used are forgotten beyond 100,000, so nobody can fill the
    memory.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, str], tuple[float, Instant]] = OrderedDict()

    def take(self, rule: Rule, key: str, *, tokens: int = 1) -> None:
        """Takes tokens from the bucket of this key. Raises `RateLimited`, and then takes nothing."""
        wait = self.try_take(rule, key, tokens=tokens)
        if wait:
            raise RateLimited(wait)

    def try_take(self, rule: Rule, key: str, *, tokens: int = 1) -> Instant:
        """Takes tokens and answers 0, or takes nothing and answers the microseconds until there would be
        enough.
        """
        now = self._clock.now()
        place = (rule.name, key)
        level, at = self._buckets.pop(place, (float(rule.burst), now))
        level = min(float(rule.burst), level + max(0, now - at) / SECOND * rule.per_second)
        missing = tokens - level
        if missing < _ROUNDING:
            missing = 0
        self._buckets[place] = (level if missing > 0 else level - tokens, now)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return 0 if missing <= 0 else math.ceil(missing / rule.per_second * SECOND)


def throttled_for(reading: Reading, key: str) -> Instant:
    """How many microseconds this key must still wait; 0 when it may try now."""
    row = reading.one(_THROTTLED, of_key=key)
    return 0 if row is None else max(0, row[1] - reading.now)


def note_failure(work: Work, key: str, growth: Growth) -> Instant:
    """Counts one more failure and answers the pause it brings. The unit must commit: return the refusal, do
    not raise it.
    """
    row = work.one(_THROTTLED, of_key=key)
    if row is not None and work.now - row[2] > growth.forget_after:
        work.write(_REMOVE, of_key=key)
        row = None
    failures = 1 if row is None else row[0] + 1
    pause = growth.pause(failures)
    values = {"failures": failures, "blocked_until": work.now + pause, "at": work.now}
    if row is None:
        work.write(_ADD, key=key, **values)
    else:
        work.write(_CHANGE, of_key=key, **values)
    return pause


def forgive(work: Work, key: str) -> None:
    """Forgets the failures of a key, after a success."""
    work.write(_REMOVE, of_key=key)


def prune(work: Work, older_than: Instant) -> int:
    """Removes what has not failed since `older_than`; answers how many."""
    return work.write(_PRUNE, before=older_than)
