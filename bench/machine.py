"""This machine: which core does what, what processes use, and whether anybody else is at work."""

import contextlib
import os
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PROC: Final = Path("/proc")
MOST_PRESSURE: Final = 12.0
"""Per cent of the time in which somebody waited for a processor; more, and a row is noisy."""
MOST_OTHERS: Final = 0.15
"""The share of a core that others may use during a row."""


def cores() -> tuple[int, int]:
    """The core of the servers and the core of the driver; the same one where there is only one."""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[min(1, len(allowed) - 1)]


SERVER_CORE, DRIVER_CORE = cores()


@contextlib.contextmanager
def on_server_core() -> Iterator[None]:
    """What is started in here runs on the servers' core, with all that it starts itself."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextlib.contextmanager
def on_all_cores() -> Iterator[None]:
    """What is started in here may run anywhere: a browser is no part of what is measured beside it."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CORE, DRIVER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def become_driver() -> None:
    """This process drives: it keeps to its own core and may open as many sockets as the system lets it."""
    os.sched_setaffinity(0, {DRIVER_CORE})
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def most_sockets() -> int:
    """How many sockets this process may open beside what it needs itself."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft - 500


def family(roots: Sequence[int]) -> list[int]:
    """These processes and everything they have started."""
    parents: dict[int, list[int]] = {}
    for stat in _PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], list(roots)
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def processor_seconds(pids: Sequence[int]) -> float:
    """What these processes have used so far."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def memory_mib(pids: Sequence[int]) -> float:
    """Proportional set size: pages that several processes share are divided among them."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def used_cores() -> dict[int, float]:
    """Seconds each core has worked so far, interrupts left out."""
    used = {}
    for line in (_PROC / "stat").read_text().splitlines():
        name, *fields = line.split()
        if name.startswith("cpu") and name != "cpu":
            used[int(name[3:])] = sum(map(int, fields[:3])) / _TICKS
    return used


@dataclass(frozen=True, slots=True)
class Usage:
    """What was used between two looks."""

    seconds: float
    server: float
    driver: float
    others: float
    """The share of the busier core, 0 to 1, that neither the servers nor the driver used."""


class Watch:
    """Looks at the processes of the servers and at this one, from its making on."""

    def __init__(self, roots: Sequence[int]) -> None:
        self._pids = family(roots)
        self._server, self._driver = processor_seconds(self._pids), time.process_time()
        self._cores = used_cores()
        self._began = time.perf_counter()

    def usage(self) -> Usage:
        """Since the making."""
        seconds = time.perf_counter() - self._began
        server = processor_seconds(self._pids) - self._server
        driver = time.process_time() - self._driver
        now = used_cores()
        ours = {SERVER_CORE: server}
        ours[DRIVER_CORE] = ours.get(DRIVER_CORE, 0.0) + driver
        others = max(now[core] - self._cores[core] - own for core, own in ours.items())
        return Usage(seconds, server, driver, max(0.0, others / seconds))

    def memory_mib(self) -> float:
        """Of the servers, now."""
        return memory_mib(self._pids)


class Gate:
    """Waits until nobody else is at work; all waits together last at most `patience` seconds.

    The kernel's `avg10` would still hold our own last row, during which a server's threads waited for one
    another. So the same counter is read over half a second in which nothing of ours runs.
    """

    def __init__(self, patience: float) -> None:
        self._left = patience

    def quiet(self) -> bool:
        """Whether the machine is quiet now, after waiting for it."""
        while True:
            before, began = _pressure(), time.perf_counter()
            time.sleep(0.5)
            seconds = time.perf_counter() - began
            if (_pressure() - before) / seconds / 10_000 < MOST_PRESSURE:
                return True
            self._left -= seconds
            if self._left <= 0:
                return False
            pause = min(self._left, 1.5)
            time.sleep(pause)
            self._left -= pause


def _pressure() -> int:
    """Microseconds in which somebody waited for a processor, since the start of the machine."""
    try:
        some = (_PROC / "pressure" / "cpu").read_text().splitlines()[0]
    except OSError:
        return 0
    return int(some.rpartition("=")[2])


def conditions() -> dict[str, str]:
    """What the figures depend on."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        "unknown",
    )
    system = next(
        (
            line.partition("=")[2].strip('"')
            for line in _lines("/etc/os-release")
            if line.startswith("PRETTY_NAME")
        ),
        "unknown",
    )
    return {
        "processor": model,
        "cores": f"{os.cpu_count()}, servers on {SERVER_CORE}, driver on {DRIVER_CORE}",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{system}, Linux {os.uname().release}",
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
