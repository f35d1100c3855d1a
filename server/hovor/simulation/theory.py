"""What queueing theory knows about waiting lines that are simple enough: the values a simulation is held to.

Times are in seconds and rates per second, unless a caller uses another unit throughout. `load` is in erlangs:
arrivals times the mean handle time. Everything is exact up to rounding, except what says that it
approximates.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from hovor.simulation.integrals import integral, root

_NORMAL: Final = NormalDist()
_NEGLIGIBLE: Final = 46.0
"""Natural logarithm below which a weight no longer counts beside the greatest: e^-46 is 1e-20."""


def erlang_b(operators: int, load: float) -> float:
    """Share of arrivals lost when nobody may wait."""
    blocked = 1.0
    for count in range(1, operators + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked


@dataclass(frozen=True, slots=True)
class ErlangC:
    """Nobody leaves; exponential handle times; needs fewer erlangs than operators."""

    arrivals: float
    handle: float
    operators: int

    def __post_init__(self) -> None:
        if self.load >= self.operators:
            raise ValueError(f"{self.load} erlangs never end with {self.operators} operators")

    @property
    def load(self) -> float:
        """Erlangs."""
        return self.arrivals * self.handle

    @property
    def occupancy(self) -> float:
        """Share of the operators' time in which they handle somebody."""
        return self.load / self.operators

    @property
    def probability_of_wait(self) -> float:
        """Share of arrivals that find everybody busy."""
        blocked = erlang_b(self.operators, self.load)
        return self.operators * blocked / (self.operators - self.load * (1 - blocked))

    @property
    def mean_wait(self) -> float:
        """Of all, those who do not wait included."""
        return self.probability_of_wait * self.handle / (self.operators - self.load)

    @property
    def queue(self) -> float:
        """Mean number waiting."""
        return self.arrivals * self.mean_wait

    def waits_longer(self, seconds: float) -> float:
        """Share of arrivals that wait longer than this."""
        return self.probability_of_wait * math.exp(-(self.operators - self.load) * seconds / self.handle)

    def served_within(self, seconds: float) -> float:
        """The service level."""
        return 1 - self.waits_longer(seconds)

    def percentile(self, share: float) -> float:
        """The wait that this share of arrivals does not exceed."""
        rest = 1 - share
        if self.probability_of_wait <= rest:
            return 0.0
        return math.log(self.probability_of_wait / rest) * self.handle / (self.operators - self.load)


@dataclass(frozen=True, slots=True)
class ErlangA:
    """Clients leave after an exponential patience; exponential handle times; any load."""

    arrivals: float
    handle: float
    operators: int
    patience: float

    @property
    def probability_of_wait(self) -> float:
        """Share of arrivals that find everybody busy."""
        return self._stationary()[0]

    @property
    def queue(self) -> float:
        """Mean number waiting."""
        return self._stationary()[1]

    @property
    def mean_wait(self) -> float:
        """Of all, served or not."""
        return self.queue / self.arrivals

    @property
    def abandonment(self) -> float:
        """Share of arrivals that leave."""
        return self.queue / self.patience / self.arrivals

    @property
    def occupancy(self) -> float:
        """Share of the operators' time in which they handle somebody."""
        return self.arrivals * (1 - self.abandonment) * self.handle / self.operators

    def waits_longer(self, seconds: float) -> float:
        """Share of arrivals that wait longer than this, served or not."""
        beyond = integral(self._weight, seconds, self._end())
        return math.exp(-seconds / self.patience) * self.arrivals * beyond / self._whole()

    def served_within(self, seconds: float) -> float:
        """Share of all arrivals that are served after at most this wait."""
        later = integral(lambda wait: self._weight(wait) * math.exp(-wait / self.patience), 0.0, seconds)
        return 1 - self.waits_longer(0.0) + self.arrivals * later / self._whole()

    def abandoned_within(self, seconds: float) -> float:
        """Share of all arrivals that leave after at most this wait."""
        return 1 - self.waits_longer(seconds) - self.served_within(seconds)

    @property
    def mean_wait_of_served(self) -> float:
        """The trade's average speed of answer."""
        waited = integral(
            lambda wait: wait * self._weight(wait) * math.exp(-wait / self.patience), 0.0, self._end()
        )
        return self.arrivals * waited / self._whole() / (1 - self.abandonment)

    def percentile(self, share: float) -> float:
        """The wait that this share of arrivals does not exceed, served or not."""
        whole, end = self._whole(), self._end()

        def beyond(wait: float) -> float:
            later = integral(self._weight, wait, end)
            return math.exp(-wait / self.patience) * self.arrivals * later / whole - (1 - share)

        return root(beyond, 0.0, end) if beyond(0.0) > 0 else 0.0

    def _stationary(self) -> tuple[float, float]:
        """Probability of wait and mean queue, from the birth-death chain; weights as logarithms beside that
        of `operators` present.
        """
        up = math.log(self.arrivals)
        weights = {self.operators: 0.0}
        for present in range(self.operators, 0, -1):
            weights[present - 1] = weights[present] + math.log(self._down(present)) - up
        present, most = self.operators, max(weights.values())
        while weights[present] > most - _NEGLIGIBLE or self._down(present) < self.arrivals:
            present += 1
            weights[present] = weights[present - 1] + up - math.log(self._down(present))
            most = max(most, weights[present])
        shares = {count: math.exp(weight - most) for count, weight in weights.items()}
        whole = math.fsum(shares.values())
        waiting = {count: share for count, share in shares.items() if count >= self.operators}
        queue = math.fsum((count - self.operators) * share for count, share in waiting.items())
        return math.fsum(waiting.values()) / whole, queue / whole

    def _down(self, present: int) -> float:
        served = min(present, self.operators) / self.handle
        return served + max(0, present - self.operators) / self.patience

    def _weight(self, wait: float) -> float:
        """How likely a virtual wait is beside one of no time, up to a common factor."""
        return math.exp(self._logarithm(wait) - self._most())

    def _logarithm(self, wait: float) -> float:
        left = -math.expm1(-wait / self.patience) * self.patience
        return self.arrivals * left - self.operators * wait / self.handle

    def _most(self) -> float:
        return self._logarithm(self._peak())

    def _peak(self) -> float:
        rho = self.arrivals * self.handle / self.operators
        return math.log(rho) * self.patience if rho > 1 else 0.0

    def _end(self) -> float:
        """A wait beyond which nothing counts any more."""
        end = self._peak() + self.handle / self.operators
        while self._logarithm(end) > self._most() - _NEGLIGIBLE:
            end *= 2
        return end

    def _whole(self) -> float:
        idle = 1 / erlang_b(self.operators - 1, self.arrivals * self.handle)
        return idle * math.exp(-self._most()) + self.arrivals * integral(self._weight, 0.0, self._end())


