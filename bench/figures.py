"""Figures: one measured value with its conditions, many of them as a median with its range."""

from collections.abc import Callable, Iterable, Sequence
from statistics import median

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One value. `case` says under which conditions, `round` in which of the interleaved rounds, `noisy` that
    others used this machine meanwhile.
    """

    part: str
    contestant: str
    case: str
    metric: str
    unit: str
    value: float
    round: int = 0
    noisy: bool = False


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The same figure over all rounds."""

    part: str
    contestant: str
    case: str
    metric: str
    unit: str
    median: float
    low: float
    high: float
    values: int
    noisy: int


Key = tuple[str, str, str, str]


class Figures:
    """What a run has measured so far. `keep` is told of each at once, so that a broken run loses nothing."""

    def __init__(self, keep: Callable[[Figure], None]) -> None:
        self._keep = keep
        self.all: list[Figure] = []

    def add(self, figure: Figure) -> None:
        """One more."""
        self.all.append(figure)
        self._keep(figure)

    def summaries(self) -> list[Summary]:
        """In the order in which they were first measured."""
        return summarise(self.all)


def summarise(figures: Iterable[Figure]) -> list[Summary]:
    """Medians and ranges of what differs by its round alone."""
    by_key: dict[Key, list[Figure]] = {}
    for each in figures:
        by_key.setdefault((each.part, each.contestant, each.case, each.metric), []).append(each)
    return [_summary(group) for group in by_key.values()]


def _summary(group: Sequence[Figure]) -> Summary:
    values = [each.value for each in group]
    first = group[0]
    return Summary(
        part=first.part,
        contestant=first.contestant,
        case=first.case,
        metric=first.metric,
        unit=first.unit,
        median=median(values),
        low=min(values),
        high=max(values),
        values=len(values),
        noisy=sum(each.noisy for each in group),
    )


def ratio_by_round(
    figures: Iterable[Figure], metric: str, above: tuple[str, str], below: tuple[str, str]
) -> list[float]:
    """`above` divided by `below` (each a contestant and a case) in every round that has both: what the
    machine did to one of them in that minute it did to the other.
    """
    values: dict[tuple[str, str], dict[int, float]] = {above: {}, below: {}}
    for each in figures:
        place = (each.contestant, each.case)
        if each.metric == metric and place in values:
            values[place][each.round] = each.value
    return [
        value / values[below][number]
        for number, value in values[above].items()
        if values[below].get(number, 0) > 0
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of `values` lie. Raises `ValueError` without values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def shown(value: float) -> str:
    """A value with three figures that count, thousands apart."""
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 0.1 or value == 0 else f"{value:.2g}"
