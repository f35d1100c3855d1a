#!/usr/bin/env python3
"""Everything from nothing: needs Python 3.11 and nothing else. `./dev.py` alone prints the words it knows."""

from __future__ import annotations

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  an older Python must read this far to learn what is missing
    sys.exit("Hovor needs Python 3.11 or newer.")

from tooling import checks, chromium, frontend, python_packages
from tooling.machine import ROOT, Trouble, alone

HELP = """\
./dev.py WORD [ARGUMENTS]

  run     start Hovor in ./data, with the demo company when that is empty; arguments go to `hovor serve`
  test    all tests with real PostgreSQL and Chromium, static checks included; arguments go to pytest
  check   the static checks alone
  soak    the long reliability runs; arguments go to pytest
  bench   the scorecard; arguments go to it
  set-up  install and build everything the words above need, and start nothing
  lock    resolve the Python dependencies anew (after a change of pyproject.toml)

Each word first installs and builds what is missing or changed.
"""

PYTEST = ("-m", "pytest", "-q", "-n", "2", "--dist", "worksteal")
SOAK = ("-m", "pytest", "-q", "-m", "soak", "server/tests/soak")


def replace_by_python(*words: str, environment: dict[str, str] | None = None) -> None:
    """Become the environment's Python: signals, output and exit code are then its own."""
    # The full path as the first word, or Python does not find its environment.
    words = (str(python_packages.PYTHON), *words)
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execve(words[0], words, {**os.environ, **(environment or {})})  # noqa: S606  no shell is the point


def set_up(kind: python_packages.Kind) -> None:
    """Make what running, or developing, needs."""
    with alone():
        python_packages.ensure(kind)
        frontend.ensure()


def test_environment() -> dict[str, str]:
    """What the tests must be told: a browser, and a Node that can start on a bare machine."""
    with alone():
        return {"HOVOR_CHROMIUM": str(chromium.ensure()), "PLAYWRIGHT_NODEJS_PATH": str(frontend.node())}


def main(word: str, *arguments: str) -> None:
    """Do one word."""
    if word not in {"run", "test", "check", "soak", "bench", "set-up", "lock"}:
        sys.exit(HELP)
    if word == "lock":
        python_packages.lock()
        return
    set_up("run" if word == "run" else "dev")
    if word == "run":
        replace_by_python("-m", "hovor.cli", "serve", "--demo-if-empty", *arguments)
    elif word == "test":
        replace_by_python(*PYTEST, *arguments, environment=test_environment())
    elif word == "soak":
        replace_by_python(*SOAK, *arguments, environment=test_environment())
    elif word == "bench":
        replace_by_python("-m", "bench", *arguments, environment={"PYTHONPATH": str(ROOT)})
    elif word == "check":
        sys.exit(checks.report())
    else:
        test_environment()


if __name__ == "__main__":
    try:
        main(*(sys.argv[1:] or ["help"]))
    except Trouble as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit(130)
