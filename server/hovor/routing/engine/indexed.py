"""The engine: told what changes, it decides as `choosing.decide` would, without looking at everything.

What keeps it quick: those who wait stand in lines of which only the heads are compared; those who can take
something stand in one heap for each demand; after a decision nobody waits whom somebody could take, so that
the next time only what has changed since can lead to a decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush

import msgspec

from hovor.foundation.clock import Instant
from hovor.routing.engine.choosing import Decision, recorded
from hovor.routing.engine.facts import Facts, Operator, Past, Policy, Queue, Waiting
from hovor.routing.engine.indexes import Indexes
from hovor.routing.engine.lines import LATEST, NEVER, Demand, Front, Line, Somebody, Ticket
from hovor.routing.engine.offerable import in_line
from hovor.routing.engine.ordering import Rank
from hovor.routing.engine.people import Person
from hovor.routing.engine.resting import rest_until


class Given(msgspec.Struct, frozen=True):
    """One choice: this conversation goes to this operator."""

    conversation_id: str
    version: int
    operator_id: str


class Engine(Indexes):
    """One company's. Deterministic; it knows no clock: `now` is told, and never goes back."""

    def __init__(self, policy: Policy, queues: Iterable[Queue] = ()) -> None:
        super().__init__(policy, queues)
        self._unexplained: dict[str, None] = {}
        self._last: tuple[Waiting, Somebody] | None = None

    # -- what it is told

    def put_operator(self, operator: Operator) -> None:
        """He is active, or has changed: this is true of him now, whatever was given to him before."""
        person = self._people.get(operator.id)
        if person is None:
            person = self._people[operator.id] = Person(operator, self._rules)
            self._places.settle(person)
            self._arrive(person)
        elif person.stands_like(operator):
            person.told(operator, self._rules)
        else:
            self._leave(person)
            self._places.forget(person)
            person.told(operator, self._rules)
            self._places.settle(person)
            self._arrive(person)
        self._renew(person)

    def drop_operator(self, operator_id: str) -> None:
        """He is not active any more."""
        person = self._people.pop(operator_id, None)
        if person is None:
            return
        self._leave(person)
        self._places.forget(person)
        person.stamp = 0
        if person.fresh:
            self._fresh.remove(person)

    def put_waiting(self, waiting: Waiting, past: Iterable[Past] | None = None) -> None:
        """It waits, or has changed. `past`: its offers within the policy's window that came to nothing;
        without it those count that are known.
        """
        explained = waiting.explained or (waiting.id in self._tickets and waiting.id not in self._unexplained)
        self.drop_waiting(waiting.id)
        if past is not None:
            self._history.put(waiting.id, past)
        path = self._places.path(waiting, self._people.values())
        line = path.line(0, waiting.priority_class, rescued=waiting.rescued)
        ticket = self._tickets[waiting.id] = Ticket(waiting, line)
        if not explained:
            self._unexplained[waiting.id] = None
        self._stand(ticket)
        if len(path.afters) > 1:
            self._set_timer(ticket, waiting.age_base + path.afters[1], moves=True)

    def drop_waiting(self, conversation_id: str) -> None:
        """It does not wait any more. What came to nothing before is still known when it comes back."""
        ticket = self._tickets.pop(conversation_id, None)
        if ticket is not None:
            ticket.serial = 0
            self._unexplained.pop(conversation_id, None)
            self._go(ticket.line)

    def note_past(self, past: Past) -> None:
        """One more offer has come to nothing."""
        self._history.add(past)
        ticket = self._tickets.get(past.conversation_id)
        if ticket is not None:
            self._dirty.add(ticket.line.demand)

    def put_queue(self, queue: Queue) -> None:
        """This is how it is worked off from now on."""
        if self._places.queues.get(queue.id) != queue:
            self._begin_anew(self._policy, [*self._places.queues.values(), queue])

    def set_policy(self, policy: Policy) -> None:
        """These are the company's rules from now on."""
        if policy != self._policy:
            self._begin_anew(policy, self._places.queues.values())

    # -- what it decides

    def decide(self, now: Instant) -> Iterator[Given]:
        """One choice after the other; each counts as taken. What it is told meanwhile counts at once."""
        self._due(now)
        ready: list[tuple[Rank, int, Demand]] = []
        try:
            while (found := self._next(ready, now)) is not None:
                given = self._give(*found, now)
                if given is not None:
                    yield given
        finally:
            if ready:
                self._dirty.update(demand for _, _, demand in ready)
            self._publish()

    @property
    def told_more(self) -> bool:
        """Whether it was told anything since it last decided, so that there may be something to decide."""
        return bool(self._dirty or self._fresh)

    @property
    def wake_at(self) -> Instant | None:
        """When to decide again even if nothing happens; None: never."""
        timers = self._timers
        while timers:
            at, conversation_id, serial, _ = timers[0]
            ticket = self._tickets.get(conversation_id)
            if ticket is not None and ticket.serial == serial:
                return at
            heappop(timers)
        return None

    # -- what it knows

    @property
    def window(self) -> Instant:
        """For how long what came to nothing matters."""
        return self._policy.window

    def operator(self, operator_id: str) -> Operator | None:
        """What is true of him, with what was given to him since he was told of."""
        person = self._people.get(operator_id)
        return None if person is None else person.as_operator()

    def operators(self) -> Iterator[Operator]:
        """All of them."""
        return (each.as_operator() for each in self._people.values())

    def waiting(self, conversation_id: str) -> Waiting | None:
        """The conversation, if it waits."""
        ticket = self._tickets.get(conversation_id)
        return None if ticket is None else ticket.waiting

    def all_waiting(self) -> Iterator[Waiting]:
        """All that wait."""
        return (each.waiting for each in self._tickets.values())

    def take_unexplained(self, most: int) -> list[str]:
        """Some of those that wait and are not on record as waiting in vain; they count as explained now."""
        found = [each for _, each in zip(range(most), self._unexplained, strict=False)]
        for each in found:
            del self._unexplained[each]
        return found

    def explain(self, conversation_id: str, now: Instant) -> Decision | None:
        """The decision about one that waits, or that was given right now, with everything that a record
        needs; None for any other.
        """
        ticket, given = self._tickets.get(conversation_id), self._last
        if ticket is not None:
            waiting, chosen = ticket.waiting, None
        elif given is not None and given[0].id == conversation_id:
            waiting, chosen = given
        else:
            return None
        serving = self._places.serving(waiting, self._people.values())
        operators = (each.before_last() if each is chosen else each.as_operator() for each in serving)
        found = (each for each in operators if not in_line(each, waiting))
        queue = self._places.queues.get(waiting.queue_id)
        return recorded(
            Facts(
                now=now,
                policy=self._policy,
                operators=tuple(sorted(found, key=lambda each: each.id)),
                waiting=(waiting,),
                past=tuple(self._history.of(conversation_id)),
                queues=() if queue is None else (queue,),
            )
        )

    # -- deciding

    def _next(self, ready: list[tuple[Rank, int, Demand]], now: Instant) -> tuple[Line, Somebody] | None:
        """The first of all that somebody could take, and who would be the first to take it. `ready` are those
        demands that somebody may be able to meet, apart from those who are fresh.
        """
        if self._dirty:
            self._make_ready(ready, now)
        first = self._first_ready(ready, now)
        earliest = LATEST if first is None else first[0][0]
        for person in self._fresh:
            for way, demands in person.demands.items():
                if not person.able(way):
                    continue
                for demand in demands:
                    if demand.not_before > earliest:
                        continue
                    front = self._front(demand, now, earliest)
                    if front is not None and (first is None or front[0] < first[0]):
                        first, earliest = front, front[0][0]
        if first is None:
            return None
        best = first[1].demand.best(self._fresh)
        return None if best is None else (first[1], best)

    def _make_ready(self, ready: list[tuple[Rank, int, Demand]], now: Instant) -> None:
        for demand in self._dirty:
            if demand.parked:
                for line in demand.parked:
                    line.unpark()
                    demand.lines.add(line)
                demand.parked.clear()
                self._parked.discard(demand)
            if demand.holds() and (front := self._front(demand, now)) is not None:
                heappush(ready, (front[0], front[3], demand))
        self._dirty.clear()

    def _first_ready(self, ready: list[tuple[Rank, int, Demand]], now: Instant) -> Front | None:
        while ready:
            rank, serial, demand = ready[0]
            front = self._front(demand, now) if demand.holds() else None
            if front is not None and front[0] == rank and front[3] == serial:
                return front
            heappop(ready)
            if front is not None:
                heappush(ready, (front[0], front[3], demand))
        return None

    def _front(self, demand: Demand, now: Instant, wanted: Instant = LATEST) -> Front | None:
        """The first of all whom this demand is about, unless it surely arrived later than is `wanted`."""
        known = demand.front
        if known is not None and known[2].serial == known[3]:
            if demand.gains is None:
                return known
            # Two for what is rounded.
            if known[0][0] - demand.gains * (now - demand.seen) - 2 > wanted:
                return None
        return self._look_at(demand, now)

    def _look_at(self, demand: Demand, now: Instant) -> Front | None:
        """Find out who is the first of all whom this demand is about."""
        best: Front | None = None
        gains: float | None = None
        rescued = False
        for line in tuple(demand.lines):
            front = line.front
            if front is None or front[2].serial != front[3]:
                front = line.look(now)
                if front is None:
                    demand.lines.discard(line)
                    continue
                if line.rescued:
                    rescued = True
                    arrival = self._class_arrival(line, now)
                    front = ((arrival, *front[0][1:]), *front[1:])
            if line.gains is not None:
                gains = max(line.gains, gains or 0)
            if best is None or front[0] < best[0]:
                best = front
        demand.front, demand.gains, demand.seen = (None if rescued else best), gains, now
        if gains is None and not rescued:
            demand.not_before = NEVER if best is None else best[0][0]
        return best

    def _class_arrival(self, rescued: Line, now: Instant) -> Instant:
        """The earliest virtual arrival of its class in its queue."""
        lines = self._classes[rescued.path.queue.id, rescued.priority_class]
        heads = (each.oldest() for each in lines)
        return rescued.arrival(min(each[0] for each in heads if each is not None), now)

    def _give(self, line: Line, best: Somebody, now: Instant) -> Given | None:
        """Give the first of this line to somebody, or set it aside."""
        entry = line.pop()
        ticket = entry[3]
        waiting, chosen = ticket.waiting, best
        if waiting.preferred_operator_id is not None or waiting.id in self._history:
            found, wake = self._special(waiting, line.demand, now)
            if found is None:
                line.parked.append(entry)
                line.demand.parked.add(line)
                self._parked.add(line.demand)
                if wake is not None and wake != ticket.wake:
                    ticket.wake = wake
                    self._set_timer(ticket, wake, moves=False)
                return None
            chosen = found
        self.drop_waiting(waiting.id)
        chosen.take(waiting.channel_kind, line.path.weight, exclusive=waiting.exclusive)
        self._last = (waiting, chosen)
        self._renew(chosen)
        return Given(waiting.id, waiting.version, chosen.id)

    def _special(
        self, waiting: Waiting, demand: Demand, now: Instant
    ) -> tuple[Somebody | None, Instant | None]:
        """Whom to give one that has been offered before or is kept for somebody; else when to look again."""
        before = self._history.by_operator(waiting.id)
        policy = self._policy
        wakes = [each.ended_at + policy.window for one in before.values() for each in one]
        kept_for = self._kept_for(waiting, demand, before, now)
        if kept_for is not None:
            able = [kept_for] if kept_for.able(demand.way) else []
            wakes.append(waiting.preferred_until)
        else:
            able = demand.first(len(before) + 2, self._fresh)
        alone = len(able) == 1
        for person in able:
            mine = before.get(person.id)
            until = 0 if mine is None else rest_until(mine, policy, alone=alone)
            if until <= now:
                return person, None
            wakes.append(until)
        return None, min(wakes, default=None)

    def _kept_for(
        self, waiting: Waiting, demand: Demand, before: Mapping[str, list[Past]], now: Instant
    ) -> Somebody | None:
        """As `stepping.preferred_now`."""
        if waiting.preferred_operator_id is None or now >= waiting.preferred_until:
            return None
        person = self._people.get(waiting.preferred_operator_id)
        if person is None or not person.wanted_by(demand) or not person.there(demand.way):
            return None
        mine = before.get(person.id)
        rests = mine is not None and rest_until(mine, self._policy, alone=False) > now
        return None if rests else person

    def _begin_anew(self, policy: Policy, queues: Iterable[Queue]) -> None:
        """The rules are others: put everything where it belongs under them."""
        operators, waiting = list(self.operators()), list(self.all_waiting())
        unexplained = self._unexplained.copy()
        self._empty(policy, queues)
        for operator in operators:
            self.put_operator(operator)
        for each in waiting:
            self.put_waiting(each)
        self._unexplained = unexplained
