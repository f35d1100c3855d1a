"""Theory of operators who are not equally fast, and of lengths and patience of any shape."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from hovor.simulation.integrals import integral
from hovor.simulation.theory import erlang_b


@dataclass(frozen=True, slots=True)
class TwoSpeeds:
    """Exponential handle times, nobody leaves; `slow` operators at one rate and `fast` ones at another."""

    arrivals: float
    slow: tuple[int, float]
    fast: tuple[int, float]

    def solve(self, rule: Literal["random", "fastest"]) -> tuple[float, float, float]:
        """Occupancy of the slow, of the fast, and the mean wait. `random`: among the idle; every rule that
        only looks at the order in which they became idle has the same steady state (arXiv 1305.6249).
        """
        (slow, slow_rate), (fast, fast_rate) = self.slow, self.fast
        states = [(a, b) for a in range(slow + 1) for b in range(fast + 1)]
        flows = {state: self._flows(state, rule) for state in states}
        # All busy and somebody waiting: a geometric tail on top of the state in which all are busy.
        tail = self.arrivals / (slow * slow_rate + fast * fast_rate)
        shares = _stationary(states, flows)
        shares[slow, fast] /= 1 - tail
        whole = math.fsum(shares.values())
        busy_slow = math.fsum(a * share for (a, _), share in shares.items()) / whole / slow
        busy_fast = math.fsum(b * share for (_, b), share in shares.items()) / whole / fast
        queue = shares[slow, fast] / whole * tail / (1 - tail)
        return busy_slow, busy_fast, queue / self.arrivals

    def _flows(self, state: tuple[int, int], rule: str) -> list[tuple[tuple[int, int], float]]:
        (slow, slow_rate), (fast, fast_rate) = self.slow, self.fast
        a, b = state
        flows = [((a - 1, b), a * slow_rate), ((a, b - 1), b * fast_rate)]
        idle = slow - a + fast - b
        if idle:
            to_slow = (slow - a) / idle if rule == "random" else float(b == fast)
            flows += [((a + 1, b), self.arrivals * to_slow), ((a, b + 1), self.arrivals * (1 - to_slow))]
        return [(target, rate) for target, rate in flows if rate > 0]


def _stationary(
    states: Sequence[tuple[int, int]], flows: dict[tuple[int, int], list[tuple[tuple[int, int], float]]]
) -> dict[tuple[int, int], float]:
    """The stationary shares of a small chain, by elimination of one state after the other (Grassmann, Taksar,
    Heyman): only sums and quotients of positive numbers, so nothing is lost.
    """
    at = {state: place for place, state in enumerate(states)}
    count = len(states)
    rates = [[0.0] * count for _ in states]
    for state, outward in flows.items():
        for reached, rate in outward:
            rates[at[state]][at[reached]] += rate
    for gone in range(count - 1, 0, -1):
        leaving = math.fsum(rates[gone][:gone])
        for place in range(gone):
            rates[place][gone] /= leaving
            for target in range(gone):
                if target != place:
                    rates[place][target] += rates[place][gone] * rates[gone][target]
    shares = [1.0]
    for gone in range(1, count):
        shares.append(math.fsum(shares[place] * rates[place][gone] for place in range(gone)))
    whole = math.fsum(shares)
    return {state: share / whole for state, share in zip(states, shares, strict=True)}


def one_operator_wait(arrivals: float, handle: float, spread: float) -> float:
    """Mean wait for one operator whose handle times have this coefficient of variation, whatever their shape
    (Pollaczek, Khinchine).
    """
    load = arrivals * handle
    return load * handle * (1 + spread**2) / (2 * (1 - load))


def shared_operator_load(load: float) -> float:
    """How many conversations one operator has on average who serves all at once, each at the more leisure the
    more there are. The shape of the handle times does not matter.
    """
    return load / (1 - load)


def abandonment_of_any_patience(
    arrivals: float, handle: float, operators: int, stays: Callable[[float], float], end: float
) -> tuple[float, float]:
    """Probability of wait and of leaving, for exponential handle times and patience of any shape: `stays` is
    the share of clients more patient than a wait, `end` a wait that nobody reaches (Baccelli, Hebuterne).
    """

    def weight(wait: float) -> float:
        return math.exp(arrivals * integral(stays, 0.0, wait, panels=200) - operators * wait / handle)

    idle = 1 / erlang_b(operators - 1, arrivals * handle)
    whole = integral(weight, 0.0, end)
    waits = arrivals * whole / (idle + arrivals * whole)
    leaves = (1 + (arrivals - operators / handle) * whole) / (idle + arrivals * whole)
    return waits, leaves
