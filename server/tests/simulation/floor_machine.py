"""A whole contact centre on the real service, for Hypothesis to play: what the company, time and misfortune
do beside the people (`People`). After every step the invariants are asked.
"""

from contextlib import suppress
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from typing_extensions import override

from hovor.conversations import queries as conversations
from hovor.conversations.policy import RESTING
from hovor.conversations.queries import Conversation
from hovor.foundation.clock import SECOND
from hovor.foundation.errors import Refusal
from hovor.routing import queries as routing_queries
from hovor.routing import service as routing
from hovor.routing.engine import there
from hovor.routing.policy import Conditions
from hovor.routing.queries.changes import everything
from hovor.routing.service import QueueChange, RuleChange
from tests.simulation import invariants, moments, records
from tests.simulation.moments import Moment, moment
from tests.simulation.people_machine import WHO, People
from tests.simulation.settings import OVERFLOW, SETTINGS

_QUARTER: Final = 15 * 60


class FloorMachine(People):
    """What the company, time and misfortune do; and what holds."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.closed: dict[str, Conversation] = {}
        self.first_seen: dict[str, Conversation] = {}
        self.rested: Moment | None = None
        self.restarts = self.evenings = 0

    @rule(total=st.integers(1, 5))
    def change_limits(self, total: int) -> None:
        """Nothing is taken away by it (INV-22)."""
        before = self.moment_of_rest()
        self.do(self.floor.change(capacity={"total": total}))
        after = self.moment()
        for each in before.operators:
            assert before.has(each) <= after.has(each), "INV-22"

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

    @precondition(lambda self: self.evenings < 1 and self.said)
    @rule()
    def evening(self) -> None:
        """Everybody is there and takes what he is offered: nobody whom somebody could take still waits after
        a while (LIV-2).
        """
        self.evenings += 1
        self.do(self.floor.change(capacity={"total": 5}))
        self.morning()
        self.do(self._serve_for(_QUARTER))
        self.do(self._nobody_is_left())

    async def _serve_for(self, seconds: int) -> None:
        """Whatever falls due does so at its instant, and whatever is offered then is taken and done with."""
        floor, end = self.floor, self.clock.now() + seconds * SECOND
        await self._serve_all()
        while (due := self.clock.next_wake) is not None and due <= end:
            self.clock.advance_to(max(due, self.clock.now()))
            await floor.settle()
            await self._serve_all()
        self.clock.advance_to(end)
        await floor.settle()
        await self._serve_all()

    async def _serve_all(self) -> None:
        floor = self.floor
        for operator in self.operators:
            mine = await floor.ask(conversations.owned_by, operator.operator_id)
            for row in mine:
                if row.state in RESTING:
                    continue
                with suppress(Refusal):
                    if row.state != "wrap_up":
                        await floor.end(operator, row.id)
                    await floor.finish(operator, row.id)
            for offer in await floor.offers(operator):
                # Whoever takes a call loses the chats that were offered beside it.
                with suppress(Refusal):
                    await floor.answer(operator, offer.id, accepts=True)
                    await floor.end(operator, offer.conversation_id)
                    await floor.finish(operator, offer.conversation_id)

    async def _nobody_is_left(self) -> None:
        facts = await self.floor.ask(routing_queries.facts)
        picked = {each.id for each in facts.queues if each.broadcast}
        left = [
            one.id
            for one in facts.waiting
            if one.queue_id not in picked
            and any(there(each, one, one.all_steps[-1]) for each in facts.operators)
        ]
        assert not left, f"LIV-2 {left}"

    @override
    async def at_the_end(self) -> None:
        await self._settled_checks()

    async def _settled_checks(self) -> None:
        await self.floor.settle()
        wrong = await self.floor.ask(invariants.settled) + await self.floor.ask(records.decisions)
        now = await self.floor.ask(moment)
        if self.rested is not None:
            wrong += moments.settled(self.rested, now)
        self.rested = now
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

    @invariant()
    def nothing_is_wrong(self) -> None:
        if not hasattr(self, "floor"):
            return
        wrong, now = self.loop.run_until_complete(self.floor.ask(invariants.always)), self.moment()
        if self.before is not None:
            wrong += moments.step(self.before, now, self.touched)
        self.before = now
        self.touched.clear()
        assert not wrong, wrong
        for each in self.every():
            first = self.first_seen.setdefault(each.id, each)
            assert (each.opened_at, each.priority) == (first.opened_at, first.priority), "INV-18"
            if each.state == "closed":
                assert self.closed.setdefault(each.id, each) == each, "INV-04"
        assert set(self.said.values()) == {each.id for each in self.every()}, "INV-06"
