"""A company on a server that will be killed: its people come, work and go home."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Final, Protocol

from tests.ledger.aftermath import wrongs
from tests.ledger.people import House, Operator, Visitor, keep_on
from tests.ledger.program import program
from tests.ledger.record import Document, Ledger

PASSWORD: Final = "correct horse battery staple"
_SETTINGS: Final = {
    "offer_deadline_seconds": 5,
    "decline_cool_down_seconds": 1,
    "missed_offers_before_away": 20,
    "capacity": {"total": 50, "kinds": {"webchat": {"limit": 50, "weight": 1}}},
}
_LOOK_EVERY: Final = 0.02
_DAYS_END: Final = 300


class Server(Protocol):
    """What the people work with: one program, or several that look like one."""

    address: str
    log: Path

    @property
    def starts(self) -> int:
        """How often it was started."""
        ...

    async def start(self) -> None:
        """Starts it."""
        ...

    async def ready(self) -> None:
        """Returns as soon as it answers."""
        ...

    async def kill(self) -> None:
        """Its end, without a word."""
        ...


class Shop:
    """Visitors and operators around a server."""

    def __init__(self, program: Server, seed: int) -> None:
        self.program = program
        self.random = Random(seed)
        self.house = House(program.address, Ledger(), Random(seed + 1))
        self.admin = Operator(self.house, "admin", "admin@shop.example", PASSWORD)
        self.operators: list[Operator] = []
        self.visitors: list[Visitor] = []
        self.channel_key = ""
        self._working: list[asyncio.Task[None]] = []

    @property
    def ledger(self) -> Ledger:
        """What was said, and what was acknowledged."""
        return self.house.ledger

    async def open(self, operators: int, visitors: int) -> None:
        """Starts the server for the first time and lets everybody in."""
        await self.start()
        person = {"name": "Admin", "email": "admin@shop.example", "password": PASSWORD}
        company = {"name": "Shop", "time_zone": "Europe/Prague"}
        await self._done("/set-up", {"company": company, "administrator": person})
        await self.admin.sign_in()
        answer = await self.admin.ask("PATCH", "/company", {"settings": _SETTINGS})
        assert answer.status_code == 200, answer.text
        group = (await self._done("/groups", {"name": "Everybody"}))["id"]
        made = {"kind": "webchat", "name": "Chat", "group_id": group, "settings": {}}
        channel = await self._done("/channels", made)
        self.channel_key = channel["key"]
        for number in range(operators):
            name = f"operator{number}"
            new = {"name": name, "email": f"{name}@shop.example", "password": PASSWORD, "role": "operator"}
            await self._done("/operators", {**new, "group_ids": [group], "channel_ids": [channel["id"]]})
            operator = Operator(self.house, name, new["email"], PASSWORD)
            await operator.sign_in()
            self.operators.append(operator)
        for number in range(visitors):
            name = f"visitor{number}"
            self.visitors.append(Visitor(self.house, name, self.channel_key, posts=number % 2 == 0))

    def come(self) -> None:
        """Everybody begins."""
        people: list[Operator | Visitor] = [*self.operators, *self.visitors]
        self._working = [asyncio.create_task(keep_on(each)) for each in people]

    async def start(self) -> None:
        """The server starts and answers."""
        await self.program.start()
        await self.program.ready()
        self.house.up.set()

    async def kill(self) -> None:
        """The server dies."""
        self.house.up.clear()
        await self.program.kill()

    async def killed(self, *, after: int) -> None:
        """The server dies in the middle of its work, some instants after so many more acknowledgements."""
        await self.worked(after=after)
        await self.kill()

    async def worked(self, *, after: int) -> None:
        """Some instants after so many more acknowledgements."""
        wanted = len(self.ledger.acknowledged) + after
        await self.until(lambda: len(self.ledger.acknowledged) >= wanted)
        await asyncio.sleep(self.random.uniform(0, 0.03))

    async def until(self, reached: Callable[[], bool]) -> None:
        """Waits for the people's work; fails when one of them gives up."""
        async with asyncio.timeout(_DAYS_END):
            while not reached():
                for each in self._working:
                    if each.done():
                        each.result()
                await asyncio.sleep(_LOOK_EVERY)

    async def evening(self) -> None:
        """Nothing new is said; what was said is acknowledged, and whoever waits is served."""
        self.house.evening = True
        await self.until(lambda: not any(each.outbox for each in (*self.visitors, *self.operators)))
        async with asyncio.timeout(_DAYS_END):
            while waiting := await self._unserved():
                await self._pick(waiting)
                await asyncio.sleep(_LOOK_EVERY)
        last = [(each, (await each.timeline())[-1]["id"]) for each in self.visitors]
        await self.until(lambda: all(each.resyncs or each.has_heard(message) for each, message in last))

    async def faults(self) -> list[str]:
        """What the visitors and the operators miss, or see twice, or in disorder."""
        seen = [await each.timeline() for each in self.visitors]
        by_visitors = [talk for timeline in seen for talk in _talks(timeline)]
        rows = await self.admin.every("/conversations")
        by_operators = [await self._entries(row["id"]) for row in rows]
        order = {timeline[0]["conversation_id"]: _ids(timeline) for timeline in by_operators}
        return [
            *self.ledger.faults(by_visitors, "visitors"),
            *self.ledger.faults(by_operators, "operators"),
            *(
                f"{talk[0]['conversation_id']} is not the same on both sides"
                for talk in by_visitors
                if order.get(talk[0]["conversation_id"]) != _ids(talk)
            ),
            *(
                wrong
                for each, timeline in zip(self.visitors, seen, strict=True)
                for wrong in _stream(each, timeline)
            ),
        ]

    async def wrongs(self, database_url: str) -> list[str]:
        """What is wrong in the database, which nobody uses any more."""
        return await wrongs(database_url)

    async def go(self) -> None:
        """Everybody leaves."""
        for each in self._working:
            each.cancel()
            with suppress(asyncio.CancelledError):
                await each
        for person in (self.admin, *self.operators, *self.visitors):
            await person.close()

    async def _entries(self, conversation_id: str) -> list[Document]:
        entries = await self.admin.older(f"/conversations/{conversation_id}/entries")
        return [entry for entry in entries if entry["kind"] == "message"]

    async def _unserved(self) -> list[str]:
        rows = await self.admin.every("/conversations")
        return [row["id"] for row in rows if row["state"] in {"new", "queued", "offered", "rescue"}]

    async def _pick(self, waiting: list[str]) -> None:
        """Where offers came to nothing for want of a server, automatic ones pause for minutes."""
        for conversation_id in waiting:
            await self.operators[0].ask("POST", f"/conversations/{conversation_id}/pick", {})

    async def _done(self, path: str, body: object) -> Document:
        answer = await self.admin.ask("POST", path, body)
        assert answer.status_code == 201, f"{path}: {answer.status_code} {answer.text}"
        document: Document = answer.json()
        return document


