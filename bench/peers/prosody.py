"""Prosody, an XMPP server, with its message archive (MAM) in SQLite.

As packaged its archive's journal is SQLite's default, which costs eight flushes a message. So it runs twice:
as packaged, and with the database file switched to a write-ahead log. Ratios are told against the second.
"""

import asyncio
import base64
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, cast

from typing_extensions import override

from bench.load import Heard
from bench.machine import on_server_core
from bench.wire import HOST, PATIENCE, Trouble
from tooling.machine import install_with_apt

PACKAGES: Final = ("prosody", "lua-dbi-sqlite3")
_CONFIGURATION: Final = """\
run_as_root = true
interfaces = {{ "{host}" }}
c2s_ports = {{ {port} }}
s2s_ports = {{}}
http_ports = {{}}
https_ports = {{}}
modules_enabled = {{ "saslauth", "disco", "roster", "mam", "ping" }}
modules_disabled = {{ "s2s", "offline" }}
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
default_archive_policy = true
archive_expires_after = "never"
storage = {{ archive = "sql" }}
sql = {{ driver = "SQLite3", database = "archive.sqlite" }}
data_path = "{folder}"
limits = {{}}
log = {{ error = "{folder}/error.log" }}
VirtualHost "localhost"
"""
_STREAM: Final = (
    b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost'"
    b" version='1.0'>"
)
_MESSAGE_END: Final = b"</message>"


def find() -> str | None:
    """Where it is; None when it is not here and cannot be got."""
    found = shutil.which("prosody")
    if found is None and install_with_apt(*PACKAGES):
        found = shutil.which("prosody")
    return found


class Prosody:
    """A running server with connected clients, as a `bench.load.Contestant`."""

    def __init__(self, program: str, folder: Path, *, write_ahead: bool) -> None:
        self.name = "prosody-wal" if write_ahead else "prosody"
        self.heard: Heard = _deaf
        self._program = program
        self._folder = folder
        self._port = free_port()
        self._write_ahead = write_ahead
        self._process: subprocess.Popen[bytes] | None = None
        self._operators: list[_Client] = []
        self._visitors: list[_Client] = []

    @property
    def roots(self) -> Sequence[int]:
        """Its one process."""
        return [] if self._process is None else [self._process.pid]

    def say(self, conversation: int, text: str) -> None:
        """A chat message to the operator of this conversation."""
        to = f"o{conversation % len(self._operators)}@localhost/r"
        self._visitors[conversation].write(
            f"<message to='{to}' type='chat' id='{text[1:24]}'><body>{text}</body></message>".encode()
        )

    async def open(self, conversations: int, operators: int) -> None:
        """Start it and connect everybody."""
        names = [f"o{index}" for index in range(operators)] + [f"v{index}" for index in range(conversations)]
        self._prepare(names)
        self._start()
        self._operators = [await self._connect(name, self._hear) for name in names[:operators]]
        self._visitors = [await self._connect(name, _deaf) for name in names[operators:]]

    async def idle(self, names: Iterable[str]) -> None:
        """Connect more clients, who say nothing."""
        self._visitors += [await self._connect(name, _deaf) for name in names]

    def close(self) -> None:
        """Hang up and end it."""
        for client in (*self._operators, *self._visitors):
            client.close()
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def add_accounts(self, names: Iterable[str]) -> None:
        """People who may sign in, with the password `p`: the file that `prosodyctl adduser` writes."""
        accounts = self._folder / "localhost" / "accounts"
        accounts.mkdir(parents=True, exist_ok=True)
        for name in names:
            (accounts / f"{name}.dat").write_text('return {\n\t["password"] = "p";\n};\n')

    def _prepare(self, names: Iterable[str]) -> None:
        self.add_accounts(names)
        configuration = _CONFIGURATION.format(host=HOST, port=self._port, folder=self._folder)
        (self._folder / "prosody.cfg.lua").write_text(configuration)
        if self._write_ahead:
            with sqlite3.connect(self._folder / "archive.sqlite") as database:
                database.execute("PRAGMA journal_mode=WAL").fetchall()

    def _start(self) -> None:
        with on_server_core(), (self._folder / "output.log").open("wb") as output:
            self._process = subprocess.Popen(
                [self._program, "-F", "--config", str(self._folder / "prosody.cfg.lua")],
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    async def _connect(self, name: str, hear: Heard) -> "_Client":
        deadline = time.perf_counter() + PATIENCE
        loop = asyncio.get_running_loop()
        while True:
            try:
                _, client = await loop.create_connection(lambda: _Client(hear), HOST, self._port)
            except OSError:
                if (
                    time.perf_counter() > deadline
                    or self._process is None
                    or self._process.poll() is not None
                ):
                    raise Trouble(f"Prosody did not start; see {self._folder}/error.log") from None
                await asyncio.sleep(0.05)
            else:
                await client.sign_in(name)
                return client

    def _hear(self, data: bytes) -> None:
        self.heard(data)


class _Client(asyncio.Protocol):
    """An XMPP stream."""

    def __init__(self, hear: Heard) -> None:
        self._hear = hear
        self._data = b""
        self._wanted: tuple[bytes, asyncio.Future[None]] | None = None
        self._talking = False
        self._transport: asyncio.Transport | None = None

    async def sign_in(self, name: str) -> None:
        """Until the presence is sent. Raises `Trouble`."""
        await self._after(_STREAM, b"</stream:features>")
        secret = base64.b64encode(f"\0{name}\0p".encode()).decode()
        plain = f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{secret}</auth>"
        await self._after(plain.encode(), b"<success")
        await self._after(_STREAM, b"</stream:features>")
        bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind>"
        await self._after(f"<iq type='set' id='b'>{bind}</iq>".encode(), b"</jid>")
        session = "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>"
        await self._after(f"<iq type='set' id='s1'>{session}</iq>".encode(), b"s1")
        self._talking, self._data = True, b""
        self.write(b"<presence><priority>1</priority></presence>")

    def write(self, data: bytes) -> None:
        """Send."""
        assert self._transport is not None
        self._transport.write(data)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    async def _after(self, sent: bytes, wanted: bytes) -> None:
        self._data = b""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._wanted = (wanted, future)
        self.write(sent)
        try:
            await asyncio.wait_for(future, PATIENCE)
        except TimeoutError:
            raise Trouble(f"Prosody answered {self._data[-300:]!r}, not {wanted!r}") from None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    @override
    def data_received(self, data: bytes) -> None:
        self._data += data
        if self._talking:
            whole, end, rest = self._data.rpartition(_MESSAGE_END)
            if end:
                self._data = rest
                self._hear(whole)
        elif self._wanted is not None and self._wanted[0] in self._data and not self._wanted[1].done():
            self._wanted[1].set_result(None)


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.create_server((HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _deaf(data: bytes) -> None:
    """Nobody listens here."""
