"""Operators write first while everything else goes on: clients come and write themselves, routing offers,
limits are changed, pages are lost, several reach for the same person at once. Nobody has two owners (INV-01),
and nothing that routing does by itself goes over a limit (INV-19).
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence

import pytest
import sqlalchemy as sa

from hovor.clients import models as identities
from hovor.conversations import models as conversing
from hovor.conversations.errors import AlreadyOpen, NotConnected
from hovor.conversations.queries import Conversation
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading
from hovor.foundation.errors import Refusal
from hovor.messaging.channel import Kinds
from hovor.outreach import service
from tests.conversations.floor import Floor
from tests.simulation import invariants

STEPS = 80
PEOPLE = ("jana", "petr", "ida")


class Chance:
    """One run: what may happen, and what has to be true whatever happened."""

    def __init__(self, floor: Floor, kinds: Kinds, seed: int) -> None:
        self.floor = floor
        self.kinds = kinds
        self.dice = random.Random(seed)
        self.started = 0
        self.refused = 0

    async def begin(self) -> "Chance":
        """Two operators who serve a website and may write first on a channel that goes outside."""
        floor = self.floor
        group = await floor.group("Sales")
        self.website = await floor.channel("Website", group)
        self.outside = await floor.channel("Outside", group, kind="sandbox")
        both = (self.website, self.outside)
        self.operators = [
            await floor.operator(name, groups=(group,), channels=both) for name in ("Klára", "Tomáš")
        ]
        for operator in self.operators:
            await floor.sign_in(operator)
        return self

    async def step(self) -> None:
        """One of the things that may happen."""
        does: Sequence[Callable[[], Awaitable[None]]] = [
            *[self._start] * 3,
            *[self._client] * 2,
            *[self._answer] * 3,
            *[self._work] * 3,
            self._limit,
            self._go,
            self._time,
        ]
        self.operator = self.dice.choice(self.operators)
        try:
            await self.dice.choice(does)()
        except Refusal:
            return

    async def _start(self) -> None:
        """One or both of them write to the same person, some of them twice at once."""
        to = service.To("vendor", self.dice.choice(PEOPLE))
        who = [self.dice.choice(self.operators) for _ in range(self.dice.randrange(1, 5))]
        open_before = await self.floor.ask(_open_with, to.value)
        outcomes = await asyncio.gather(*(self._starts(each, to) for each in who), return_exceptions=True)
        new = [each for each in outcomes if isinstance(each, Conversation)]
        assert len(new) <= (0 if open_before else 1), (open_before, outcomes)
        for outcome in outcomes:
            if isinstance(outcome, Conversation):
                assert outcome.owner_id in {each.operator_id for each in who}
            else:
                assert isinstance(outcome, AlreadyOpen | NotConnected), outcome
        assert len(await self.floor.ask(_open_with, to.value)) <= 1
        self.started += len(new)
        self.refused += len(outcomes) - len(new)

    async def _starts(self, operator: OperatorCaller, to: service.To) -> Conversation:
        arguments = {
            "channel_id": self.outside,
            "kinds": self.kinds,
            "to": to,
            "first": "Your boots are here",
        }
        return await self.floor.run(service.start, **arguments, caller=operator)

    async def _client(self) -> None:
        await self.floor.write(await self.floor.visitor(self.website))

    async def _answer(self) -> None:
        for offer in (await self.floor.offers(self.operator))[:1]:
            await self.floor.answer(self.operator, offer.id, accepts=self.dice.random() < 0.8)

    async def _work(self) -> None:
        """What he has is ended, or done with."""
        owned = await self.floor.ask(_owned, self.operator.operator_id)
        if owned:
            conversation_id, state = self.dice.choice(owned)
            does = self.floor.finish if state == "wrap_up" else self.floor.end
            await does(self.operator, conversation_id)

    async def _limit(self) -> None:
        await self.floor.change(capacity={"total": self.dice.randrange(1, 6)})

    async def _go(self) -> None:
        """He looks away, loses his page, or is back."""
        match self.dice.randrange(4):
            case 0:
                await self.floor.set_status(self.operator, "away")
            case 1:
                await self.floor.disconnect(self.operator)
            case _:
                await self.floor.disconnect(self.operator)
                await self.floor.connect(self.operator)
                await self.floor.set_status(self.operator, "online")

    async def _time(self) -> None:
        await self.floor.wait(self.dice.choice([1, 3, 20, 95]))


def _open_with(reading: Reading, value: str) -> list[str]:
    """The conversations with the person of this address that are still talked in."""
    identity, row = identities.identity.c, conversing.conversation.c
    theirs = (identity.company_id == reading.company, identity.value == value, identity.kind == "vendor")
    found = sa.select(row.id).join(identities.identity, identity.id == row.identity_id)
    open_ = row.state.not_in(("wrap_up", "closed"))
    return [each.id for each in reading.all(found.where(*theirs, open_))]


def _owned(reading: Reading, operator_id: str) -> list[tuple[str, str]]:
    row = conversing.conversation.c
    mine = (row.company_id == reading.company, row.owner_id == operator_id, row.state != "closed")
    return [(each.id, each.state) for each in reading.all(sa.select(row.id, row.state).where(*mine))]


@pytest.mark.parametrize("seed", range(5))
async def test_inv_01_and_19_hold_whatever_is_started_between(floor: Floor, kinds: Kinds, seed: int) -> None:
    run = await Chance(floor, kinds, seed).begin()
    for _ in range(STEPS):
        await run.step()
        assert await floor.ask(invariants.always) == []
    assert run.started
    assert run.refused
