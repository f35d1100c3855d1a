"""A contact centre of chance around the indexed engine: thousands of steps a second, each of them checked."""

from collections import Counter
from typing import Final

import msgspec
from typing_extensions import override

from hovor.foundation.clock import SECOND
from hovor.routing.engine import Load, Operator, Past, Requirement, Step, Waiting, qualified
from tests.routing.books import QUEUES, RULES, Books

GROUPS: Final = tuple(each.id for each in QUEUES)
SKILLS: Final = ("czech", "german", "refunds")
FULL: Final = 25
"""Whoever would come as one more to a queue of so many goes on to the next one."""
_TIDE: Final = 300
"""After twice as many arrivals a rush becomes a quiet time, in which several can take whatever comes."""
_STEPS: Final = (
    (),
    (),
    (Step(0, (Requirement("czech", 2),)), Step(40 * SECOND)),
    (Step(0, (Requirement("german", 3),)), Step(20 * SECOND, (Requirement("german", 1),)), Step(90 * SECOND)),
    (Step(0, (Requirement("refunds", 1),)), Step(60 * SECOND, (), ("night",))),
)
_ROUNDS: Final = 400


class World(Books):
    """Operators, clients and time. `step` lets one thing happen and has the engine decide."""

    def __init__(self, seed: int, operators: int = 24) -> None:
        super().__init__(seed)
        self.closed: set[str] = set()
        self.standing: Counter[str] = Counter()
        self.numbers = 0
        for number in range(operators):
            somebody = self._somebody(f"o{number:02}")
            self.handled[somebody.id] = somebody.idle_since
            self.put(somebody)

    # -- one step

    def step(self) -> None:
        """One thing happens, time passes, everything that can be given is given."""
        often = _IN_RUSH if self.numbers % (3 * _TIDE) < 2 * _TIDE else _IN_QUIET
        name = self.chance.choices(_HAPPENS, often)[0]
        getattr(self, f"_{name}")()
        self.counts[name] += 1
        self.now += self.chance.randrange(SECOND // 2)
        self._decide()

    def _decide(self) -> None:
        for given in self.engine.decide(self.now):
            self.check(given)
            self.standing[self.waiting[given.conversation_id].queue_id] -= 1
            self.offer(given)

    def play_to_the_end(self) -> None:
        """Nobody comes any more and everybody takes what he is offered: whoever waits is served in the end,
        unless nobody is there who could ever serve him (LIV-2).
        """
        self.policy = RULES
        self.engine.set_policy(RULES)
        for one in list(self.operators.values()):
            self.put(msgspec.structs.replace(one, refuses_because=(), open_channels=("website",)))
        for _ in range(_ROUNDS):
            self.now += 10 * SECOND
            self._decide()
            self.served += self.offers
            self.offers.clear()
            while self.served:
                self._finish()
        left = [
            one.id
            for one in self.waiting.values()
            if any(not qualified(each, one, one.all_steps[-1]) for each in self.operators.values())
        ]
        assert not left, f"LIV-2 {left}"
        self.look_at_all()

    # -- what happens

    def _arrive(self) -> None:
        if len(self.waiting) > 150:
            return self._leave()
        chance, queue = self.chance, self._landing(self.chance.choice(QUEUES).id)
        self.numbers += 1
        kind = chance.choice(("webchat", "webchat", "whatsapp", "email", "phone"))
        named = chance.random() < 0.03
        known = chance.random() < 0.1
        self.wait_for(
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
        self._relieve(conversation, operator_id, handled=False)
        self.wait_for(conversation)

    def _finish(self) -> None:
        if self.served:
            conversation, operator_id = self._any(self.served)
            self.past.pop(conversation.id, None)
            self._relieve(conversation, operator_id, handled=True)

    def _rescue(self) -> None:
        if not self.served:
            return
        conversation, operator_id = self._any(self.served)
        self._relieve(conversation, operator_id, handled=True)
        rescued = msgspec.structs.replace(
            conversation,
            rescued=True,
            preferred_operator_id=operator_id,
            preferred_until=self.now + 10 * SECOND,
        )
        self.wait_for(rescued)

    def _transfer(self) -> None:
        """Its operator hands it over, to a queue with its age, or to a colleague whether or not he has room
        (INV-18, INV-20).
        """
        if not self.served:
            return
        conversation, operator_id = self._any(self.served)
        self._relieve(conversation, operator_id, handled=True)
        colleague = self.operators[self.chance.choice(list(self.operators))]
        if self.chance.random() < 0.5 or colleague.refuses_because or colleague.load.exclusive:
            self._move(conversation, self.chance.choice(GROUPS), asks_for_less=True)
            return
        load = colleague.load.with_one(conversation.channel_kind, exclusive=conversation.exclusive)
        self.put(msgspec.structs.replace(colleague, load=load))
        self.served.append((conversation, colleague.id))

    def _overflow(self) -> None:
        """Somebody has stood long enough in one queue and goes on to the next, with his age (INV-18)."""
        if self.waiting:
            one = self.waiting[self.chance.choice(list(self.waiting))]
            if one.operator_id is None:
                self._move_on(one)

    def _hours(self) -> None:
        """A queue opens, or closes and sends on whoever waits there."""
        queue = self.chance.choice(GROUPS)
        self.closed ^= {queue}
        if queue in self.closed:
            for one in [each for each in self.waiting.values() if each.queue_id == queue]:
                if one.operator_id is None:
                    self._move_on(one)

    def _change(self) -> None:
        before = self.operators[self.chance.choice(list(self.operators))]
        now = self._somebody(before.id)
        self.put(msgspec.structs.replace(now, load=before.load, idle_since=before.idle_since))

    def _go_or_come(self) -> None:
        one = self.operators[self.chance.choice(list(self.operators))]
        away = () if one.refuses_because else ("away",)
        self.put(msgspec.structs.replace(one, refuses_because=away))

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

    # -- what it does to those who are there

    def _landing(self, queue_id: str) -> str:
        """Where one comes to stand who is sent there: past queues that are closed or full, if any is not."""
        at = GROUPS.index(queue_id)
        ahead = (*GROUPS[at:], *GROUPS[:at])
        takes = (each for each in ahead if each not in self.closed and self.standing[each] < FULL)
        return next(takes, queue_id)

    def _move_on(self, one: Waiting) -> None:
        self._gone(one.id, for_good=False)
        self._move(one, GROUPS[(GROUPS.index(one.queue_id) + 1) % len(GROUPS)], asks_for_less=False)

    def _move(self, one: Waiting, queue_id: str, *, asks_for_less: bool) -> None:
        queue = self._landing(queue_id)
        moved = msgspec.structs.replace(one, queue_id=queue, group_id=queue, operator_id=None)
        if asks_for_less:
            moved = msgspec.structs.replace(moved, steps=(), preferred_operator_id=None, rescued=False)
        self.wait_for(moved)

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

    @override
    def wait_for(self, conversation: Waiting) -> None:
        self.standing[conversation.queue_id] += 1
        super().wait_for(conversation)

    def _gone(self, conversation_id: str, *, for_good: bool = True) -> None:
        self.standing[self.waiting.pop(conversation_id).queue_id] -= 1
        if for_good:
            self.past.pop(conversation_id, None)
        self.engine.drop_waiting(conversation_id)

    def _relieve(self, conversation: Waiting, operator_id: str, *, handled: bool) -> None:
        """He has it no more. Only what he handled moves his idle clock (INV-39)."""
        taker = self.operators[operator_id]
        kinds = Counter(taker.load.kinds)
        kinds[conversation.channel_kind] -= 1
        holds = [one for one, his in (*self.offers, *self.served) if his == operator_id]
        load = Load(
            {kind: count for kind, count in kinds.items() if count}, any(each.exclusive for each in holds)
        )
        if handled:
            self.handled[operator_id] = self.now
        idle_since = self.now if handled else taker.idle_since
        self.put(msgspec.structs.replace(taker, load=load, idle_since=idle_since))

    def _any(self, pile: list[tuple[Waiting, str]]) -> tuple[Waiting, str]:
        at = self.chance.randrange(len(pile))
        pile[at], pile[-1] = pile[-1], pile[at]
        return pile.pop()


_HAPPENS: Final = (
    "arrive", "leave", "answer", "finish", "rescue", "transfer", "overflow", "hours", "change", "go_or_come",
    "wait", "rules",
)  # fmt: skip
_IN_RUSH: Final = (30, 3, 32, 24, 1, 1, 1, 0.05, 1, 4, 5, 0.01)
_IN_QUIET: Final = (15, *_IN_RUSH[1:])
