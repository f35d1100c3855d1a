"""What a unit of work and a read are given: statements on their transaction, the time, the caller, and for
units events.

These are a unit's only effects. A unit may run again (after a deadlock, or because another unit of its
batch failed), so it touches nothing that was made outside of it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeVar, TypeVarTuple, overload

import msgspec
import sqlalchemy as sa

from hovor.foundation.caller import Caller, SystemCaller
from hovor.foundation.clock import Instant
from hovor.foundation.database.connection import Connection, Row
from hovor.foundation.database.statements import Hot, Values
from hovor.foundation.events import Event, Recorded
from hovor.foundation.identifiers import Random, new_id

Columns = TypeVarTuple("Columns")
T = TypeVar("T")

MAXIMUM_DEPTH: Final = 32
"""How deep reactions may publish events that have reactions that publish events."""


class Reactions(Protocol):
    """Where a unit finds what must happen in the very transaction of an event."""

    @property
    def within(self) -> Mapping[type[Event], Sequence[Callable[["Work", Any], None]]]:
        """By event, in the order in which they run."""
        ...


class Reading:
    """One snapshot of the database, read for one caller."""

    __slots__ = ("_connection", "caller", "company", "now")

    def __init__(self, connection: Connection, now: Instant, company: str, caller: Caller) -> None:
        self._connection = connection
        self.now: Final = now
        self.company = company
        self.caller: Final = caller

    @property
    def lost(self) -> bool:
        """Whether the database has gone away meanwhile. Who catches an error lets it pass on then, so that
        all is read again.
        """
        return self._connection.lost

    @overload
    def one(self, statement: Hot, **values: object) -> Row | None: ...
    @overload
    def one(self, statement: sa.Select[*Columns], **values: object) -> sa.Row[*Columns] | None: ...
    @overload
    def one(self, statement: sa.Executable, **values: object) -> sa.Row[*tuple[Any, ...]] | None: ...
    def one(self, statement: Hot | sa.Executable, **values: object) -> Any:
        """The first row, or None: a plain tuple of a `Hot` statement, a `sqlalchemy.Row` of any other."""
        return self._connection.one(statement, values)

    @overload
    def all(self, statement: Hot, **values: object) -> list[Row]: ...
    @overload
    def all(self, statement: sa.Select[*Columns], **values: object) -> list[sa.Row[*Columns]]: ...
    @overload
    def all(self, statement: sa.Executable, **values: object) -> list[sa.Row[*tuple[Any, ...]]]: ...
    def all(self, statement: Hot | sa.Executable, **values: object) -> Any:
        """Every row: plain tuples of a `Hot` statement, `sqlalchemy.Row`s of any other."""
        return self._connection.all(statement, values)


class Transaction(Protocol):
    """What a unit needs of the transaction it stands in."""

    def before_first_write(self, unit: "UnitState") -> None:
        """Make sure that what the unit writes from here on can be undone alone. Sets `unit.wrote`."""
        ...

    def enter(self, unit: "UnitState", company_id: str) -> int:
        """Lock another company for the unit; answer the position it has reached."""
        ...


class UnitState:
    """What one unit has done so far. Shared by the views of it that `Work.as_caller` makes."""

    __slots__ = ("company", "depth", "known", "position", "recorded", "transaction", "wake_at", "wrote")

    def __init__(self, company: str, position: int, transaction: Transaction) -> None:
        self.company = company
        self.position = position
        self.transaction: Final = transaction
        self.wrote = False
        self.recorded: list[Recorded] = []
        self.wake_at: Instant | None = None
        self.depth = 0
        self.known: dict[tuple[Any, str], Any] | None = None


class Surroundings:
    """What all units of a database share."""

    __slots__ = ("random", "reactions")

    def __init__(self, reactions: Reactions, random: Random) -> None:
        self.reactions: Final = reactions.within
        self.random: Final = random


class Work(Reading):
    """One unit of work: everything it writes and publishes becomes true at once, or nothing does.

    Check first, then write, then publish. Raising a `Refusal` undoes the unit; one raised before the first
    write is free. A failed statement dooms the unit, even when the verb catches what it raised.
    """

    __slots__ = ("_surroundings", "_unit")

    def __init__(
        self,
        connection: Connection,
        now: Instant,
        caller: Caller,
        unit: UnitState,
        surroundings: Surroundings,
    ) -> None:
        super().__init__(connection, now, unit.company, caller)
        self._unit: Final = unit
        self._surroundings: Final = surroundings

    def write(self, statement: Hot | sa.Executable, **values: object) -> int:
        """Insert, update or delete; answers how many rows changed."""
        if not self._unit.wrote:
            self._unit.transaction.before_first_write(self._unit)
        return self._connection.change(statement, values)

    @overload
    def write_one(self, statement: Hot, **values: object) -> Row | None: ...
    @overload
    def write_one(self, statement: sa.Executable, **values: object) -> sa.Row[*tuple[Any, ...]] | None: ...
    def write_one(self, statement: Hot | sa.Executable, **values: object) -> Any:
        """Insert, update or delete with RETURNING; answers the first row, or None when no row changed."""
        if not self._unit.wrote:
            self._unit.transaction.before_first_write(self._unit)
        return self._connection.one(statement, values)

    def write_many(self, statement: Hot | sa.Executable, rows: Sequence[Values]) -> None:
        """The same statement once for each of `rows`, in their order."""
        if not self._unit.wrote:
            self._unit.transaction.before_first_write(self._unit)
        self._connection.change_many(statement, rows)

    def publish(self, event: Event, *, carry: object = None) -> None:
        """Record that `event` happened, at the company's next position, and let the reactions within run,
        depth first.

        Publish last: a reaction may change what the verb has read. `carry` goes to this process's listeners
        from memory.
        """
        unit = self._unit
        if not unit.company:
            raise RuntimeError(f"{event.kind} was published by a unit that is in no company (see Work.enter)")
        unit.position += 1
        unit.recorded.append(
            Recorded(unit.company, unit.position, self.new_id(), self.now, event, self.caller.actor, carry)
        )
        reactions = self._surroundings.reactions.get(type(event))
        if reactions is not None:
            self._react(reactions, event)

    def _react(self, reactions: Sequence[Callable[["Work", Any], None]], event: Event) -> None:
        unit = self._unit
        if unit.depth >= MAXIMUM_DEPTH:
            raise RuntimeError(f"reactions to {event.kind} cause one another without end")
        unit.depth += 1
        for react in reactions:
            react(self, event)
        unit.depth -= 1

    def once(self, query: Callable[["Work", str], T], key: str) -> T:
        """What `query(work, key)` answered when it was first asked in this unit: for what the unit itself
        does not change, and asks again for one event after the other.
        """
        known = self._unit.known
        if known is None:
            known = self._unit.known = {}
        place = (query, key)
        if place not in known:
            known[place] = query(self, key)
        answer: T = known[place]
        return answer

    @property
    def position(self) -> int:
        """The position of the last event this unit has published; before the first, where the company
        stood.
        """
        return self._unit.position

    def new_id(self) -> str:
        """An id that sorts by this unit's time."""
        return new_id(self.now, self._surroundings.random)

    def as_system(self, name: str) -> "Work":
        """The same unit with Hovor itself as the caller, for reactions."""
        return self.as_caller(SystemCaller(self._unit.company, name))

    def as_caller(self, caller: Caller) -> "Work":
        """The same unit with another caller: for sign-in, where the caller becomes known on the way."""
        return Work(self._connection, self.now, caller, self._unit, self._surroundings)

    def enter(self, company_id: str) -> None:
        """Take an installation-wide unit (`company=""`) into a company: from here on it runs there as if
        alone.

        Read again what was read before: another unit of that company may have been quicker.
        """
        unit = self._unit
        if unit.company == company_id:
            return
        if unit.company:
            raise RuntimeError(f"the unit is in company {unit.company} and cannot enter {company_id}")
        unit.position = unit.transaction.enter(unit, company_id)
        unit.company = self.company = company_id

    def wake_at(self, at: Instant) -> None:
        """After the commit, this process's runners look at `at` for what is due then."""
        unit = self._unit
        if unit.wake_at is None or at < unit.wake_at:
            unit.wake_at = at


_encode = msgspec.json.Encoder().encode


def encode_event(recorded: Recorded) -> Row:
    """The row of the table `event`, its columns in order."""
    event = recorded.event
    return (
        recorded.company_id,
        recorded.position,
        recorded.id,
        event.kind,
        event.subject or recorded.company_id,
        _encode(event).decode(),
        recorded.actor.kind,
        recorded.actor.id,
        recorded.at,
    )
