"""The run over time as an SVG: waits, queue and service level, readable on light and on dark pages."""

import math
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from hovor.simulation.records import Outcome
from hovor.simulation.scenario import Scenario
from hovor.simulation.series import INTERVALS, Line, lines, span_seconds

_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_WIDTH: Final = 760
_LEFT: Final = 64
_RIGHT: Final = 16
_PANEL: Final = 130
_GAP: Final = 46
_HEAD: Final = 84
_TICKS: Final = 6
_COLOURS: Final = 6
_STYLE: Final = """
svg { background: #fffefb }
text { font: 12px system-ui, sans-serif; fill: #5d5b50 }
.title { font-size: 15px; font-weight: 600; fill: #26251f }
.panel { font-size: 13px; font-weight: 600; fill: #26251f }
.grid { stroke: #e4e1d6 }
.line { fill: none; stroke-width: 1.8; stroke-linejoin: round }
.c1 { stroke: #1f6f5c } .c2 { stroke: #a2541b } .c3 { stroke: #4a5fb0 }
.c4 { stroke: #8c3b6c } .c5 { stroke: #6d6a1c } .c6 { stroke: #5d5b50 }
@media (prefers-color-scheme: dark) {
  svg { background: #1b1a16 }
  text { fill: #a9a698 }
  .title, .panel { fill: #ecebe4 }
  .grid { stroke: #3a382f }
  .c1 { stroke: #58b79d } .c2 { stroke: #e79a5c } .c3 { stroke: #93a5ee }
  .c4 { stroke: #d98abb } .c5 { stroke: #c5c15c } .c6 { stroke: #a9a698 }
}
"""


def chart(outcome: Outcome, scenario: Scenario, title: str) -> str:
    """The whole file: three panels, one line for each queue."""
    drawn = lines(outcome, scenario)
    height = _HEAD + 3 * (_PANEL + _GAP)
    panels: tuple[tuple[str, Sequence[Sequence[float | None]], float | None], ...] = (
        ("Mean wait, seconds", [each.waits for each in drawn], None),
        ("Clients waiting", [each.queue for each in drawn], None),
        ("Service level, %", [_percent(each.service_level) for each in drawn], 100.0),
    )
    label = _spoken(title, drawn)
    parts = [
        f'<svg xmlns="{_NAMESPACE}" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{label}">',
        f"<style>{_STYLE}</style>",
        f'<text class="title" x="{_LEFT}" y="24">{escape(title)}</text>',
        *_legend(drawn),
    ]
    for place, (name, values, most) in enumerate(panels):
        parts += _panel(name, values, most, _HEAD + place * (_PANEL + _GAP))
    parts += _times(scenario, height - _GAP + 18)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _legend(drawn: Sequence[Line]) -> list[str]:
    parts, left = [], _LEFT
    for place, each in enumerate(drawn):
        parts += [
            f'<line class="line {_colour(place)}" x1="{left}" y1="44" x2="{left + 18}" y2="44"/>',
            f'<text x="{left + 24}" y="48">{escape(each.name)}</text>',
        ]
        left += 48 + 7 * len(each.name)
    return parts


def _panel(name: str, values: Sequence[Sequence[float | None]], most: float | None, top: int) -> list[str]:
    known = [each for line in values for each in line if each is not None]
    scale = most or _round_up(max(known, default=0.0))
    parts = [f'<text class="panel" x="{_LEFT}" y="{top - 8}">{name}</text>']
    for part in range(3):
        y = top + _PANEL - _PANEL * part / 2
        parts += [
            f'<line class="grid" x1="{_LEFT}" y1="{y:g}" x2="{_WIDTH - _RIGHT}" y2="{y:g}"/>',
            f'<text x="{_LEFT - 8}" y="{y + 4:g}" text-anchor="end">{scale * part / 2:g}</text>',
        ]
    for place, line in enumerate(values):
        parts += [
            f'<polyline class="line {_colour(place)}" points="{points}"/>'
            for points in _pieces(line, scale, top)
        ]
    return parts


def _pieces(line: Sequence[float | None], scale: float, top: int) -> list[str]:
    """Points of the line, in pieces where there is nothing in between."""
    pieces: list[list[str]] = [[]]
    step = (_WIDTH - _LEFT - _RIGHT) / INTERVALS
    for place, value in enumerate(line):
        if value is None:
            pieces.append([])
        else:
            x, y = _LEFT + (place + 0.5) * step, top + _PANEL * (1 - min(1.0, value / scale))
            pieces[-1].append(f"{x:.1f},{y:.1f}")
    return [" ".join(piece * 2 if len(piece) == 1 else piece) for piece in pieces if piece]


def _times(scenario: Scenario, y: int) -> list[str]:
    """The axis of time, from the end of the warming up on."""
    span = span_seconds(scenario)
    unit, name = (86_400.0, "days") if span > 4 * 86_400 else (3_600.0, "hours")
    if span < 2 * 3_600:
        unit, name = 60.0, "minutes"
    if span < scenario.horizon_seconds:
        name += f", mean of {scenario.horizon_seconds / span:.0f} cycles"
    whole = span / unit
    step = _round_up(whole / _TICKS)
    marks = [step * place for place in range(_TICKS + 1) if step * place <= whole]
    width = _WIDTH - _LEFT - _RIGHT
    parts = [
        f'<text x="{_LEFT + width * mark / whole:.1f}" y="{y}" text-anchor="middle">{mark:g}</text>'
        for mark in marks
    ]
    return [*parts, f'<text x="{_WIDTH - _RIGHT}" y="{y + 16}" text-anchor="end">{name}</text>']


def _round_up(value: float) -> float:
    """The next of 1, 2, 3, 4, 5, 6, 8, 10, 20, ..."""
    if value <= 0:
        return 1.0
    decade = 10.0 ** math.floor(math.log10(value))
    return next(each * decade for each in (1, 2, 3, 4, 5, 6, 8, 10) if each * decade >= value * (1 - 1e-9))


def _spoken(title: str, drawn: Sequence[Line]) -> str:
    said = []
    for each in drawn:
        waits = [wait for wait in each.waits if wait is not None]
        if waits:
            said.append(
                f"{each.name}: waits up to {max(waits):.0f} s, up to {max(each.queue):.0f} clients waiting"
            )
    return escape("; ".join([title, *said]), {'"': "&quot;"})


def _percent(values: Sequence[float | None]) -> list[float | None]:
    return [None if value is None else 100 * value for value in values]


def _colour(place: int) -> str:
    return f"c{place % _COLOURS + 1}"
