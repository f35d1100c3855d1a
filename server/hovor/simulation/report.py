"""A run in words and columns, for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hovor.simulation.identities import Check
from hovor.simulation.staffing import Enough, Goal

_COUNTS: Final = ("offered", "answered", "abandoned", "short_abandoned")
_SHARES: Final = ("probability_of_wait", "service_level", "abandonment", "occupancy")


def of_results(results: Mapping[str, Any], expected: Mapping[str, Any] | None) -> list[str]:
    """The metrics of each queue, of the whole with what theory says beside it, and the waits of each stream
    of arrivals.
    """
    lines: list[str] = []
    for name, metrics in results["queues"].items() if len(results["queues"]) > 1 else ():
        lines += [f"Queue {name}", *_rows(metrics, {}), ""]
    known = expected or {}
    lines += ["All together", *_rows(results["total"], known)]
    streams = results.get("arrivals", {})
    if streams:
        lines += ["", "Mean waits"]
    for name, metrics in streams.items():
        truth = known.get("arrivals", {}).get(name, {}).get("mean_wait_seconds")
        lines.append(_row(name, metrics["mean_wait_seconds"], "s", truth))
    return lines


def of_checks(checks: list[Check]) -> list[str]:
    """What was checked; identities that do not apply are left out."""
    marks = {True: "✓", False: "✗"}
    return [
        "",
        *(f"{marks[each.holds]} {each.name}: {each.says}" for each in checks if each.holds is not None),
    ]


def of_staffing(found: Enough, goal: Goal, by_theory: int | None) -> list[str]:
    """How many are enough, and what the others would give."""
    lines = [
        f"{count:8} operators: {level.mean:8.2%} +- {level.half_width():.2%} within {goal.seconds:g} s"
        for count, level in found.tried.items()
    ]
    lines.append(f"{found.count} of {found.name} are enough for {goal.share:.0%} within {goal.seconds:g} s.")
    if by_theory is not None:
        lines.append(f"Erlang C, in which nobody leaves, says {by_theory}.")
    return lines


def _rows(metrics: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    for name in _COUNTS:
        yield _row(name.replace("_", " "), metrics[name], "")
    for name in _SHARES:
        yield _row(name.replace("_", " "), metrics[name], "%", known.get(name))
    yield _row("mean wait", metrics["mean_wait_seconds"], "s", known.get("mean_wait_seconds"))
    for share, value in metrics["wait_percentiles"].items():
        truth = known.get("wait_percentiles", {}).get(share)
        yield _row(f"{share} % wait at most", value, "s", truth)


def _row(name: str, value: Mapping[str, float] | None, unit: str, truth: float | None = None) -> str:
    if value is None:
        return f"  {name:28} nothing to measure"
    factor = 100 if unit == "%" else 1
    digits = 0 if not unit else 2
    mean, half = (value[key] * factor for key in ("mean", "half_width"))
    theory = "" if truth is None else f"   theory {truth * factor:,.{digits}f}"
    return f"  {name:28}{mean:14,.{digits}f} {unit or ' '} +- {half:,.{digits}f}{theory}"
