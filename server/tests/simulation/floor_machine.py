"""A whole contact centre on the real service, for Hypothesis to play: visitors, operators, time, restarts.
After every step the invariants are asked.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from hovor.conversations import queries as conversations
from hovor.conversations.policy import RESTING
from hovor.conversations.queries import Conversation
from hovor.foundation.caller import ClientCaller, OperatorCaller
from hovor.foundation.database import Database
from hovor.foundation.errors import Refusal
from hovor.presence import service as presence
from hovor.routing import queries as routing_queries
from hovor.routing import service as routing
from hovor.routing.policy import Conditions
from hovor.routing.queries.changes import everything
from hovor.routing.service import QueueChange, RuleChange, Target
from hovor.skills import service as skills
from tests.conversations.floor import REGISTRY, Floor
from tests.simulation import invariants
from tests.simulation.settings import OVERFLOW, SETTINGS
from tests.support.clock import VirtualClock

T = TypeVar("T")
NAMES = ("Klára", "Tomáš", "Jana")
WHO = st.integers(0, len(NAMES) - 1)
WHICH = st.integers(0, 30)


class FloorMachine(RuleBasedStateMachine):
    """Three operators in two groups, two channels, visitors who come and go."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.loop = asyncio.new_event_loop()
        self.clock = VirtualClock()
        self.visitors: list[ClientCaller] = []
        self.closed: dict[str, Conversation] = {}
        self.first_seen: dict[str, Conversation] = {}
        self.said: dict[str, str] = {}
        self.signed_in: set[int] = set()
        self.restarts = 0

    def do(self, doing: Coroutine[Any, Any, T]) -> T | None:
        """Let it happen; a refusal is an answer like any other."""
        try:
            return self.loop.run_until_complete(doing)
        except Refusal:
            return None

    @initialize()
    def open(self) -> None:
        self.loop.run_until_complete(self._open())

    async def _open(self) -> None:
        self.floor = await self._floor()
        await self.floor.open()
        floor = self.floor
        sales, care = await floor.group("Sales"), await floor.group("Care")
        self.groups = (sales, care)
        self.channels = (await floor.channel("Website", sales), await floor.channel("Shop", care))
        memberships = ((sales,), (sales, care), (care,))
        self.operators: list[OperatorCaller] = [
            await floor.operator(name, groups=groups, channels=self.channels)
            for name, groups in zip(NAMES, memberships, strict=True)
        ]
        self.sofia = await floor.operator("Sofia", role="supervisor")
        self.adam = await floor.operator("Adam", role="administrator")
        shared = (await floor.ask(routing_queries.queues)).values()
        self.queues = [each.id for each in shared if each.group_id is not None]
        self.german = (await floor.run(skills.save_skill, skill_id=None, name="German", caller=self.adam)).id
        for who in range(len(NAMES)):
            await self._sign_in(who)

    async def _floor(self) -> Floor:
        self.database = Database.open(self.url, clock=self.clock, registry=REGISTRY)
        await self.database.start()
        return Floor(self.database, self.clock)

    @override
    def teardown(self) -> None:
        if hasattr(self, "floor"):
            self.do(self._settled_checks())
            self.do(self._close())
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()

    async def _close(self) -> None:
        await self.floor.close()
        await self.database.close()

    # -- what visitors do

    @rule(channel=st.integers(0, 1), connected=st.booleans())
    def arrive(self, channel: int, *, connected: bool) -> None:
        opening = self.floor.visitor(self.channels[channel], connected=connected)
        visitor = self.loop.run_until_complete(opening)
        self.visitors.append(visitor)
        self.write_as(visitor)

    @rule(channel=st.integers(0, 1))
    def crowd(self, channel: int) -> None:
        """Three at once."""
        for _ in range(3):
            self.arrive(channel, connected=True)

    @rule(channel=st.integers(0, 1))
    def leave_message(self, channel: int) -> None:
        """Somebody writes and does not wait for the answer."""
        visitor = self.loop.run_until_complete(self.floor.visitor(self.channels[channel], connected=False))
        self.visitors.append(visitor)
        self.write_as(visitor, live=False)

    @precondition(lambda self: self.visitors)
    @rule(which=WHICH)
    def write(self, which: int) -> None:
        self.write_as(self.visitors[which % len(self.visitors)])

    def write_as(self, visitor: ClientCaller, *, live: bool = True) -> None:
        reference = f"ref-{len(self.said)}"
        asking = self.floor.ask(conversations.unfinished_of_identity, visitor.identity_id)
        rested = {each.id for each in self.loop.run_until_complete(asking) if each.state in RESTING}
        stored = self.loop.run_until_complete(self.floor.write(visitor, ref=reference, live=live))
        if stored.conversation_id in rested:
            wrong = self.floor.ask(invariants.taken_back, stored.conversation_id)
            assert self.loop.run_until_complete(wrong) == []
        self.said[reference] = stored.conversation_id

    @precondition(lambda self: self.visitors)
    @rule(which=WHICH, what=st.sampled_from(["close", "open", "leave"]))
    def go(self, which: int, what: str) -> None:
        visitor = self.visitors[which % len(self.visitors)]
        if what == "close":
            self.do(self.floor.close_page(visitor))
        elif what == "open":
            self.do(self.floor.open_page(visitor))
        else:
            asking = self.floor.ask(conversations.unfinished_of_identity, visitor.identity_id)
            for each in self.loop.run_until_complete(asking):
                self.do(self.floor.leave(visitor, each.id))

    # -- what operators do

    async def _sign_in(self, who: int) -> None:
        if who not in self.signed_in:
            self.signed_in.add(who)
            await self.floor.sign_in(self.operators[who])

    @rule()
    def morning(self) -> None:
        """Everybody is there again, and everything is on. Without such days little would ever happen."""
        for who, operator in enumerate(self.operators):
            if who not in self.signed_in:
                self.do(self._sign_in(who))
            self.do(self._reconnect(who))
            self.do(self.floor.set_status(operator, "online"))
            for channel in self.channels:
                self.do(self.floor.switch(operator, channel, on=True))

    async def _reconnect(self, who: int) -> None:
        await self.floor.disconnect(self.operators[who])
        await self.floor.connect(self.operators[who])

    @rule(
        who=WHO,
        what=st.sampled_from(
            ["away", "away later", "channel off", "suspect", "restored", "lost", "closed", "back", "sign out"]
        ),
    )
    def trouble(self, who: int, what: str) -> None:
        """Something that keeps an operator from taking what is offered to him."""
        operator, page = self.operators[who], f"page-{self.operators[who].operator_id}"
        if who not in self.signed_in:
            return
        match what:
            case "away" | "away later":
                self.do(self.floor.set_status(operator, "away", later=what == "away later"))
            case "channel off":
                self.do(self.floor.switch(operator, self.channels[0], on=False))
            case "back":
                self.do(self._reconnect(who))
            case "sign out":
                self.signed_in.discard(who)
                self.do(self.floor.sign_out(operator))
            case _:
                self.do(self.floor.run(getattr(presence, f"connection_{what}"), connection_id=page))

    @rule(which=WHICH)
    def abandon(self, which: int) -> None:
        """An operator disappears from a conversation and is not heard of again for a while."""
        row = self.some(which, "active", "transferring")
        if row is not None:
            self.do(self.floor.disconnect(self.owner_of(row)))
            self.do(self.floor.wait(90))

    @rule()
    def serve(self) -> None:
        """Whatever is offered is taken."""
        for operator in self.operators:
            for offer in self.loop.run_until_complete(self.floor.offers(operator)):
                self.do(self.floor.answer(operator, offer.id, accepts=True))

    @rule(who=WHO, answer=st.sampled_from(["accept", "accept", "decline", "shown"]))
    def answer(self, who: int, answer: str) -> None:
        operator = self.operators[who]
        for offer in self.loop.run_until_complete(self.floor.offers(operator))[:1]:
            if answer == "shown":
                self.do(self.floor.shown(operator, offer.id))
            else:
                self.do(self.floor.answer(operator, offer.id, accepts=answer == "accept"))

    @rule(who=WHO)
    def miss(self, who: int) -> None:
        """He sees an offer and lets it pass."""
        for offer in self.loop.run_until_complete(self.floor.offers(self.operators[who]))[:1]:
            self.do(self.floor.shown(self.operators[who], offer.id))
            self.do(self.floor.wait(20))

    def some(self, which: int, *states: str) -> Conversation | None:
        """One of the conversations in these states."""
        found = [each for each in self.every() if each.state in states]
        return found[which % len(found)] if found else None

    @rule(who=WHO, which=WHICH)
    def pick(self, who: int, which: int) -> None:
        row = self.some(which, "queued", "offered", "active", "closed")
        if row is not None and who in self.signed_in:
            self.do(self.floor.pick(self.operators[who], row.id))

    @rule(who=WHO, which=WHICH)
    def assign(self, who: int, which: int) -> None:
        row = self.some(which, "queued", "offered", "active", "transferring", "waiting_for_client", "snoozed")
        if row is not None:
            to = self.operators[who].operator_id
            self.do(self.floor.run(routing.assign, conversation_id=row.id, operator_id=to, caller=self.sofia))

    @rule(which=WHICH)
    def say(self, which: int) -> None:
        """A client is answered; where he need not be there, it is his turn then."""
        row = self.some(which, "active", "waiting_for_client", "snoozed", "on_hold")
        if row is not None:
            self.do(self.floor.say(self.owner_of(row), row.id, "Here it is"))

    @rule(which=WHICH, how=st.sampled_from(["hold", "snooze", "snooze", "go on"]))
    def put_aside(self, which: int, how: str) -> None:
        """Something is put aside, or taken up again."""
        row = self.some(which, "active", "waiting_for_client", "snoozed", "on_hold", "transferring")
        if row is None:
            return
        owner, floor = self.owner_of(row), self.floor
        if how == "snooze":
            self.do(floor.snooze(owner, row.id, 60))
        else:
            self.do(floor.hold(owner, row.id) if how == "hold" else floor.go_on(owner, row.id))

    @rule(which=WHICH)
    def end(self, which: int) -> None:
        row = self.some(which, "active", "transferring", "waiting_for_client", "snoozed", "on_hold")
        if row is not None:
            self.do(self.floor.end(self.owner_of(row), row.id))

    @rule(which=WHICH)
    def finish(self, which: int) -> None:
        row = self.some(which, "wrap_up")
        if row is not None:
            self.do(self.floor.finish(self.owner_of(row), row.id))

    @rule(which=WHICH, to=st.integers(0, 6))
    def transfer(self, which: int, to: int) -> None:
        row = self.some(which, "active", "waiting_for_client", "snoozed")
        if row is not None:
            targets = [
                *(Target(group_id=each) for each in self.groups),
                *(Target(operator_id=each.operator_id) for each in self.operators),
                *(Target(queue_id=each) for each in self.queues),
            ]
            self.do(self.floor.transfer(self.owner_of(row), row.id, targets[to]))

    def owner_of(self, row: Conversation) -> OperatorCaller:
        return next(each for each in self.operators if each.operator_id == row.owner_id)

    # -- what the company, time and misfortune do

    @rule(total=st.integers(1, 5))
    def change_limits(self, total: int) -> None:
        self.do(self.floor.change(capacity={"total": total}))

    @rule(which=st.integers(0, 1), what=st.sampled_from(sorted(SETTINGS)))
    def set_up_queue(self, which: int, what: str) -> None:
        """One of the queues overflows, is full, closed, or as usual."""
        settings = dict(SETTINGS[what])
        if "overflow" in settings:
            settings["overflow"] = {**OVERFLOW, "to_queue_id": self.queues[1 - which]}
        change = QueueChange(settings=settings)
        self.do(
            self.floor.run(routing.save_queue, queue_id=self.queues[which], change=change, caller=self.adam)
        )

    @rule(which=st.integers(0, 1), level=st.integers(0, 3), priority=st.sampled_from([None, 0, 2]))
    def set_up_rule(self, which: int, level: int, priority: int | None) -> None:
        """What arrives from now on goes elsewhere, first, or to those who speak German well enough."""
        change = RuleChange(
            name=f"Rule {level}",
            conditions=Conditions(channel_ids=(self.channels[which],)),
            queue_id=self.queues[1 - which] if level else None,
            priority=priority,
            skills={self.german: level} if level else {},
            place=0,
        )
        self.do(self.floor.run(routing.save_rule, rule_id=None, change=change, caller=self.adam))

    @rule(who=WHO, level=st.integers(0, 5))
    def learn(self, who: int, level: int) -> None:
        levels = {self.german: level} if level else {}
        self.do(self.floor.change_operator(self.operators[who], {"skills": levels}))

    @rule(who=WHO, inside=st.booleans())
    def change_groups(self, who: int, inside: bool) -> None:
        groups = self.groups if inside else self.groups[:1]
        self.do(self.floor.change_operator(self.operators[who], {"group_ids": groups}))

    @rule(seconds=st.sampled_from([1, 2, 10, 20, 60, 90, 300, 1800]))
    def time(self, seconds: int) -> None:
        self.do(self.floor.wait(seconds))

    @rule()
    def settle(self) -> None:
        self.do(self._settled_checks())

    async def _settled_checks(self) -> None:
        await self.floor.settle()
        wrong = await self.floor.ask(invariants.settled) + await self.floor.ask(invariants.decisions)
        assert not wrong, wrong
        await self._router_knows()
        before = await self.floor.ask(conversations.front_states)
        await self.floor.run(routing.refresh_fronts)
        assert await self.floor.ask(conversations.front_states) == before, "INV-33"

    async def _router_knows(self) -> None:
        """What the router's engine was told one by one is what one look at the database tells."""
        engine = self.floor.router._known[self.floor.company]._engine
        assert engine is not None
        true = await self.floor.ask(everything)
        assert {each.id: each for each in engine.operators()} == {each.id: each for each in true.operators}
        ours = {(each.id, each.version, each.queue_id) for each in engine.all_waiting()}
        assert ours == {(each.id, each.version, each.queue_id) for each in true.waiting}

    @precondition(lambda self: self.restarts < 2)
    @rule()
    def restart(self) -> None:
        self.restarts += 1
        self.do(self._restart())

    async def _restart(self) -> None:
        """The process ends with whatever it had in memory, and begins anew (INV-55)."""
        await self._close()
        self.floor = await (await self._floor()).resume(self.floor)
        await self.floor.settle()

    # -- what holds

    def every(self) -> list[Conversation]:
        """All conversations, the oldest first."""
        found = list(dict.fromkeys(self.said.values()))
        return self.loop.run_until_complete(self.floor.ask(conversations.by_ids, found))

    @invariant()
    def nothing_is_wrong(self) -> None:
        if not hasattr(self, "floor"):
            return
        wrong = self.loop.run_until_complete(self.floor.ask(invariants.always))
        assert not wrong, wrong
        for each in self.every():
            first = self.first_seen.setdefault(each.id, each)
            assert (each.opened_at, each.priority) == (first.opened_at, first.priority), "INV-18"
            if each.state == "closed":
                assert self.closed.setdefault(each.id, each) == each, "INV-04"
        assert set(self.said.values()) == {each.id for each in self.every()}, "INV-06"
