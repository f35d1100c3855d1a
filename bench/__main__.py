"""`./dev.py bench`: see `--help`."""

import argparse
import json
import platform
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec
import uvloop

from bench import machine, page, results
from bench.figures import Figure, Figures
from bench.goals import judge
from bench.parts import (
    deciding,
    fan_out,
    idle,
    killing,
    limits,
    offering,
    routing,
    sizes,
    starting,
    talking,
)
from bench.run import Options, Run

PARTS: Final = {
    "limits": limits.measure,
    "start": starting.measure,
    "routing": routing.measure,
    "deciding": deciding.measure,
    "offering": offering.measure,
    "load": talking.measure,
    "fan-out": fan_out.measure,
    "kill": killing.measure,
    "idle": idle.measure,
    "sizes": sizes.measure,
}
GATE_SECONDS: Final = 90.0
QUICK_GATE_SECONDS: Final = 10.0


def options_from(words: Sequence[str]) -> tuple[Options, bool]:
    """What was asked for, and whether the pages are to be written anew."""
    parser = argparse.ArgumentParser(prog="./dev.py bench", description="Measure Hovor and its peers.")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="these parts alone")
    parser.add_argument("--rounds", type=int, help="how often each load is repeated (5; quick: 1)")
    parser.add_argument("--seconds", type=float, help="how long each load lasts (2.5; quick: 1.5)")
    parser.add_argument("--quick", action="store_true", help="a look in three minutes, without PostgreSQL")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--no-peers", action="store_true", help="Hovor alone")
    parser.add_argument("--no-page", action="store_true", help="leave docs/ as it is")
    parser.add_argument("--page", action="store_true", help="fill docs/ even from a part of the scorecard")
    parser.add_argument("--patience", type=float, help="seconds to wait for a quiet machine, in all (90)")
    chosen = parser.parse_args(words)
    options = Options(
        only=frozenset(chosen.only),
        rounds=chosen.rounds or (1 if chosen.quick else 5),
        seconds=chosen.seconds or (1.5 if chosen.quick else 2.5),
        quick=chosen.quick,
        database=chosen.database,
        peers=not chosen.no_peers,
        patience=chosen.patience if chosen.patience is not None else _patience(quick=chosen.quick),
    )
    whole = set(chosen.only) == set(PARTS) and not chosen.quick and not chosen.no_peers
    return options, chosen.page or (whole and chosen.database == "sqlite" and not chosen.no_page)


def _patience(*, quick: bool) -> float:
    return QUICK_GATE_SECONDS if quick else GATE_SECONDS


async def measure(options: Options, folder: Path, raw: Path) -> tuple[Run, float]:
    """All parts that were asked for; a part that fails is told and left out."""
    began = time.perf_counter()
    with raw.open("w") as lines:

        def keep(figure: Figure) -> None:
            lines.write(json.dumps(msgspec.to_builtins(figure)) + "\n")
            lines.flush()

        run = Run(options, folder, Figures(keep), machine.Gate(options.patience))
        for name, part in PARTS.items():
            if name in options.only:
                run.say(f"-- {name}")
                try:
                    await part(run)
                except Exception as trouble:  # noqa: BLE001  the other parts are worth having
                    run.note(f"The part `{name}` was not finished: {type(trouble).__name__}: {trouble}")
    return run, time.perf_counter() - began


def main() -> int:
    """Measure, print, keep, draw. Answers 1 when a part could not be finished."""
    options, write_pages = options_from(sys.argv[1:])
    machine.become_driver()
    results.FOLDER.mkdir(parents=True, exist_ok=True)
    raw = results.RAW if write_pages else results.FOLDER / "partial.jsonl"
    with TemporaryDirectory(prefix="hovor-bench-") as folder:
        run, seconds = uvloop.run(measure(options, Path(folder), raw))
    taken = results.Results(
        taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(seconds),
        rounds=options.rounds,
        seconds_each=options.seconds,
        database=options.database,
        conditions={**machine.conditions(), "python": platform.python_version()},
        notes=run.notes,
        figures=run.figures.summaries(),
        goals=judge(run.figures.all),
    )
    print(results.as_text(taken))
    results.write(taken, results.LATEST if write_pages else results.FOLDER / "partial.json")
    if write_pages:
        page.write(taken)
    return 1 if any("was not finished" in note for note in run.notes) else 0


if __name__ == "__main__":
    sys.exit(main())
