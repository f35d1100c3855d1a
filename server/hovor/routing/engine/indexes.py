"""What the engine keeps, and how it changes: operators with what they can take, lines of those who wait,
timers.

Nothing is decided here; what could lead to a decision is marked in `_dirty`.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush
from typing import Final

from hovor.foundation.clock import Instant
from hovor.routing.engine.facts import Policy, Queue
from hovor.routing.engine.history import History
from hovor.routing.engine.lines import Demand, Line, Somebody, Ticket
from hovor.routing.engine.people import Rules
from hovor.routing.engine.places import Places

_FRESH: Final = 4
"""How many operators may be looked at one by one before they are put into the indexes."""


class Indexes:
    """One company's."""

    def __init__(self, policy: Policy, queues: Iterable[Queue]) -> None:
        self._history = History(policy.window)
        self._serial = 0
        self._empty(policy, queues)

    def _empty(self, policy: Policy, queues: Iterable[Queue]) -> None:
        """Nobody is there, nobody waits; what came to nothing is still known."""
        self._policy = policy
        self._rules = Rules(policy)
        self._history.window = policy.window
        self._places = Places(policy, queues)
        self._people: dict[str, Somebody] = {}
        self._fresh: list[Somebody] = []
        self._tickets: dict[str, Ticket] = {}
        self._classes: dict[tuple[str, int], set[Line]] = {}
        self._dirty: set[Demand] = set()
        self._parked: set[Demand] = set()
        self._timers: list[tuple[Instant, str, int, bool]] = []

    # -- operators

    def _arrive(self, person: Somebody) -> None:
        for way, demands in person.demands.items():
            if not person.there(way):
                continue
            for demand in demands:
                demand.present += 1
                if demand.present == 1:
                    self._shift(demand)

    def _leave(self, person: Somebody) -> None:
        for way, demands in person.demands.items():
            there = person.there(way)
            for demand in demands:
                if there:
                    demand.present -= 1
                    if demand.present == 0:
                        self._shift(demand)
                if demand.parked:
                    self._dirty.add(demand)

    def _shift(self, demand: Demand) -> None:
        """The first one is there who meets a step, or the last one has gone: lines are others' now."""
        for path in demand.paths:
            for line in path.lines.values():
                now = path.demands[path.step(line.step)]
                if now is line.demand:
                    continue
                line.demand.lines.discard(line)
                line.demand.parked.discard(line)
                line.demand.changed()
                line.demand = now
                if line.count and path.offered:
                    line.unpark()
                    now.lines.add(line)
                    self._dirty.add(now)

    def _renew(self, person: Somebody) -> None:
        """What he can take is something else now."""
        self._serial += 1
        person.stamp = self._serial
        if self._parked:
            self._dirty.update(each for one in person.demands.values() for each in one if each.parked)
        if not person.fresh:
            person.fresh = True
            self._fresh.append(person)
            if len(self._fresh) > _FRESH:
                self._publish()

    def _publish(self) -> None:
        """Put those who can take something into the indexes."""
        for person in self._fresh:
            person.fresh = False
            for way, demands in person.demands.items():
                if not person.able(way):
                    continue
                for demand in demands:
                    demand.offer(person)
                    demand.tidy()
                    if demand.lines:
                        self._dirty.add(demand)
        self._fresh.clear()

    # -- those who wait

    def _stand(self, ticket: Ticket) -> None:
        self._serial += 1
        ticket.serial = self._serial
        line = ticket.line
        line.count += 1
        if line.count == 1:
            self._classes.setdefault((line.path.queue.id, line.priority_class), set()).add(line)
        line.push((ticket.waiting.age_base, ticket.waiting.id, ticket.serial, ticket))
        if line.path.offered:
            line.demand.lines.add(line)
            self._dirty.add(line.demand)

    def _go(self, line: Line) -> None:
        line.count -= 1
        if line.count:
            line.tidy()
            return
        line.clear()
        line.demand.lines.discard(line)
        line.demand.parked.discard(line)
        of_class = self._classes[line.path.queue.id, line.priority_class]
        of_class.discard(line)
        if not of_class:
            del self._classes[line.path.queue.id, line.priority_class]

    def _set_timer(self, ticket: Ticket, at: Instant, *, moves: bool) -> None:
        heappush(self._timers, (at, ticket.waiting.id, ticket.serial, moves))

    def _due(self, now: Instant) -> None:
        self._history.forget(now)
        timers = self._timers
        while timers and timers[0][0] <= now:
            at, conversation_id, serial, moves = heappop(timers)
            ticket = self._tickets.get(conversation_id)
            if ticket is None or ticket.serial != serial:
                continue
            if moves:
                self._move_on(ticket, now)
            elif ticket.wake == at:
                ticket.wake = None
                self._dirty.add(ticket.line.demand)

    def _move_on(self, ticket: Ticket, now: Instant) -> None:
        """Its next step has come."""
        waiting, path = ticket.waiting, ticket.line.path
        reached = path.reached(now - waiting.age_base)
        self._go(ticket.line)
        ticket.line = path.line(reached, waiting.priority_class, rescued=waiting.rescued)
        ticket.wake = None
        self._stand(ticket)
        if reached + 1 < len(path.afters):
            self._set_timer(ticket, waiting.age_base + path.afters[reached + 1], moves=True)
