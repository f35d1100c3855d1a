"""`hovor serve --workers`: several processes on one port share one PostgreSQL."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx2

from tests.support.server import PASSWORD, PATIENCE, Document, Operator, Visitor

SERVER: Final = Path(__file__).parents[2]
ADMINISTRATOR: Final = "admin@alderway.example"
ASKED: Final = 12


def _environment(database_url: str) -> Mapping[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HOVOR_")}
    return {**plain, "PYTHONPATH": str(SERVER), "HOVOR_DATABASE_URL": database_url}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@contextmanager
def _serving(folder: Path, database_url: str, workers: int) -> Iterator[tuple[int, str]]:
    """Its process and its address, once the program says that it listens."""
    port = _free_port()
    arguments = ("serve", "--workers", str(workers), "--port", str(port), "--data-dir", str(folder))
    with subprocess.Popen(
        [sys.executable, "-m", "hovor.cli", *arguments],
        env=_environment(database_url),
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        try:
            for line in program.stdout:
                if line.startswith("Stop with"):
                    break
            yield program.pid, f"http://127.0.0.1:{port}"
            serving = [child for child in _children(program.pid) if _serves(child)]
            program.send_signal(signal.SIGTERM)
            assert program.wait(PATIENCE) == 0
            assert not any(Path(f"/proc/{child}").exists() for child in serving)
        finally:
            for process in (*_children(program.pid), program.pid) if program.poll() is None else ():
                os.kill(process, signal.SIGKILL)


def _children(process: int) -> Sequence[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def _ask(address: str, path: str, body: Document) -> None:
    answer = httpx2.post(f"{address}/api/v1{path}", json=body, headers={"origin": address}, timeout=PATIENCE)
    assert answer.is_success, answer.text


def test_whoever_answers_everybody_hears(tmp_path: Path, postgres_url: str) -> None:
    with _serving(tmp_path, postgres_url, workers=2) as (process, address):
        administrator = {"name": "Admin", "email": ADMINISTRATOR, "password": PASSWORD}
        company = {"name": "Alderway", "time_zone": "Europe/Prague"}
        _ask(address, "/set-up", {"company": company, "administrator": administrator})
        operator = Operator(address, ADMINISTRATOR)
        group = operator.ask("POST", "/groups", {"name": "Sales"})["id"]
        chat = {"kind": "webchat", "name": "Shop", "group_id": group, "settings": {}}
        channel = operator.ask("POST", "/channels", chat)
        mine = {"group_ids": [group], "channel_ids": [channel["id"]]}
        operator.ask("PATCH", f"/operators/{operator.id}", mine)
        operator.connect()
        # Every visitor is a connection of its own, which the kernel gives to whichever process is first.
        visitors = [Visitor(address, channel["key"]) for _ in range(ASKED)]
        for number, visitor in enumerate(visitors):
            asked = visitor.say(f"Question {number}")["conversation_id"]
            operator.live.hears("conversation.queued", _of(asked))
        assert sum(_serves(child) for child in _children(process)) == 2
        for visitor in visitors:
            visitor.close()
        operator.close()


def _of(conversation_id: str) -> Callable[[Document], bool]:
    return lambda view: view["id"] == conversation_id


def _serves(process: int) -> bool:
    """Whether it is one of those that answer: Python starts another that only looks after them."""
    return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
