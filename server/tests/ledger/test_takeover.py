"""The server that decides for the company is killed in the middle of its work, again and again: the other one
decides within two seconds, nobody has a conversation twice, and none is lost.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, Final

import httpx2
import psycopg
import pytest

from hovor.foundation.clock import MILLISECOND, SECOND, Instant
from tests.ledger.pair import Pair, pair
from tests.ledger.people import TROUBLE, Visitor
from tests.ledger.shop import Shop

KILLS: Final = 5
MANY_KILLS: Final = 100
VISITORS: Final = 6
OPERATORS: Final = 4
NEXT_DECISION: Final = 2 * SECOND
_LOOK_EVERY: Final = 0.01
_NOTHING: Final = 30

_DECIDED: Final = (
    "SELECT decision.at, (SELECT max(event.at) FROM event WHERE event.at <= decision.at"
    " AND kind = 'conversation.queued' AND payload::json ->> 'conversation_id' = decision.conversation_id)"
    " AS since FROM decision WHERE operator_id IS NOT NULL AND "
)
_NEXT: Final = f"{_DECIDED} decision.at >= %s ORDER BY decision.at, since LIMIT 1"
_MINE: Final = f"{_DECIDED} conversation_id = %s ORDER BY decision.at LIMIT 1"
_NEVER: Final = "SELECT id FROM conversation WHERE id NOT IN (SELECT conversation_id FROM offer)"
_LOST: Final = "SELECT id FROM unnest(%s::text[]) AS said(id) WHERE id NOT IN (SELECT id FROM entry)"
_OFFERS: Final = (
    "SELECT conversation_id, made_at, ended_at FROM offer ORDER BY conversation_id, made_at, ended_at"
)
_OWNERS: Final = (
    "SELECT conversation_id, started_at, ended_at FROM assignment"
    " ORDER BY conversation_id, started_at, ended_at"
)


class Night:
    """One night of deaths, and what was measured."""

    def __init__(self, house: Shop, servers: Pair, asking: psycopg.AsyncConnection, seed: int) -> None:
        self.house = house
        self.servers = servers
        self.chance = Random(seed)
        self.decided: list[Instant] = []
        """From each kill to the next decision that made an offer, in microseconds; where that was about
        somebody who came, or came back from an offer, after the kill, from then on.
        """
        self.served: list[Instant] = []
        """The same for somebody new who came right after the kill."""
        self.from_kill: list[Instant] = []
        """From each kill to the next decision, whether or not there was anything to decide before."""
        self.said: list[str] = []
        """Messages of those who came right after a kill, all acknowledged."""
        self._asking = asking

    async def one_death(self) -> None:
        """Whoever decides dies at work; somebody new comes, and is offered to an operator by the other."""
        await self.house.worked(after=self.chance.randint(1, 20))
        dead, before, after = await self.servers.kill_holder()
        conversation_id = await self._somebody_comes()
        at, since = await self._answer(_MINE, conversation_id)
        self.served.append(at - max(before, since))
        at, since = await self._answer(_NEXT, after)
        self.decided.append(at - max(before, since))
        self.from_kill.append(at - before)
        await dead.start()
        await dead.ready()

    async def faults(self) -> list[str]:
        """What is wrong with the whole history, as it stands in the database."""
        late = [taken for taken in self.decided if taken > NEXT_DECISION]
        never = [row[0] for row in await self._rows(_NEVER)]
        lost = [row[0] for row in await self._rows(_LOST, self.said)]
        return [
            *(f"the next decision came after {taken / SECOND:.2f} s" for taken in late),
            *(f"LIV-2 {each} was never offered to anybody" for each in never),
            *(f"INV-55 {each} was acknowledged and is lost" for each in lost),
            *(f"INV-09 {each} was offered twice at once" for each in await self._overlapping(_OFFERS)),
            *(f"INV-01 {each} had two owners at once" for each in await self._overlapping(_OWNERS)),
        ]

    async def _somebody_comes(self) -> str:
        name = f"newcomer{len(self.said)}"
        newcomer = Visitor(self.house.house, name, self.house.channel_key, posts=True)
        ref, text = self.house.ledger.say(name)
        async with asyncio.timeout(_NOTHING):
            while True:
                with contextlib.suppress(*TROUBLE):
                    answer = (await self._says(newcomer, ref, text)).json()
                    break
                await asyncio.sleep(_LOOK_EVERY)
        await newcomer.close()
        self.said.append(answer["message_id"])
        conversation_id: str = answer["conversation_id"]
        return conversation_id

    async def _says(self, newcomer: Visitor, ref: str, text: str) -> httpx2.Response:
        if newcomer.token is None:
            hello = {"visitor_token": None, "page": None, "locale": "en"}
            answer = await newcomer.ask("POST", f"/public/webchat/{newcomer.key}/hello", hello)
            newcomer.token = answer.json()["visitor_token"]
            newcomer.http.headers["authorization"] = f"Bearer {newcomer.token}"
        said = await newcomer.ask("POST", "/public/webchat/messages", {"client_ref": ref, "text": text})
        assert said.status_code == 201, said.text
        return said

    def figures(self) -> str:
        """What was measured, in a line."""
        return (
            f"next decision {_figures(self.decided)}, from the kill {_figures(self.from_kill)}; "
            f"who came right after a kill was offered {_figures(self.served)}"
        )

    async def _answer(self, question: str, about: object) -> tuple[Instant, Instant]:
        """When the decision was made, and since when the conversation had waited."""
        async with asyncio.timeout(_NOTHING):
            while not (rows := await self._rows(question, about)):  # noqa: ASYNC110  the database tells nobody
                await asyncio.sleep(_LOOK_EVERY)
        return rows[0][0], rows[0][1]

    async def _overlapping(self, question: str) -> list[str]:
        return [
            one[0]
            for one, following in pairwise(await self._rows(question))
            if one[0] == following[0] and (one[2] is None or one[2] > following[1])
        ]

    async def _rows(self, question: str, *about: object) -> list[tuple[Any, ...]]:
        return await (await self._asking.execute(question.encode(), about)).fetchall()


@contextlib.asynccontextmanager
async def _shop(servers: Pair, seed: int) -> AsyncIterator[Shop]:
    made = Shop(servers, seed)
    try:
        yield made
    finally:
        await made.go()


async def _deaths(folder: Path, url: str, kills: int, seed: int) -> str:
    """That many deaths, everything checked; answers with what was measured."""
    began = time.monotonic()
    async with (
        pair(folder, url) as servers,
        _shop(servers, seed) as house,
        await psycopg.AsyncConnection.connect(url, autocommit=True) as asking,
    ):
        await house.open(OPERATORS, VISITORS)
        assert await _deciding(servers) == [0.0, 1.0]
        night = Night(house, servers, asking, seed)
        house.come()
        for _ in range(kills):
            await night.one_death()
        await house.evening()
        faults = [*await house.faults(), *await night.faults()]
        await servers.kill()
        faults += await house.wrongs(url)
        assert not faults, (faults, night.figures())
        assert '"level": "error"' not in servers.log.read_text()
        said = len(house.ledger.acknowledged) + len(night.said)
    return (
        f"{kills} kills of the one that decides, {said} acknowledged messages, once and in order; "
        f"{night.figures()}; {time.monotonic() - began:.0f} s"
    )


async def _deciding(servers: Pair) -> list[float]:
    """For how many companies each of them says that it decides."""
    await servers.holder()
    told = []
    async with httpx2.AsyncClient() as asking:
        for each in servers.servers:
            figures = (await asking.get(f"{each.address}/metrics")).text
            told += [
                float(line.split()[1])
                for line in figures.splitlines()
                if line.startswith("hovor_routing_companies ")
            ]
    return sorted(told)


def _figures(taken: list[Instant]) -> str:
    ordered = sorted(each / MILLISECOND for each in taken)
    p95 = ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]
    return f"p50 {ordered[len(ordered) // 2]:.0f} ms, p95 {p95:.0f} ms, at most {ordered[-1]:.0f} ms"


@pytest.mark.timeout(300)
async def test_inv_01_who_decides_is_killed_5_times_and_the_other_one_goes_on(
    postgres_url: str, tmp_path: Path
) -> None:
    print(await _deaths(tmp_path, postgres_url, KILLS, seed=41))  # noqa: T201


@pytest.mark.soak
@pytest.mark.timeout(0)
async def test_inv_01_who_decides_is_killed_100_times_and_the_other_one_goes_on(
    postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = time.time_ns() % 1_000_000
    told = await _deaths(tmp_path, postgres_url, MANY_KILLS, seed)
    with capsys.disabled():
        print(f"\nseed {seed}: {told}")  # noqa: T201
