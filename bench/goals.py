"""The goals, and how far this run came. Ratios are taken round by round, between neighbours in time."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Final, Literal

import msgspec

from bench.figures import Figure, ratio_by_round, shown
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
from bench.run import HOVOR, HOVOR_POSTGRESQL

LIVE_HELPER_CHAT_PER_SECOND: Final = 465
"""Accepted at 50 conversations. Measured once, elsewhere: it is not in this run."""
_TUNED, _PACKAGED, _SYNAPSE = "prosody-wal", "prosody", "synapse"
_50: Final = talking.CLOSED_50.name
_200: Final = talking.PACED_200.name

Bound = Literal["most", "least"]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One condition of a goal. `value` is None when this run did not measure it."""

    goal: int
    what: str
    value: float | None
    limit: float
    kind: Bound
    unit: str = ""

    @property
    def met(self) -> bool | None:
        """Whether it holds; None when it was not measured."""
        if self.value is None:
            return None
        return self.value <= self.limit if self.kind == "most" else self.value >= self.limit

    @property
    def verdict(self) -> str:
        """In words."""
        if self.met is None or self.value is None:
            return "not in this run"
        if self.met:
            return "met"
        if self.value == 0 or self.limit == 0:
            return "missed"
        over = self.value / self.limit if self.kind == "most" else self.limit / self.value
        return f"missed by a factor of {shown(over)}"


