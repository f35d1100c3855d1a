"""Classes: P1 to P5, each with the conservation law."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hovor.simulation.acceptance.cases import QUEUE, Case, Expectation, clients, plain, staff
from hovor.simulation.scenario import QueueRules
from hovor.simulation.theory import absolute_priority, accumulating_priority, conserved_wait

_HEAD_STARTED: Final = ((0.499, 0.020), (0.748, 0.026))
"""Mean waits of P5 from a simulation of others, with 95 % half-widths."""
_TO_99: Final = 2.576 / 1.960


def cases() -> Iterator[Case]:
    """All of them."""
    ten, one = (10, (3.0, 6.0), 60_000.0), (1, (0.3, 0.5), 500_000.0)
    absolute = QueueRules(name=QUEUE, discipline="priority")
    yield _case("P1", ten, absolute, _sure(absolute_priority(10, 1.0, ten[1])))
    faster = QueueRules(name=QUEUE, discipline="ageing", ageing_rates={1: 4.0, 2: 1.0})
    yield _case("P2", ten, faster, _sure(accumulating_priority(10, 1.0, ten[1], (4.0, 1.0))))
    yield _case("P3", one, absolute, _sure(absolute_priority(1, 1.0, one[1])))
    twice = QueueRules(name=QUEUE, discipline="ageing", ageing_rates={1: 2.0, 2: 1.0})
    yield _case("P4", one, twice, _sure(accumulating_priority(1, 1.0, one[1], (2.0, 1.0))))
    ahead = QueueRules(name=QUEUE, discipline="head_start", head_start_seconds={1: 0.5})
    yield _case("P5", ten, ahead, [(wait, half * _TO_99) for wait, half in _HEAD_STARTED])


def _sure(waits: list[float]) -> list[tuple[float, float]]:
    return [(wait, 0.0) for wait in waits]


def _case(
    name: str,
    centre: tuple[int, tuple[float, float], float],
    rules: QueueRules,
    truths: list[tuple[float, float]],
) -> Case:
    operators, rates, horizon = centre
    streams = tuple(
        replace(clients(rate, 1.0, name=f"class {place}"), priority_class=place)
        for place, rate in enumerate(rates, start=1)
    )
    return Case(
        name,
        plain(streams, staff(operators), horizon, rules),
        (
            _of_class(1, *truths[0]),
            _of_class(2, *truths[1]),
            Expectation(
                "mean wait of all (conservation law)",
                conserved_wait(operators, 1.0, rates),
                lambda seen: seen.whole.mean_wait(),
            ),
        ),
    )


def _of_class(number: int, truth: float, sure: float) -> Expectation:
    name = f"class {number}"
    return Expectation(f"mean wait of {name}", truth, lambda seen: seen.stream(name).mean_wait(), sure)
