"""One run of the scorecard: what was asked for, where its files lie, and the figures so far."""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.figures import Figure, Figures
from bench.load import Measured
from bench.machine import Gate

HOVOR: Final = "hovor"
HOVOR_POSTGRESQL: Final = "hovor-postgresql"


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    only: frozenset[str]
    rounds: int
    seconds: float
    quick: bool
    database: str
    peers: bool
    patience: float


@dataclass(slots=True)
class Run:
    """Given to every part."""

    options: Options
    folder: Path
    figures: Figures
    gate: Gate
    began: float = field(default_factory=time.perf_counter)
    notes: list[str] = field(default_factory=list)

    def new_folder(self, name: str) -> Path:
        """An empty folder that goes when the run ends."""
        made = self.folder / name
        made.mkdir()
        return made

    def say(self, text: str) -> None:
        """Tell what happens now, with the seconds since the start."""
        sys.stderr.write(f"[{time.perf_counter() - self.began:5.0f} s] {text}\n")
        sys.stderr.flush()

    def note(self, text: str) -> None:
        """Tell something that belongs to the results, too."""
        self.notes.append(text)
        self.say(text)

    def keep(self, figure: Figure) -> None:
        """One more figure."""
        self.figures.add(figure)


@dataclass(frozen=True, slots=True)
class Row:
    """Where figures that were measured together belong."""

    part: str
    contestant: str
    case: str
    round: int = 0
    noisy: bool = False

    def figure(self, metric: str, unit: str, value: float) -> Figure:
        """One of them."""
        return Figure(
            part=self.part,
            contestant=self.contestant,
            case=self.case,
            metric=metric,
            unit=unit,
            value=value,
            round=self.round,
            noisy=self.noisy,
        )


def keep_load(run: Run, row: Row, measured: Measured, grown_mib: float) -> None:
    """Everything that a load tells."""
    messages = max(1, len(measured.delays))
    values = {
        "p50": ("ms", measured.milliseconds(0.5)),
        "p99": ("ms", measured.milliseconds(0.99)),
        "throughput": ("messages/s", measured.per_second),
        "CPU": ("s per 1,000 messages", measured.server_seconds_per_1000),
        "server core": ("share", measured.server_seconds / measured.seconds),
        "driver core": ("share", measured.driver_share),
        "memory": ("MiB PSS", measured.memory_mib),
        "memory growth": ("KiB per 1,000 messages", grown_mib * 1024 / messages * 1000),
        "lost": ("messages", float(measured.lost)),
    }
    for metric, (unit, value) in values.items():
        run.keep(row.figure(metric, unit, value))
    others = " (noisy)" if row.noisy else ""
    run.say(
        f"{row.case:22} {row.contestant:17} {measured.per_second:8,.0f}/s"
        f"  p50 {measured.milliseconds(0.5):7.2f}  p99 {measured.milliseconds(0.99):8.2f} ms"
        f"  CPU {measured.server_seconds_per_1000:7.3f} s/1,000{others}"
    )
