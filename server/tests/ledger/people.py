"""Visitors and operators who go on whatever happens to the server, as the widget and the console do: what
was not acknowledged is sent again, with the same reference.
"""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, Protocol

import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from tests.ledger.record import Document, Ledger

AT_ONCE: Final = 3
_NOT_NOW: Final = {429, 503}


class NotNow(Exception):
    """The server cannot do it at the moment: the same again, later."""


TROUBLE: Final = (OSError, WebSocketException, httpx2.TransportError, NotNow)


@dataclass
class House:
    """What all who talk to the server share."""

    address: str
    ledger: Ledger
    random: Random
    up: asyncio.Event = field(default_factory=asyncio.Event)
    evening: bool = False
    """Nobody says anything new, and every offer is accepted."""

    async def pause(self, longest: float) -> None:
        """As long as a person takes, or less."""
        await asyncio.sleep(self.random.uniform(0, longest))


class Person(Protocol):
    """Somebody who talks."""

    house: House

    async def session(self) -> None:
        """From connecting to the first trouble."""

    async def close(self) -> None:
        """Goes home."""


async def keep_on(person: Person) -> None:
    """Session after session, until cancelled."""
    while True:
        await person.house.up.wait()
        try:
            await person.session()
        except* TROUBLE:
            await person.house.pause(0.02)


class Browser:
    """One person's HTTP and live socket."""

    def __init__(self, house: House, origin: str) -> None:
        self.house = house
        self.origin = origin
        self.http = httpx2.AsyncClient(base_url=house.address, headers={"origin": origin}, timeout=20)
        self.outbox: deque[tuple[str, Document]] = deque()
        """Said and not acknowledged, the oldest first."""
        self.settled = asyncio.Event()
        """Rings whenever something is acknowledged or refused."""

    async def ask(self, method: str, path: str, body: object = None) -> httpx2.Response:
        """The answer, whatever it is. Raises `NotNow`."""
        answer = await self.http.request(method, f"/api/v1{path}", json=body)
        if answer.status_code in _NOT_NOW:
            raise NotNow(answer.text)
        assert answer.status_code < 500, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer

    def socket(self) -> connect:
        """A live socket that is not greeted yet."""
        url = self.house.address.replace("http", "ws")
        return connect(
            f"{url}/api/v1/live",
            origin=Origin(self.origin),
            compression=None,
            open_timeout=20,
            ping_interval=None,
        )

    async def close(self) -> None:
        """Closes the browser."""
        await self.http.aclose()

    def settle(self, author: str, client_ref: str, answer: Document | None) -> None:
        """It is stored (or, with None, refused for good)."""
        if answer is not None:
            self.house.ledger.note(author, client_ref, answer)
        kept = [each for each in self.outbox if each[0] != client_ref]
        self.outbox.clear()
        self.outbox.extend(kept)
        self.settled.set()


class Visitor(Browser):
    """Says one thing after the other; through the socket, several at once, or as HTTP posts, one by one."""

    def __init__(self, house: House, name: str, channel_key: str, *, posts: bool) -> None:
        super().__init__(house, house.address)
        self.name = name
        self.key = channel_key
        self.posts = posts
        self.token: str | None = None
        self.position: int | None = None
        self.heard: list[Document] = []
        self.resyncs = 0
        self.places: list[tuple[int | None, int]] = []
        """From where each socket was asked to go on, and from where it did."""

    async def session(self) -> None:
        hello = {"visitor_token": self.token, "page": None, "locale": "en"}
        answer = (await self.ask("POST", f"/public/webchat/{self.key}/hello", hello)).json()
        if self.token is None:
            self.token, self.position = answer["visitor_token"], answer["position"]
            self.http.headers["authorization"] = f"Bearer {self.token}"
        async with self.socket() as socket, asyncio.TaskGroup() as together:
            await socket.send(
                json.dumps({"type": "hello", "visitor_token": self.token, "after": self.position})
            )
            together.create_task(self._listen(socket))
            together.create_task(self._post() if self.posts else self._say(socket))

    async def _listen(self, socket: ClientConnection) -> None:
        while True:
            frame = json.loads(await socket.recv())
            match frame["type"]:
                case "ping":
                    await socket.send('{"type":"pong"}')
                case "posted":
                    self.settle(self.name, frame["client_ref"], frame)
                case "refused":
                    assert frame["code"] == "storage_unavailable", frame
                    raise NotNow(frame["code"])
                case "ready":
                    self.places.append((self.position, frame["position"]))
                case "resync":
                    self.resyncs += 1
                case "event":
                    self.heard.append(frame)
                    self.position = frame["position"]
                case _:
                    pass

    async def _say(self, socket: ClientConnection) -> None:
        under_way: set[str] = set()
        while True:
            waiting = [ref for ref, _ in self.outbox]
            if len(waiting) < AT_ONCE and not self.house.evening:
                self._think()
            for ref, body in list(self.outbox):
                if ref not in under_way:
                    under_way.add(ref)
                    await socket.send(json.dumps({"type": "post", **body}))
            await self.house.pause(0.12)
            if len(self.outbox) >= AT_ONCE or self.house.evening:
                self.settled.clear()
                await self.settled.wait()

    async def _post(self) -> None:
        while True:
            if not self.outbox:
                if self.house.evening:
                    return
                self._think()
            ref, body = self.outbox[0]
            answer = await self.ask("POST", "/public/webchat/messages", body)
            assert answer.status_code == 201, answer.text
            self.settle(self.name, ref, answer.json())
            await self.house.pause(0.15)

    def _think(self) -> None:
        ref, text = self.house.ledger.say(self.name)
        self.outbox.append((ref, {"client_ref": ref, "text": text}))

    def has_heard(self, message_id: str) -> bool:
        """Whether the socket has told of this message."""
        return any(frame["data"]["id"] == message_id for frame in reversed(self.heard))

    async def timeline(self) -> list[Document]:
        """Everything that was said, as the panel shows it."""
        items: list[Document] = []
        place = ""
        while True:
            page = (await self.ask("GET", f"/public/webchat/messages{place}")).json()
            items += page["items"]
            if page["next"] is None:
                return [item for item in items if item["text"] is not None]
            place = f"?after={page['next']}"


