"""What the database of a killed server must still hold, asked when nobody writes any more."""

from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.foundation import event_log
from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import SystemClock
from hovor.foundation.database import Database, Reading
from hovor.foundation.reactions import NOTHING
from hovor.foundation.timers import timer
from hovor.messaging import models as messaging
from hovor.messaging.events import MessagePosted, MessageReceived
from hovor.routing import models as routing
from tests.simulation import invariants, records

MOST_EVENTS = 10_000_000


async def wrongs(database_url: str) -> list[str]:
    """Everything that is wrong, in sentences."""
    database = Database.open(database_url, clock=SystemClock(), registry=NOTHING)
    await database.start()
    try:
        found: list[str] = []
        for company in await database.read(companies.every_company, company="", caller=Anonymous()):
            caller = SystemCaller(company, "test")
            for question in (invariants.always, records.decisions, _log, _threads, _offers, _timers):
                found += await database.read(question, company=company, caller=caller)
        return found
    finally:
        await database.close()


def _log(reading: Reading) -> list[str]:
    """INV-47: positions without a gap, and as many as the company has reached."""
    stored = event_log.after(reading, 0, MOST_EVENTS)
    positions = [each.position for each in stored]
    whole = positions == list(range(1, event_log.position(reading) + 1))
    told = [each.event.entry_id for each in stored if isinstance(each.event, MessageReceived | MessagePosted)]
    kept = {
        row[0]
        for row in reading.all(sa.select(messaging.entry.c.id).where(messaging.entry.c.kind == "message"))
    }
    return [
        *([] if whole else ["INV-47 the positions of events have gaps"]),
        *([] if sorted(told) == sorted(kept) else ["INV-47 messages and their events differ"]),
    ]


def _threads(reading: Reading) -> list[str]:
    """INV-21: the counters of every timeline, counted again."""
    entries = defaultdict(list)
    for row in reading.all(sa.select(messaging.entry).order_by(messaging.entry.c.number)):
        entries[row.conversation_id].append(row)
    return [
        wrong
        for thread in reading.all(sa.select(messaging.thread))
        for wrong in _thread(thread, entries[thread.conversation_id])
    ]


def _thread(thread: sa.Row[tuple[object, ...]], entries: list[sa.Row[tuple[object, ...]]]) -> Iterator[str]:
    numbers = [row.number for row in entries]
    if numbers != list(range(1, thread.entries + 1)):
        yield f"INV-21 {thread.conversation_id} counts {thread.entries} entries, has {numbers}"
    by_client = [row for row in entries if row.author_kind == "client" and row.kind == "message"]
    ours = [row for row in entries if row.author_kind != "client" and row.kind == "message"]
    counted = (
        sum(row.number > thread.operator_read for row in by_client),
        sum(row.number > thread.client_read for row in ours),
    )
    kept = (thread.unread, thread.client_unread)
    if counted != kept:
        yield f"INV-21 {thread.conversation_id} has unread {kept}, counted {counted}"


def _offers(reading: Reading) -> list[str]:
    """LIV-1: what was offered has been answered, or has run out."""
    open_ = reading.all(sa.select(routing.offer.c.id).where(routing.offer.c.ended_at.is_(None)))
    return [f"LIV-1 offer {each} never ended" for (each,) in open_]


def _timers(reading: Reading) -> list[str]:
    """INV-55: none was given up, and none is long overdue."""
    late = sa.or_(timer.c.parked_at.is_not(None), timer.c.at < reading.now - 5_000_000)
    return [
        f"INV-55 timer {row.kind} {row.key} is due since {row.at}, {row.error}"
        for row in reading.all(sa.select(timer).where(late))
    ]
