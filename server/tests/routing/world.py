"""A contact centre of chance around the indexed engine: thousands of steps a second, each of them checked.

The checks keep their own books. What can be asked in constant time is asked at every choice; what costs a
look at everybody, now and then.
"""

from collections import Counter, defaultdict
from heapq import heappop, heappush
from random import Random
from typing import Final

import msgspec

from hovor.foundation.clock import SECOND
from hovor.routing.engine import (
    Engine,
    Facts,
    Given,
    Kind,
    Load,
    Operator,
    Past,
    Policy,
    Queue,
    Requirement,
    Step,
    Waiting,
    choose,
    decide,
    qualified,
    reasons,
    step_by_time,
    there,
)

GROUPS: Final = ("sales", "care", "tech", "night")
SKILLS: Final = ("czech", "german", "refunds")
KINDS: Final = {"webchat": Kind(3, 1), "whatsapp": Kind(4, 1), "email": Kind(6, 0), "phone": Kind(1, 0)}
RULES: Final = Policy(version="1", automatic=True, total=5, kinds=KINDS, cool_down=60 * SECOND)
QUEUES: Final = (
    Queue(id="sales"),
    Queue(id="care", discipline="longest_waiting", choice="most_spare"),
    Queue(id="tech", discipline="ageing", choice="best_skill"),
    Queue(id="night", discipline="priority", choice="last_operator"),
)
_STEPS: Final = (
    (),
    (),
    (Step(0, (Requirement("czech", 2),)), Step(40 * SECOND)),
    (Step(0, (Requirement("german", 3),)), Step(20 * SECOND, (Requirement("german", 1),)), Step(90 * SECOND)),
    (Step(0, (Requirement("refunds", 1),)), Step(60 * SECOND, (), ("night",))),
)
_Line = tuple[str, int, tuple[Step, ...], str, bool]


