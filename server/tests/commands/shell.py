"""The command line as its users meet it: in processes of their own."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.ledger.program import environment

PATIENCE: Final = 120
_HOVOR: Final = (str(Path(sys.executable).with_name("hovor")),)


@dataclass(frozen=True)
class Answer:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401  whatever the command prints
        """The one JSON document on standard output."""
        return json.loads(self.out)

    def refused(self) -> str:
        """Its refusal: exit code 1, one sentence or two in words, nothing of Python's."""
        assert self.code == 1, f"{self.code}: {self.out}{self.err}"
        assert "Traceback" not in self.err
        assert self.out == ""
        assert self.err.startswith("hovor: ")
        assert self.err.count("\n") == 1, self.err
        return self.err.removeprefix("hovor: ").strip()


class Shell:
    """Runs commands in one folder."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.environment = surroundings(**settings)

    def hovor(self, *words: str, **more: str) -> Answer:
        """Runs a command to its end; `more` is added to its environment."""
        done = subprocess.run(
            [*_HOVOR, *words],
            cwd=self.folder,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def running(self, *words: str, **more: str) -> Iterator[subprocess.Popen[str]]:
        """A command that goes on; killed when the block ends."""
        process = subprocess.Popen(
            [*_HOVOR, *words],
            cwd=self.folder,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


def surroundings(**settings: str) -> Mapping[str, str]:
    """An environment with these of Hovor's settings only, in which screens are wide."""
    plain = {name: value for name, value in environment().items() if name != "HOVOR_LOG_FORMAT"}
    return {**plain, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb", **settings}


def served(process: subprocess.Popen[str]) -> str:
    """The address that a server announces."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Workspace: "):
            return line.removeprefix("Workspace: ").strip().rstrip("/")
    raise AssertionError("".join(said))
