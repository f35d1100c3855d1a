"""The metrics, each by its one definition.

    offered               conversations that entered the queue within the horizon
    answered              those whom an operator served; also by callback, which keeps its place
    abandoned             those who left before
    short_abandoned       of these, who left before the threshold (10 s, unless the scenario says otherwise)
    probability_of_wait   share of the offered who were not answered at once
    mean_wait_seconds     from entering to the first operator or to leaving: of all, answered or not
    wait_percentiles      of the same waits
    service_level         answered within the queue's target / (offered - short abandoned)
    abandonment           (abandoned - short abandoned) / (offered - short abandoned)
    occupancy             time with a conversation / time with one or none, of available operators

Everything is attributed to the moment in which a conversation entered its queue.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from hovor.foundation.clock import SECOND
from hovor.simulation.chance import microseconds
from hovor.simulation.estimates import Estimate, percentile, ratio, total
from hovor.simulation.records import (
    ABANDONED,
    ANSWERED,
    CALLED_BACK,
    WAITING,
    Attendance,
    Outcome,
    Record,
    added,
)
from hovor.simulation.scenario import Scenario

PERCENTILES: Final = (0.5, 0.9, 0.95, 0.99)

Result = dict[str, Any]


@dataclass(slots=True)
class Batch:
    """What came within one part of the horizon."""

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    short: int = 0
    waited: int = 0
    wait: int = 0
    in_time: int = 0
    still_waiting: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """Some streams together, batch by batch. `waits` in microseconds, of all; `answered_waits` of who was
    answered.
    """

    batches: list[Batch]
    waits: list[list[int]]
    answered_waits: list[list[int]]
    attendance: list[Attendance]

    def share(self, over: Callable[[Batch], float], under: Callable[[Batch], float]) -> Estimate | None:
        """A ratio of two sums."""
        return ratio([over(each) for each in self.batches], [under(each) for each in self.batches])

    def waits_longer(self, seconds: float) -> Estimate | None:
        """Share of all who wait longer than this, answered or not."""
        limit = microseconds(seconds)
        longer = [sum(wait > limit for wait in batch) for batch in self.waits]
        return ratio(longer, [each.offered for each in self.batches])

    def served_within(self, seconds: float) -> Estimate | None:
        """Share of all who are answered after at most this wait."""
        limit = microseconds(seconds)
        served = [sum(wait <= limit for wait in batch) for batch in self.answered_waits]
        return ratio(served, [each.offered for each in self.batches])

    def mean_wait_of_answered(self) -> Estimate | None:
        """In seconds: the trade's average speed of answer."""
        waits = [sum(batch) / SECOND for batch in self.answered_waits]
        return ratio(waits, [each.answered for each in self.batches])

    def percentile(self, share: float) -> Estimate | None:
        """In seconds, of all waits."""
        found = percentile(self.waits, share)
        return None if found is None else Estimate(found.mean / SECOND, found.error / SECOND, found.batches)

    def mean_wait(self) -> Estimate | None:
        """In seconds, of all."""
        return self.share(lambda each: each.wait / SECOND, lambda each: each.offered)

    def service_level(self) -> Estimate | None:
        """By the target of each one's queue."""
        return self.share(lambda each: each.in_time, lambda each: each.offered - each.short)

    def abandonment(self) -> Estimate | None:
        """Short ones left out on both sides."""
        return self.share(lambda each: each.abandoned - each.short, lambda each: each.offered - each.short)

    def probability_of_wait(self) -> Estimate | None:
        """Share of all who were not answered at once."""
        return self.share(lambda each: each.waited, lambda each: each.offered)

    def occupancy(self) -> Estimate | None:
        """Of the operators who serve these streams."""
        busy = [each.busy for each in self.attendance]
        return ratio(busy, [each.busy + each.idle for each in self.attendance])

    def metrics(self) -> Result:
        """All metrics by their names; null where there was nothing to measure."""
        counts = {
            "offered": [each.offered for each in self.batches],
            "answered": [each.answered for each in self.batches],
            "abandoned": [each.abandoned for each in self.batches],
            "short_abandoned": [each.short for each in self.batches],
        }
        shares = {
            "probability_of_wait": self.probability_of_wait(),
            "mean_wait_seconds": self.mean_wait(),
            "wait_percentiles": {f"{100 * share:g}": self.percentile(share) for share in PERCENTILES},
            "service_level": self.service_level(),
            "abandonment": self.abandonment(),
            "occupancy": self.occupancy(),
        }
        return {name: total(values).document() for name, values in counts.items()} | {
            name: _document(value) for name, value in shares.items()
        }


def measured(outcome: Outcome, scenario: Scenario, records: Iterable[Record]) -> Measured:
    """These streams of a run, and the operators who serve their queues."""
    chosen = list(records)
    bounds = _bounds(scenario)
    short = microseconds(scenario.short_abandon_seconds)
    targets = {each.name: microseconds(each.service_target_seconds) for each in scenario.queues}
    count = len(bounds) - 1
    found = Measured(
        [Batch() for _ in range(count)], [[] for _ in range(count)], [[] for _ in range(count)], []
    )
    for record in chosen:
        target = targets[record.rules.queue]
        cuts = [bisect_left(record.entered, bound) for bound in bounds]
        for place, (begin, end) in enumerate(pairwise(cuts)):
            _add(found, place, record, slice(begin, end), (target, short))
    queues = {each.rules.queue for each in chosen}
    serving = {group.name for group in scenario.operators if queues & set(group.queues)}
    found.attendance.extend(_serving(people, serving) for people in outcome.attendance)
    return found


def results(outcome: Outcome, scenario: Scenario) -> Result:
    """The metrics of each queue and of all together."""
    return {
        "queues": {
            each.name: measured(outcome, scenario, outcome.of_queue(each.name)).metrics()
            for each in scenario.queues
        },
        "total": measured(outcome, scenario, outcome.records).metrics(),
    }


def _bounds(scenario: Scenario) -> list[int]:
    begin, length = microseconds(scenario.warm_up_seconds), microseconds(scenario.horizon_seconds)
    return [begin + length * place // scenario.batches for place in range(scenario.batches + 1)]


def _add(found: Measured, place: int, record: Record, part: slice, limits: tuple[int, int]) -> None:
    target, short = limits
    waits, outcomes = record.waited[part].tolist(), record.outcome[part]
    pairs = list(zip(waits, outcomes, strict=True))
    answered = [wait for wait, outcome in pairs if outcome in {ANSWERED, CALLED_BACK}]
    left = [wait for wait, outcome in pairs if outcome == ABANDONED]
    batch = found.batches[place]
    batch.offered += len(waits)
    batch.answered += len(answered)
    batch.abandoned += len(left)
    batch.short += sum(wait < short for wait in left)
    batch.waited += sum(wait > 0 for wait in waits)
    batch.wait += sum(waits)
    batch.in_time += sum(wait <= target for wait in answered)
    batch.still_waiting += outcomes.count(WAITING)
    found.waits[place].extend(waits)
    found.answered_waits[place].extend(answered)


def _serving(people: Sequence[Attendance], groups: set[str]) -> Attendance:
    return added(each for each in people if each.name.rpartition(" ")[0] in groups)


def _document(value: Estimate | dict[str, Estimate | None] | None) -> object:
    if isinstance(value, dict):
        return {name: _document(each) for name, each in value.items()}
    return None if value is None else value.document()
