"""The limits that the other figures are held against: one flush of this disk, and the rows of a message
written by a bare loop.
"""

import asyncio
import os
import time
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from bench.figures import percentile
from bench.machine import on_server_core
from bench.run import HOVOR, HOVOR_POSTGRESQL, Row, Run
from bench.server_of_database import database_server
from hovor.foundation.database import Hot, insert, metadata
from hovor.foundation.database.connection import Connection
from hovor.foundation.database.engines import engine_for
from hovor.foundation.identifiers import new_id
from hovor.messaging import models

PART: Final = "limits"
DISK: Final = "disk"
BATCHES: Final = (1, 50, 256)
THREADS: Final = 200
PROBE_SECONDS: Final = 1.0
COMPANY: Final = "company"
TEXT: Final = "Hello, my order has not arrived yet and the tracking page shows nothing since Monday. " * 2

_ENTRY: Final = Hot(insert(models.entry))
_THREAD: Final = Hot(insert(models.thread))
_thread = models.thread.c
_MOVE: Final = Hot(
    sa.update(models.thread)
    .where(_thread.conversation_id == sa.bindparam("here"))
    .values(
        entries=sa.bindparam("number", type_=sa.BigInteger),
        unread=sa.bindparam("number", type_=sa.BigInteger),
        last_entry_id=sa.bindparam("entry_id", type_=sa.Text),
        last_at=sa.bindparam("now", type_=sa.BigInteger),
        last_client_at=sa.bindparam("now", type_=sa.BigInteger),
        version=sa.bindparam("number", type_=sa.BigInteger),
    )
)


async def measure(run: Run) -> None:
    """The disk, then the bare loop on each database of this run."""
    delays = [0.0]
    for number in range(1, run.options.rounds + 1):
        quiet = await asyncio.to_thread(run.gate.quiet)
        delays = await asyncio.to_thread(flush_delays, run.folder / "flushed", PROBE_SECONDS)
        row = Row(PART, DISK, "fdatasync, 4 KiB, growing file", number, not quiet)
        run.keep(row.figure("p50", "ms", percentile(delays, 0.5) * 1000))
        run.keep(row.figure("p99", "ms", percentile(delays, 0.99) * 1000))
    run.say(f"one fdatasync: p50 {percentile(delays, 0.5) * 1000:.2f} ms")
    if run.options.database == "sqlite":
        url = f"sqlite:///{run.new_folder('limits') / 'bare.sqlite'}"
        await _bare(run, HOVOR, url)
    if run.options.database == "postgresql" or not run.options.quick:
        with database_server() as (url, _):
            await _bare(run, HOVOR_POSTGRESQL, url)


async def _bare(run: Run, name: str, url: str) -> None:
    with on_server_core():
        figures = await asyncio.to_thread(bare_loop, url, run.options.rounds, run.options.seconds / 2)
    for number, batch, per_second in figures:
        row = Row(PART, name, f"bare loop, {batch} a transaction", number)
        run.keep(row.figure("throughput", "messages/s", per_second))
    last = {batch: f"{per_second:,.0f}" for _, batch, per_second in figures}
    run.say(f"bare loop, {name}: " + ", ".join(f"{rate}/s by {batch}" for batch, rate in last.items()))


def flush_delays(path: Path, seconds: float) -> list[float]:
    """How long each of many appends took until it was on the disk."""
    delays, block, stop = [], bytes(4096), time.perf_counter() + seconds
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        while (before := time.perf_counter()) < stop:
            os.write(file, block)
            os.fdatasync(file)
            delays.append(time.perf_counter() - before)
    finally:
        os.close(file)
        path.unlink()
    return delays


def bare_loop(url: str, rounds: int, seconds: float) -> list[tuple[int, int, float]]:
    """Round, batch and messages a second: the same rows as a visitor's message leaves (entry, thread, event,
    position), through the product's own connection, without a caller, a check or an answer.
    """
    engine = engine_for(url)
    tables = engine.for_migrations()
    metadata.create_all(tables)
    tables.dispose()
    connection = engine.connect()
    loop = _Loop(connection)
    found = [
        (number, batch, loop.run(batch, seconds)) for number in range(1, rounds + 1) for batch in BATCHES
    ]
    connection.close()
    engine.close()
    return found


class _Loop:
    """Writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._position = 0
        connection.begin([COMPANY])
        counters = dict.fromkeys(
            ("entries", "unread", "client_unread", "client_received", "client_read", "operator_read"), 0
        )
        nothing = dict.fromkeys(
            ("recipient", "window", "waiting_since", "last_client_at", "last_entry_id", "last_at")
        )
        for index in range(THREADS):
            keys = {"conversation_id": f"conversation{index}", "company_id": COMPANY, "channel_id": "channel"}
            connection.change(_THREAD, {**keys, "outbound": "pulled", "version": 1, **counters, **nothing})
        connection.commit()

    def run(self, batch: int, seconds: float) -> float:
        """Messages a second in transactions of `batch` messages."""
        connection, began, written = self._connection, time.perf_counter(), 0
        while (passed := time.perf_counter() - began) < seconds:
            connection.begin([COMPANY])
            events = [self._message() for _ in range(batch)]
            connection.append_events(events, {COMPANY: self._position})
            connection.commit()
            written += batch
        return written / passed

    def _message(self) -> tuple[object, ...]:
        self._position += 1
        now = time.time_ns() // 1000
        entry_id, number = new_id(now, os.urandom), self._position // THREADS + 1
        here = f"conversation{self._position % THREADS}"
        entry = {"id": entry_id, "company_id": COMPANY, "conversation_id": here, "number": number}
        author = {"author_kind": "client", "author_id": f"client of {here}", "author_name": None}
        nothing = {"author_public_name": None, "files": None, "change": None, "delivery_reason": None}
        said = {
            "kind": "message",
            "client_ref": entry_id,
            "text": TEXT,
            "client_visible": 1,
            "delivery": None,
        }
        self._connection.change(_ENTRY, {**entry, **author, **nothing, **said, "at": now, "version": 1})
        self._connection.change(_MOVE, {"here": here, "number": number, "entry_id": entry_id, "now": now})
        payload = f'{{"conversation_id":"{here}","entry_id":"{entry_id}","number":{number}}}'
        return (
            COMPANY, self._position, new_id(now, os.urandom), "message.received", here, payload, "client",
            author["author_id"], now,
        )  # fmt: skip
