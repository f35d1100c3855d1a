"""INV-15 and INV-16 under any interleaving: clients who come, operators who answer, look away, leave, are cut
off or lose a right, time, and crashes. Whoever may not be offered anything has no offer after the very step
that made it so; only what was shown counts as missed.
"""

import random
from collections.abc import Awaitable, Callable, Sequence

import pytest
import sqlalchemy as sa

from hovor.companies import service as companies
from hovor.foundation.database import Reading
from hovor.foundation.errors import Refusal
from hovor.presence import queries as presence
from hovor.presence import service as presence_of
from hovor.routing import models
from tests.conversations.floor import Floor
from tests.simulation import invariants

STEPS = 120
NAMES = ("Klára", "Tomáš", "Jana")


class Chance:
    """One run: what may happen, and what has to be true whatever happened."""

    def __init__(self, floor: Floor, seed: int) -> None:
        self.floor = floor
        self.dice = random.Random(seed)
        self.ends: set[str] = set()

    async def begin(self) -> "Chance":
        """Three operators with one channel."""
        self.channel, self.operators = await self.floor.staffed(*NAMES)
        self.group = (await self.floor.ask(_groups))[0]
        return self

    async def step(self) -> None:
        """One of the things that may happen to one of them."""
        does: Sequence[Callable[[], Awaitable[None]]] = [
            *[self._client] * 3,
            *[self._answers] * 2,
            *[self._shown] * 2,
            *[self._time] * 2,
            *[self._leaves] * 3,
            *[self._comes] * 2,
            self._crash,
        ]
        self.operator = self.dice.choice(self.operators)
        try:
            await self.dice.choice(does)()
        except Refusal:
            return

    async def _client(self) -> None:
        await self.floor.write(await self.floor.visitor(self.channel))

    async def _answers(self) -> None:
        for offer in (await self.floor.offers(self.operator))[:1]:
            await self.floor.answer(self.operator, offer.id, accepts=self.dice.random() < 0.5)

    async def _shown(self) -> None:
        for operator in self.operators:
            for offer in await self.floor.offers(operator):
                await self.floor.shown(operator, offer.id)

    async def _time(self) -> None:
        await self.floor.wait(self.dice.choice([1, 2, 11, 20, 61]))

    async def _leaves(self) -> None:
        """He becomes one who may be offered nothing; nothing is waited for."""
        me, page = self.operator.operator_id, f"page-{self.operator.operator_id}"
        match self.dice.randrange(8):
            case 0:
                await self.floor.set_status(self.operator, "away")
            case 1:
                await self.floor.run(presence_of.connection_suspect, connection_id=page)
            case 2:
                await self.floor.switch(self.operator, self.channel, on=False)
            case 3:
                await self.floor.run(presence_of.set_on_another_call, operator_id=me, on=True, reason=None)
            case 4:
                await self.floor.change_operator(self.operator, {"group_ids": ()})
            case 5:
                await self.floor.disconnect(self.operator)
            case 6:
                await self.floor.change_operator(self.operator, {"channel_ids": ()})
            case _:
                await self.floor.run(companies.change_channel, self.channel, {"enabled": False})

    async def _comes(self) -> None:
        """Everything that keeps him from work is over."""
        me = self.operator.operator_id
        await self.floor.change_operator(
            self.operator, {"group_ids": (self.group,), "channel_ids": (self.channel,)}
        )
        await self.floor.run(companies.change_channel, self.channel, {"enabled": True})
        await self.floor.run(presence_of.set_on_another_call, operator_id=me, on=False, reason=None)
        await self.floor.disconnect(self.operator)
        await self.floor.connect(self.operator)
        await self.floor.switch(self.operator, self.channel, on=True)
        await self.floor.set_status(self.operator, "online")

    async def _crash(self) -> None:
        """The process dies with every connection and whatever it had in mind; another one takes over."""
        before = self.floor
        await before.close()
        self.floor = Floor(before.database, before.clock)
        await self.floor.resume(before)
        await self.floor.run(presence_of.process_lost, process_id="process")
        for operator in self.dice.sample(self.operators, 2):
            await self.floor.connect(operator)

    async def check(self) -> None:
        """What always holds, INV-15 among it, and INV-16 about every offer there ever was."""
        assert await self.floor.ask(invariants.always) == []
        for outcome, delivered_at in await self.floor.ask(_ended):
            self.ends.add(outcome)
            assert (outcome != "timed_out") or delivered_at is not None
            assert (outcome != "undelivered") or delivered_at is None
        for operator in self.operators:
            status = await self.floor.ask(presence.declared, operator.operator_id)
            if status.cause == "missed_offers":
                shown = await self.floor.ask(_missed, operator.operator_id)
                assert shown >= 2, f"{operator.session_id} is away for {shown} offers that were shown"


def _groups(reading: Reading) -> list[str]:
    return [row[0] for row in reading.all(sa.select(models.queue.c.group_id)) if row[0] is not None]


def _ended(reading: Reading) -> list[tuple[str, int | None]]:
    offer = models.offer.c
    rows = reading.all(sa.select(offer.outcome, offer.delivered_at).where(offer.outcome.is_not(None)))
    return [(row[0], row[1]) for row in rows]


def _missed(reading: Reading, operator_id: str) -> int:
    offer = models.offer.c
    of_his = (offer.operator_id == operator_id, offer.outcome == "timed_out", offer.delivered_at.is_not(None))
    return len(reading.all(sa.select(offer.id).where(*of_his)))


@pytest.mark.parametrize("seed", range(6))
async def test_inv_15_and_16_hold_whatever_happens_between(floor: Floor, seed: int) -> None:
    run = await Chance(floor, seed).begin()
    for _ in range(STEPS):
        await run.step()
        await run.check()
    if run.floor is not floor:
        await run.floor.close()
    assert "withdrawn" in run.ends
    assert run.ends & {"timed_out", "undelivered"}
