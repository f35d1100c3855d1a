"""The static checks: one list, which `./dev.py check` prints as a table and the tests run one by one."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tooling import frontend
from tooling.machine import ROOT
from tooling.python_packages import PYTHON

if TYPE_CHECKING:
    from pathlib import Path

PYTHON_SOURCES = ("dev.py", "tooling", "server/hovor", "server/migrations", "server/tests", "bench")


@dataclass(frozen=True)
class Check:
    """A command that ends with 0 when all is well, and the name it has in reports."""

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT

    def run(self) -> subprocess.CompletedProcess[str]:
        """Run it; what it writes is in `stdout`."""
        return subprocess.run(
            self.command,
            cwd=self.folder,
            env=frontend.environment(),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )


def static_checks() -> list[Check]:
    """All of them, the slowest first, so that tests running side by side end sooner."""
    tools = PYTHON.parent
    sources = tuple(path for path in PYTHON_SOURCES if (ROOT / path).exists())
    return [
        Check("types of Python", (str(tools / "mypy"), *sources)),
        Check("types of TypeScript", _npm("types"), frontend.FOLDER),
        Check("rules of Python", (str(tools / "ruff"), "check", *sources)),
        Check("format of Python", (str(tools / "ruff"), "format", "--check", *sources)),
        Check("rules and format of TypeScript", _npm("lint"), frontend.FOLDER),
        Check("imports", (str(tools / "lint-imports"),)),
    ]


def unit_tests_of_typescript() -> Check:
    """The tests of the console's and the widget's logic; they start in seconds, so they run as one."""
    return Check("unit tests of TypeScript", _npm("test"), frontend.FOLDER)


def _npm(script: str) -> tuple[str, ...]:
    return (*map(str, frontend.npm_command()), "run", "--silent", script)


def report() -> int:
    """Run all checks, print a line for each and what the failed ones wrote; answer how many failed."""
    failed = 0
    for check in static_checks():
        started = time.monotonic()
        done = check.run()
        verdict = "ok" if done.returncode == 0 else "FAILED"
        print(f"{verdict:7} {check.name}  ({time.monotonic() - started:.1f} s)", flush=True)
        if done.returncode != 0:
            failed += 1
            print(done.stdout)
    return failed
