"""What came of each conversation, as facts only: ratios are made of them later (`measures`)."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from hovor.foundation.clock import Instant
from hovor.simulation.scenario import Arrivals

WAITING: Final = 0
ANSWERED: Final = 1
CALLED_BACK: Final = 2
ABANDONED: Final = 3


@dataclass(slots=True)
class Record:
    """Every conversation of one stream, in the order in which they came. `waited` is until the first operator
    or until the client left; of those still waiting at the end, until then.
    """

    rules: Arrivals
    entered: "array[int]" = field(default_factory=lambda: array("q"))
    waited: "array[int]" = field(default_factory=lambda: array("q"))
    outcome: bytearray = field(default_factory=bytearray)
    work_drawn: float = 0.0
    at_risk: Instant = 0
    """For how long its clients waited, all together, while they could still leave."""

    def enters(self, now: Instant) -> int:
        """One more; its place in the record."""
        self.entered.append(now)
        self.waited.append(0)
        self.outcome.append(WAITING)
        return len(self.outcome) - 1

    def ends(self, place: int, now: Instant, outcome: int) -> Instant:
        """The wait of one is over; how long it was."""
        wait = now - self.entered[place]
        self.waited[place] = wait
        self.outcome[place] = outcome
        return wait


@dataclass(slots=True)
class Attendance:
    """The time of one operator, in microseconds. `in_hand` counts each conversation he has for itself."""

    name: str
    busy: Instant = 0
    """Available, with at least one conversation."""
    idle: Instant = 0
    """Available, with none and with no offer."""
    in_hand: Instant = 0


@dataclass(slots=True)
class Totals:
    """Counted while it happens, apart from the records, so that each can be held against the other."""

    entered: int = 0
    answered: int = 0
    abandoned: int = 0
    waiting_area: Instant = 0
    """Microseconds waited by all together: the integral of how many wait."""
    rescue_waits: Instant = 0
    """The part of it that was waited by those whose operator was lost."""
    handled: Instant = 0
    """Microseconds in hand, by the conversations' own times."""
    still_waiting: int = 0
    events: int = 0


@dataclass(slots=True)
class Outcome:
    """A whole run. `attendance`: of each operator, by batch of the horizon; `whole`: from the beginning to
    the end, which is when the last conversation of the horizon was answered.
    """

    records: list[Record]
    attendance: list[list[Attendance]]
    whole: list[Attendance]
    totals: Totals
    ended_at: Instant

    def of_queue(self, queue: str) -> list[Record]:
        """The streams of one queue."""
        return [each for each in self.records if each.rules.queue == queue]


def added(parts: Iterable[Attendance]) -> Attendance:
    """Several of them together."""
    whole = Attendance("")
    for each in parts:
        whole.busy += each.busy
        whole.idle += each.idle
        whole.in_hand += each.in_hand
    return whole
