"""`hovor serve --workers` as a program of its own: several processes on one port, one PostgreSQL."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx2

from tests.support.server import PASSWORD, PATIENCE, Document, Operator

SERVER: Final = Path(__file__).parents[2]
ADMINISTRATOR: Final = "admin@alderway.example"


class Workers:
    """The running program: `process` looks after those that serve at `address`."""

    def __init__(self, process: int, address: str) -> None:
        self.process = process
        self.address = address

    @property
    def serving(self) -> Sequence[int]:
        """The processes that answer: Python starts another that only looks after them."""
        return [child for child in children(self.process) if _serves(child)]

    def set_up(self) -> tuple[Operator, Document]:
        """The first company with its administrator, who serves its website chat himself."""
        administrator = {"name": "Admin", "email": ADMINISTRATOR, "password": PASSWORD}
        company = {"name": "Alderway", "time_zone": "Europe/Prague"}
        body = {"company": company, "administrator": administrator}
        headers = {"origin": self.address}
        answer = httpx2.post(f"{self.address}/api/v1/set-up", json=body, headers=headers, timeout=PATIENCE)
        assert answer.is_success, answer.text
        operator = Operator(self.address, ADMINISTRATOR)
        group = operator.ask("POST", "/groups", {"name": "Sales"})["id"]
        chat = {"kind": "webchat", "name": "Shop", "group_id": group, "settings": {}}
        channel = operator.ask("POST", "/channels", chat)
        mine = {"group_ids": [group], "channel_ids": [channel["id"]]}
        operator.ask("PATCH", f"/operators/{operator.id}", mine)
        return operator, channel


@contextmanager
def workers(folder: Path, database_url: str, count: int, **settings: str) -> Iterator[Workers]:
    """Serves from the moment the program says that it listens, and must end cleanly."""
    port = _free_port()
    arguments = ("serve", "--workers", str(count), "--port", str(port), "--data-dir", str(folder))
    with subprocess.Popen(
        [sys.executable, "-m", "hovor.cli", *arguments],
        env={**_environment(database_url), **settings},
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        try:
            for line in program.stdout:
                if line.startswith("Stop with"):
                    break
            running = Workers(program.pid, f"http://127.0.0.1:{port}")
            # It listens before its processes are there; on a busy machine they take a while.
            httpx2.get(f"{running.address}/healthz", timeout=PATIENCE * 4)
            yield running
            serving = running.serving
            program.send_signal(signal.SIGTERM)
            assert program.wait(PATIENCE) == 0
            assert not any(Path(f"/proc/{child}").exists() for child in serving)
        finally:
            for process in (*children(program.pid), program.pid) if program.poll() is None else ():
                os.kill(process, signal.SIGKILL)


def children(process: int) -> Sequence[int]:
    """The processes that a process has started and that still run."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def _environment(database_url: str) -> Mapping[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HOVOR_")}
    return {**plain, "PYTHONPATH": str(SERVER), "HOVOR_DATABASE_URL": database_url}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def _serves(process: int) -> bool:
    command = Path(f"/proc/{process}/cmdline")
    return command.exists() and b"spawn_main" in command.read_bytes()
