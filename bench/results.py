"""What a run comes to: a file for machines, a table for people."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from bench.figures import Summary, shown
from bench.goals import Check

FOLDER: Final = Path(__file__).with_name("results")
LATEST: Final = FOLDER / "latest.json"
RAW: Final = FOLDER / "latest.jsonl"
GOAL_HEADS: Final = ("goal", "what", "measured", "limit", "")


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """Everything but the single values, which lie beside it, a line for each."""

    taken_at: str
    seconds: int
    rounds: int
    seconds_each: float
    database: str
    conditions: dict[str, str]
    notes: list[str]
    figures: list[Summary]
    goals: list[Check]


def write(results: Results, path: Path) -> None:
    """Keep it."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n")


def read(path: Path) -> Results:
    """Raises `FileNotFoundError`, and `msgspec.ValidationError` for what this version did not write."""
    return msgspec.json.decode(path.read_bytes(), type=Results)


def as_text(results: Results) -> str:
    """The scorecard as it is printed."""
    conditions = [f"{name}: {value}" for name, value in results.conditions.items()]
    figures = [
        (each.part, each.case, each.contestant, each.metric, shown(each.median), _range(each), each.unit)
        for each in results.figures
    ]
    heads = ("part", "case", "contestant", "figure", "median", "range", "unit")
    parts = [
        "\n".join(conditions),
        _columns(heads, figures, right={4, 5}),
        _columns(GOAL_HEADS, goal_rows(results.goals), right={2, 3}),
        *results.notes,
    ]
    return "\n\n".join(part for part in parts if part)


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as pages have it."""
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def goal_rows(checks: Iterable[Check]) -> list[tuple[str, ...]]:
    """Goal, what, measured, limit and verdict, for a table."""
    return [
        (str(check.goal), check.what, _value(check), f"{_bound(check)} {shown(check.limit)}", check.verdict)
        for check in checks
    ]


def _value(check: Check) -> str:
    return "-" if check.value is None else f"{shown(check.value)} {check.unit}".strip()


def _bound(check: Check) -> str:
    return "≤" if check.kind == "most" else "≥"


def _range(summary: Summary) -> str:
    if summary.values == 1:
        return "noisy" if summary.noisy else ""
    spread = f"{shown(summary.low)}-{shown(summary.high)}"
    return f"{spread}, {summary.noisy} noisy" if summary.noisy else spread


def _columns(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: set[int]) -> str:
    if not rows:
        return ""
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    return "\n".join(
        "  ".join(
            text.rjust(width) if place in right else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (heads, *rows)
    )