class Findings:
    """Looks figures up."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures = figures

    def value(self, part: str, contestant: str, case: str, metric: str) -> float | None:
        """The median over all rounds."""
        wanted = (part, contestant, case, metric)
        values = [
            each.value
            for each in self._figures
            if (each.part, each.contestant, each.case, each.metric) == wanted
        ]
        return median(values) if values else None

    def ratio(self, metric: str, above: tuple[str, str], below: tuple[str, str]) -> float | None:
        """The median of the ratios of the rounds; contestant and case of each."""
        ratios = ratio_by_round(self._figures, metric, above, below)
        return median(ratios) if ratios else None

    def of_hovor(self, part: str, case: str, metric: str) -> float | None:
        """A figure of Hovor on SQLite."""
        return self.value(part, HOVOR, case, metric)


def judge(figures: Sequence[Figure]) -> list[Check]:
    """Every condition of every goal."""
    findings = Findings(figures)
    groups: Sequence[Callable[[Findings], list[Check]]] = (
        _against_peers, _against_limits, _idle_and_fan_out, _routing, _in_the_browser, _at_rest,
        _on_postgresql,
    )  # fmt: skip
    return sorted((check for group in groups for check in group(findings)), key=lambda check: check.goal)


def _against_peers(found: Findings) -> list[Check]:
    mine, tuned, packaged = (HOVOR, _200), (_TUNED, _200), (_PACKAGED, _200)
    rate = found.of_hovor(talking.PART, _50, "throughput")
    missing = found.of_hovor(killing.PART, "SIGKILL at saturation", "missing")
    other = None if rate is None else rate / LIVE_HELPER_CHAT_PER_SECOND
    checks: list[tuple[int, str, float | None, float, Bound]] = [
        (1, "p99 at 200 messages/s, of Prosody with WAL", found.ratio("p99", mine, tuned), 1 / 3, "most"),
        (1, "p99, of Prosody as packaged", found.ratio("p99", mine, packaged), 1 / 5, "most"),
        (1, "p50 at 200 messages/s, of Prosody with WAL", found.ratio("p50", mine, tuned), 1 / 2, "most"),
        (1, "p50, of Prosody as packaged", found.ratio("p50", mine, packaged), 1 / 4, "most"),
        (2, "messages/s at 50, times Prosody with WAL", _times(found, _TUNED), 10, "least"),
        (2, "messages/s at 50, times Synapse", _times(found, _SYNAPSE), 50, "least"),
        (2, "messages/s at 50, times Live Helper Chat (not in this run)", other, 10, "least"),
        (2, "acknowledged messages missing after SIGKILL", missing, 0, "most"),
    ]
    return [_check(*check) for check in checks]


def _times(found: Findings, peer: str) -> float | None:
    return found.ratio("throughput", (HOVOR, _50), (peer, _50))


def _against_limits(found: Findings) -> list[Check]:
    rate = found.of_hovor(talking.PART, _50, "throughput")
    bare = found.of_hovor(limits.PART, "bare loop, 50 a transaction", "throughput")
    alone = found.of_hovor(talking.PART, talking.CLOSED_1.name, "p50")
    flush = found.value(limits.PART, limits.DISK, "fdatasync, 4 KiB, growing file", "p50")
    cpu = found.of_hovor(talking.PART, _50, "CPU")
    return [
        _check(
            3, "messages/s at 50, of the bare loop with the same rows", _divided(rate, bare), 0.25, "least"
        ),
        _check(4, "p50 of one message alone, in fdatasyncs", _divided(alone, flush), 3, "most"),
        _check(5, "server CPU for 1,000 messages at 50", cpu, 0.12, "most", "s"),
    ]


def _idle_and_fan_out(found: Findings) -> list[Check]:
    thousand, ten_thousand = (f"{count:,} visitors" for count in idle.COUNTS)
    consoles = f"{fan_out.CONSOLES} consoles, closed"
    each = found.of_hovor(idle.PART, thousand, "memory per socket")
    memory = found.of_hovor(idle.PART, ten_thousand, "memory")
    cpu = found.of_hovor(idle.PART, ten_thousand, "CPU")
    last = found.of_hovor(fan_out.PART, consoles, "last p99")
    deliveries = found.of_hovor(fan_out.PART, consoles, "throughput of a core")
    return [
        _check(6, "memory of an idle visitor's socket, at 1,000", each, 24, "most", "KiB"),
        _check(6, "the whole server with 10,000 idle visitors", memory, 300, "most", "MiB"),
        _check(6, "its CPU then", cpu, 5, "most", "% of a core"),
        _check(7, "the last of 500 consoles has an event, p99", last, 10, "most", "ms"),
        _check(7, "deliveries per second of a core", deliveries, 100_000, "least"),
    ]


def _routing(found: Findings) -> list[Check]:
    def engine(metric: str) -> float | None:
        return found.of_hovor(routing.PART, routing.case(*routing.SIZES[-1]), metric)

    offer = found.of_hovor(deciding.PART, deciding.case(deciding.SIZES[0]), "p99")
    return [
        _check(8, "routing decisions/s of a core, 100,000 waiting", engine("throughput"), 50_000, "least"),
        _check(8, "a decision, p99", engine("p99"), 50, "most", "us"),
        _check(8, "through the database, 10,000 waiting, p99", offer, 10, "most", "ms"),
        *(
            _check(8, f"{case}, p95", found.of_hovor(offering.PART, case, "p95"), 100, "most", "ms")
            for case in (offering.FIRST_MESSAGE, offering.BECOMES_FREE)
        ),
    ]


def _in_the_browser(found: Findings) -> list[Check]:
    def chat(metric: str) -> float | None:
        return found.of_hovor(sizes.PART, "website chat", metric)

    def console(metric: str) -> float | None:
        return found.of_hovor(sizes.PART, "console, first load", metric)

    return [
        _check(9, "loader, compressed", chat("loader"), 2_000, "most", "bytes"),
        _check(9, "panel, compressed", chat("panel"), 15_000, "most", "bytes"),
        _check(9, "requests before the click", chat("requests before the click"), 1, "most"),
        _check(10, "console's first load", console("fetched"), 160_000, "most", "bytes"),
        _check(10, "its files", console("requests"), 10, "most"),
        _check(
            10, "first conversation, slow device", console("first conversation, slow device"), 2, "most", "s"
        ),
        _check(
            10, "first conversation, warm cache", console("first conversation, warm cache"), 0.5, "most", "s"
        ),
    ]


def _at_rest(found: Findings) -> list[Check]:
    memory = found.of_hovor(starting.PART, "at rest", "memory")
    start = found.of_hovor(starting.PART, "first message", "start")
    return [
        _check(11, "the whole server at rest", memory, 80, "most", "MiB"),
        _check(11, "from its start to the first accepted message", start, 1, "most", "s"),
    ]


def _on_postgresql(found: Findings) -> list[Check]:
    cpu = found.ratio("CPU", (HOVOR_POSTGRESQL, _50), (HOVOR, _50))
    single, grouped = (
        found.value(limits.PART, HOVOR_POSTGRESQL, f"bare loop, {batch} a transaction", "throughput")
        for batch in (1, 50)
    )
    return [
        _check(12, "CPU of a message on PostgreSQL, times SQLite's", cpu, 2, "most"),
        _check(
            12, "rows by 50 a transaction, times one a transaction", _divided(grouped, single), 5, "least"
        ),
    ]


def _divided(above: float | None, below: float | None) -> float | None:
    return None if above is None or not below else above / below


def _check(
    goal: int,
    what: str,
    value: float | None,
    limit: float,
    kind: Bound,
    unit: str = "",
) -> Check:
    return Check(goal=goal, what=what, value=value, limit=limit, kind=kind, unit=unit)