class World:
    """Operators, clients and time. `step` lets one thing happen and has the engine decide."""

    def __init__(self, seed: int, operators: int = 24) -> None:
        self.chance = Random(seed)
        self.now = 1_000_000 * SECOND
        self.policy = RULES
        self.engine = Engine(RULES, QUEUES)
        self.operators: dict[str, Operator] = {}
        self.waiting: dict[str, Waiting] = {}
        self.offers: list[tuple[Waiting, str]] = []
        self.served: list[tuple[Waiting, str]] = []
        self.past: defaultdict[str, list[Past]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        self.lines: defaultdict[_Line, list[tuple[int, str]]] = defaultdict(list)
        self.moved: set[str] = set()
        self.numbers = 0
        for number in range(operators):
            self._put(self._somebody(f"o{number:02}"))

    # -- one step

    def step(self) -> None:
        """One thing happens, time passes, everything that can be given is given."""
        name = self.chance.choices(_HAPPENS, _OFTEN)[0]
        getattr(self, f"_{name}")()
        self.counts[name] += 1
        self.now += self.chance.randrange(SECOND // 2)
        for given in self.engine.decide(self.now):
            self._check(given)
            self._offer(given)

    def look_at_all(self) -> None:
        """What costs a look at everybody: nobody waits whom somebody could take (INV-34, INV-41), and the
        books agree with the engine's.
        """
        assert {each.id: each for each in self.engine.operators()} == self.operators
        assert {each.id for each in self.engine.all_waiting()} == self.waiting.keys()
        plan = decide(self._facts())
        left = [each.choice for each in plan.decisions if each.choice.operator_id is not None]
        assert not left, f"INV-34 {left[0]}"
        wake = self.engine.wake_at
        assert wake is None or wake > self.now

    # -- what happens

    def _arrive(self) -> None:
        if len(self.waiting) > 150:
            return self._leave()
        chance, queue = self.chance, self.chance.choice(QUEUES).id
        self.numbers += 1
        kind = chance.choice(("webchat", "webchat", "whatsapp", "email", "phone"))
        named = chance.random() < 0.03
        known = chance.random() < 0.1
        self._wait_for(
            Waiting(
                id=f"c{self.numbers}",
                version=1,
                queue_id=queue,
                group_id=None if named else queue,
                operator_id=chance.choice(list(self.operators)) if named else None,
                channel_id="website",
                channel_kind=kind,
                exclusive=kind == "phone",
                priority_class=chance.choice((1, 2, 3, 3, 3)),
                age_base=self.now,
                steps=() if named else chance.choice(_STEPS),
                preferred_operator_id=chance.choice(list(self.operators)) if known else None,
                preferred_until=self.now + 15 * SECOND,
            )
        )
        return None

    def _leave(self) -> None:
        if self.waiting:
            self._gone(self.chance.choice(list(self.waiting)))

    def _answer(self) -> None:
        if not self.offers:
            return
        conversation, operator_id = self._any(self.offers)
        if self.chance.random() < 0.75:
            self.served.append((conversation, operator_id))
            return
        outcome = self.chance.choice(("declined", "declined", "timed_out", "undelivered", "withdrawn"))
        past = Past(conversation.id, operator_id, self.now - 5 * SECOND, self.now, outcome)
        self.past[conversation.id].append(past)
        self.engine.note_past(past)
        self._relieve(conversation, operator_id, idle=False)
        self._wait_for(conversation)

    def _finish(self) -> None:
        if self.served:
            conversation, operator_id = self._any(self.served)
            self.past.pop(conversation.id, None)
            self._relieve(conversation, operator_id, idle=True)

    def _rescue(self) -> None:
        if not self.served:
            return
        conversation, operator_id = self._any(self.served)
        self._relieve(conversation, operator_id, idle=False)
        rescued = msgspec.structs.replace(
            conversation,
            rescued=True,
            preferred_operator_id=operator_id,
            preferred_until=self.now + 10 * SECOND,
        )
        self._wait_for(rescued)

    def _change(self) -> None:
        before = self.operators[self.chance.choice(list(self.operators))]
        now = self._somebody(before.id)
        self._put(msgspec.structs.replace(now, load=before.load, idle_since=before.idle_since))

    def _go_or_come(self) -> None:
        one = self.operators[self.chance.choice(list(self.operators))]
        away = () if one.refuses_because else ("away",)
        self._put(msgspec.structs.replace(one, refuses_because=away))

    def _wait(self) -> None:
        """Until the engine wants to look again, or for longer."""
        wake = self.engine.wake_at
        if wake is not None and self.chance.random() < 0.7:
            self.now = max(self.now, wake)
        else:
            self.now += self.chance.randrange(20) * SECOND

    def _rules(self) -> None:
        """Other rules for a while."""
        total = self.chance.choice((4, 5, 5))
        self.policy = msgspec.structs.replace(RULES, total=total, version=str(total))
        self.engine.set_policy(self.policy)

    # -- the checks

    def _check(self, given: Given) -> None:
        one, taker = self.waiting[given.conversation_id], self.operators[given.operator_id]
        self._check_possible(one, taker)
        self._check_order(one)
        if self.chance.random() < 0.01:
            decision = self.engine.explain(one.id, self.now)
            assert decision is not None
            assert choose(decision.facts) == decision.choice, "INV-42"
            best = next(each for each in decision.choice.candidates if each.rests_until is None)
            assert best.operator_id == taker.id, "INV-38"
            part = msgspec.structs.replace(self._facts(), waiting=(one,))
            assert choose(part).operator_id == taker.id, "INV-38"
        self.counts["given"] += 1

    def _check_possible(self, one: Waiting, taker: Operator) -> None:
        """INV-17, INV-19, INV-23, INV-37, INV-40."""
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
            assert load.units(rules) <= rules.total, "INV-19"
            assert load.kinds[one.channel_kind] <= rules.kinds[one.channel_kind].limit, "INV-19"
        assert not taker.load.exclusive, "INV-23"
        cooling = [each for each in self._past_of(one.id) if each.ended_at > self.now - RULES.cool_down]
        kept_for = self.operators.get(one.preferred_operator_id or "")
        if kept_for is not None and kept_for.id != taker.id and self.now < one.preferred_until:
            had = any(each.operator_id == kept_for.id for each in cooling)
            assert had or not there(kept_for, one, steps[at]), "INV-40"
            self.counts["not kept"] += 1
        if any(each.operator_id == taker.id for each in cooling):
            others = [
                each
                for each in self.operators.values()
                if each.id != taker.id and not reasons(each, one, self.policy, steps[at])
            ]
            kept = kept_for is not None and kept_for.id == taker.id and self.now < one.preferred_until
            assert kept or not others, "INV-17"
            self.counts["alone again"] += 1

    def _check_order(self, one: Waiting) -> None:
        """INV-35 and INV-36, for those against whom nothing but their place speaks."""
        if self._by_itself(one):
            return
        oldest = {urgency: self._oldest(one, urgency) for urgency in (1, 2, 3)}
        first = oldest[one.priority_class]
        assert first == (one.age_base, one.id), f"INV-35 {one.id} before {first}"
        queue = next(each for each in QUEUES if each.id == one.queue_id)
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
        line = self.lines[one.queue_id, urgency, one.steps, one.channel_kind, one.exclusive]
        while line and (line[0][1] not in self.waiting or line[0][1] in self.moved):
            heappop(line)
        return line[0] if line else None

    # -- the books

    def _facts(self) -> Facts:
        return Facts(
            now=self.now,
            policy=self.policy,
            operators=tuple(self.operators.values()),
            waiting=tuple(self.waiting.values()),
            past=tuple(each for one in self.waiting for each in self._past_of(one)),
            queues=QUEUES,
        )

    def _past_of(self, conversation_id: str) -> list[Past]:
        past = self.past.get(conversation_id, ())
        return [each for each in past if each.ended_at > self.now - self.policy.window]

    def _somebody(self, name: str) -> Operator:
        chance = self.chance
        return Operator(
            id=name,
            refuses_because=chance.choice(((), (), ("away",))),
            group_ids=tuple(chance.sample(GROUPS, chance.randint(1, 2))),
            assigned_channels=("website",),
            open_channels=chance.choice((("website",), ("website",), ("website",), ())),
            idle_since=chance.choice((None, self.now)),
            load=Load(),
            total=chance.choice((None, None, 3)),
            limits=chance.choice(({}, {}, {"webchat": 2})),
            skills={each: chance.randint(1, 5) for each in chance.sample(SKILLS, chance.randint(0, 3))},
        )

    def _put(self, operator: Operator) -> None:
        self.operators[operator.id] = operator
        self.engine.put_operator(operator)

    def _wait_for(self, conversation: Waiting) -> None:
        self.waiting[conversation.id] = conversation
        if self._by_itself(conversation):
            self.moved.add(conversation.id)
        else:
            line = (
                conversation.queue_id,
                conversation.priority_class,
                conversation.steps,
                conversation.channel_kind,
                conversation.exclusive,
            )
            heappush(self.lines[line], (conversation.age_base, conversation.id))
        self.engine.put_waiting(conversation)

    def _gone(self, conversation_id: str) -> None:
        del self.waiting[conversation_id]
        self.past.pop(conversation_id, None)
        self.moved.discard(conversation_id)
        self.engine.drop_waiting(conversation_id)

    def _offer(self, given: Given) -> None:
        one = self.waiting.pop(given.conversation_id)
        self.offers.append((one, given.operator_id))
        taker = self.operators[given.operator_id]
        load = taker.load.with_one(one.channel_kind, exclusive=one.exclusive)
        self.operators[taker.id] = msgspec.structs.replace(taker, load=load)

    def _relieve(self, conversation: Waiting, operator_id: str, *, idle: bool) -> None:
        """He has it no more. Only what he handled moves his idle clock (INV-39)."""
        taker = self.operators[operator_id]
        kinds = Counter(taker.load.kinds)
        kinds[conversation.channel_kind] -= 1
        holds = [one for one, his in (*self.offers, *self.served) if his == operator_id]
        load = Load(
            {kind: count for kind, count in kinds.items() if count}, any(each.exclusive for each in holds)
        )
        idle_since = self.now if idle else taker.idle_since
        self._put(msgspec.structs.replace(taker, load=load, idle_since=idle_since))

    def _any(self, pile: list[tuple[Waiting, str]]) -> tuple[Waiting, str]:
        at = self.chance.randrange(len(pile))
        pile[at], pile[-1] = pile[-1], pile[at]
        return pile.pop()


_HAPPENS: Final = ("arrive", "leave", "answer", "finish", "rescue", "change", "go_or_come", "wait", "rules")
_OFTEN: Final = (30, 3, 32, 24, 1, 1, 4, 5, 0.01)
