"""`docs/performance.md` and its charts, from the results: what is between two marks is written here."""

import re
from collections.abc import Sequence
from typing import Final

from bench.figures import Summary, shown
from bench.parts import deciding, fan_out, idle, killing, limits, offering, routing, sizes, starting, talking
from bench.results import GOAL_HEADS, Results, goal_rows, markdown
from bench.run import HOVOR, HOVOR_POSTGRESQL
from bench.svg import Bar, bars
from tooling.machine import ROOT

DOCS: Final = ROOT / "docs"
PAGE: Final = DOCS / "performance.md"
NAMES: Final = {
    HOVOR: "Hovor, SQLite",
    HOVOR_POSTGRESQL: "Hovor, PostgreSQL",
    "prosody-wal": "Prosody + MAM, WAL",
    "prosody": "Prosody + MAM",
    "synapse": "Synapse, SQLite",
    limits.DISK: "disk",
}


def write(results: Results) -> None:
    """The tables into the page, the charts beside it."""
    text = PAGE.read_text()
    for name, table in tables(results).items():
        text = filled(text, name, table)
    PAGE.write_text(text)
    for name, drawn in charts(results).items():
        (DOCS / name).write_text(drawn)


def filled(text: str, name: str, table: str) -> str:
    """The page with what stands between the marks `name` replaced. Raises `ValueError` without marks."""
    mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if mark.search(text) is None:
        raise ValueError(f"docs/performance.md has no place for {name}")
    return mark.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text)


def tables(results: Results) -> dict[str, str]:
    """By their marks."""
    talk = [each for each in results.figures if each.part == talking.PART]
    others = [each for each in results.figures if each.part != talking.PART]
    return {
        "conditions": _conditions(results),
        "goals": markdown([head or "verdict" for head in GOAL_HEADS], goal_rows(results.goals)),
        "latency": _grid(talk, ("p50", "p99"), " / "),
        "throughput": _grid(talk, ("throughput",), ""),
        "CPU": _grid(talk, ("CPU",), ""),
        "memory": _grid(talk, ("memory",), ""),
        "rest": markdown(
            ("what", "of", "figure", "median", "range", "unit"),
            [
                (each.case, NAMES[each.contestant], each.metric, shown(each.median), _range(each), each.unit)
                for part in (limits, starting, routing, deciding, offering, fan_out, killing, idle, sizes)
                for each in others
                if each.part == part.PART
            ],
        ),
        "notes": "\n".join(f"- {note}" for note in results.notes) or "Everything was measured.",
    }


def charts(results: Results) -> dict[str, str]:
    """By their files' names."""
    note = f"{results.conditions.get('processor', '')}; median of {results.rounds} rounds"
    wanted = (
        (
            "latency",
            talking.PACED_200.name,
            "p99",
            "Until the operator has it, p99, 200 messages/s (ms)",
            False,
        ),
        ("throughput", talking.CLOSED_50.name, "throughput", "Durable messages/s at 50 conversations", True),
        ("processor", talking.CLOSED_50.name, "CPU", "Server CPU seconds for 1,000 messages", True),
        (
            "memory",
            "at rest",
            "memory",
            "Memory of the whole server with 200 conversations open (MiB)",
            False,
        ),
    )
    drawn = {}
    for name, case, metric, title, logarithmic in wanted:
        chosen = [
            Bar(NAMES[each.contestant], each.median, each.contestant.startswith(HOVOR))
            for each in results.figures
            if (each.part, each.case, each.metric) == (talking.PART, case, metric)
        ]
        if chosen:
            kind = f"{case}; {'logarithmic scale; ' if logarithmic else ''}{note}"
            drawn[f"performance-{name}.svg"] = bars(title, kind, chosen, logarithmic=logarithmic)
    return drawn


def _conditions(results: Results) -> str:
    rows = [(name, value) for name, value in results.conditions.items()]
    noisy = sum(each.noisy for each in results.figures)
    values = sum(each.values for each in results.figures)
    rows += [
        ("taken", f"{results.taken_at}, in {results.seconds // 60} min {results.seconds % 60} s"),
        ("loads", f"{results.rounds} rounds of {results.seconds_each:g} s each, contestants in turn"),
        ("noisy", f"{noisy} of {values} values were taken while others used the machine"),
    ]
    return markdown(("condition", ""), rows)


def _grid(figures: Sequence[Summary], metrics: Sequence[str], between: str) -> str:
    """A row for each case, a column for each contestant."""
    found = {(each.case, each.contestant, each.metric): each for each in figures}
    contestants = [name for name in NAMES if any(name == contestant for _, contestant, _ in found)]
    cases = list(dict.fromkeys(case for case, _, metric in found if metric in metrics))
    rows = []
    for case in cases:
        cells = [[found.get((case, contestant, metric)) for metric in metrics] for contestant in contestants]
        rows.append((case, *(_cell(cell, between) for cell in cells)))
    return markdown(("", *(NAMES[name] for name in contestants)), rows)


def _cell(values: Sequence[Summary | None], between: str) -> str:
    present = [value for value in values if value is not None]
    if not present:
        return "-"
    text = between.join(shown(value.median) for value in present)
    spread = present[-1]
    return text if spread.values == 1 else f"{text} ({_range(spread)})"


def _range(summary: Summary) -> str:
    return "" if summary.values == 1 else f"{shown(summary.low)}-{shown(summary.high)}"
