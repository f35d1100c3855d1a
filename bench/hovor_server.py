"""`hovor serve` as anybody would start it, on the servers' core."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.machine import on_server_core
from bench.wire import HOST, Trouble

_PATIENCE: Final = 60.0
_NOT_OURS: Final = ("HOVOR_", "PYTHONDONTWRITEBYTECODE")
_ADDRESS: Final = "Workspace: http://localhost:"


class Server:
    """A running installation with its data in `folder`."""

    def __init__(self, folder: Path, database_url: str | None, database_roots: Sequence[int] = ()) -> None:
        self.folder = folder
        self._database_url = database_url
        self._database_roots = database_roots
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.executed_at = 0.0

    @property
    def roots(self) -> Sequence[int]:
        """Its processes, those of its database server included."""
        return (*([] if self._process is None else [self._process.pid]), *self._database_roots)

    def start(self) -> None:
        """Returns when its address is known; it may not answer yet. Raises `Trouble`."""
        # As on anybody's machine: compiled modules are kept, and no settings of this shell count.
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
        environment["HOVOR_DATA_DIR"] = str(self.folder)
        # Nobody's visitor writes a thousand messages a second, so nobody else may.
        environment["HOVOR_VISITOR_MESSAGES_PER_SECOND"] = "100000"
        if self._database_url is not None:
            environment["HOVOR_DATABASE_URL"] = self._database_url
        log = self.folder.with_suffix(".log")
        with on_server_core(), log.open("ab") as errors:
            self.executed_at = time.perf_counter()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "hovor.cli", "serve", "--port", str(self.port)],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        self.port = self._address_of(self._process, log)

    async def ready(self) -> None:
        """Return when it takes connections. Raises `Trouble`."""
        deadline = time.perf_counter() + _PATIENCE
        while time.perf_counter() < deadline:
            try:
                _, writer = await asyncio.open_connection(HOST, self.port)
            except OSError:
                await asyncio.sleep(0.002)
            else:
                writer.close()
                return
        raise Trouble("Hovor does not take connections.")

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing written any more."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As Ctrl-C does."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process = self._process
        if process is None:
            return
        self._process = None
        process.send_signal(how)
        try:
            process.wait(_PATIENCE / 4)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    @staticmethod
    def _address_of(process: "subprocess.Popen[bytes]", log: Path) -> int:
        assert process.stdout is not None
        for line in process.stdout:
            text = line.decode()
            if text.startswith(_ADDRESS):
                return int(text.removeprefix(_ADDRESS).strip().rstrip("/"))
        raise Trouble(f"Hovor did not start:\n{log.read_text()[-2000:]}")
