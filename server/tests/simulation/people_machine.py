"""What people do while chance plays a contact centre on the real service: visitors and operators."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from typing_extensions import override

from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.conversations.policy import RESTING
from hovor.conversations.queries import Conversation
from hovor.foundation.caller import ClientCaller, OperatorCaller
from hovor.foundation.database import Database
from hovor.foundation.errors import Refusal
from hovor.presence import service as presence
from hovor.routing import queries as routing_queries
from hovor.routing import service as routing
from hovor.routing.service import Target
from hovor.skills import service as skills
from tests.conversations.floor import REGISTRY, Floor
from tests.simulation import invariants
from tests.simulation.moments import Moment, moment
from tests.support.clock import VirtualClock

T = TypeVar("T")
NAMES: Final = ("Klára", "Tomáš", "Jana")
CHANNELS: Final[tuple[tuple[str, str], ...]] = (
    ("Website", "webchat"),
    ("Shop", "webchat"),
    ("Letters", "email"),
    ("Line", "phone"),
)
"""By turns of the two groups. Whoever writes a letter need not be there; a call allows nothing beside it."""
WHO: Final = st.integers(0, len(NAMES) - 1)
WHICH: Final = st.integers(0, 30)
CHANNEL: Final = st.sampled_from([0, 0, 1, 1, 2, 3])


class People(RuleBasedStateMachine):
    """Three operators in two groups, four channels, visitors who come and go."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.loop = asyncio.new_event_loop()
        self.clock = VirtualClock()
        self.visitors: list[ClientCaller] = []
        self.said: dict[str, str] = {}
        self.signed_in: set[int] = set()
        # As it was after the last step, and what people took up themselves since then.
        self.before: Moment | None = None
        self.touched: set[str] = set()

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
        self.kinds = {
            await floor.channel(name, self.groups[at % 2], kind): kind
            for at, (name, kind) in enumerate(CHANNELS)
        }
        self.channels = tuple(self.kinds)
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
        self.before = await floor.ask(moment)

    async def _floor(self) -> Floor:
        self.database = Database.open(self.url, clock=self.clock, registry=REGISTRY)
        await self.database.start()
        return Floor(self.database, self.clock)

    @override
    def teardown(self) -> None:
        if hasattr(self, "floor"):
            self.do(self.at_the_end())
            self.do(self._close())
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()

    async def at_the_end(self) -> None:
        """What must hold when nothing more happens."""

    async def _close(self) -> None:
        await self.floor.close()
        await self.database.close()

    # -- what visitors do

    @rule(channel=CHANNEL, connected=st.booleans())
    def arrive(self, channel: int, *, connected: bool) -> None:
        there = connected and CHANNELS[channel][1] != "email"
        opening = self.floor.visitor(self.channels[channel], connected=there)
        visitor = self.loop.run_until_complete(opening)
        self.visitors.append(visitor)
        self.write_as(visitor)

    @rule(channel=st.integers(0, 1))
    def leave_message(self, channel: int) -> None:
        """Somebody writes and does not wait for the answer."""
        visitor = self.loop.run_until_complete(self.floor.visitor(self.channels[channel], connected=False))
        self.visitors.append(visitor)
        self.write_as(visitor, live=False)

    @rule(channel=st.integers(0, 1))
    def crowd(self, channel: int) -> None:
        """Three at once."""
        for _ in range(3):
            self.arrive(channel, connected=True)

    @precondition(lambda self: self.visitors)
    @rule(which=WHICH)
    def write(self, which: int) -> None:
        self.write_as(self.visitors[which % len(self.visitors)])

    def write_as(self, visitor: ClientCaller, *, live: bool = True) -> None:
        reference, kind = f"ref-{len(self.said)}", self.kinds[visitor.channel_id]
        asking = self.floor.ask(conversations.unfinished_of_identity, visitor.identity_id)
        rested = {each.id for each in self.loop.run_until_complete(asking) if each.state in RESTING}
        writing = self.floor.write(visitor, ref=reference, kind=kind, live=live and kind != "email")
        stored = self.loop.run_until_complete(writing)
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

    @rule(channel=st.integers(0, 1))
    def rush(self, channel: int) -> None:
        """Everybody is there, and so are many who wait: most of what can go wrong does then."""
        self.morning()
        self.crowd(channel)

    async def _reconnect(self, who: int) -> None:
        await self.floor.disconnect(self.operators[who])
        await self.floor.connect(self.operators[who])

    @rule(
        who=WHO,
        what=st.sampled_from(
            ["away", "away later", "suspect", "restored", "lost", "closed", "back", "sign out"]
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
            case "back":
                self.do(self._reconnect(who))
            case "sign out":
                self.signed_in.discard(who)
                self.do(self.floor.sign_out(operator))
            case _:
                self.do(self.floor.run(getattr(presence, f"connection_{what}"), connection_id=page))

    @rule(who=WHO, channel=st.integers(0, 1))
    def switch_off(self, who: int, channel: int) -> None:
        self.do(self.floor.switch(self.operators[who], self.channels[channel], on=False))

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

    @rule(which=WHICH, answer=st.sampled_from(["accept", "accept", "decline", "shown"]))
    def answer(self, which: int, answer: str) -> None:
        for operator, offer in self.some_offer(which):
            if answer == "shown":
                self.do(self.floor.shown(operator, offer.id))
            else:
                self.do(self.floor.answer(operator, offer.id, accepts=answer == "accept"))

    @rule(which=WHICH)
    def miss(self, which: int) -> None:
        """Somebody sees an offer and lets it pass."""
        for operator, offer in self.some_offer(which):
            self.do(self.floor.shown(operator, offer.id))
            self.do(self.floor.wait(20))

    def some_offer(self, which: int) -> list[tuple[OperatorCaller, routing_queries.Offer]]:
        """One of the live offers, if there is any, and whose it is."""
        self.do(self.floor.settle())
        live = self.loop.run_until_complete(self.floor.ask(routing_queries.live_offers))
        by_id = {each.operator_id: each for each in self.operators}
        found = [live[which % len(live)]] if live else []
        return [(by_id[each.operator_id], each) for each in found]

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
            self.touched.add(row.id)
            self.do(floor.hold(owner, row.id) if how == "hold" else floor.go_on(owner, row.id))

    @rule(which=WHICH)
    def end(self, which: int) -> None:
        row = self.some(which, "active", "transferring", "waiting_for_client", "snoozed", "on_hold")
        if row is not None:
            self.touched.add(row.id)
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
            self.touched.add(row.id)
            targets = [
                *(Target(group_id=each) for each in self.groups),
                *(Target(operator_id=each.operator_id) for each in self.operators),
                *(Target(queue_id=each) for each in self.queues),
            ]
            self.do(self.floor.transfer(self.owner_of(row), row.id, targets[to]))

    @rule(who=WHO, which=WHICH, inside=st.booleans())
    def help_with(self, who: int, which: int, *, inside: bool) -> None:
        """Whoever helps owns nothing and carries nothing by it (INV-25)."""
        row = self.some(which, "active", "transferring")
        if row is None:
            return
        before = self.moment_of_rest()
        row = before.conversations[row.id]
        if row.owner_id is None:
            return
        helping = {"conversation_id": row.id, "operator_id": self.operators[who].operator_id}
        caller = self.owner_of(row)
        self.do(self.floor.run(conversing.set_collaborator, **helping, inside=inside, caller=caller))
        after = self.moment()
        assert (before.owners, before.loads) == (after.owners, after.loads), "INV-25"

    # -- what comes too late, and all at once

    @rule(which=WHICH, accepts=st.booleans())
    def answer_again(self, which: int, *, accepts: bool) -> None:
        """An offer that has ended is answered: that is refused and changes nothing (INV-10, INV-11)."""
        ended = [each for each in self.moment_of_rest().offers.values() if each.ended_at is not None]
        if ended:
            offer = ended[which % len(ended)]
            before = self.row(offer.conversation_id)
            operator = next(each for each in self.operators if each.operator_id == offer.operator_id)
            assert self.do(self.floor.answer(operator, offer.id, accepts=accepts)) is None, "INV-11"
            assert self.row(offer.conversation_id) == before, "INV-10"

    @rule(which=WHICH, accepts=st.booleans())
    def answer_late(self, which: int, *, accepts: bool) -> None:
        """An answer overtakes the timer, but not the deadline (INV-11)."""
        for operator, offer in self.some_offer(which):
            self.clock.advance_to(max(self.clock.now(), offer.deadline))
            assert self.do(self.floor.answer(operator, offer.id, accepts=accepts)) is None, "INV-11"
            self.do(self.floor.settle())

    @rule(which=WHICH)
    def all_at_once(self, which: int) -> None:
        """He accepts on two devices while everybody picks: one of them wins at most (INV-10)."""
        for operator, offer in self.some_offer(which):
            before = self.row(offer.conversation_id).owner_id
            won = self.loop.run_until_complete(self._all_at_once(operator, offer))
            assert won <= 1, "INV-10"
            owner_id = self.row(offer.conversation_id).owner_id
            assert (owner_id != before) == (won == 1), "INV-10"

    async def _all_at_once(self, to: OperatorCaller, offer: routing_queries.Offer) -> int:
        floor = self.floor
        accepting = [floor.answer(to, offer.id, accepts=True) for _ in range(2)]
        picking = [floor.pick(each, offer.conversation_id) for each in self.operators]
        told = await asyncio.gather(*accepting, *picking, return_exceptions=True)
        for each in told:
            if isinstance(each, BaseException) and not isinstance(each, Refusal):
                raise each
        return sum(not isinstance(each, BaseException) for each in told)

    # -- what is true

    def owner_of(self, row: Conversation) -> OperatorCaller:
        return next(each for each in self.operators if each.operator_id == row.owner_id)

    def row(self, conversation_id: str) -> Conversation:
        """One conversation."""
        return self.loop.run_until_complete(self.floor.conversation(conversation_id))

    def moment(self) -> Moment:
        """Everything."""
        return self.loop.run_until_complete(self.floor.ask(moment))

    def moment_of_rest(self) -> Moment:
        """Everything, when all that is due has happened."""
        self.do(self.floor.settle())
        return self.moment()

    def every(self) -> list[Conversation]:
        """All conversations, the oldest first."""
        found = list(dict.fromkeys(self.said.values()))
        return self.loop.run_until_complete(self.floor.ask(conversations.by_ids, found))
