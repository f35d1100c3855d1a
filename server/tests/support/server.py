"""A whole installation at work on a free port of this machine: real HTTP, real sockets, a real database.

    def test_something(hovor):                  runs once on SQLite and once on PostgreSQL
        klara = hovor.operator("klara")         signed in, her console connected
        visitor = hovor.visitor()
        visitor.say("Hello")
        klara.hears("offer.made")

The installation runs in a thread of this process. Its clock goes on with real time; `hovor.advance(seconds)`
turns it on, and timers that have become due fire. Waiting in tests is for an event, never for a time.
"""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx2
import pytest
import sqlalchemy as sa
import uvicorn
import uvloop
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from hovor import administration, web
from hovor.accounts import service as accounts
from hovor.companies import service as companies
from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Reading, Work
from hovor.foundation.http.serving import server_options
from hovor.foundation.settings import Settings
from hovor.foundation.timers import timer
from hovor.messaging.channel import Kinds
from hovor.wiring import Installation, build
from tests.support import contract

Document = dict[str, Any]
PASSWORD: Final = "correct horse battery staple"
PATIENCE: Final = 30.0
"""Seconds until a test that waits for an event fails. Nothing is ever waited for that long."""


class TurnableClock:
    """Goes on with real time, ahead of it by what it has been turned; or stands still where it is told to."""

    def __init__(self, stands_at: Instant | None = None) -> None:
        self._stands_at = stands_at
        self._ahead = 0
        self._sleepers: set[asyncio.Future[None]] = set()

    def now(self) -> Instant:
        """The instant it shows; from any thread."""
        real = time.time_ns() // 1000 if self._stands_at is None else self._stands_at
        return real + self._ahead

    def turn(self, seconds: float) -> None:
        """Let that much time pass at once. From the loop on which the sleepers sleep."""
        self._ahead += round(seconds * SECOND)
        for sleeper in list(self._sleepers):
            _wake(sleeper)

    async def sleep_until(self, instant: Instant) -> None:
        """See `hovor.foundation.clock.Clock`."""
        loop = asyncio.get_running_loop()
        while (left := instant - self.now()) > 0:
            sleeper = loop.create_future()
            handle = loop.call_later(left / SECOND, _wake, sleeper)
            self._sleepers.add(sleeper)
            try:
                await sleeper
            finally:
                self._sleepers.discard(sleeper)
                handle.cancel()


def _wake(sleeper: asyncio.Future[None]) -> None:
    if not sleeper.done():
        sleeper.set_result(None)


class Live:
    """A live socket that answers pings, keeps every frame, and holds each to the public contract."""

    def __init__(self, address: str, origin: str, hello: Mapping[str, object]) -> None:
        self.frames: list[Document] = []
        self._side: contract.Side = "visitor" if "visitor_token" in hello else "operator"
        self._faults: list[str] = []
        self._news = threading.Condition()
        self.closed = False
        self._closing = ExitStack()
        url = f"{address.replace('http', 'ws')}/api/v1/live"
        connecting = connect(url, origin=Origin(origin), compression=None)
        self._socket: ClientConnection = self._closing.enter_context(connecting)
        self._socket.send(json.dumps({"type": "hello", **hello}))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        self.ready = self.hears_frame(lambda frame: frame["type"] == "ready")

    def say(self, **frame: object) -> None:
        """Sends a frame."""
        self._socket.send(json.dumps(frame))

    def hears(self, event: str, where: Callable[[Document], bool] = lambda _: True) -> Document:
        """The data of the first event of this name, past or to come, of which `where` holds."""
        found = self.hears_frame(
            lambda frame: frame["type"] == "event" and frame["event"] == event and where(frame["data"])
        )
        data: Document = found["data"]
        return data

    def hears_signal(self, name: str) -> Document:
        """The first signal of this name."""
        return self.hears_frame(lambda frame: frame["type"] == "signal" and frame["signal"] == name)

    def hears_frame(self, wanted: Callable[[Document], bool]) -> Document:
        """The first frame, past or to come, that is wanted. Fails when the socket closes before it."""
        with self._news:
            self._news.wait_for(lambda: self.closed or self._first(wanted) is not None, PATIENCE)
            frame = self._first(wanted)
        assert frame is not None, f"not among {[each.get('event', each) for each in self.frames]}"
        return frame

    def waits(self, until: Callable[[], bool]) -> bool:
        """Waits for what comes; answers whether it came before the server hung up."""
        with self._news:
            assert self._news.wait_for(lambda: self.closed or until(), PATIENCE), "nothing more is heard"
            return until()

    def close(self) -> None:
        """Hangs up; everything that came before is still in `frames`."""
        self._closing.close()
        self._thread.join(PATIENCE)
        assert not self._faults, self._faults

    def _first(self, wanted: Callable[[Document], bool]) -> Document | None:
        return next((frame for frame in self.frames if wanted(frame)), None)

    def _listen(self) -> None:
        try:
            for text in self._socket:
                frame = json.loads(text)
                if frame["type"] == "ping":
                    self._socket.send('{"type":"pong"}')
                with self._news:
                    self._faults += contract.faults(frame, self._side)
                    self.frames.append(frame)
                    self._news.notify_all()
        except ConnectionClosed:
            pass
        finally:
            with self._news:
                self.closed = True
                self._news.notify_all()


