"""Those who wait, in lines, and whom these lines ask for.

A line is first in, first out among all who can be taken by the same people. A demand is one set of
operators, shared by all lines that can be taken by just these, with those of them who can take something now
in the order in which they are to be chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import Final, TypeAlias

from hovor.foundation.clock import Instant
from hovor.routing.engine.facts import Operator, Queue, Requirement, Rule, Waiting
from hovor.routing.engine.ordering import Rank, head_start
from hovor.routing.engine.people import Person, Way

Preferred: TypeAlias = tuple[int, bool, Instant, str]
Somebody: TypeAlias = "Person[Demand]"
_Able: TypeAlias = "tuple[int, bool, Instant, str, int, Somebody]"
"""His preference and his stamp: void once he has another one."""
Front: TypeAlias = "tuple[Rank, Line, Ticket, int]"
"""The head of a line: its place among all heads, and with which serial its ticket was looked at."""
Entry: TypeAlias = "tuple[Instant, str, int, Ticket]"
"""Age base, id, and the ticket with its serial: void once it has another one."""
NEVER: Final[Instant] = 1 << 62
LONG_AGO: Final = -NEVER
LATEST: Final = NEVER - 1
"""Later than anybody, earlier than never. Whole numbers: they compare several times as fast with instants as
infinity does.
"""
_SPARE: Final = 64
"""How many void entries an index may hold beyond as many as it has people."""


class Demand:
    """`able` people stand in a heap by preference; entries of an earlier stamp are void and go when they
    come up. `present` counts those who are there, with or without room: nobody makes a step an empty one.

    Nobody of whom it is about has an earlier virtual arrival than `not_before`: most demands need no look at
    their lines to see that others come first.
    """

    __slots__ = (
        "_heap",
        "asked",
        "front",
        "gains",
        "groups",
        "lines",
        "members",
        "not_before",
        "operator_id",
        "parked",
        "paths",
        "present",
        "requires",
        "rule",
        "seen",
        "way",
    )

    def __init__(
        self,
        way: Way,
        *,
        operator_id: str | None,
        groups: frozenset[str] | None,
        requires: tuple[Requirement, ...],
        rule: Rule,
        asked: tuple[Requirement, ...],
    ) -> None:
        self.way: Final = way
        self.operator_id: Final = operator_id
        self.groups: Final = groups
        self.requires: Final = requires
        self.rule: Final = rule
        self.asked: Final = asked
        self.not_before = NEVER
        # The first of all whom it is about, while that is known; where some of them age, who was the first
        # when they were `seen`: since then nobody has gained more than `gains` with each microsecond.
        self.front: Front | None = None
        self.gains: float | None = None
        self.seen: Instant = 0
        self.members = 0
        self.present = 0
        self.paths: set[Path] = set()
        self.lines: set[Line] = set()
        self.parked: set[Line] = set()
        self._heap: list[_Able] = []

    def asks(self, operator: Operator) -> bool:
        """Whether he is one of those who are asked for, there or not."""
        if self.way.channel_id not in operator.assigned_channels:
            return False
        if self.operator_id is not None:
            return self.operator_id == operator.id
        if self.groups is not None and self.groups.isdisjoint(operator.group_ids):
            return False
        has = operator.skills
        return all(has.get(each.skill, 0) >= each.level for each in self.requires)

    def preference(self, person: Somebody) -> Preferred:
        """His place among those who can take it; the same as `scoring.preference`."""
        if self.rule == "most_spare":
            score = person.units_left
        elif self.rule == "best_skill":
            has = person.operator.skills
            score = sum(has.get(each.skill, 0) for each in self.asked)
        else:
            score = 0
        return (-score, person.engaged, person.idle, person.id)

    def offer(self, person: Somebody) -> None:
        """He can take it, from this stamp on."""
        heappush(self._heap, (*self.preference(person), person.stamp, person))

    def holds(self) -> Somebody | None:
        """The first of those whom the index has; None where it has nobody who can take it."""
        heap = self._heap
        while heap:
            _, _, _, _, stamp, person = heap[0]
            if person.stamp == stamp:
                return person
            heappop(heap)
        return None

    def best(self, fresh: Sequence[Somebody]) -> Somebody | None:
        """Who is to be chosen, whatever was before; `fresh` are those whom no index holds."""
        found = self.holds()
        for each in fresh:
            if (
                each.able(self.way)
                and each.wanted_by(self)
                and (found is None or self.preference(each) < self.preference(found))
            ):
                found = each
        return found

    def first(self, count: int, fresh: Sequence[Somebody]) -> list[Somebody]:
        """Those who can take it in their order: at least the first `count`, all of them if they are fewer."""
        heap = self._heap
        popped: list[_Able] = []
        while heap and len(popped) < count:
            entry = heappop(heap)
            if entry[5].stamp == entry[4]:
                popped.append(entry)
        for entry in popped:
            heappush(heap, entry)
        able = [entry[5] for entry in popped]
        able += [each for each in fresh if each.able(self.way) and each.wanted_by(self)]
        return sorted(able, key=self.preference)

    def tidy(self) -> None:
        """Drop void entries when they are the most."""
        heap = self._heap
        if len(heap) <= 2 * self.members + _SPARE:
            return
        self._heap = [entry for entry in heap if entry[5].stamp == entry[4]]
        heapify(self._heap)

    def changed(self, not_before: Instant = LONG_AGO) -> None:
        """Somebody else may be the first of those whom it is about, or comes to them with this virtual
        arrival.
        """
        self.front = None
        self.not_before = min(self.not_before, not_before)


class Ticket:
    """One conversation that waits. What an index holds of another serial is void. `wake`: when a timer looks
    at it again.
    """

    __slots__ = ("line", "serial", "waiting", "wake")

    def __init__(self, waiting: Waiting, line: Line) -> None:
        self.waiting = waiting
        self.line = line
        self.serial = 0
        self.wake: Instant | None = None


class Path:
    """What all conversations of one queue have in common that ask for the same in the same steps: whom each
    step asks, in `demands`. `offered`: nothing of a broadcast queue is.
    """

    __slots__ = ("afters", "demands", "lines", "offered", "queue", "weight")

    def __init__(
        self,
        queue: Queue,
        demands: tuple[Demand, ...],
        afters: tuple[Instant, ...],
        *,
        weight: int,
        offered: bool,
    ) -> None:
        self.queue: Final = queue
        self.demands: Final = demands
        self.afters: Final = afters
        self.weight: Final = weight
        self.offered: Final = offered
        self.lines: dict[tuple[int, int, bool], Line] = {}

    def line(self, step: int, priority_class: int, *, rescued: bool) -> Line:
        """The line of a step and a class."""
        key = (step, priority_class, rescued)
        found = self.lines.get(key)
        if found is None:
            found = self.lines[key] = Line(self, step, priority_class, rescued=rescued)
        return found

    def reached(self, waited: Instant) -> int:
        """The last step whose time has come after so long."""
        return max((at for at, after in enumerate(self.afters) if after <= waited), default=0)

    def step(self, by_time: int) -> int:
        """The step that counts when `by_time` would: one that nobody meets who is there is skipped."""
        demands = self.demands
        for at in range(by_time, len(demands)):
            if demands[at].present:
                return at
        return len(demands) - 1


class Line:
    """First in, first out. `parked` are those who could not be given to anybody who had room, and wait for
    some change; they do not hold up the others.
    """

    __slots__ = (
        "_heap",
        "_rate",
        "_start",
        "count",
        "demand",
        "front",
        "gains",
        "lasting",
        "parked",
        "path",
        "priority_class",
        "rescued",
        "step",
    )

    def __init__(self, path: Path, step: int, priority_class: int, *, rescued: bool) -> None:
        self.path: Final = path
        self.step: Final = step
        self.priority_class: Final = priority_class
        self.rescued: Final = rescued
        self.demand = path.demands[path.step(step)]
        self.count = 0
        self.parked: list[Entry] = []
        self._heap: list[Entry] = []
        # Its head among all heads, while that is known and stays the same.
        self.front: Front | None = None
        ageing = path.queue.discipline == "ageing"
        self.lasting: Final = not rescued and not ageing
        self._start: Final = head_start(path.queue, priority_class)
        self._rate: Final = path.queue.rates.get(priority_class, 1.0) if ageing else None
        # How much earlier its virtual arrivals get with each microsecond.
        self.gains: Final = None if self._rate is None else max(0.0, self._rate - 1)

    def push(self, entry: Entry) -> None:
        """It stands in this line."""
        heappush(self._heap, entry)
        if self._heap[0] is entry:
            self.front = None
            self.demand.changed(entry[0] - self._start if self.lasting else LONG_AGO)

    def pop(self) -> Entry:
        """The first one leaves."""
        self.front = self.demand.front = None
        return heappop(self._heap)

    def head(self) -> Entry | None:
        """The first one that is not parked."""
        heap = self._heap
        while heap:
            entry = heap[0]
            if entry[3].serial == entry[2]:
                return entry
            heappop(heap)
        return None

    def oldest(self) -> Entry | None:
        """The first of all that wait here, parked or not."""
        alive = [entry for entry in self.parked if entry[3].serial == entry[2]]
        head = self.head()
        if head is not None:
            alive.append(head)
        return min(alive, default=None)

    def look(self, now: Instant) -> Front | None:
        """Its head among all heads; None where nobody stands. Of rescued ones the age alone counts here."""
        head = self.head()
        if head is None:
            return None
        age_base, conversation_id, serial, ticket = head
        rank = (self.arrival(age_base, now), not self.rescued, age_base, conversation_id)
        found = (rank, self, ticket, serial)
        self.front = found if self.lasting else None
        return found

    def arrival(self, age_base: Instant, now: Instant) -> Instant:
        """The virtual arrival of one of this line; the same as `ordering.virtual_arrival`."""
        if self._rate is None:
            return age_base - self._start
        return now - round(self._rate * (now - age_base))

    def unpark(self) -> None:
        """Something has changed: look at all of them again."""
        for entry in self.parked:
            heappush(self._heap, entry)
        self.parked.clear()
        self.front = None
        self.demand.changed()

    def clear(self) -> None:
        """Nobody stands here any more."""
        self._heap.clear()
        self.parked.clear()
        self.front = self.demand.front = None

    def tidy(self) -> None:
        """Drop void entries when they are the most."""
        if len(self._heap) <= 2 * self.count + _SPARE:
            return
        self._heap = [entry for entry in self._heap if entry[3].serial == entry[2]]
        heapify(self._heap)
