"""Bar charts as SVG, readable on light and on dark pages: they take the page's scheme by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Final
from xml.sax.saxutils import escape

from bench.figures import shown

_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_WIDTH: Final = 760
_LABELS: Final = 190
_VALUES: Final = 120
_BAR: Final = 18
_STEP: Final = 26
_HEAD: Final = 58
_STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #26251f }
.title { font-size: 15px; font-weight: 600 }
.small { font-size: 12px; fill: #5d5b50 }
.bar { fill: #9a978a }
.ours { fill: #1f6f5c }
.axis { stroke: #c9c6ba }
@media (prefers-color-scheme: dark) {
  text { fill: #ecebe4 }
  .small { fill: #a9a698 }
  .bar { fill: #77746a }
  .ours { fill: #58b79d }
  .axis { stroke: #4a483f }
}
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One value, and whether it is Hovor's."""

    label: str
    value: float
    ours: bool


def bars(title: str, subtitle: str, drawn: Sequence[Bar], *, logarithmic: bool = False) -> str:
    """The whole file. A logarithmic scale begins a decade below the least value."""
    height = _HEAD + _STEP * len(drawn) + 12
    spoken = "; ".join(f"{bar.label}: {shown(bar.value)}" for bar in drawn)
    label = _quoted(f"{title}. {spoken}")
    lines = [
        f'<svg xmlns="{_NAMESPACE}" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{label}">',
        f"<style>{_STYLE}</style>",
        f'<text class="title" x="0" y="18">{escape(title)}</text>',
        f'<text class="small" x="0" y="38">{escape(subtitle)}</text>',
        f'<line class="axis" x1="{_LABELS}" y1="{_HEAD - 6}" x2="{_LABELS}" y2="{height - 10}"/>',
    ]
    room = _WIDTH - _LABELS - _VALUES
    for place, bar in enumerate(drawn):
        top = _HEAD + place * _STEP
        width = max(1.0, room * _share(bar.value, drawn, logarithmic=logarithmic))
        kind = "ours" if bar.ours else "bar"
        lines += [
            f'<text x="{_LABELS - 10}" y="{top + 14}" text-anchor="end">{escape(bar.label)}</text>',
            f'<rect class="{kind}" x="{_LABELS}" y="{top}" width="{width:.1f}" height="{_BAR}" rx="2"/>',
            f'<text x="{_LABELS + width + 8:.1f}" y="{top + 14}">{shown(bar.value)}</text>',
        ]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _share(value: float, drawn: Sequence[Bar], *, logarithmic: bool) -> float:
    most = max(bar.value for bar in drawn)
    if most <= 0 or value <= 0:
        return 0.0
    if not logarithmic:
        return value / most
    decades = log10(min(bar.value for bar in drawn if bar.value > 0)) - 1
    return (log10(value) - decades) / (log10(most) - decades)


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})
