"""How many units of work a second: `python -m bench.database [URL] [--seconds 2] [--callers 1 50 200]`.

The unit is that of table A in the foundation's trial: find the conversation, insert a message with a unique
reference, move the conversation's counter, publish an event. Callers wait for their answer before they ask
again. Without a URL it runs on SQLite in a temporary folder. Everything runs on the processors it is given:
for one, start it under `taskset`.
"""

import argparse
import asyncio
import gc
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
import uvloop

from hovor.foundation.caller import SystemCaller
from hovor.foundation.clock import SystemClock
from hovor.foundation.database import Database, Hot, Work, insert
from hovor.foundation.database import metadata as product_tables
from hovor.foundation.errors import Conflict, NotFound
from hovor.foundation.events import Event
from hovor.foundation.reactions import NOTHING

CONVERSATIONS = 200
TEXT = "Hello, my order has not arrived yet and the tracking page shows nothing since Monday. Could you look?"

tables = sa.MetaData()
conversation = sa.Table(
    "bench_conversation",
    tables,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("company_id", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("client_id", sa.Text, nullable=False),
    sa.Column("owner_id", sa.Text),
    sa.Column("messages", sa.BigInteger, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("last_at", sa.BigInteger),
)
message = sa.Table(
    "bench_message",
    tables,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("company_id", sa.Text, nullable=False),
    sa.Column("conversation_id", sa.Text, nullable=False),
    sa.Column("client_ref", sa.Text, nullable=False),
    sa.Column("author_id", sa.Text, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, sa.CheckConstraint("text <> ''"), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("conversation_id", "client_ref"),
    sa.Index("bench_message_timeline", "conversation_id", "number"),
)

_here = conversation.c.id == sa.bindparam("conversation_id")
FIND = Hot(
    sa.select(
        conversation.c.state, conversation.c.client_id, conversation.c.owner_id, conversation.c.messages
    ).where(_here, conversation.c.company_id == sa.bindparam("company_id"))
)
INSERT = Hot(
    insert(message)
    .on_conflict_do_nothing(index_elements=["conversation_id", "client_ref"])
    .returning(message.c.id)
)
BUMP = Hot(
    sa.update(conversation)
    .where(_here)
    .values(
        messages=sa.bindparam("count", type_=sa.BigInteger),
        version=conversation.c.version + 1,
        last_at=sa.bindparam("now", type_=sa.BigInteger),
    )
)


class BenchPosted(Event, kind="bench.posted"):
    """A message was posted."""

    conversation_id: str
    message_id: str
    number: int


def post(work: Work, conversation_id: str, author_id: str, client_ref: str) -> tuple[str, int]:
    """The unit."""
    found = work.one(FIND, conversation_id=conversation_id, company_id=work.company)
    if found is None:
        raise NotFound
    state, client_id, owner_id, messages = found
    if state != "active" or author_id not in {client_id, owner_id}:
        raise Conflict
    message_id = work.new_id()
    stored = work.write_one(
        INSERT,
        id=message_id,
        company_id=work.company,
        conversation_id=conversation_id,
        client_ref=client_ref,
        author_id=author_id,
        number=messages + 1,
        text=TEXT,
        at=work.now,
    )
    if stored is None:
        raise Conflict
    work.write(BUMP, conversation_id=conversation_id, count=messages + 1, now=work.now)
    work.publish(BenchPosted(conversation_id=conversation_id, message_id=message_id, number=messages + 1))
    return message_id, messages + 1


@dataclass
class Figures:
    """What a run measured."""

    callers: int
    per_second: float
    median_ms: float
    p99_ms: float
    processor_seconds_per_1000: float
    units_in_a_batch: float


async def measure(database: Database, callers: int, seconds: float, companies: int) -> Figures:
    """Callers in a closed loop."""
    taken: list[float] = []
    stop = time.perf_counter() + seconds

    async def call(number: int) -> None:
        index = number % CONVERSATIONS
        company = f"company{index % companies}"
        caller = SystemCaller(company, "bench")
        count = 0
        while (before := time.perf_counter()) < stop:
            count += 1
            await database.write(
                post,
                f"conversation{index}",
                f"client{index}",
                f"{callers}-{number}-{count}",
                company=company,
                caller=caller,
            )
            taken.append(time.perf_counter() - before)

    measures, used, started = database.measures(), _processor_seconds(), time.perf_counter()
    await asyncio.gather(*(call(number) for number in range(callers)))
    elapsed, used = time.perf_counter() - started, _processor_seconds() - used
    taken.sort()
    batches = database.measures().batches - measures.batches
    return Figures(
        callers,
        len(taken) / elapsed,
        taken[len(taken) // 2] * 1000,
        taken[len(taken) * 99 // 100] * 1000,
        used / len(taken) * 1000,
        len(taken) / max(1, batches),
    )


def _processor_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def prepare(url: str, companies: int) -> None:
    """The tables and the conversations."""
    direct = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=sa.NullPool)
    product_tables.create_all(direct)
    tables.drop_all(direct)
    tables.create_all(direct)
    rows = [
        {
            "id": f"conversation{index}",
            "company_id": f"company{index % companies}",
            "state": "active",
            "client_id": f"client{index}",
            "owner_id": f"operator{index % 20}",
            "messages": 0,
            "version": 0,
            "last_at": 0,
        }
        for index in range(CONVERSATIONS)
    ]
    with direct.begin() as connection:
        connection.execute(sa.insert(conversation), rows)
    direct.dispose()


async def run(url: str, seconds: float, callers: list[int], companies: int) -> None:
    """Print a line for each number of callers."""
    await asyncio.to_thread(prepare, url, companies)
    database = Database.open(url, clock=SystemClock(), registry=NOTHING)
    await database.start()
    gc.collect()
    gc.freeze()
    print("callers   units/s   median ms   p99 ms   CPU s/1000   batch")
    for count in callers:
        figures = await measure(database, count, seconds, companies)
        print(
            f"{figures.callers:7} {figures.per_second:9.0f} {figures.median_ms:11.2f} {figures.p99_ms:8.2f}"
            f" {figures.processor_seconds_per_1000:12.4f} {figures.units_in_a_batch:7.1f}",
            flush=True,
        )
    await database.close()


def main() -> None:
    """Read the words and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url", nargs="?", default="")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--callers", type=int, nargs="+", default=[1, 50, 200])
    parser.add_argument("--companies", type=int, default=1)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = words.url or f"sqlite:///{Path(folder) / 'bench.db'}"
        uvloop.run(run(url, words.seconds, words.callers, words.companies))


if __name__ == "__main__":
    main()
