"""`hovor worker` and two `hovor serve` on one PostgreSQL: servers are killed while clients write, and the
others go on. Nothing that was acknowledged is lost, and what falls due happens without any server.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import httpx2
import pytest
import sqlalchemy as sa

from hovor.foundation.clock import SECOND
from hovor.presence.models import connection
from hovor.routing.models import offer
from tests.ledger.aftermath import wrongs
from tests.ledger.program import Program, Worker
from tests.support.server import PASSWORD, PATIENCE, Document, Operator, Visitor

SAID: Final = 40
CLIENTS: Final = 4
KILLED_AFTER: Final = 30
DEADLINE: Final = 5
_LOOK_EVERY: Final = 0.05
_SETTINGS: Final = {
    "offer_deadline_seconds": DEADLINE,
    "missed_offers_before_away": 20,
    "capacity": {"total": 1},
}


class Client:
    """Somebody who writes to whichever server answers; what was not acknowledged is sent again."""

    def __init__(
        self, number: int, servers: Sequence[str], channel_key: str, acknowledged: list[str]
    ) -> None:
        self.name = f"client{number}"
        self.acknowledged = acknowledged
        self._servers = list(servers)
        self._key = channel_key
        self._visitor = Visitor(self._servers[0], channel_key)
        self.said: list[str] = []

    def works(self) -> None:
        """Says everything, in order."""
        for number in range(SAID):
            text = f"{self.name} says {number}"
            while not self._says(text):
                self._moves()
            self.said.append(text)
            self.acknowledged.append(text)

    def sees(self) -> list[str]:
        """What stands in his panel."""
        return [message["text"] for message in self._visitor.messages() if message["text"]]

    def close(self) -> None:
        """He goes."""
        self._visitor.close()

    def _says(self, text: str) -> bool:
        body = {"client_ref": text.replace(" ", "-"), "text": text}
        try:
            answer = self._visitor.http.post("/messages", json=body)
        except httpx2.TransportError:
            return False
        return answer.is_success

    def _moves(self) -> None:
        """To another server, as the same visitor."""
        token = self._visitor.token
        self._visitor.close()
        self._servers.append(self._servers.pop(0))
        with contextlib.suppress(httpx2.TransportError):
            self._visitor = Visitor(self._servers[0], self._key, token)
        assert self._visitor.token == token


@asynccontextmanager
async def _house(folder: Path, url: str) -> AsyncIterator[tuple[Program, Program, Worker]]:
    """Two servers and a worker, all gone when the block ends."""
    async with contextlib.AsyncExitStack() as stack:
        first, second = (Program(folder, url, name=name) for name in ("first", "second"))
        worker = Worker(folder, url)
        for each in (first, second, worker):
            stack.push_async_callback(each.close)
        await first.start()
        await first.ready()
        await second.start()
        await worker.start()
        await second.ready()
        yield first, second, worker


def _set_up(address: str) -> tuple[Operator, str]:
    """A company whose administrator serves its chat himself."""
    person = {"name": "Admin", "email": "admin@shop.example", "password": PASSWORD}
    body = {"company": {"name": "Shop", "time_zone": "Europe/Prague"}, "administrator": person}
    origin = {"origin": address}
    made = httpx2.post(f"{address}/api/v1/set-up", json=body, headers=origin, timeout=PATIENCE)
    assert made.is_success, made.text
    admin = Operator(address, "admin@shop.example")
    admin.ask("PATCH", "/company", {"settings": _SETTINGS})
    group = admin.ask("POST", "/groups", {"name": "Everybody"})["id"]
    channel = {"kind": "webchat", "name": "Chat", "group_id": group, "settings": {}}
    made_channel = admin.ask("POST", "/channels", channel)
    mine = {"group_ids": [group], "channel_ids": [made_channel["id"]]}
    admin.ask("PATCH", f"/operators/{admin.id}", mine)
    admin.close()
    return Operator(address, "admin@shop.example"), made_channel["key"]


@pytest.mark.timeout(300)
async def test_inv_55_one_of_two_servers_dies_and_the_worker_goes_on(
    postgres_url: str, tmp_path: Path
) -> None:
    async with _house(tmp_path, postgres_url) as (first, second, worker):
        admin, key = await asyncio.to_thread(_set_up, second.address)
        addresses = (first.address, second.address)
        acknowledged: list[str] = []
        clients = [
            await asyncio.to_thread(Client, number, addresses, key, acknowledged) for number in range(CLIENTS)
        ]
        with ThreadPoolExecutor(CLIENTS) as threads:
            working = [threads.submit(client.works) for client in clients]
            while len(acknowledged) < KILLED_AFTER:  # noqa: ASYNC110  threads tell no loop
                await asyncio.sleep(_LOOK_EVERY)
            await first.kill()
            await asyncio.gather(*(asyncio.wrap_future(each) for each in working))
        for client in clients:
            assert await asyncio.to_thread(client.sees) == client.said
        await asyncio.to_thread(admin.go_online)
        seen = await asyncio.to_thread(_shown, admin)
        await second.kill()
        await asyncio.to_thread(admin.close)
        for client in clients:
            client.close()
        await _ends(postgres_url, seen["id"])
        await worker.kill()
        assert await wrongs(postgres_url) == []


def _shown(admin: Operator) -> Document:
    """An offer that he sees, and does not answer."""
    made = admin.live.hears("offer.made")
    admin.ask("POST", f"/offers/{made['id']}/shown", {"by": ["card"]})
    return made


async def _ends(url: str, offer_id: str) -> None:
    """Waits for what only the worker is there to see to: this offer ends by its deadline, the connections of
    the dead servers are given up, and with them whatever else was offered.
    """
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=sa.NullPool)
    left = sa.select(connection.c.id).union_all(sa.select(offer.c.id).where(offer.c.ended_at.is_(None)))
    async with asyncio.timeout(60):
        while _any(engine, left):  # noqa: ASYNC110  nobody tells
            await asyncio.sleep(_LOOK_EVERY)
    row = offer.c
    with engine.connect() as asking:
        outcome, ended_at, deadline = asking.execute(
            sa.select(row.outcome, row.ended_at, row.deadline).where(row.id == offer_id)
        ).one()
    assert outcome in {"timed_out", "withdrawn"}
    assert ended_at <= deadline + 2 * SECOND


def _any(engine: sa.Engine, asked: sa.CompoundSelect[str]) -> bool:
    with engine.connect() as asking:
        return asking.execute(asked).first() is not None
