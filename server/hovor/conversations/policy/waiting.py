"""Those who wait: in which order they stand, and how long it will take until somebody is there for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, count, pairwise, repeat
from typing import Final, NamedTuple, Protocol, TypeVar

import msgspec

from hovor.foundation.clock import SECOND, Instant

FEWEST: Final = 5
"""Of fewer departures nothing is concluded."""


class Order(msgspec.Struct, frozen=True):
    """How the priorities of a queue stand to one another. A priority that `head_starts` leaves out has none;
    where `rates` is given, waiting counts so many times instead, once where it is left out.
    """

    head_starts: dict[int, Instant] = {}
    rates: dict[int, float] | None = None

    def arrival(self, priority: int, opened_at: Instant, now: Instant) -> Instant:
        """When it would have come if its priority and the time it has waited counted for nothing."""
        if self.rates is not None:
            return now - round(self.rates.get(priority, 1.0) * (now - opened_at))
        return opened_at - self.head_starts.get(priority, 0)


USUAL: Final = Order(head_starts={0: 0, 1: 150 * SECOND, 2: 300 * SECOND})
"""The order of a queue of which nothing is said."""


class Waiting(Protocol):
    """Of one that waits: where, how urgent, since when, and whether its operator was lost."""

    @property
    def id(self) -> str: ...
    @property
    def queue_id(self) -> str | None: ...
    @property
    def priority(self) -> int: ...
    @property
    def rescued(self) -> int: ...
    @property
    def opened_at(self) -> Instant: ...


Waits = TypeVar("Waits", bound=Waiting)


def in_order(waiting: Iterable[Waits], orders: Mapping[str | None, Order], now: Instant) -> list[Waits]:
    """First come first, in the sense of each one's queue; the order in which routing looks at them, so that
    what a client is told of his place is what counts (INV-35, INV-49).

    A rescued one stands before the first of its priority, wherever that stands.
    """
    arrivals = [
        (each, orders.get(each.queue_id, USUAL).arrival(each.priority, each.opened_at, now))
        for each in waiting
    ]
    first: dict[tuple[str | None, int], Instant] = {}
    for each, arrival in arrivals:
        line = (each.queue_id, each.priority)
        first[line] = min(arrival, first.get(line, arrival))
    standing = [
        (first[each.queue_id, each.priority] if each.rescued else arrival, each) for each, arrival in arrivals
    ]
    standing.sort(key=lambda one: (one[0], not one[1].rescued, one[1].opened_at, one[1].id))
    return [each for _, each in standing]


class Departure(NamedTuple):
    """One that has left a line: somebody was there for it, or (not `taken`) its client went away."""

    left_at: Instant
    queued_at: Instant
    taken: bool = True


class Pace(NamedTuple):
    """How a line moves: one is taken from it in so much time, and of those who stand in it so many go away,
    each in that time.
    """

    time: Instant
    leaving: float = 0.0


def pace(departures: Sequence[Departure], *, waiting_since: Instant, now: Instant) -> Pace | None:
    """How a line that is not empty moves now; None where too little is known. `departures` are the latest
    ones, in any order; the first of those who wait does so since `waiting_since`.

    The time between two that were taken tells of it only if the later one stood there already when the
    earlier one was taken. The time since the last one counts as well, although nothing has ended it yet: so a
    line that stands still is not promised yesterday's pace. (For exponential times this is the estimate of
    greatest likelihood, the last one being censored.)
    """
    taken = sorted(each for each in departures if each.taken)
    between = [
        later.left_at - earlier.left_at
        for earlier, later in pairwise(taken)
        if later.queued_at <= earlier.left_at
    ]
    if len(between) < FEWEST:
        return None
    standing = max(0, now - max(taken[-1].left_at, waiting_since))
    time = (sum(between) + standing) // len(between)
    waited = sum(each.left_at - each.queued_at for each in departures)
    left = len(departures) - len(taken)
    return Pace(time, left * time / waited if waited else 0.0)


def expected_waits(pace_of_line: Pace | None) -> Iterator[int | None]:
    """Seconds until the first of this line is taken, the second, and so on without end; None where nobody can
    say it honestly (INV-49).

    Those before one are taken, or lose patience: the mean time of a line with exponential times and patience,
    the sum of 1 / (n mu + i theta) over those ahead and itself.
    """
    if pace_of_line is None:
        return repeat(None)
    time, leaving = pace_of_line
    sums = accumulate(1 / (1 + ahead * leaving) for ahead in count())
    return (round(time * each / SECOND) for each in sums)
