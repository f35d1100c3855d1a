"""The event log: everything that happened in a company, numbered without gaps in the order of the commits.

`Work.publish` appends to it. Sockets, listeners and webhooks read it from a position they keep.
"""

from collections.abc import Collection
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.foundation.caller import Actor
from hovor.foundation.database.connection import Row
from hovor.foundation.database.journal import POSITION, company_position, event
from hovor.foundation.database.statements import Hot
from hovor.foundation.database.work import Reading, Work
from hovor.foundation.events import KINDS, Event, Recorded

__all__ = [
    "MAXIMUM",
    "after",
    "at_positions",
    "company_position",
    "event",
    "oldest",
    "position",
    "stored_position",
]

MAXIMUM: Final = 256
"""How many events are read at a time."""

_AFTER = Hot(
    sa.select(event)
    .where(event.c.company_id == sa.bindparam("company_id"), event.c.position > sa.bindparam("position"))
    .order_by(event.c.position)
    .limit(sa.bindparam("count", type_=sa.BigInteger))
)
_OLDEST = Hot(
    sa.select(event.c.position)
    .where(event.c.company_id == sa.bindparam("company_id"))
    .order_by(event.c.position)
    .limit(sa.literal_column("1"))
)


class UnknownEvent(Event, kind="unknown"):
    """Stands for an event of a kind that this version no longer knows. It keeps its place and means
    nothing.
    """


def position(reading: Reading) -> int:
    """The position the company has reached; 0 before its first event. In a unit of work, with what it
    has published.
    """
    return reading.position if isinstance(reading, Work) else stored_position(reading)


def stored_position(reading: Reading) -> int:
    """The position of the last event that `after` can give. Events of a batch are stored at its end, all
    at once.
    """
    row = reading.one(POSITION, company_id=reading.company)
    return row[0] if row is not None else 0


def oldest(reading: Reading) -> int:
    """The first position still kept. Whoever stands before it, less one, has missed events. 1 while the
    log is empty.
    """
    row = reading.one(_OLDEST, company_id=reading.company)
    return row[0] if row is not None else stored_position(reading) + 1


def after(reading: Reading, position: int, limit: int = MAXIMUM) -> list[Recorded]:
    """The events of the company that follow `position`, in order, at most `limit`. Pruned ones are missing.

    In a unit of work too these are the stored ones, not those of its own batch.
    """
    rows = reading.all(_AFTER, company_id=reading.company, position=position, count=limit)
    return [_recorded(row) for row in rows]


def at_positions(reading: Reading, positions: Collection[int]) -> list[Recorded]:
    """The events at these positions, in order, as far as they are still kept."""
    statement = (
        sa.select(event)
        .where(event.c.company_id == reading.company, event.c.position.in_(positions))
        .order_by(event.c.position)
    )
    return [_recorded(row) for row in reading.all(statement)]


def _recorded(row: Row) -> Recorded:
    company_id, number, identifier, kind, _subject, payload, actor_kind, actor_id, at = row
    declared = KINDS.get(kind, UnknownEvent)
    return Recorded(
        company_id,
        number,
        identifier,
        at,
        msgspec.json.decode(payload, type=declared),
        Actor(actor_kind, actor_id),
    )
