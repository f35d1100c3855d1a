"""The seam to the production engine. Everything about whom a conversation goes to is behind it; here stand
only the words of a scenario in the engine's words.
"""

from collections.abc import Iterator
from typing import Final, Protocol

import msgspec
from typing_extensions import override

from hovor.foundation.clock import SECOND, Instant
from hovor.routing.engine import (
    Engine,
    Facts,
    Given,
    Kind,
    Operator,
    Past,
    Policy,
    Queue,
    Requirement,
    Step,
    Waiting,
    decide,
)
from hovor.simulation.chance import microseconds
from hovor.simulation.scenario import Arrivals, QueueRules, Scenario

_UNLIMITED: Final = 10**9


class Router(Protocol):
    """What the simulation asks of the engine: to be told the facts as they change, and to decide."""

    @property
    def wake_at(self) -> Instant | None:
        """When to decide again even if nothing happens."""

    def put_operator(self, operator: Operator) -> None:
        """How he is now."""

    def put_waiting(self, waiting: Waiting) -> None:
        """It waits."""

    def drop_waiting(self, conversation_id: str) -> None:
        """It does not wait any more."""

    def note_past(self, past: Past) -> None:
        """An offer has ended otherwise than by being accepted."""

    def decide(self, now: Instant) -> Iterator[Given]:
        """Who gets whom, one after the other; each counts as taken."""


class Plain(Router):
    """The engine's plain `decide`, which looks at everything each time: slow, and what the indexed one is
    held against.
    """

    def __init__(self, policy: Policy, queues: tuple[Queue, ...]) -> None:
        self._wake_at: Instant | None = None
        self._policy = policy
        self._queues = queues
        self._operators: dict[str, Operator] = {}
        self._waiting: dict[str, Waiting] = {}
        self._past: list[Past] = []

    @property
    @override
    def wake_at(self) -> Instant | None:
        return self._wake_at

    @override
    def put_operator(self, operator: Operator) -> None:
        self._operators[operator.id] = operator

    @override
    def put_waiting(self, waiting: Waiting) -> None:
        self._waiting[waiting.id] = msgspec.structs.replace(waiting, explained=True)

    @override
    def drop_waiting(self, conversation_id: str) -> None:
        del self._waiting[conversation_id]

    @override
    def note_past(self, past: Past) -> None:
        self._past.append(past)

    @override
    def decide(self, now: Instant) -> Iterator[Given]:
        self._wake_at = None
        self._past = [each for each in self._past if each.ended_at > now - self._policy.window]
        if not self._waiting:
            return
        plan = decide(
            Facts(
                now=now,
                policy=self._policy,
                operators=tuple(self._operators.values()),
                waiting=tuple(self._waiting.values()),
                past=tuple(self._past),
                queues=self._queues,
            )
        )
        forgets_at = [each.ended_at + self._policy.window for each in self._past]
        self._wake_at = min([*forgets_at, *([] if plan.wake_at is None else [plan.wake_at])], default=None)
        for decision in plan.decisions:
            choice = decision.choice
            assert choice.operator_id is not None  # noqa: S101  all are explained already
            taken = self._waiting.pop(choice.conversation_id)
            operator = self._operators[choice.operator_id]
            load = operator.load.with_one(taken.channel_kind, exclusive=taken.exclusive)
            self._operators[operator.id] = msgspec.structs.replace(operator, load=load)
            yield Given(choice.conversation_id, choice.version, choice.operator_id)


def policy(scenario: Scenario) -> Policy:
    """The company's rules in a scenario: what a conversation weighs by its kind; nothing else is limited."""
    kinds = {each.kind: Kind(_UNLIMITED, each.units) for each in scenario.arrivals}
    return Policy(
        version="simulated",
        automatic=True,
        total=1,
        kinds=kinds,
        cool_down=microseconds(scenario.offers.cool_down_seconds),
    )


def queues(scenario: Scenario) -> tuple[Queue, ...]:
    """How each queue is worked off."""
    return tuple(_queue(each) for each in scenario.queues)


def steps(arrivals: Arrivals, rules: QueueRules) -> tuple[Step, ...]:
    """What such a conversation asks for, from the first moment on and after each relaxation of its queue."""
    asked, groups = dict(arrivals.skills), tuple[str, ...]()
    found = [_step(0, asked, groups)]
    for each in rules.relaxation:
        asked = {skill: level for skill, level in asked.items() if skill not in each.drop_skills}
        if each.lower_to is not None:
            asked = {skill: min(level, each.lower_to) for skill, level in asked.items()}
        groups = tuple(dict.fromkeys((*groups, *each.add_queues)))
        found.append(_step(microseconds(each.after_seconds), asked, groups))
    return tuple(found) if arrivals.skills or rules.relaxation else ()


def _step(after: Instant, asked: dict[str, int], groups: tuple[str, ...]) -> Step:
    return Step(after, tuple(Requirement(skill, level) for skill, level in sorted(asked.items())), groups)


def _queue(rules: QueueRules) -> Queue:
    plain = Queue(id=rules.name, discipline=rules.discipline, choice=rules.choice)
    if rules.head_start_seconds is not None:
        starts = {key: round(value * SECOND) for key, value in rules.head_start_seconds.items()}
        plain = msgspec.structs.replace(plain, head_starts=starts)
    if rules.ageing_rates is not None:
        plain = msgspec.structs.replace(plain, rates=rules.ageing_rates)
    return plain


def production(scenario: Scenario) -> Router:
    """The engine as the server runs it, with the rules of this scenario."""
    return Engine(policy(scenario), queues(scenario))
