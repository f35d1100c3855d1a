"""A company at work in a running Hovor: operators at open consoles, visitors whose conversations they have.

Everything is set up by the requests that the console and the panel send themselves.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Awaitable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

from bench.hovor_server import Server
from bench.load import Heard
from bench.wire import HOST, PATIENCE, Http, LiveSocket, Trouble

T = TypeVar("T")
PASSWORD: Final = "correct horse battery staple"  # noqa: S105  of nobody, for minutes
EACH: Final = 10
"""Conversations an operator has."""
_OFFER: Final = b'"event":"offer.made"'


def sources() -> Iterator[str]:
    """Addresses of this machine, each in a network of its own: limits count by network."""
    return (f"127.{1 + index // 250}.{1 + index % 250}.1" for index in itertools.count())


class Operator:
    """A colleague: his session, and the sockets of his open consoles."""

    def __init__(self, http: Http, identifier: str) -> None:
        self.http = http
        self.id = identifier
        self.sockets: list[LiveSocket] = []

    async def open_console(self, hear: Heard) -> LiveSocket:
        """One more console of his."""
        ticket = await self.http.document("POST", "/api/v1/live-tickets", {})
        socket = await LiveSocket.connect(
            self.http.port, {"ticket": ticket["ticket"], "after": None}, hear=hear, source=HOST
        )
        state = {"visible": True, "focused": True, "notifications": "granted", "sound": "on"}
        socket.say({"type": "state", "microphone": "absent", "idle_seconds": 0, **state})
        self.sockets.append(socket)
        return socket


@dataclass(frozen=True, slots=True)
class Taken:
    """An offer that an operator has accepted. `offered_at`: when his socket had it, as `perf_counter`."""

    operator: Operator
    conversation_id: str
    offered_at: float


class Visitor:
    """Somebody on the website, with his panel's socket."""

    def __init__(self, http: Http, source: str, token: str) -> None:
        self.http = http
        self.token = token
        self._source = source
        self._numbers = itertools.count(1)
        self._waiting: asyncio.Future[bytes] | None = None
        self.acknowledged: list[str] = []
        self.refused = 0
        self.socket: LiveSocket | None = None

    @property
    def opened(self) -> LiveSocket:
        """His socket."""
        assert self.socket is not None
        return self.socket

    async def connect(self) -> None:
        """Open the panel's socket."""
        hello = {"visitor_token": self.token, "after": None}
        self.socket = await LiveSocket.connect(self.http.port, hello, hear=self._hear, source=self._source)

    def post(self, text: str) -> None:
        """Say something by the socket; the acknowledgement is counted when it comes."""
        reference = f"{self.token[:12]}.{next(self._numbers)}"
        self.opened.write(f'{{"type":"post","client_ref":"{reference}","text":{json.dumps(text)}}}'.encode())

    async def post_and_wait(self, text: str) -> None:
        """Say something and wait until it is acknowledged. Raises `Trouble` when it is refused."""
        self._waiting = asyncio.get_running_loop().create_future()
        self.post(text)
        answer = await asyncio.wait_for(self._waiting, PATIENCE)
        self._waiting = None
        if not answer.startswith(b'{"type":"posted"'):
            raise Trouble(f"a message was refused: {answer[:200]!r}")

    async def post_by_http(self, text: str) -> None:
        """Say something by a request."""
        body = {"client_ref": f"{self.token[:12]}.h{next(self._numbers)}", "text": text, "file_ids": []}
        answer = await self.http.ask("POST", "/api/v1/public/webchat/messages", body)
        if answer.status != 201:
            self.refused += 1

    def _hear(self, payload: bytes) -> None:
        if payload.startswith(b'{"type":"posted"'):
            self.acknowledged.append(payload.split(b'"', 8)[7].decode())
        elif payload.startswith(b'{"type":"refused"'):
            self.refused += 1
        else:
            return
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(payload)


