"""The views of events, built and encoded once for all who see the same."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, NoReturn

import structlog

from hovor.foundation.caller import SystemCaller
from hovor.foundation.database import Reading
from hovor.foundation.events import Recorded
from hovor.foundation.live import frames
from hovor.foundation.live.declarations import CUT, DOUBT, RESYNC, Declarations, Delivery

EVERYBODY: Final = "everybody"
"""A topic that every socket of the company holds."""

log = structlog.get_logger("hovor.live")


class Encoded(NamedTuple):
    """A delivery, encoded once for all who get it."""

    topics: tuple[str, ...]
    event: str
    text: str


class Step(NamedTuple):
    """An event's position and its deliveries. Most events of most companies have none for anybody."""

    position: int
    deliveries: Sequence[Encoded]


class ReadingNeeded(Exception):
    """A view cannot be built from what the event carries."""


class WithoutReading:
    """Stands for a reading while views are built from memory: whoever touches it gets a real one instead."""

    def __init__(self, company: str) -> None:
        self.company = company
        self.caller: Final = SystemCaller(company, "live")

    def one(self, *_: object, **__: object) -> NoReturn:
        """Raises `ReadingNeeded`."""
        raise ReadingNeeded

    all = one
    lost: Final = False

    @property
    def now(self) -> NoReturn:
        """Raises `ReadingNeeded`."""
        raise ReadingNeeded


def build(declarations: Declarations, reading: Reading, recorded: Iterable[Recorded]) -> list[Step]:
    """The deliveries of these events. A view that cannot be built makes everybody fetch anew: nobody misses
    anything.
    """
    return [Step(each.position, _deliveries(declarations, reading, each)) for each in recorded]


def _deliveries(declarations: Declarations, reading: Reading, recorded: Recorded) -> Sequence[Encoded]:
    make = declarations.live.get(type(recorded.event))
    if make is None:
        return ()
    try:
        return [_encode(recorded.position, delivery) for delivery in make(reading, recorded)]
    except ReadingNeeded:
        raise
    except Exception:
        if reading.lost:
            raise
        log.exception("view_failed", kind=recorded.event.kind, position=recorded.position)
        return [Encoded((EVERYBODY,), RESYNC, "")]


def _encode(position: int, delivery: Delivery) -> Encoded:
    if delivery.event in {RESYNC, CUT, DOUBT}:
        return Encoded(delivery.topics, delivery.event, "")
    return Encoded(delivery.topics, delivery.event, frames.event(position, delivery.event, delivery.data))