class Operator:
    """A colleague's browser: the cookie of his session and, once connected, the console's socket."""

    def __init__(self, address: str, email: str) -> None:
        self.address = address
        self.http = httpx2.Client(base_url=address, headers={"origin": address}, timeout=PATIENCE)
        self._live: Live | None = None
        answer = self.http.post("/api/v1/sign-in", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.id: str = answer.json()["operator"]["id"]

    @property
    def live(self) -> Live:
        """The console's socket."""
        assert self._live is not None, "not connected"
        return self._live

    def connect(self, after: int | None = None) -> None:
        """Opens the console's socket, with a ticket."""
        ticket = self.ask("POST", "/live-tickets", {})["ticket"]
        self._live = Live(self.address, self.address, {"ticket": ticket, "after": after})

    def go_online(self) -> None:
        """Connects and wishes for conversations."""
        self.connect()
        state = {"visible": True, "focused": True, "notifications": "granted", "sound": "on"}
        self.live.say(type="state", microphone="granted", idle_seconds=0, **state)
        self.ask("PUT", "/me/status", {"status": "online"})

    def ask(self, method: str, path: str, body: object = None) -> Document:
        """The JSON that a request is answered with; fails unless it is granted."""
        answer = self.http.request(method, f"/api/v1{path}", json=body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        document: Document = answer.json() if answer.content else {}
        return document

    def close(self) -> None:
        """Closes the browser."""
        if self._live is not None:
            self._live.close()
        self.http.close()


class Visitor:
    """A client's browser on a website with the chat."""

    def __init__(self, address: str, channel_key: str, token: str | None = None) -> None:
        self.address = address
        self.http = httpx2.Client(base_url=f"{address}/api/v1/public/webchat", timeout=PATIENCE)
        page = {"url": "https://shop.example/boots", "title": "Boots"}
        hello = {"visitor_token": token, "page": page, "locale": "en"}
        answer = self.http.post(f"/{channel_key}/hello", json=hello)
        assert answer.status_code == 200, answer.text
        self.hello: Document = answer.json()
        self.token: str = self.hello["visitor_token"]
        self.http.headers["authorization"] = f"Bearer {self.token}"
        self._live: Live | None = None

    @property
    def live(self) -> Live:
        """The panel's socket."""
        assert self._live is not None, "not connected"
        return self._live

    def connect(self, after: int | None = None) -> None:
        """Opens the panel's socket."""
        self._live = Live(self.address, self.address, {"visitor_token": self.token, "after": after})

    def say(
        self, text: str | None, *, file_ids: tuple[str, ...] = (), client_ref: str | None = None
    ) -> Document:
        """Writes a message; the answer says where it stands."""
        body = {"client_ref": client_ref or uuid4().hex, "text": text, "file_ids": list(file_ids)}
        return self.ask("POST", "/messages", body)

    def messages(self) -> list[Document]:
        """Everything the panel shows."""
        items: list[Document] = []
        place: str | None = None
        while True:
            page = self.ask("GET", "/messages" + (f"?after={place}" if place else ""))
            items += page["items"]
            place = page["next"]
            if place is None or not page["items"]:
                return items

    def ask(self, method: str, path: str, body: object = None) -> Document:
        """The JSON that a request is answered with; fails unless it is granted."""
        answer = self.http.request(method, path, json=body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        document: Document = answer.json() if answer.content else {}
        return document

    def close(self) -> None:
        """Closes the browser."""
        if self._live is not None:
            self._live.close()
        self.http.close()


class Company:
    """A company of the installation, its first administrator and what he set up."""

    def __init__(self, hovor: "Hovor", name: str, administrator: str) -> None:
        self.hovor = hovor
        self.name = name
        self.administrator = hovor.sign_in(administrator)
        self.group_id: str = self._ask("/groups", {"name": f"{name} team"})["id"]
        channel = {"kind": "webchat", "name": f"{name} chat", "group_id": self.group_id, "settings": {}}
        made = self._ask("/channels", channel)
        self.channel_id: str = made["id"]
        self.channel_key: str = made["key"]

    def hire(self, name: str, role: str = "operator") -> str:
        """A colleague in the group, with the channel; answers his address."""
        email = f"{name}@{self.name.lower()}.example"
        person = {"email": email, "name": name.title(), "password": PASSWORD, "role": role}
        self._ask("/operators", {**person, "group_ids": [self.group_id], "channel_ids": [self.channel_id]})
        return email

    def operator(self, name: str, role: str = "operator") -> Operator:
        """A new colleague, signed in."""
        return self.hovor.sign_in(self.hire(name, role))

    def visitor(self, token: str | None = None) -> Visitor:
        """Somebody on the website."""
        visitor = Visitor(self.hovor.address, self.channel_key, token)
        self.hovor.opened.append(visitor)
        return visitor

    def _ask(self, path: str, body: object) -> Document:
        return self.administrator.ask("POST", path, body)


class Hovor:
    """The running installation."""

    def __init__(
        self, settings: Settings, clock: TurnableClock | None = None, kinds: Kinds | None = None
    ) -> None:
        administration.migrate(settings)
        self.clock = clock or TurnableClock()
        self.settings = settings
        self.installation: Installation = build(settings, self.clock, kinds=kinds)
        self.app = web.application(self.installation)
        self.opened: list[Operator | Visitor] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._loop = uvloop.new_event_loop()
        self._server = uvicorn.Server(uvicorn.Config(self.app, **server_options()))
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Serves from here on; requests that come before it is ready wait."""
        self._thread.start()

    def close(self) -> None:
        """Closes every browser, then the server."""
        for each in self.opened:
            each.close()
        self._server.should_exit = True
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the server does not stop"

    def set_up(self, name: str = "Alderway") -> Company:
        """The first company, through the first run's own request."""
        administrator = {"name": "Admin", "email": f"admin@{name.lower()}.example", "password": PASSWORD}
        body = {"company": {"name": name, "time_zone": "Europe/Prague"}, "administrator": administrator}
        answer = httpx2.post(
            f"{self.address}/api/v1/set-up", json=body, headers={"origin": self.address}, timeout=PATIENCE
        )
        assert answer.status_code == 201, answer.text
        return Company(self, name, administrator["email"])

    def another_company(self, name: str) -> Company:
        """One more: there is no request for that, so it is made as the command line would."""
        email = f"admin@{name.lower()}.example"
        hashed = self.run(self.installation.passwords.hash(PASSWORD))
        new = accounts.NewOperator(email=email, name="Admin", password_hash=hashed, role="administrator")
        self.run(self.installation.context.database.write(_found, name, new, company="", caller=Anonymous()))
        return Company(self, name, email)

    def sign_in(self, email: str) -> Operator:
        """A colleague's browser."""
        operator = Operator(self.address, email)
        self.opened.append(operator)
        return operator

    def advance(self, seconds: float) -> None:
        """Lets time pass; answers when every timer that is due at that instant has fired."""
        self.run(self._turn(seconds))

    def run(self, work: Any) -> Any:  # noqa: ANN401  whatever the coroutine gives
        """Runs a coroutine on the server's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _turn(self, seconds: float) -> None:
        self.clock.turn(seconds)
        database, instant = self.installation.context.database, self.clock.now()
        while await database.read(  # noqa: ASYNC110  nobody tells when the runner is done
            _timers_due, instant, company="", caller=Anonymous()
        ):
            await asyncio.sleep(0.01)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._server.serve(sockets=[self._listening]))
        self._loop.close()


def _timers_due(reading: Reading, instant: Instant) -> bool:
    due = sa.select(timer.c.key).where(timer.c.at <= instant, timer.c.parked_at.is_(None)).limit(1)
    return reading.one(due) is not None


def _found(work: Work, name: str, administrator: accounts.NewOperator) -> None:
    company_id = companies.create_company(work, name=name, time_zone="Europe/Prague", language="en")
    accounts.create_operator(work.as_caller(SystemCaller(company_id, "command")), administrator)


@contextmanager
def running(folder: Path, database_url: str | None = None) -> Iterator[Hovor]:
    """An empty installation in `folder`, until the block ends; SQLite unless a database is named."""
    hovor = Hovor(Settings(data_dir=folder, database_url=database_url, port=0))
    hovor.start()
    try:
        yield hovor
    finally:
        hovor.close()


@pytest.fixture
def hovor(migrated_database_url: str | None, tmp_path: Path) -> Iterator[Hovor]:
    """A running, empty installation, once on each engine."""
    with running(tmp_path, migrated_database_url) as started:
        yield started