class Floor:
    """The company. `heard` gets what the consoles receive."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.heard: Heard = _deaf
        self.operators: list[Operator] = []
        self.visitors: list[Visitor] = []
        self.channel_key = ""
        self._administrator = self._http()
        self._sources = sources()
        self._group_id = ""
        self._channel_id = ""
        self._taken: asyncio.Future[Taken] | None = None
        self._accepting: asyncio.Future[None] | None = None

    async def open(self) -> None:
        """The first run: company, administrator, group, channel, and room for ten conversations each."""
        administrator = {"name": "Admin", "email": "admin@bench.example", "password": PASSWORD}
        company = {"name": "Bench", "time_zone": "Europe/Prague"}
        # Only now is the port known.
        http = self._administrator = self._http()
        await self._sign(http, "/api/v1/set-up", {"company": company, "administrator": administrator})
        group = await http.document("POST", "/api/v1/groups", {"name": "Support"})
        self._group_id = group["id"]
        channel = {"kind": "webchat", "name": "Website", "group_id": self._group_id, "settings": {}}
        made = await http.document("POST", "/api/v1/channels", channel)
        self._channel_id, self.channel_key = made["id"], made["key"]
        capacity = {"total": EACH, "kinds": {"webchat": {"limit": EACH, "weight": 1}}}
        # Nobody is to lose a conversation because this machine is busy with setting up the others.
        settings = {"capacity": capacity, "offer_deadline_seconds": 600, "missed_offers_before_away": 20}
        await http.document("PATCH", "/api/v1/company", {"settings": settings})

    async def hire(self, count: int, role: str = "operator") -> list[Operator]:
        """So many more colleagues, signed in."""
        hired = []
        for number in range(len(self.operators), len(self.operators) + count):
            person = {"email": f"o{number}@bench.example", "password": PASSWORD}
            rights = {"group_ids": [self._group_id], "channel_ids": [self._channel_id]}
            new = {**person, "name": f"Operator {number}", "role": role, **rights}
            made = await self._administrator.document("POST", "/api/v1/operators", new)
            http = self._http()
            await self._sign(http, "/api/v1/sign-in", person)
            hired.append(Operator(http, made["id"]))
        self.operators += hired
        return hired

    async def go_online(self, operators: Sequence[Operator]) -> None:
        """Each opens his console and wishes for conversations."""
        for operator in operators:
            await operator.open_console(partial(self._hear, operator))
            await operator.http.document("PUT", "/api/v1/me/status", {"status": "online"})

    async def visit(self, count: int, *, connect: bool = True) -> list[Visitor]:
        """So many new visitors, who have not said anything yet."""
        visitors = []
        per_network = 300
        for begin in range(0, count, per_network):
            source = next(self._sources)
            arriving = [self._arrive(source, connect) for _ in range(min(per_network, count - begin))]
            visitors += await in_turns(arriving, 8)
        self.visitors += visitors
        return visitors

    async def converse(self, count: int) -> list[Visitor]:
        """So many new conversations, each with an operator who has accepted it. Answers the visitors, those
        of the same operator one after the other.
        """
        visitors = await self.visit(count)
        owners: dict[str, list[Visitor]] = {}
        for visitor in visitors:
            taken = self.next_taken()
            await visitor.post_and_wait("Hello, is anybody there?")
            owners.setdefault((await taken).operator.id, []).append(visitor)
        return [visitor for served in owners.values() for visitor in served]

    def next_taken(self) -> Awaitable[Taken]:
        """The next offer of all, once it is accepted. Raises `TimeoutError`."""
        self._taken = asyncio.get_running_loop().create_future()
        return asyncio.wait_for(self._taken, PATIENCE)

    def close(self) -> None:
        """Everybody closes his browser."""
        for operator in self.operators:
            for socket in operator.sockets:
                socket.close()
            operator.http.close()
        for visitor in self.visitors:
            if visitor.socket is not None:
                visitor.socket.close()
            visitor.http.close()
        self._administrator.close()

    async def _arrive(self, source: str, connect: bool) -> Visitor:  # noqa: FBT001  one word at its only callers
        http = Http(self.server.port, source=source)
        page = {"url": "https://shop.example/boots", "title": "Boots"}
        hello = {"visitor_token": None, "page": page, "locale": "en"}
        path = f"/api/v1/public/webchat/{self.channel_key}/hello"
        greeting = await http.document("POST", path, hello)
        http.headers["Authorization"] = f"Bearer {greeting['visitor_token']}"
        visitor = Visitor(http, source, greeting["visitor_token"])
        http.close()
        if connect:
            await visitor.connect()
        return visitor

    def _hear(self, operator: Operator, payload: bytes) -> None:
        if _OFFER in payload:
            self._accepting = asyncio.ensure_future(self._accept(operator, payload, time.perf_counter()))
        self.heard(payload)

    async def _accept(self, operator: Operator, payload: bytes, offered_at: float) -> None:
        offer = json.loads(payload)["data"]
        await operator.http.document("POST", f"/api/v1/offers/{offer['id']}/accept", {})
        if self._taken is not None and not self._taken.done():
            self._taken.set_result(Taken(operator, offer["conversation"]["id"], offered_at))

    def _http(self) -> Http:
        # A console's requests change things only from its own pages.
        return Http(self.server.port, {"Origin": f"http://localhost:{self.server.port}"})

    @staticmethod
    async def _sign(http: Http, path: str, body: object) -> None:
        answer = await http.ask("POST", path, body)
        answer.document()
        cookie = answer.headers.get("set-cookie", "").partition(";")[0]
        if not cookie:
            raise Trouble(f"{path} gave no session")
        http.headers["Cookie"] = cookie


async def in_turns(work: Sequence[Coroutine[Any, Any, T]], at_once: int) -> list[T]:
    """Results in order, never more than `at_once` under way."""
    turns = asyncio.Semaphore(at_once)

    async def one(each: Coroutine[Any, Any, T]) -> T:
        async with turns:
            return await each

    return list(await asyncio.gather(*map(one, work)))


def _deaf(payload: bytes) -> None:
    """Until a load listens."""