def square_root_staffing(load: float, beta: float) -> float:
    """Operators for this load and safety `beta`."""
    return load + beta * math.sqrt(load)


def halfin_whitt(beta: float) -> float:
    """Approximate probability of wait of a large centre in which nobody leaves."""
    return 1 / (1 + beta * _NORMAL.cdf(beta) / _NORMAL.pdf(beta))


def garnett(beta: float, patience_in_handle_times: float) -> float:
    """Approximate probability of wait of a large centre whose clients leave."""
    root = math.sqrt(patience_in_handle_times)
    return 1 / (1 + _hazard(beta * root) / root / _hazard(-beta))


def garnett_abandonment(beta: float, patience_in_handle_times: float, operators: int) -> float:
    """Approximate share that leaves, likewise."""
    root = math.sqrt(patience_in_handle_times)
    of_those_who_wait = (_hazard(beta * root) - beta * root) / root / math.sqrt(operators)
    return garnett(beta, patience_in_handle_times) * of_those_who_wait


def _hazard(at: float) -> float:
    return _NORMAL.pdf(at) / _NORMAL.cdf(-at)


def absolute_priority(operators: int, handle: float, arrivals: Sequence[float]) -> list[float]:
    """Mean wait of each class, the highest first; nobody is interrupted and nobody leaves."""
    whole = ErlangC(sum(arrivals), handle, operators)
    base = whole.probability_of_wait * handle / operators
    before, waits = 0.0, []
    for rate in arrivals:
        through = before + rate * handle / operators
        waits.append(base / ((1 - before) * (1 - through)))
        before = through
    return waits


def accumulating_priority(
    operators: int, handle: float, arrivals: Sequence[float], rates: Sequence[float]
) -> list[float]:
    """Mean wait of each class when each ages at its own rate (Kleinrock)."""
    whole = ErlangC(sum(arrivals), handle, operators)
    base = whole.probability_of_wait * handle / operators
    loads = [rate * handle / operators for rate in arrivals]
    waits: dict[int, float] = {}
    for own in sorted(range(len(rates)), key=lambda place: rates[place]):
        slower = sum(
            loads[other] * wait * (1 - rates[other] / rates[own])
            for other, wait in waits.items()
            if rates[other] < rates[own]
        )
        faster = sum(
            load * (1 - rates[own] / rate)
            for load, rate in zip(loads, rates, strict=True)
            if rate > rates[own]
        )
        waits[own] = (base / (1 - sum(loads)) - slower) / (1 - faster)
    return [waits[place] for place in range(len(rates))]


def conserved_wait(operators: int, handle: float, arrivals: Sequence[float]) -> float:
    """The mean wait over all classes, the same for every rule that keeps nobody idle while somebody waits and
    does not look at handle times.
    """
    return ErlangC(sum(arrivals), handle, operators).mean_wait


def expected_wait(ahead: int, operators: int, handle: float, patience: float | None = None) -> float:
    """Of one who has so many before him while all operators are busy, first come first served."""
    leaving = 0.0 if patience is None else 1 / patience
    return sum(1 / (operators / handle + place * leaving) for place in range(ahead + 1))


def offer_friction(missed: float, deadline: float, ring: float) -> tuple[float, float]:
    """How many offers a conversation takes on average, and how many seconds they add, when this share of
    offers is missed.
    """
    return 1 / (1 - missed), ring + missed * deadline / (1 - missed)


def fewest_operators(arrivals: float, handle: float, share: float, within: float) -> int:
    """The fewest operators with whom this share is served within so many seconds, if nobody leaves."""
    operators = math.floor(arrivals * handle) + 1
    while ErlangC(arrivals, handle, operators).served_within(within) < share:
        operators += 1
    return operators
