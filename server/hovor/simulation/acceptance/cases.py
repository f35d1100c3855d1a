"""How a case is said: a scenario, and what its truth is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from hovor.simulation.estimates import Estimate, ratio
from hovor.simulation.measures import Measured, measured
from hovor.simulation.records import Outcome
from hovor.simulation.scenario import Arrivals, Distribution, Operators, Patience, QueueRules, Scenario

BATCHES: Final = 30
QUEUE: Final = "line"


class Seen:
    """A run of a case, as expectations look at it."""

    def __init__(self, outcome: Outcome, scenario: Scenario) -> None:
        self.outcome = outcome
        self.scenario = scenario

    @cached_property
    def whole(self) -> Measured:
        """All streams together."""
        return measured(self.outcome, self.scenario, self.outcome.records)

    def stream(self, name: str) -> Measured:
        """One of them."""
        return measured(
            self.outcome, self.scenario, [each for each in self.outcome.records if each.rules.name == name]
        )

    def occupancy_of(self, prefix: str) -> Estimate | None:
        """Of the operators whose names begin like this."""
        busy, both = [], []
        for people in self.outcome.attendance:
            chosen = [each for each in people if each.name.startswith(prefix)]
            busy.append(sum(each.busy for each in chosen))
            both.append(sum(each.busy + each.idle for each in chosen))
        return ratio(busy, both)

    def share_of_work(self, name: str) -> Estimate | None:
        """Of all the work, how much one operator had."""
        own = [sum(each.busy for each in people if each.name == name) for people in self.outcome.attendance]
        all_ = [sum(each.busy for each in people) for people in self.outcome.attendance]
        return ratio(own, all_)

    def in_hand(self) -> Estimate | None:
        """How many conversations the operators had on average."""
        length = self.scenario.horizon_seconds * 1_000_000 / self.scenario.batches
        counts = [sum(each.in_hand for each in people) for people in self.outcome.attendance]
        return ratio(counts, [length] * len(counts))


Measure = Callable[[Seen], Estimate | None]


@dataclass(frozen=True, slots=True)
class Expectation:
    """One value. `sure` is the 99 % half-width of the truth itself, where that is from a simulation."""

    name: str
    truth: float
    measure: Measure
    sure: float = 0.0


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario with all that is known of it."""

    name: str
    scenario: Scenario
    expects: tuple[Expectation, ...]

    def seeded(self, seed: int) -> "Case":
        """The same with other chance."""
        return replace(self, scenario=self.scenario.with_seed(seed))

    def scaled(self, scale: float) -> "Case":
        """The same, so many times as long."""
        scenario = self.scenario
        shorter = replace(
            scenario,
            horizon_seconds=scenario.horizon_seconds * scale,
            warm_up_seconds=scenario.warm_up_seconds * scale,
        )
        return replace(self, scenario=shorter)


def plain(
    arrivals: tuple[Arrivals, ...] | Arrivals,
    operators: tuple[Operators, ...] | Operators,
    horizon: float,
    queue: QueueRules | None = None,
) -> Scenario:
    """A scenario of one queue, warmed up for a twentieth of the horizon. Abandons count however short they
    are, as in the theory.
    """
    return Scenario(
        queues=(queue or QueueRules(name=QUEUE, discipline="longest_waiting"),),
        arrivals=arrivals if isinstance(arrivals, tuple) else (arrivals,),
        operators=operators if isinstance(operators, tuple) else (operators,),
        horizon_seconds=horizon,
        warm_up_seconds=horizon / 20,
        batches=BATCHES,
        short_abandon_seconds=0.0,
    )


def exponential(mean: float) -> Distribution:
    """Without memory."""
    return Distribution("exponential", mean)


def clients(
    per_second: float, handle: float, patience: float | None = None, name: str = "clients"
) -> Arrivals:
    """A stream as theory has it."""
    return Arrivals(
        name=name,
        queue=QUEUE,
        rates=((0.0, per_second * 3600),),
        handle=exponential(handle),
        patience=None if patience is None else Patience(exponential(patience)),
    )


def staff(count: int, name: str = "staff", speed: float = 1.0) -> Operators:
    """Operators who take one conversation each, at once."""
    return Operators(name=name, count=count, queues=(QUEUE,), speed=speed)