def _talks(timeline: list[Document]) -> list[list[Document]]:
    talks: dict[str, list[Document]] = {}
    for message in timeline:
        talks.setdefault(message["conversation_id"], []).append(message)
    return list(talks.values())


def _ids(timeline: list[Document]) -> list[str]:
    return [message["id"] for message in timeline]


def _stream(visitor: Visitor, timeline: list[Document]) -> list[str]:
    """INV-48: across all reconnects each event came once and in order, and no message was left out."""
    positions = [frame["position"] for frame in visitor.heard]
    messages = {"message.received", "message.posted"}
    heard = {frame["data"]["id"] for frame in visitor.heard if frame["event"] in messages}
    missed = [] if visitor.resyncs else [one for one in _ids(timeline) if one not in heard]
    return [
        *(
            f"{visitor.name} heard {later} after {earlier}"
            for earlier, later in pairwise(positions)
            if later <= earlier
        ),
        *(
            f"{visitor.name} never heard message {_ids(timeline).index(one)}, going on from {visitor.places}"
            for one in missed
        ),
    ]


@asynccontextmanager
async def shop(folder: Path, database_url: str | None, seed: int) -> AsyncIterator[Shop]:
    """A server and the people around it, all gone when the block ends."""
    async with program(folder, database_url) as server:
        made = Shop(server, seed)
        try:
            yield made
        finally:
            await made.go()
