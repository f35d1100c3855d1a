"""This machine: running commands, telling what happens, and doing slow things only when something changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
WORKSHOP = ROOT / ".dev"
"""What the tooling keeps for itself: uv, a browser, a lock. Safe to delete."""

_started = time.monotonic()


class Trouble(Exception):
    """Something this machine lacks or a command that failed; the text tells a newcomer what to do."""


def say(text: str) -> None:
    """Tell what happens now, with the seconds since the start."""
    sys.stderr.write(f"[{time.monotonic() - _started:5.1f} s] {text}\n")
    sys.stderr.flush()


def run(*command: str | Path, folder: Path = ROOT, environment: Mapping[str, str] | None = None) -> None:
    """Run a command silently; when it fails, show what it wrote and raise `Trouble`."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0:
        raise Trouble(f"{done.stdout}\nThis command failed: {' '.join(words)}")


def succeeds(*command: str | Path) -> bool:
    """Whether a command ends well; what it writes is not shown."""
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def install_with_apt(*packages: str) -> bool:
    """Install Debian packages where that is possible without asking anybody; else answer False."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    say(f"Debian packages: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        run("apt-get", "update", "-qq", environment=environment)
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, environment=environment)
    except Trouble as trouble:
        say(f"apt-get did not help:{trouble}")
        return False
    return True


def fingerprint(*paths: Path) -> str:
    """A hash of the names and contents of files and folders; it changes when any of them does."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(found for found in [path, *path.rglob("*")] if found.is_file()):
            digest.update(f"{file.relative_to(path.parent)}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def make_once(stamp: Path, made_of: str, make: Callable[[], None]) -> None:
    """Call `make` unless `stamp` says that it was done with the same things.

    The stamp lies inside what is made, so that whoever deletes the result deletes the stamp too.
    """
    if stamp.exists() and stamp.read_text() == made_of:
        return
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(made_of)


@contextmanager
def alone() -> Iterator[None]:
    """Let only one `dev.py` set things up at a time; a second one waits and then finds them made."""
    WORKSHOP.mkdir(exist_ok=True)
    with (WORKSHOP / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
