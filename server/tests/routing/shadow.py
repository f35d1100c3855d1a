"""The indexed engine beside the plain one: both are told the same, both must decide the same."""

from typing import Any

import msgspec
from hypothesis import strategies as st

from hovor.foundation.clock import SECOND
from hovor.routing.engine import (
    Engine,
    Facts,
    Operator,
    Past,
    Policy,
    Queue,
    Waiting,
    choose,
    decide,
)
from tests.routing.engine_facts import HISTORY, LINE, NAMES, NOW, PEOPLE, QUEUES, RULES, TALKS


class Shadow:
    """Plain facts, changed as the engine is told to change."""

    def __init__(self) -> None:
        self.now = NOW
        self.policy = RULES
        self.queues: dict[str, Queue] = {}
        self.operators: dict[str, Operator] = {}
        self.waiting: dict[str, Waiting] = {}
        self.past: list[Past] = []
        self.engine = Engine(RULES)
        self.decided = 0

    def facts(self, now: int | None = None) -> Facts:
        """What is true now."""
        at = self.now if now is None else now
        return Facts(
            now=at,
            policy=self.policy,
            operators=tuple(self.operators.values()),
            waiting=tuple(self.waiting.values()),
            past=tuple(each for each in self.past if each.ended_at > at - self.policy.window),
            queues=tuple(self.queues.values()),
        )

    # -- what can be told

    def put_operator(self, operator: Operator) -> None:
        self.operators[operator.id] = operator
        self.engine.put_operator(operator)

    def drop_operator(self, operator_id: str) -> None:
        self.operators.pop(operator_id, None)
        self.engine.drop_operator(operator_id)

    def put_waiting(self, waiting: Waiting) -> None:
        """Its arrival is as long ago as it was made to be, from now."""
        waiting = msgspec.structs.replace(
            waiting,
            age_base=waiting.age_base + self.now - NOW,
            preferred_until=waiting.preferred_until + self.now - NOW,
        )
        self.waiting[waiting.id] = waiting
        self.engine.put_waiting(waiting)

    def drop_waiting(self, conversation_id: str) -> None:
        self.waiting.pop(conversation_id, None)
        self.engine.drop_waiting(conversation_id)

    def note_past(self, past: Past) -> None:
        past = msgspec.structs.replace(
            past, made_at=past.made_at + self.now - NOW, ended_at=past.ended_at + self.now - NOW
        )
        self.past.append(past)
        self.engine.note_past(past)

    def put_queue(self, queue: Queue) -> None:
        self.queues[queue.id] = queue
        self.engine.put_queue(queue)

    def set_policy(self, policy: Policy) -> None:
        self.policy = policy
        self.engine.set_policy(policy)

    def wait(self, seconds: int) -> None:
        """Time passes; the engine is not told before it has to decide. If it says that nothing can be
        decided by the clock alone until some instant, that must be true.
        """
        wake = self.engine.wake_at
        self.now += seconds * SECOND
        if wake is None or wake > self.now:
            self.agree()

    # -- what must hold

    def decide(self) -> None:
        """Both decide the same, and for the same reasons."""
        plan = decide(self.facts())
        wanted = [each for each in plan.decisions if each.choice.operator_id is not None]
        found = 0
        for given in self.engine.decide(self.now):
            assert found < len(wanted), f"{given} too much"
            expected = wanted[found]
            assert (given.conversation_id, given.operator_id) == (
                expected.choice.conversation_id,
                expected.choice.operator_id,
            )
            explained = self.engine.explain(given.conversation_id, self.now)
            assert explained is not None
            assert explained.choice == expected.choice
            self._take(expected.facts.waiting[0], given.operator_id)
            found += 1
        assert found == len(wanted), f"{wanted[found:]} are missing"
        self.decided += found
        self.agree()

    def agree(self) -> None:
        """Nothing is left that could be decided now, and both know the same."""
        if not self.engine.told_more:
            left = [each.choice for each in decide(self.facts()).decisions if each.choice.operator_id]
            assert not left
        assert {each.id: each for each in self.engine.operators()} == self.operators
        assert {each.id: each for each in self.engine.all_waiting()} == self.waiting

    def why(self) -> None:
        """Whoever waits in vain is told why in the same words."""
        self.decide()
        for each in self.waiting.values():
            explained = self.engine.explain(each.id, self.now)
            assert explained is not None
            assert explained.choice == choose(explained.facts)
            part = msgspec.structs.replace(self.facts(), waiting=(each,))
            plain = choose(part)
            assert (explained.choice.step, explained.choice.kept_for) == (plain.step, plain.kept_for)
            assert explained.choice.candidates == plain.candidates
            assert explained.choice.excluded == plain.excluded

    def _take(self, waiting: Waiting, operator_id: str) -> None:
        del self.waiting[waiting.id]
        taker = self.operators[operator_id]
        load = taker.load.with_one(waiting.channel_kind, exclusive=waiting.exclusive)
        self.operators[operator_id] = msgspec.structs.replace(taker, load=load)


Told = tuple[str, tuple[Any, ...]]
POLICIES = st.sampled_from(
    [
        RULES,
        msgspec.structs.replace(RULES, automatic=False),
        msgspec.structs.replace(RULES, version="1.2", total=3, cool_down=20 * SECOND),
        msgspec.structs.replace(RULES, version="1.3", cool_down=900 * SECOND),
    ]
)
TOLD: st.SearchStrategy[Told] = st.one_of(
    st.tuples(st.just("put_operator"), st.tuples(PEOPLE)),
    st.tuples(st.just("put_operator"), st.tuples(PEOPLE)),
    st.tuples(st.just("put_waiting"), st.tuples(LINE)),
    st.tuples(st.just("put_waiting"), st.tuples(LINE)),
    st.tuples(st.just("drop_operator"), st.tuples(st.sampled_from(NAMES))),
    st.tuples(st.just("drop_waiting"), st.tuples(st.sampled_from(TALKS))),
    st.tuples(st.just("note_past"), st.tuples(HISTORY)),
    st.tuples(st.just("put_queue"), st.tuples(QUEUES.flatmap(st.sampled_from))),
    st.tuples(st.just("set_policy"), st.tuples(POLICIES)),
    st.tuples(st.just("wait"), st.tuples(st.sampled_from([0, 1, 10, 30, 60, 300, 700]))),
    st.tuples(st.just("decide"), st.just(())),
    st.tuples(st.just("decide"), st.just(())),
    st.tuples(st.just("why"), st.just(())),
)
