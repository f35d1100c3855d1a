"""What must be true of every run, whatever was simulated. A violation is a fault of the simulator, never of
the scenario, and no result that it gave may be believed.
"""

import math
from dataclasses import dataclass
from typing import Final

from hovor.foundation.clock import SECOND, Instant
from hovor.simulation.chance import Arrival, stream
from hovor.simulation.measures import measured
from hovor.simulation.records import ABANDONED, WAITING, Outcome, Record
from hovor.simulation.scenario import Scenario
from hovor.simulation.theory import conserved_wait

_IMPOSSIBLE: Final = 6.0
"""Standard errors: by chance alone it happens once in five hundred million runs."""
_RELAXATIONS: Final = 30
"""A batch that lasts so many relaxation times of the queue is hardly bound to the one before it."""
_IMPOSSIBLE_OF_BATCHES: Final = 10.0
"""The same for errors that are estimated themselves, from at least this many batches."""
_FEWEST_BATCHES: Final = 20


class SimulatorWrong(Exception):
    """An identity does not hold. The message names it and the numbers."""


@dataclass(frozen=True, slots=True)
class Check:
    """One identity; `says` is what was compared. `holds` None: it does not apply, and `says` why."""

    name: str
    holds: bool | None
    says: str

    def document(self) -> dict[str, object]:
        """For a program."""
        return {"name": self.name, "holds": self.holds, "says": self.says}


def checks(outcome: Outcome, scenario: Scenario) -> list[Check]:
    """All identities of a run."""
    return [
        _littles_law(outcome),
        _occupancy(outcome),
        _flow_balance(outcome),
        *(_patience(each) for each in outcome.records if each.rules.patience is not None),
        *(_arrivals(each, scenario, outcome.ended_at) for each in outcome.records),
        _conservation(outcome, scenario),
    ]


def verify(found: list[Check]) -> None:
    """Raises `SimulatorWrong` when one of them does not hold."""
    wrong = [f"{each.name}: {each.says}" for each in found if each.holds is False]
    if wrong:
        raise SimulatorWrong("; ".join(wrong))


def _littles_law(outcome: Outcome) -> Check:
    """How many wait on average is the rate of arrivals times the mean wait: counted as it went, and from the
    waits on record.
    """
    waits = sum(sum(each.waited) for each in outcome.records) + outcome.totals.rescue_waits
    area, ended = outcome.totals.waiting_area, max(1, outcome.ended_at)
    return Check(
        "Little's law",
        area == waits,
        f"{area / ended:.6g} waited on average; arrivals x mean wait is {waits / ended:.6g}",
    )


def _occupancy(outcome: Outcome) -> Check:
    """The operators' time with conversations is the conversations' time with operators."""
    by_operators = sum(each.in_hand for each in outcome.whole)
    handled, ended = outcome.totals.handled, max(1, outcome.ended_at)
    return Check(
        "Occupancy identity",
        by_operators == handled,
        f"{by_operators / ended:.6g} were in hand on average; by their own times {handled / ended:.6g}",
    )


def _flow_balance(outcome: Outcome) -> Check:
    """Who entered was answered, has left or still waits; counted as it went, and from the records."""
    totals = outcome.totals
    outcomes = [each.outcome for each in outcome.records]
    entered, waiting = sum(map(len, outcomes)), sum(each.count(WAITING) for each in outcomes)
    left = sum(each.count(ABANDONED) for each in outcomes)
    same = (totals.entered, totals.abandoned, totals.answered) == (entered, left, entered - left - waiting)
    return Check(
        "Flow balance",
        same and totals.entered == totals.answered + totals.abandoned + waiting,
        f"{totals.entered} entered; {totals.answered} answered, {left} left, {waiting} still wait",
    )


def _patience(record: Record) -> Check:
    """The rate at which clients leave is the number who wait over their mean patience. The difference of both
    is a martingale whose variance is the number of those who left, whatever else happens.
    """
    name, rules = f"Abandonment identity of {record.rules.name}", record.rules.patience
    if rules is None or rules.spikes or rules.lasts is None or rules.lasts.shape != "exponential":
        return Check(name, None, "the patience is not exponential")
    left, expected = record.outcome.count(ABANDONED), record.at_risk / (rules.lasts.mean * SECOND)
    says = f"{left} left; who waited over their mean patience is {expected:.6g}"
    return Check(name, _possible(left, expected), says)


def _arrivals(record: Record, scenario: Scenario, ended_at: Instant) -> Check:
    """As many came as the rates say."""
    expected = Arrival(record.rules, stream(scenario.seed)).expected(ended_at)
    came = len(record.outcome)
    return Check(
        f"Arrivals of {record.rules.name}",
        _possible(came, expected),
        f"{came} came; {expected:.6g} were expected",
    )


def _possible(count: int, expected: float) -> bool:
    return abs(count - expected) <= _IMPOSSIBLE * math.sqrt(max(expected, float(count), 1.0)) + 1


def _conservation(outcome: Outcome, scenario: Scenario) -> Check:
    """The mean wait over all classes is that of first come, first served."""
    name, why_not = "Conservation law", _why_not_conserved(scenario)
    if why_not:
        return Check(name, None, why_not)
    group, handle = scenario.operators[0], scenario.arrivals[0].handle.mean / scenario.operators[0].speed
    rates = [each.rates[0][1] / 3600 for each in scenario.arrivals]
    occupancy = sum(rates) * handle / group.count
    relaxation = handle / group.count / (1 - math.sqrt(occupancy)) ** 2
    if scenario.horizon_seconds / scenario.batches < _RELAXATIONS * relaxation:
        return Check(name, None, f"its batches are shorter than {_RELAXATIONS * relaxation:.0f} s")
    truth = conserved_wait(group.count, handle, rates)
    wait = measured(outcome, scenario, outcome.records).mean_wait()
    if wait is None or wait.error == 0 or wait.batches < _FEWEST_BATCHES:
        return Check(name, None, "too few waited, or there are too few batches")
    holds = abs(wait.mean - truth) <= _IMPOSSIBLE_OF_BATCHES * wait.error
    return Check(
        name, holds, f"all waited {wait.mean:.6g} +- {wait.half_width():.2g} s; the law says {truth:.6g} s"
    )


def _why_not_conserved(scenario: Scenario) -> str:
    first, group = scenario.arrivals[0], scenario.operators[0]
    others = scenario.arrivals[1:]
    if len(scenario.operators) > 1 or not group.answers_at_once or group.capacity_units != 1:
        return "operators are not alike, or do not have one conversation each at once"
    if group.away is not None or group.crashes is not None or group.shifts is not None:
        return "operators are not always there"
    if any(each.patience is not None for each in scenario.arrivals):
        return "clients leave"
    if first.handle.shape != "exponential" or any(each.handle != first.handle for each in others):
        return "handle times are not exponential, or not the same"
    if any(len(each.rates) > 1 for each in scenario.arrivals):
        return "rates change"
    streams = scenario.arrivals
    if any(each.queue not in group.queues or not group.meets(each) or each.units != 1 for each in streams):
        return "not everybody takes everything"
    load = sum(each.rates[0][1] for each in scenario.arrivals) / 3600 * first.handle.mean / group.speed
    return "" if load < group.count else "there is more work than the operators can do"
