"""Who is on the floor: conversations and operators while they are simulated. They hold state and time; what
happens to them is said by `floor`, `offering` and `absences`.
"""

from collections.abc import Callable
from typing import Final

from hovor.foundation.clock import Instant
from hovor.routing.engine import Load, Operator
from hovor.simulation.records import Attendance
from hovor.simulation.scenario import Operators
from hovor.simulation.streams import Stream

WAITS: Final = 0
OFFERED: Final = 1
SERVED: Final = 2
OVER: Final = 3

Log = Callable[[Instant, str, str, str], None]
"""Is told what happens: when, what, to which conversation (or ""), with which operator (or "")."""


class Conversation:
    """One of them.

    `work` is what is left to do for an operator of speed 1, in microseconds, as it was at `paced_at`; since
    then it goes on at `pace`. `token` grows with each change that makes what was planned for it void.
    `since`: it waits, or is in hand, since then.
    """

    __slots__ = (
        "answered",
        "called_back",
        "counted",
        "entered",
        "id",
        "offered_at",
        "operator",
        "pace",
        "paced_at",
        "place",
        "rescued",
        "since",
        "source",
        "state",
        "token",
        "work",
    )

    def __init__(self, source: Stream, place: int, entered: Instant, work: float) -> None:
        self.id = f"{source.rules.name} {place}"
        self.source = source
        self.place = place
        self.entered = entered
        self.since = entered
        self.work = work
        self.pace = 0.0
        self.paced_at: Instant = 0
        self.offered_at: Instant = 0
        self.state = WAITS
        self.token = 0
        self.operator: Person | None = None
        self.answered = False
        self.called_back = False
        self.rescued = False
        self.counted = False


class Loads:
    """What operators carry, in the engine's words; each is made once."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        self._kinds = kinds
        self._known: dict[tuple[int, ...], Load] = {}

    def of(self, counts: list[int], exclusive: int) -> Load:
        """`counts` by kind, in the order of the kinds."""
        key = (*counts, exclusive)
        load = self._known.get(key)
        if load is None:
            kinds = {kind: count for kind, count in zip(self._kinds, counts, strict=True) if count}
            load = self._known[key] = Load(kinds, exclusive > 0)
        return load


class Person:
    """One operator. `in_hand` are his conversations, `offered` those that he has been offered; `counts` both,
    by channel kind.
    """

    def __init__(self, name: str, rules: Operators, loads: Loads, kinds: tuple[str, ...]) -> None:
        self.id = name
        self.rules = rules
        self.in_hand: dict[str, Conversation] = {}
        self.offered: dict[str, Conversation] = {}
        self.counts = [0] * len(kinds)
        self.exclusive = 0
        self.idle_since: Instant | None = None
        self.connected = True
        self.losses = 0
        self.refuses: tuple[str, ...] = ()
        self.at_once = rules.answers_at_once
        self.even = len(set(rules.rate_by_load)) == 1
        """Whether his pace does not depend on how many he has."""
        self._time = Attendance(name)
        self._since: Instant = 0
        self._loads = loads
        self._kinds = kinds

    def facts(self) -> Operator:
        """How the engine sees him now."""
        rules = self.rules
        return Operator(
            id=self.id,
            refuses_because=self.refuses,
            group_ids=rules.queues,
            assigned_channels=self._kinds,
            open_channels=self._kinds,
            idle_since=self.idle_since,
            load=self._loads.of(self.counts, self.exclusive),
            total=rules.capacity_units,
            limits=rules.limits,
            skills=rules.skills,
        )

    def takes(self, source: Stream) -> None:
        """One more is his, or offered to him."""
        self.counts[source.kind] += 1
        self.exclusive += source.rules.exclusive

    def loses(self, source: Stream) -> None:
        """One less."""
        self.counts[source.kind] -= 1
        self.exclusive -= source.rules.exclusive

    def refuse(self, code: str, *, on: bool) -> None:
        """One more reason, or one less, why nothing new may come. Settle before."""
        rest = tuple(each for each in self.refuses if each != code)
        self.refuses = (*rest, code) if on else rest

    def pace(self) -> float:
        """At which rate each of his conversations goes on."""
        if not self.connected:
            return 0.0
        rates = self.rules.rate_by_load
        return self.rules.speed * rates[min(len(self.in_hand), len(rates)) - 1]

    def settle(self, now: Instant) -> None:
        """Books the time until now, before anything about him changes."""
        spent = now - self._since
        if not spent:
            return
        self._since = now
        count = len(self.in_hand)
        if count:
            self._time.in_hand += spent * count
        if not self.refuses:
            if count:
                self._time.busy += spent
            elif not self.offered:
                self._time.idle += spent

    def closes_the_books(self, now: Instant) -> Attendance:
        """His time since this was asked last."""
        self.settle(now)
        done, self._time = self._time, Attendance(self.id)
        return done
