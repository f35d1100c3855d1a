"""The run over time: waits, how many wait, and the service level, interval by interval."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hovor.foundation.clock import SECOND
from hovor.simulation.chance import microseconds
from hovor.simulation.records import ABANDONED, ANSWERED, CALLED_BACK, Outcome, Record
from hovor.simulation.scenario import Scenario

INTERVALS: Final = 96
_SERVED: Final = frozenset({ANSWERED, CALLED_BACK})


@dataclass(frozen=True, slots=True)
class Line:
    """One queue over time. Waits in seconds, of those who came in the interval; None where nobody came.
    `queue` is the mean number who wait in it.
    """

    name: str
    waits: list[float | None]
    queue: list[float]
    service_level: list[float | None]


def span_seconds(scenario: Scenario) -> float:
    """How long the time is that is drawn: one cycle, when all rates repeat alike and the horizon is some of
    them; else the horizon.
    """
    cycles = {each.repeat_seconds for each in scenario.arrivals}
    (cycle,) = cycles if len(cycles) == 1 else (None,)
    if cycle is None or scenario.warm_up_seconds % cycle or scenario.horizon_seconds % cycle:
        return scenario.horizon_seconds
    return cycle


def lines(outcome: Outcome, scenario: Scenario) -> list[Line]:
    """Each queue in `INTERVALS` parts of the span; of several cycles their mean."""
    begin, whole = microseconds(scenario.warm_up_seconds), microseconds(scenario.horizon_seconds)
    length = microseconds(span_seconds(scenario))
    cycles = [
        [start + length * place // INTERVALS for place in range(INTERVALS + 1)]
        for start in range(begin, begin + whole, length)
    ]
    short = microseconds(scenario.short_abandon_seconds)
    drawn = []
    for rules in scenario.queues:
        counted = _Counted()
        for record in outcome.of_queue(rules.name):
            for bounds in cycles:
                counted.add(record, bounds, microseconds(rules.service_target_seconds), short)
            counted.spread(record, range(begin, begin + whole), length)
        drawn.append(counted.line(rules.name, length / INTERVALS * len(cycles)))
    return drawn


class _Counted:
    """What came in each interval."""

    def __init__(self) -> None:
        self.offered, self.waited, self.in_time, self.fair, self.area = ([0] * INTERVALS for _ in range(5))

    def add(self, record: Record, bounds: list[int], target: int, short: int) -> None:
        """One stream within one cycle."""
        cuts = [bisect_left(record.entered, bound) for bound in bounds]
        for place, (begin, end) in enumerate(pairwise(cuts)):
            waits, outcomes = record.waited[begin:end], record.outcome[begin:end]
            pairs = list(zip(waits, outcomes, strict=True))
            self.offered[place] += len(waits)
            self.waited[place] += sum(waits)
            self.in_time[place] += sum(wait <= target and each in _SERVED for wait, each in pairs)
            self.fair[place] += sum(wait >= short or each != ABANDONED for wait, each in pairs)

    def spread(self, record: Record, horizon: range, length: int) -> None:
        """Adds each wait to the intervals that it lasts through."""
        begin, end = horizon.start, horizon.stop
        for entered, wait in zip(record.entered, record.waited, strict=True):
            at, left = max(entered, begin), min(entered + wait, end)
            while at < left:
                cycle, within = divmod(at - begin, length)
                place = within * INTERVALS // length
                bound = begin + cycle * length + -(-length * (place + 1) // INTERVALS)
                self.area[place] += min(left, bound) - at
                at = bound

    def line(self, name: str, width: float) -> Line:
        """All of it, with so many microseconds in each interval."""
        return Line(
            name,
            [
                wait / SECOND / many if many else None
                for wait, many in zip(self.waited, self.offered, strict=True)
            ],
            [part / width for part in self.area],
            [good / many if many else None for good, many in zip(self.in_time, self.fair, strict=True)],
        )


def _ratios(over: list[int], under: list[int]) -> list[float | None]:
    return [part / whole if whole else None for part, whole in zip(over, under, strict=True)]
