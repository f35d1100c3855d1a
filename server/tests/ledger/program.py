"""The real program, `hovor serve`, in a process that may be killed at any instant and started again."""

import asyncio
import contextlib
import os
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.ledger import nursery

SERVER: Final = Path(__file__).parents[2]
_LOOK_EVERY: Final = 0.01


class Program:
    """One server at a time, always on the same port and data."""

    def __init__(self, folder: Path, database_url: str | None, *, name: str = "hovor") -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"{name}.log"
        data = str(folder / "data")
        self.arguments: tuple[str, ...] = ("serve", "--port", str(self.port), "--data-dir", data)
        self.environment = environment(database_url)
        self.starts = 0
        self._nursery: asyncio.subprocess.Process | None = None
        self._child: int | None = None

    @property
    def process(self) -> int | None:
        """The number of its process while it runs."""
        return self._child

    async def start(self) -> None:
        """Starts it; `ready` tells when it answers."""
        assert self._child is None
        self.starts += 1
        self._child = int(await self._tell("start", str(self.log), *self.arguments))

    async def ready(self) -> None:
        """Returns as soon as it answers."""
        while not await self._answers():
            assert not self._ended(), f"it has ended by itself: {self.log.read_text()[-2000:]}"
            await asyncio.sleep(_LOOK_EVERY)

    async def kill(self) -> None:
        """SIGKILL, and its end."""
        assert self._child is not None
        os.kill(self._child, signal.SIGKILL)
        code = await self._tell("bury", str(self._child))
        self._child = None
        assert code == str(-signal.SIGKILL), (
            f"it had ended by itself, with {code}: {self.log.read_text()[-2000:]}"
        )

    async def close(self) -> None:
        """Leaves nothing behind."""
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
            await self._tell("bury", str(self._child))
        if self._nursery is not None and self._nursery.stdin is not None:
            self._nursery.stdin.close()
            await self._nursery.wait()

    def _ended(self) -> bool:
        return self._child is None or " Z " in Path(f"/proc/{self._child}/stat").read_text()

    async def _answers(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        try:
            writer.write(b"GET /readyz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")
            return (await reader.readline()).startswith(b"HTTP/1.1 200")
        except OSError:
            return False
        finally:
            writer.close()

    async def _tell(self, *words: str) -> str:
        if self._nursery is None:
            self._nursery = await asyncio.create_subprocess_exec(
                sys.executable,
                nursery.__file__,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=self.environment,
            )
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write(" ".join(words).encode() + b"\n")
        return (await self._nursery.stdout.readline()).decode().strip()


class Worker(Program):
    """`hovor worker` beside the servers: nobody can ask it anything."""

    def __init__(self, folder: Path, database_url: str) -> None:
        super().__init__(folder, database_url, name="worker")
        self.arguments = ("worker",)
        self.environment = environment(database_url, HOVOR_DATA_DIR=str(folder / "data"))


@asynccontextmanager
async def program(folder: Path, database_url: str | None) -> AsyncIterator[Program]:
    """A server that is gone when the block ends."""
    made = Program(folder, database_url)
    try:
        yield made
    finally:
        await made.close()


def environment(database_url: str | None = None, **more: str) -> Mapping[str, str]:
    """The environment of this machine without any of Hovor's own settings but these."""
    # Python keeps what it has compiled, as it does for everybody: a start is then twice as quick.
    left_out = ("HOVOR_", "PYTHONDONTWRITEBYTECODE")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    named = {} if database_url is None else {"HOVOR_DATABASE_URL": database_url}
    return {**plain, "PYTHONPATH": str(SERVER), "HOVOR_LOG_FORMAT": "json", **named, **more}


def free_port() -> int:
    """A port below those that the system gives to connections going out: nobody takes it between a death and
    the next start.
    """
    while True:
        port = random.randint(20_000, 32_000)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
