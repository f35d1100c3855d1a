"""What was chosen is written only if it still holds in the very unit that writes it: between two processes
that both believe they decide, and between a look at the facts and the write, nothing else stands.
"""

import asyncio

import msgspec
import pytest
import sqlalchemy as sa

from hovor.accounts.queries import OwnCapacity
from hovor.conversations import models as conversing
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading
from hovor.presence import service as presence
from hovor.routing import models, queries, service
from hovor.routing.engine import Decision, choose, decide
from hovor.routing.errors import NotOfferable
from hovor.routing.service import QueueChange
from hovor.routing.service.deciding import carry_out
from tests.conversations.floor import KIND, Floor
from tests.simulation import invariants


class Stale:
    """Klára and Tomáš work. It was decided that Klára gets one who waits, and nobody has written it yet."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    async def open(self) -> "Stale":
        """Routing is told nothing any more: it is us who decide."""
        floor = self.floor
        self.group = await floor.group("Sales")
        self.channel = await floor.channel("Website", self.group)
        self.line = await floor.channel("Line", self.group, "phone")
        self.klara = await self._hire("Klára")
        await floor.settle()
        floor.database.on_committed.remove(floor.router.committed)
        self.talk = (await floor.write(await floor.visitor(self.channel))).conversation_id
        plan = decide(await floor.ask(queries.facts))
        (self.decision,) = [each for each in plan.decisions if each.choice.operator_id is not None]
        assert self.decision.choice.operator_id == self.klara.operator_id
        return self

    async def _hire(self, name: str) -> OperatorCaller:
        channels = (self.channel, self.line)
        hired = await self.floor.operator(name, groups=(self.group,), channels=channels)
        await self.floor.sign_in(hired)
        return hired

    async def takes(self, channel_id: str, kind: str = KIND) -> None:
        """She takes another one by her own hand."""
        another = await self.floor.write(await self.floor.visitor(channel_id), kind=kind)
        await self.floor.pick(self.klara, another.conversation_id)

    async def happens(self, what: str) -> None:
        """Something that she can not take it after."""
        floor, klara = self.floor, self.klara
        match what:
            case "away":
                await floor.set_status(klara, "away")
            case "connection_suspect":
                page = f"page-{klara.operator_id}"
                await floor.run(presence.connection_suspect, connection_id=page)
            case "channel_off":
                await floor.switch(klara, self.channel, on=False)
            case "channel_not_assigned":
                await floor.change_operator(klara, {"channel_ids": (self.line,)})
            case "not_in_group":
                await floor.change_operator(klara, {"group_ids": ()})
            case "nobody":
                await floor.change_operator(klara, {"active": False})
            case "picked_by_hand":
                await floor.change(offer_mode="broadcast")
            case _:
                await self._fills(what)

    async def _fills(self, what: str) -> None:
        """She has no room for it any more."""
        floor, klara = self.floor, self.klara
        match what:
            case "full":
                await floor.change_operator(klara, {"capacity": OwnCapacity(total=1)})
                await self.takes(self.channel)
            case "kind_full":
                await floor.change_operator(klara, {"capacity": OwnCapacity(kinds={KIND: 1})})
                await self.takes(self.channel)
            case "over_capacity":
                await self.takes(self.channel)
                await floor.change_operator(klara, {"capacity": OwnCapacity(kinds={KIND: 0})})
            case "on_call":
                await self.takes(self.line, "phone")
            case _:
                pytest.fail(what)

    async def conversation_changes(self, what: str) -> None:
        """It is not what it was."""
        floor = self.floor
        match what:
            case "taken":
                await floor.pick(await self._hire("Tomáš"), self.talk)
            case "offered and declined":
                await floor.run(carry_out, decision=self.decision)
                (offer,) = await floor.ask(queries.live_offers_to, self.klara.operator_id)
                await floor.answer(self.klara, offer.id, accepts=False)
            case "offered":
                await floor.run(carry_out, decision=self.decision)
            case "moved":
                change = QueueChange(name="Other", group_id=self.group)
                adam = await floor.operator("Adam", role="administrator")
                other = await floor.run(service.save_queue, queue_id=None, change=change, caller=adam)
                await floor.run(service.enqueue, conversation_id=self.talk, queue_id=other.id, why="arrived")
            case _:
                pytest.fail(what)

    async def left_behind(self) -> list[object]:
        """All offers, decisions and states."""
        return await self.floor.ask(_left_behind)


def _left_behind(reading: Reading) -> list[object]:
    talk = conversing.conversation.c
    rows = (
        sa.select(models.offer.c.id, models.offer.c.version),
        sa.select(models.decision.c.id),
        sa.select(talk.id, talk.version),
    )
    return [sorted(tuple(each) for each in reading.all(each)) for each in rows]


@pytest.mark.parametrize(
    "why",
    [
        "full",
        "kind_full",
        "over_capacity",
        "on_call",
        "away",
        "connection_suspect",
        "channel_off",
        "channel_not_assigned",
        "not_in_group",
        "nobody",
        "picked_by_hand",
    ],
)
async def test_inv_14_and_19_a_choice_that_holds_no_more_is_refused_and_leaves_nothing(
    floor: Floor, why: str
) -> None:
    stale = await Stale(floor).open()
    await stale.happens(why)
    await _refused(stale, why)


@pytest.mark.parametrize("what", ["taken", "offered and declined", "offered", "moved"])
async def test_inv_09_and_17_a_choice_about_what_has_changed_is_refused_and_leaves_nothing(
    floor: Floor, what: str
) -> None:
    stale = await Stale(floor).open()
    await stale.conversation_changes(what)
    await _refused(stale, "conversation_changed")


async def _refused(stale: Stale, why: str) -> None:
    before = await stale.left_behind()
    with pytest.raises(NotOfferable) as refused:
        await stale.floor.run(carry_out, decision=stale.decision)
    assert why in refused.value.extra["reasons"]
    assert await stale.left_behind() == before
    assert await stale.floor.ask(invariants.always) == []


async def test_a_choice_that_still_holds_is_written_although_others_came(floor: Floor) -> None:
    stale = await Stale(floor).open()
    await stale.takes(stale.channel)
    await floor.run(carry_out, decision=stale.decision)
    assert await floor.state(stale.talk) == "offered"


async def test_inv_19_of_many_who_decide_at_once_only_as_many_are_heard_as_fit(floor: Floor) -> None:
    """Each of them has seen her with room, and each is right: before the others have written."""
    stale = await Stale(floor).open()
    for _ in range(7):
        await floor.write(await floor.visitor(stale.channel))
    facts = await floor.ask(queries.facts)
    alone = [msgspec.structs.replace(facts, waiting=(each,)) for each in facts.waiting]
    decisions = [Decision(choose(each), each) for each in alone]
    assert {each.choice.operator_id for each in decisions} == {stale.klara.operator_id}
    told = await asyncio.gather(
        *(floor.run(carry_out, decision=each) for each in decisions), return_exceptions=True
    )
    refused = [each for each in told if isinstance(each, NotOfferable)]
    assert (len(told), len(refused), told.count(None)) == (8, 5, 3)
    assert await floor.ask(invariants.always) == []
