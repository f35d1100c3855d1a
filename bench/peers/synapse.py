"""Synapse, the reference server of Matrix, with SQLite: its usual storage for small installations."""

import asyncio
import hashlib
import hmac
import json
import re
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from bench.floor import in_turns
from bench.load import Heard
from bench.machine import on_server_core
from bench.peers.prosody import free_port
from bench.wire import PATIENCE, Http, Trouble
from tooling.machine import WORKSHOP
from tooling.machine import Trouble as NotHere
from tooling.python_packages import make_apart

PACKAGE: Final = "matrix-synapse"
_SECRET: Final = b"bench"
_NEXT: Final = re.compile(rb'"next_batch":\s*"([^"]+)"')
_FILTER: Final = json.dumps(
    {"presence": {"types": []}, "room": {"timeline": {"limit": 100}, "ephemeral": {"types": []}}}
)
_LIMITS: Final = (
    "message", "registration", "login", "joins", "joins_per_room", "invites", "room_creation"
)  # fmt: skip
_CONFIGURATION: Final = """
registration_shared_secret: "bench"
bcrypt_rounds: 4
presence: {enabled: false}
send_federation: false
trusted_key_servers: []
"""
_LOGGING: Final = """\
version: 1
root: {level: ERROR}
"""


def find() -> Path | None:
    """The Python that has it, in an environment of its own; None when it cannot be got."""
    try:
        return make_apart(WORKSHOP / "synapse", PACKAGE)
    except NotHere:
        return None


class Synapse:
    """A running server with rooms, as a `bench.load.Contestant`."""

    name = "synapse"

    def __init__(self, python: Path, folder: Path) -> None:
        self.heard: Heard = _deaf
        self._python = python
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._rooms: list[tuple[Http, str]] = []
        self._syncs: list[asyncio.Task[None]] = []
        self._saying: set[asyncio.Task[None]] = set()
        self._numbers = 0

    @property
    def roots(self) -> Sequence[int]:
        """Its one process."""
        return [] if self._process is None else [self._process.pid]

    def say(self, conversation: int, text: str) -> None:
        """A message into the room of this conversation."""
        task = asyncio.ensure_future(self._send(conversation, text))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def open(self, conversations: int, operators: int) -> None:
        """Start it, register everybody, make a room for each client with his operator in it."""
        await asyncio.to_thread(self._start)
        await self._ready()
        staff = [await self._register(f"o{index}") for index in range(operators)]
        making = [self._room(index, *staff[index % operators]) for index in range(conversations)]
        self._rooms = await in_turns(making, 4)
        started = [asyncio.get_running_loop().create_future() for _ in staff]
        for (http, _), first in zip(staff, started, strict=True):
            self._syncs.append(asyncio.ensure_future(self._sync(http, first)))
        await asyncio.wait_for(asyncio.gather(*started), PATIENCE)

    def close(self) -> None:
        """Hang up and end it."""
        for task in (*self._syncs, *self._saying):
            task.cancel()
        for http, _ in self._rooms:
            http.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def _start(self) -> None:
        configuration = self._folder / "homeserver.yaml"
        generate = ["--generate-config", "--server-name", "localhost", "--report-stats", "no"]
        module = [str(self._python), "-m", "synapse.app.homeserver", "-c", str(configuration)]
        done = subprocess.run(
            [*module, *generate], cwd=self._folder, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise Trouble(f"Synapse made no configuration: {done.stderr[-500:]}")
        text = configuration.read_text().replace("port: 8008", f"port: {self._port}")
        text = text.replace("names: [client, federation]", "names: [client]")
        many = "".join(f"rc_{name}: {_limit(name)}\n" for name in _LIMITS)
        configuration.write_text(text + _CONFIGURATION + many)
        (self._folder / "localhost.log.config").write_text(_LOGGING)
        with on_server_core(), (self._folder / "output.log").open("wb") as output:
            self._process = subprocess.Popen(
                module, cwd=self._folder, stdout=output, stderr=subprocess.STDOUT
            )

    async def _ready(self) -> None:
        deadline = time.perf_counter() + PATIENCE
        while True:
            http = Http(self._port)
            try:
                await http.document("GET", "/_matrix/client/versions")
            except OSError:
                if (
                    time.perf_counter() > deadline
                    or self._process is None
                    or self._process.poll() is not None
                ):
                    raise Trouble(f"Synapse did not start; see {self._folder}/output.log") from None
                await asyncio.sleep(0.2)
            else:
                http.close()
                return

    async def _register(self, name: str) -> tuple[Http, str]:
        http = Http(self._port)
        path = "/_synapse/admin/v1/register"
        nonce = (await http.document("GET", path))["nonce"]
        signed = b"\0".join((nonce.encode(), name.encode(), b"p", b"notadmin"))
        mac = hmac.new(_SECRET, signed, hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": "p", "admin": False, "mac": mac}
        made = await http.document("POST", path, body)
        http.headers["Authorization"] = f"Bearer {made['access_token']}"
        return http, made["user_id"]

    async def _room(self, index: int, operator: Http, operator_id: str) -> tuple[Http, str]:
        http, _ = await self._register(f"v{index}")
        wish = {"preset": "trusted_private_chat", "invite": [operator_id]}
        room = (await http.document("POST", "/_matrix/client/v3/createRoom", wish))["room_id"]
        await operator.document("POST", f"/_matrix/client/v3/join/{quote(room)}", {})
        return http, quote(room)

    async def _send(self, conversation: int, text: str) -> None:
        http, room = self._rooms[conversation]
        self._numbers += 1
        path = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/{self._numbers}"
        await http.document("PUT", path, {"msgtype": "m.text", "body": text})

    async def _sync(self, http: Http, started: "asyncio.Future[None]") -> None:
        since = ""
        while True:
            query = f"filter={quote(_FILTER)}&timeout={30_000 if since else 0}"
            path = f"/_matrix/client/v3/sync?{query}" + (f"&since={quote(since)}" if since else "")
            answer = await http.ask("GET", path)
            found = _NEXT.search(answer.body)
            if answer.status != 200 or found is None:
                raise Trouble(f"Synapse answered a sync with {answer.status}")
            self.heard(answer.body)
            since = found[1].decode()
            if not started.done():
                started.set_result(None)


def _limit(name: str) -> str:
    one = "{per_second: 100000, burst_count: 100000}"
    kinds = {
        "login": ("address", "account", "failed_attempts"),
        "joins": ("local", "remote"),
        "invites": ("per_room", "per_user", "per_issuer"),
    }.get(name)
    return one if kinds is None else "{" + ", ".join(f"{kind}: {one}" for kind in kinds) + "}"


def _deaf(data: bytes) -> None:
    """Nobody listens yet."""
