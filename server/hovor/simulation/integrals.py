"""Integrals and roots of smooth functions, as the theory of impatient clients needs them."""

from collections.abc import Callable
from typing import Final

_PANELS: Final = 1_000
_CLOSE: Final = 1e-10


def integral(function: Callable[[float], float], begin: float, end: float, panels: int = _PANELS) -> float:
    """Simpson's rule on panels that are narrow near `begin` and wider further out; 0 when `end` is not
    beyond.

    With all panels, of which there must be an even number, relative errors stay below 1e-8 for what falls off
    exponentially over the interval.
    """
    if end <= begin:
        return 0.0
    # x = begin + width * u^2 puts half of the panels into the first quarter.
    width, step = end - begin, 1 / panels

    def stretched(place: int) -> float:
        share = place * step
        return function(begin + width * share * share) * 2 * share

    odd = sum(stretched(place) for place in range(1, panels, 2))
    even = sum(stretched(place) for place in range(2, panels, 2))
    return width * step / 3 * (stretched(0) + 4 * odd + 2 * even + stretched(panels))


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling function is 0; above 0 at `low`, below it at `high` (regula falsi, Illinois)."""
    above, below = function(low), function(high)
    side = 0
    while high - low > _CLOSE * max(1.0, high):
        middle = (above * high - below * low) / (above - below)
        value = function(middle)
        if abs(value) < _CLOSE:
            return middle
        if value > 0:
            low, above, below = middle, value, below / 2 if side > 0 else below
            side = 1
        else:
            high, below, above = middle, value, above / 2 if side < 0 else above
            side = -1
    return low
