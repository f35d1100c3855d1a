"""Figures about this process, in Prometheus' text format under `/metrics`. No label ever holds an id or
what a client wrote.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
LAG_PROBE_SECONDS: Final = 0.25
_FAST: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


@dataclass(slots=True)
class LiveCounts:
    """Counted for every frame, so these are plain numbers: Prometheus' own counters take a lock each time."""

    frames_received: int = 0
    frames_sent: int = 0
    events: int = 0
    """Events the feeds have passed on."""


class Metrics:
    """All figures of one process, in a registry of their own, so that several may live in one test."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=True)
        self._requests = Histogram(
            "hovor_http_request_seconds",
            "How long requests took, by route and status.",
            ("method", "route", "status"),
            registry=self.registry,
            buckets=_FAST,
        )
        self._lag = Histogram(
            "hovor_loop_lag_seconds",
            "How late the event loop came back to a task that had slept.",
            registry=self.registry,
            buckets=_FAST,
        )
        self.live: Final = LiveCounts()
        self.counters("hovor_live", self.live)
        self._cuts = Counter(
            "hovor_live_cuts", "Sockets cut by the server.", ("reason",), registry=self.registry
        )
        self._sockets = Gauge("hovor_live_sockets", "Sockets open now.", ("door",), registry=self.registry)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered. `route` is the route's pattern, never the path."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def socket_cut(self, reason: str) -> None:
        """The server ended a socket."""
        self._cuts.labels(reason).inc()

    def sockets(self, door: str, change: int) -> None:
        """Sockets opened (1) or closed (-1) at a door: operator or visitor."""
        self._sockets.labels(door).inc(change)

    def gauge(self, name: str, says: str, read: Callable[[], float]) -> None:
        """A figure that is read when somebody asks for it."""
        Gauge(name, says, registry=self.registry).set_function(read)

    def counters(self, prefix: str, source: "DataclassInstance") -> None:
        """Counters that somebody else counts in the fields of a dataclass."""
        self.registry.register(_Fields(prefix, source))

    async def watch_loop(self) -> None:
        """Measures the event loop's lag until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(LAG_PROBE_SECONDS)
            self._lag.observe(max(0.0, time.perf_counter() - before - LAG_PROBE_SECONDS))

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)


class _Fields(Collector):
    def __init__(self, prefix: str, source: "DataclassInstance") -> None:
        self._prefix = prefix
        self._source = source

    def describe(self) -> Iterable[Metric]:
        return [_family(f"{self._prefix}_{name}", 0) for name in _values(self._source)]

    @override
    def collect(self) -> Iterable[Metric]:
        return [_family(f"{self._prefix}_{name}", value) for name, value in _values(self._source).items()]


def _values(source: "DataclassInstance") -> Mapping[str, Any]:
    return asdict(source)


def _family(name: str, value: float) -> Metric:
    return CounterMetricFamily(name, name.replace("_", " "), value=value)
