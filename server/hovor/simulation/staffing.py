"""How many operators are enough? The simulation tried with one number after the other."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from hovor.foundation.errors import Refusal
from hovor.simulation.estimates import Estimate
from hovor.simulation.measures import measured
from hovor.simulation.records import Outcome
from hovor.simulation.scenario import Scenario

_MOST: Final = 5_000

Run = Callable[[Scenario], Outcome]


class NobodyIsEnough(Refusal):
    """Whatever their number, the goal is not reached; or it is not clear whose number is asked for."""

    code = "nobody_is_enough"
    status = 422
    title = "How many operators are enough cannot be said."


@dataclass(frozen=True, slots=True)
class Goal:
    """`share` of the clients answered within `seconds`."""

    share: float
    seconds: float

    @classmethod
    def of(cls, text: str) -> "Goal":
        """From "80/20": 80 % within 20 s. Raises `ValueError`."""
        percent, _, seconds = text.partition("/")
        goal = cls(float(percent) / 100, float(seconds))
        if not 0 < goal.share < 1 or not goal.seconds >= 0:
            raise ValueError(text)
        return goal


@dataclass(frozen=True, slots=True)
class Enough:
    """So many operators of this name are enough; the service level of every number that was tried."""

    name: str
    count: int
    tried: dict[int, Estimate]


def fewest(scenario: Scenario, goal: Goal, name: str | None, run: Run) -> Enough:
    """The fewest operators of that name (of the only kind, if none is named) with whom the goal is reached
    over all queues together. Every number is tried with the same clients. Raises `NobodyIsEnough`.
    """
    group = _group(scenario, name)
    queues = tuple(replace(each, service_target_seconds=goal.seconds) for each in scenario.queues)
    timed = replace(scenario, queues=queues)
    tried: dict[int, Estimate] = {}

    def enough(count: int) -> bool:
        if count > _MOST:
            raise NobodyIsEnough(
                f"Not even {_MOST} operators reach {goal.share:.0%} within {goal.seconds:g} s."
            )
        if count not in tried:
            staffed = timed.with_operators(group, count)
            outcome = run(staffed)
            level = measured(outcome, staffed, outcome.records).service_level()
            if level is None:
                raise NobodyIsEnough("Nobody comes in this scenario; raise rate_per_hour or horizon_seconds.")
            tried[count] = level
        return tried[count].mean >= goal.share

    counts = {each.name: each.count for each in scenario.operators}
    present = counts.pop(group)
    at_least = 0 if any(counts.values()) else 1
    return Enough(group, _least(enough, max(at_least, present), at_least), dict(sorted(tried.items())))


def _group(scenario: Scenario, name: str | None) -> str:
    known = [each.name for each in scenario.operators]
    if name is None and len(known) == 1:
        return known[0]
    if name not in known:
        raise NobodyIsEnough(f"Say of whom with --of; there are {', '.join(known)}.")
    return name


def _least(enough: Callable[[int], bool], guess: int, at_least: int) -> int:
    """The least that is enough, looked for around a guess in growing steps; more are never worse."""
    step = 1
    if enough(guess):
        high, low = guess, at_least - 1
        while high - step >= at_least:
            if not enough(high - step):
                low = high - step
                break
            high, step = high - step, 2 * step
    else:
        low = guess
        while not enough(low + step):
            low, step = low + step, 2 * step
        high = low + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
