#!/usr/bin/env python3
"""Everything from nothing: needs Python 3.11 and nothing else. `./dev.py` alone prints the words it knows."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if sys.version_info < (3, 11):  # noqa: UP036  an older Python must read this far to say what is missing
    sys.exit("Hovor needs Python 3.11 or newer.")

from tooling import checks, chromium, frontend, python_packages
from tooling.machine import ROOT, Trouble, alone

if TYPE_CHECKING:
    from collections.abc import Callable


def run(*arguments: str) -> None:
    """Start Hovor in ./data, with the demo company when that is empty; arguments go to `hovor serve`."""
    set_up("run")
    become_python("-m", "hovor.cli", "serve", "--demo-if-empty", *arguments)


def test(*arguments: str) -> None:
    """All tests, static checks included, with real PostgreSQL and Chromium; arguments go to pytest."""
    set_up("dev")
    prepare_browser()
    become_python("-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-m", "not soak", *arguments)


def check() -> None:
    """The static checks alone."""
    set_up("dev")
    sys.exit(checks.report())


def soak(*arguments: str) -> None:
    """The long reliability runs; arguments go to pytest."""
    set_up("dev")
    prepare_browser()
    become_python("-m", "pytest", "-q", "-m", "soak", *arguments)


def bench(*arguments: str) -> None:
    """The scorecard; arguments go to it."""
    set_up("dev")
    os.environ["PYTHONPATH"] = str(ROOT)
    become_python("-m", "bench", *arguments)


def contract() -> None:
    """Write the files of contract/ anew, after a change of the API or of an event."""
    set_up("dev")
    os.environ["PYTHONPATH"] = str(ROOT)
    become_python("-m", "tooling.contract")


def pictures(*arguments: str) -> None:
    """Make the pictures in docs/pictures anew; arguments go to it."""
    set_up("dev")
    prepare_browser()
    os.environ["PYTHONPATH"] = os.pathsep.join((str(ROOT / "server"), str(ROOT)))
    become_python("-m", "tests.pictures", *arguments)


def install(what: str = "dev") -> None:
    """Install and build, and start nothing: all that the other words need, or `set-up run` for that one."""
    if what == "run":
        set_up("run")
        return
    set_up("dev")
    prepare_browser()


def lock() -> None:
    """Resolve the Python dependencies anew, after a change of pyproject.toml."""
    python_packages.lock()


WORDS: dict[str, Callable[..., None]] = {
    "run": run,
    "test": test,
    "check": check,
    "soak": soak,
    "bench": bench,
    "contract": contract,
    "pictures": pictures,
    "set-up": install,
    "lock": lock,
}


def set_up(kind: python_packages.Kind) -> None:
    """Install and build what running, or developing, needs and what is not there yet."""
    with alone():
        python_packages.ensure(kind)
        frontend.ensure()


def prepare_browser() -> None:
    """Find or get a browser, and tell the tests."""
    with alone():
        os.environ["HOVOR_CHROMIUM"] = str(chromium.ensure())


def become_python(*words: str) -> None:
    """Become the environment's Python: signals, output and exit code are then its own."""
    os.chdir(ROOT)
    # The full path as the first word, or Python does not find its environment.
    python = str(python_packages.PYTHON)
    os.execv(python, [python, *words])  # noqa: S606  no shell is wanted


def main(word: str = "help", *arguments: str) -> None:
    """Do one word, or tell which there are."""
    if word not in WORDS:
        lines = [f"  {name:10}{function.__doc__}" for name, function in WORDS.items()]
        sys.stderr.write("./dev.py WORD [ARGUMENTS]\n\n" + "\n".join(lines) + "\n")
        sys.exit(0 if word in {"help", "--help", "-h"} else 2)
    try:
        WORDS[word](*arguments)
    except Trouble as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main(*sys.argv[1:])
