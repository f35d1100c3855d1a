"""The books of a contact centre of chance, kept beside the indexed engine: what must hold at every choice.

They are kept apart from the engine's. What can be asked in constant time is asked at every choice; what costs
a look at everybody, now and then.
"""

from collections import Counter, defaultdict
from heapq import heappop, heappush
from random import Random
from typing import Final

import msgspec

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
    Step,
    Waiting,
    choose,
    decide,
    qualified,
    reasons,
    step_by_time,
    there,
)

KINDS: Final = {"webchat": Kind(3, 1), "whatsapp": Kind(4, 1), "email": Kind(6, 0), "phone": Kind(1, 0)}
RULES: Final = Policy(version="1", automatic=True, total=5, kinds=KINDS, cool_down=60 * SECOND)
QUEUES: Final = (
    Queue(id="sales"),
    Queue(id="care", discipline="longest_waiting", choice="most_spare"),
    Queue(id="tech", discipline="ageing", choice="best_skill"),
    Queue(id="night", discipline="priority", choice="last_operator"),
)
BY_IDLENESS: Final = frozenset({"longest_idle", "last_operator"})
_DEEP_LOOK: Final = 0.01
_LOOK: Final = 0.2
_Line = tuple[str, int, tuple[Step, ...], str, bool]


class Books:
    """Who is there, who waits, what came to nothing, and since when everybody is idle."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.now = 1_000_000 * SECOND
        self.policy = RULES
        self.engine = Engine(RULES, QUEUES)
        self.queues: Final = {each.id: each for each in QUEUES}
        self.operators: dict[str, Operator] = {}
        self.waiting: dict[str, Waiting] = {}
        self.offers: list[tuple[Waiting, str]] = []
        self.served: list[tuple[Waiting, str]] = []
        self.past: defaultdict[str, list[Past]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        self.handled: dict[str, Instant | None] = {}
        self.lines: defaultdict[_Line, list[tuple[int, str]]] = defaultdict(list)

    def look_at_all(self) -> None:
        """What costs a look at everybody: nobody waits whom somebody could take (INV-34, INV-41), everybody
        who waits does so in one queue (INV-05), idle clocks stand where work left them (INV-39), and the
        books agree with the engine's.
        """
        known = {each.id: each for each in self.engine.operators()}
        assert known == self.operators
        assert {each.id: each.idle_since for each in known.values()} == self.handled, "INV-39"
        assert {each.id: each for each in self.engine.all_waiting()} == self.waiting, "INV-05"
        plan = decide(self.facts())
        left = [each.choice for each in plan.decisions if each.choice.operator_id is not None]
        assert not left, f"INV-34 {left[0]}"
        wake = self.engine.wake_at
        assert wake is None or wake > self.now

    # -- at every choice

    def check(self, given: Given) -> None:
        """Whom it was given to, before whom, and why."""
        one, taker = self.waiting[given.conversation_id], self.operators[given.operator_id]
        step = self._check_possible(one, taker)
        self._check_order(one)
        look = self.chance.random()
        if look < _DEEP_LOOK:
            self._check_choice(one, taker)
        elif look < _LOOK and self.queues[one.queue_id].choice in BY_IDLENESS and not self._by_itself(one):
            self._check_idleness(one, taker, step)
        self.counts["given"] += 1

    def _check_choice(self, one: Waiting, taker: Operator) -> None:
        """INV-38 and INV-42."""
        decision = self.engine.explain(one.id, self.now)
        assert decision is not None
        assert choose(decision.facts) == decision.choice, "INV-42"
        best = next(each for each in decision.choice.candidates if each.rests_until is None)
        assert best.operator_id == taker.id, "INV-38"
        part = msgspec.structs.replace(self.facts(), waiting=(one,))
        assert choose(part).operator_id == taker.id, "INV-38"
        self.counts["looked into"] += 1

    def _check_idleness(self, one: Waiting, taker: Operator, step: Step) -> None:
        """INV-39: whoever is asked has been idle the longest by our own clocks."""
        able = [each for each in self.operators.values() if not reasons(each, one, self.policy, step)]
        assert min(map(self._idleness, able)) == self._idleness(taker), "INV-39"
        self.counts["idle longest"] += len(able) > 1

    def _idleness(self, operator: Operator) -> tuple[bool, Instant, str]:
        handled = self.handled[operator.id]
        return (bool(operator.load.kinds), -1 if handled is None else handled, operator.id)

    def _check_possible(self, one: Waiting, taker: Operator) -> Step:
        """INV-14, INV-17, INV-19, INV-20, INV-23, INV-37, INV-40; answers the step for which he is asked."""
        steps = one.all_steps
        by_time = step_by_time(one, self.now)
        # The first step from its time on for which he is asked.
        at = next(at for at in range(by_time, len(steps)) if not qualified(taker, one, steps[at]))
        why = reasons(taker, one, self.policy, steps[at])
        assert not why, f"INV-14 {why}"
        skipped = steps[by_time:at]
        assert not any(there(each, one, step) for step in skipped for each in self.operators.values()), (
            "INV-37"
        )
        if one.operator_id is None:
            load = taker.load.with_one(one.channel_kind, exclusive=one.exclusive)
            rules = taker.within(self.policy)
            units = sum(count * KINDS[kind].weight for kind, count in load.kinds.items())
            assert units <= rules.total, "INV-19"
            assert load.kinds[one.channel_kind] <= rules.kinds[one.channel_kind].limit, "INV-19"
            assert all(count <= rules.kinds[kind].limit for kind, count in load.kinds.items()), "INV-20"
        assert not taker.load.exclusive, "INV-23"
        self._check_past(one, taker, steps[at])
        return steps[at]

    def _check_past(self, one: Waiting, taker: Operator, step: Step) -> None:
        """INV-17 and INV-40: what came to nothing before, and who knows the client."""
        past = self._past_of(one.id)
        kept_for = self.operators.get(one.preferred_operator_id or "")
        in_time = kept_for is not None and self.now < one.preferred_until
        if kept_for is not None and kept_for.id != taker.id and in_time:
            assert self._rests(kept_for, past) or not there(kept_for, one, step), "INV-40"
            self.counts["not kept"] += 1
        if self._rests(taker, past):
            others = [
                each
                for each in self.operators.values()
                if each.id != taker.id and not reasons(each, one, self.policy, step)
            ]
            assert not others or (in_time and kept_for is taker), "INV-17"
            self.counts["alone again"] += 1

    def _rests(self, operator: Operator, past: list[Past]) -> bool:
        """Whether he had it just now, or as often as anybody should."""
        mine = [each for each in past if each.operator_id == operator.id]
        lately = sum(each.made_at > self.now - self.policy.window for each in mine)
        cooling = any(each.ended_at > self.now - self.policy.cool_down for each in mine)
        return cooling or lately >= self.policy.most_offers

    def _check_order(self, one: Waiting) -> None:
        """INV-35 and INV-36, for those against whom nothing but their place speaks."""
        if self._by_itself(one):
            return
        oldest = {urgency: self._oldest(one, urgency) for urgency in (1, 2, 3)}
        first = oldest[one.priority_class]
        assert first == (one.age_base, one.id), f"INV-35 {one.id} before {first}"
        queue = self.queues[one.queue_id]
        for urgency, other in oldest.items():
            if other is None or urgency == one.priority_class:
                continue
            if queue.discipline == "longest_waiting":
                assert (one.age_base, one.id) < other
            elif queue.discipline == "priority":
                assert one.priority_class < urgency
            elif queue.discipline == "head_start":
                own, theirs = (queue.head_starts.get(each, 0) for each in (one.priority_class, urgency))
                assert one.age_base - own <= other[0] - theirs, "INV-36"
            self.counts["compared"] += 1

    def _by_itself(self, one: Waiting) -> bool:
        """Whether it was offered before, is kept for somebody, or comes by name."""
        return bool(
            one.rescued or one.operator_id or one.preferred_operator_id or self.past.get(one.id) or one.steps
        )

    def _oldest(self, one: Waiting, urgency: int) -> tuple[int, str] | None:
        """The first of those that stand as it does, but for their class."""
        wanted = _line_of(msgspec.structs.replace(one, priority_class=urgency))
        line = self.lines[wanted]
        while line and not self._stands(line[0][1], wanted):
            heappop(line)
        return line[0] if line else None

    def _stands(self, conversation_id: str, line: _Line) -> bool:
        other = self.waiting.get(conversation_id)
        return other is not None and _line_of(other) == line and not self._by_itself(other)

    # -- what is written down

    def facts(self) -> Facts:
        """All that is true now."""
        return Facts(
            now=self.now,
            policy=self.policy,
            operators=tuple(self.operators.values()),
            waiting=tuple(self.waiting.values()),
            past=tuple(each for one in self.waiting for each in self._past_of(one)),
            queues=QUEUES,
        )

    def put(self, operator: Operator) -> None:
        """This is true of him now."""
        self.operators[operator.id] = operator
        self.engine.put_operator(operator)

    def wait_for(self, conversation: Waiting) -> None:
        """It waits now."""
        self.waiting[conversation.id] = conversation
        if not self._by_itself(conversation):
            heappush(self.lines[_line_of(conversation)], (conversation.age_base, conversation.id))
        self.engine.put_waiting(conversation)

    def offer(self, given: Given) -> None:
        """It stands before this operator."""
        one = self.waiting.pop(given.conversation_id)
        self.offers.append((one, given.operator_id))
        taker = self.operators[given.operator_id]
        load = taker.load.with_one(one.channel_kind, exclusive=one.exclusive)
        self.operators[taker.id] = msgspec.structs.replace(taker, load=load)

    def _past_of(self, conversation_id: str) -> list[Past]:
        past = self.past.get(conversation_id, ())
        return [each for each in past if each.ended_at > self.now - self.policy.window]


def _line_of(one: Waiting) -> _Line:
    return (one.queue_id, one.priority_class, one.steps, one.channel_kind, one.exclusive)
