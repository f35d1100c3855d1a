"""The order of those who wait, and what they are told of the time it takes."""

import functools
import heapq
import random
from dataclasses import dataclass
from itertools import islice
from statistics import fmean
from typing import Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.conversations import policy
from hovor.conversations.policy import Departure, Order, Pace
from hovor.foundation.clock import SECOND, Instant

NOW: Final = 10_000 * SECOND
_HANDLE: Final = 180.0
_KNOWN: Final = 29
"""Times between departures that a pace is made of."""


@dataclass(frozen=True)
class Waits:
    id: str
    priority: int
    rescued: int
    opened_at: Instant
    queue_id: str | None = "queue"


waiting = st.lists(
    st.builds(
        Waits,
        id=st.uuids().map(str),
        priority=st.integers(0, 2),
        rescued=st.integers(0, 1),
        opened_at=st.integers(0, 1_000).map(lambda seconds: seconds * SECOND),
        queue_id=st.sampled_from(["queue", "other"]),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)
_orders = st.builds(
    Order,
    head_starts=st.dictionaries(st.integers(0, 2), st.integers(0, 900).map(lambda seconds: seconds * SECOND)),
    rates=st.none() | st.dictionaries(st.integers(0, 2), st.floats(0.1, 10)),
)


@given(waiting, st.fixed_dictionaries({"queue": _orders, "other": _orders}))
def test_inv_35_first_come_first_within_a_priority_but_for_the_rescued(
    people: list[Waits], orders: dict[str | None, Order]
) -> None:
    line = policy.in_order(people, orders, NOW)
    assert sorted(line, key=lambda each: each.id) == sorted(people, key=lambda each: each.id)
    for queue_id in orders:
        for priority in range(3):
            same = [each for each in line if (each.queue_id, each.priority) == (queue_id, priority)]
            assert same == sorted(same, key=lambda each: (not each.rescued, each.opened_at, each.id))


@given(waiting, st.integers(0, 600))
def test_inv_36_nobody_is_overtaken_by_one_that_came_later_than_the_head_start(
    people: list[Waits], seconds: int
) -> None:
    orders: dict[str | None, Order] = dict.fromkeys(["queue", "other"], Order({2: seconds * SECOND}))
    line = [each for each in policy.in_order(people, orders, NOW) if not each.rescued]
    if any(each.rescued for each in people):
        return
    for place, later in enumerate(line):
        assert all(later.opened_at - each.opened_at <= seconds * SECOND for each in line[place:])


def test_what_is_known_of_a_line_is_how_fast_it_moved_while_somebody_stood_in_it() -> None:
    busy = [Departure(left_at=each * 60 * SECOND, queued_at=0) for each in range(1, 7)]
    assert policy.pace(busy, waiting_since=0, now=360 * SECOND) == Pace(60 * SECOND)
    # It stood still for five minutes: nobody is promised a minute any more.
    assert policy.pace(busy, waiting_since=0, now=660 * SECOND) == Pace(120 * SECOND)
    # But while nobody waited it did not stand still.
    assert policy.pace(busy, waiting_since=660 * SECOND, now=660 * SECOND) == Pace(60 * SECOND)
    # One of seven lost patience; together they had waited for 22 minutes, 22 times as long as one takes.
    gone = Departure(left_at=60 * SECOND, queued_at=0, taken=False)
    assert policy.pace([*busy, gone], waiting_since=0, now=360 * SECOND) == Pace(60 * SECOND, 1 / 22)
    assert policy.pace(busy[:5], waiting_since=0, now=300 * SECOND) is None
    quiet = [Departure(left_at=each * 600 * SECOND, queued_at=each * 600 * SECOND - 5) for each in range(20)]
    assert policy.pace(quiet, waiting_since=0, now=13_000 * SECOND) is None


@pytest.mark.parametrize(
    ("place", "pace", "seconds"),
    [
        (2, None, None),
        (3, Pace(60 * SECOND), 180),
        # Ten operators, 180 seconds each, four ahead; the second time they lose patience after a minute.
        (5, Pace(18 * SECOND), 90),
        (5, Pace(18 * SECOND, 18 / 60), 61),
    ],
)
def test_inv_49_a_wait_is_told_or_not_known_and_never_invented(
    place: int, pace: Pace | None, seconds: int | None
) -> None:
    assert _expected(place, pace) == seconds


def _expected(place: int, pace: Pace | None) -> int | None:
    return next(islice(policy.expected_waits(pace), place - 1, None))


@pytest.mark.parametrize("operators", [1, 4, 12])
@pytest.mark.parametrize("patience", [None, 600.0])
def test_inv_49_what_is_told_is_on_average_what_it_takes(operators: int, patience: float | None) -> None:
    chance = random.Random(operators)
    asked = [each for _ in range(100) for each in _one_day(chance, operators, patience)]
    assert len(asked) > 1_000
    ratio = fmean(each.took for each in asked) / fmean(each.told for each in asked)
    assert ratio == pytest.approx(1.0, abs=0.1)
    # Of exponential times, what is told being right, a band of 80 % is known: it must hold about as many.
    within = fmean(low < each.took / each.told < high for each in asked for low, high in [_band(each.place)])
    assert 0.72 < within < 0.88


class Asked(NamedTuple):
    """One client: his place, what he was told and what it took, in seconds."""

    place: int
    told: int
    took: float


@functools.cache
def _band(place: int) -> tuple[float, float]:
    """Between which quotients of what it takes and what was told four of five lie at this place: a sum of
    `place` times by one of those that the pace was made of.
    """
    chance = random.Random(place)
    ratios = sorted(
        chance.gammavariate(place, 1 / place) / chance.gammavariate(_KNOWN, 1 / _KNOWN) for _ in range(4_000)
    )
    return ratios[400], ratios[3_600]


class _Line:
    """Clients before some operators, with exponential handle times."""

    def __init__(self, chance: random.Random, operators: int) -> None:
        self.chance = chance
        self.free = [0.0] * operators
        self.departures: list[Departure] = []
        self.waiting: list[tuple[float, float, Asked | None]] = []
        self.asked: list[Asked] = []

    def go_on(self, time: float) -> None:
        """Whatever happens until then."""
        while self.waiting:
            arrived, _, told = self.waiting[0]
            start = max(arrived, self.free[0])
            left = [each for each in self.waiting if each[1] <= min(start, time)]
            if left:
                self.waiting = [each for each in self.waiting if each not in left]
                self.departures += [_departure(leaves, arrived, taken=False) for arrived, leaves, _ in left]
                continue
            if start > time:
                return
            self.waiting.pop(0)
            heapq.heapreplace(self.free, start + self.chance.expovariate(1 / _HANDLE))
            self.departures.append(_departure(start, arrived))
            if told is not None and start > arrived:
                self.asked.append(told._replace(took=start - arrived))


def _departure(left_at: float, queued_at: float, *, taken: bool = True) -> Departure:
    return Departure(round(left_at * SECOND), round(queued_at * SECOND), taken)


def _one_day(chance: random.Random, operators: int, patience: float | None) -> list[Asked]:
    """A line that has a little too much to do. Asked is every fifth, and he stays to the end: those who stay
    by themselves are those who were lucky.
    """
    line, now = _Line(chance, operators), 0.0
    for number in range(160):
        now += chance.expovariate(1.2 * operators / _HANDLE)
        line.go_on(now)
        since = line.waiting[0][0] if line.waiting else now
        latest = sorted(line.departures)[-_KNOWN - 1 :]
        pace = policy.pace(latest, waiting_since=round(since * SECOND), now=round(now * SECOND))
        place = len(line.waiting) + 1
        told = _expected(place, pace)
        asked = number % 5 == 0 and len(latest) > _KNOWN and told is not None
        leaves = now + (float("inf") if asked or not patience else chance.expovariate(1 / patience))
        line.waiting.append((now, leaves, Asked(place, told or 0, 0) if asked else None))
    line.go_on(float("inf"))
    return line.asked
