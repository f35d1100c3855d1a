"""Everything that happens by chance, drawn from seeds: the same seed gives the same lengths whatever else
changes, so that two scenarios can be compared arrival by arrival.
"""

import math
from bisect import bisect_right
from collections.abc import Callable
from random import Random
from typing import Final

from hovor.foundation.clock import SECOND, Instant
from hovor.simulation.scenario import Arrivals, Distribution, Patience

_HOUR: Final = 3_600.0


def stream(seed: int, *purpose: object) -> Random:
    """A generator for each purpose. Seeds are hashed by SHA-512, not by Python's hash of the day."""
    return Random("/".join(str(each) for each in (seed, *purpose)))


def microseconds(seconds: float) -> Instant:
    """As the engine counts."""
    return round(seconds * SECOND)


def lengths(distribution: Distribution, chance: Random) -> Callable[[], float]:
    """Draws lengths, in microseconds."""
    mean = distribution.mean * SECOND
    if distribution.shape == "fixed":
        return lambda: mean
    if distribution.shape == "exponential":
        draw, rate = chance.expovariate, 1 / mean
        return lambda: draw(rate)
    variance = math.log1p(distribution.spread**2)
    centre, width, normal = math.log(mean) - variance / 2, math.sqrt(variance), chance.lognormvariate
    return lambda: normal(centre, width)


def patience(rules: Patience, chance: Random) -> Callable[[], float]:
    """Draws for how long clients wait, in microseconds; infinite for who would wait for ever."""
    lasts = _for_ever if rules.lasts is None else lengths(rules.lasts, chance)
    spikes = [(after * SECOND, share) for after, share in rules.spikes]
    if not spikes:
        return lasts

    def draw() -> float:
        limit = lasts()
        for after, share in spikes:
            # Drawn also where it does not count, so that all that follows stays the same.
            leaves = chance.random() < share
            if leaves and after < limit:
                return after
        return limit

    return draw


def _for_ever() -> float:
    return math.inf


class Arrival:
    """Instants of a Poisson stream whose rate changes at given seconds."""

    def __init__(self, rules: Arrivals, chance: Random) -> None:
        self._draw = chance.expovariate
        self._begins = [microseconds(begin) for begin, _ in rules.rates]
        self._rates = [rate / _HOUR / SECOND for _, rate in rules.rates]
        self._somebody_comes = any(self._rates)
        self._repeat = None if rules.repeat_seconds is None else microseconds(rules.repeat_seconds)

    def after(self, now: Instant) -> Instant | None:
        """The next one; None when there is none any more."""
        at = float(now)
        while self._somebody_comes:
            rate, until = self._piece(at)
            if rate > 0:
                following = at + self._draw(rate)
                if until is None or following < until:
                    return round(following)
            elif until is None:
                return None
            # Chance has no memory: from the change on it is as if nothing had been drawn.
            assert until is not None  # noqa: S101  the branches above have returned
            at = until
        return None

    def expected(self, until: Instant) -> float:
        """How many there are on average from 0 to then."""
        at, sum_ = 0.0, 0.0
        while at < until:
            rate, end = self._piece(at)
            upto = until if end is None else min(end, until)
            sum_ += rate * (upto - at)
            at = upto
        return sum_

    def _piece(self, at: float) -> tuple[float, float | None]:
        """The rate in force and until when it is."""
        base = 0.0 if self._repeat is None else at // self._repeat * self._repeat
        place = bisect_right(self._begins, at - base) - 1
        if place + 1 < len(self._begins):
            return self._rates[place], base + self._begins[place + 1]
        return self._rates[place], None if self._repeat is None else base + self._repeat