class Operator(Browser):
    """Accepts most offers, answers, and ends some conversations."""

    def __init__(self, house: House, name: str, email: str, password: str) -> None:
        super().__init__(house, house.address)
        self.name = name
        self.email = email
        self._who = {"email": email, "password": password}
        self._todo: asyncio.Queue[Document] = asyncio.Queue()

    async def sign_in(self) -> str:
        """Once; the session outlives every server."""
        answer = await self.ask("POST", "/sign-in", self._who)
        assert answer.status_code == 200, answer.text
        mine: str = answer.json()["operator"]["id"]
        return mine

    async def session(self) -> None:
        screen = (await self.ask("GET", "/workspace")).json()
        ticket = (await self.ask("POST", "/live-tickets", {})).json()["ticket"]
        self._todo = asyncio.Queue()
        async with self.socket() as socket, asyncio.TaskGroup() as together:
            hello = {"type": "hello", "ticket": ticket, "after": screen["position"]}
            await socket.send(json.dumps(hello))
            state = {"visible": True, "focused": True, "notifications": "granted", "sound": "on"}
            await socket.send(
                json.dumps({"type": "state", "microphone": "granted", "idle_seconds": 0, **state})
            )
            together.create_task(self._listen(socket))
            together.create_task(self._work(socket, screen))

    async def _listen(self, socket: ClientConnection) -> None:
        while True:
            frame = json.loads(await socket.recv())
            match frame["type"]:
                case "ping":
                    await socket.send('{"type":"pong"}')
                case "posted":
                    self.settle(self.name, frame["client_ref"], frame)
                case "refused" if frame["code"] == "storage_unavailable":
                    raise NotNow(frame["code"])
                case "refused":
                    self.settle(self.name, frame["client_ref"], None)
                case "resync":
                    raise NotNow("everything anew")
                case "event":
                    self._todo.put_nowait(frame)
                case _:
                    pass

    async def _work(self, socket: ClientConnection, screen: Document) -> None:
        if screen["status"]["status"] != "online":
            await self.ask("PUT", "/me/status", {"status": "online"})
        await self._deliver(socket)
        for offer in screen["offers"]:
            await self._answer_offer(offer)
        while True:
            frame = await self._todo.get()
            if frame["event"] == "offer.made":
                await self._answer_offer(frame["data"])
            elif frame["event"] == "message.received" and not self.house.evening:
                await self._answer(socket, frame["data"]["conversation_id"])

    async def _answer_offer(self, offer: Document) -> None:
        chance = self.house.random.random()
        if chance < 0.8 or self.house.evening:
            await self.ask("POST", f"/offers/{offer['id']}/shown", {"by": ["card"]})
            await self.ask("POST", f"/offers/{offer['id']}/accept", {})
        elif chance < 0.9:
            await self.ask("POST", f"/offers/{offer['id']}/decline", {})

    async def _answer(self, socket: ClientConnection, conversation_id: str) -> None:
        """One in three messages is answered, and one in fifty is the last."""
        chance = self.house.random.random()
        if chance < 0.02:
            await self.ask("POST", f"/conversations/{conversation_id}/end", {})
            await self.ask("POST", f"/conversations/{conversation_id}/wrap-up", {})
        elif chance < 0.33:
            ref, text = self.house.ledger.say(self.name)
            self.outbox.append((ref, {"conversation_id": conversation_id, "client_ref": ref, "text": text}))
            await self._deliver(socket)

    async def _deliver(self, socket: ClientConnection) -> None:
        """Each of what waits, one after the other, now through the socket and now as a post."""
        while self.outbox:
            ref, body = self.outbox[0]
            if self.house.random.random() < 0.5:
                self.settled.clear()
                await socket.send(json.dumps({"type": "post", **body}))
                await self.settled.wait()
            else:
                content = {name: value for name, value in body.items() if name != "conversation_id"}
                answer = await self.ask("POST", f"/conversations/{body['conversation_id']}/messages", content)
                self.settle(self.name, ref, answer.json() if answer.status_code == 201 else None)

    async def every(self, path: str) -> list[Any]:
        """All pages of a list."""
        items: list[Any] = []
        more = "?limit=100"
        while True:
            page = (await self.ask("GET", path + more)).json()
            items += page["items"]
            if page["next"] is None:
                return items
            more = f"?limit=100&after={page['next']}"

    async def older(self, path: str) -> list[Any]:
        """All pages of a list that begins with its last page."""
        items: list[Any] = []
        more = ""
        while True:
            page = (await self.ask("GET", path + more)).json()
            items = [*page["items"], *items]
            if page["next"] is None:
                return items
            more = f"?after={page['next']}"
