"""When the database fails: nothing acknowledged is lost, nothing is done twice, and it goes on by itself."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from hovor.foundation.database import Database, Hot, Work
from hovor.foundation.errors import StorageUnavailable
from hovor.foundation.event_log import after
from hovor.foundation.events import Recorded
from hovor.foundation.reactions import NOTHING
from tests.foundation.database.cable import Cable
from tests.foundation.database.example import CALLER, COMPANY, NOTE, account, add, amount, numbers, write_note
from tests.support.clock import VirtualClock
from tests.support.database import Interference, Pause

_ADD_ONE = Hot(
    sa.update(account)
    .where(account.c.company_id == "shared", account.c.name == sa.bindparam("account_name"))
    .values(amount=account.c.amount + 1)
)

postgresql_only = pytest.mark.parametrize("engine", ["postgresql"])


@pytest.fixture
def cable(database_url: str) -> Iterator[Cable]:
    """Between the test's database and the server."""
    with Cable(database_url) as cable:
        yield cable


@pytest.fixture
async def wired(cable: Cable, clock: VirtualClock, interference: Interference) -> AsyncIterator[Database]:
    """A database at the far end of the cable."""
    database = Database.open(cable.url, clock=clock, registry=NOTHING, probe=interference)
    await database.start()
    yield database
    await database.close()


async def _note(database: Database, number: int, company: str = COMPANY) -> int:
    return await database.write(write_note, number, company=company, caller=CALLER)


async def _notes(database: Database) -> list[int]:
    return await database.read(numbers, company=COMPANY, caller=CALLER)


def _terminate(url: str) -> None:
    """End every session of Hovor in this database, from outside."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'hovor'"
        )


@postgresql_only
@pytest.mark.parametrize("committed", [True, False], ids=["committed", "not committed"])
async def test_a_connection_lost_at_commit_is_resolved(
    wired: Database, cable: Cable, interference: Interference, database_url: str, committed: bool
) -> None:
    """The units are done exactly once and answered truly, whether COMMIT got through or not."""
    ran: list[int] = []
    heard: list[Recorded] = []
    wired.on_committed.append(heard.extend)

    def write_and_count(work: Work, number: int) -> int:
        ran.append(number)
        return write_note(work, number)

    def once() -> None:
        interference.on_commit = None
        if committed:
            cable.swallow_next_answer()
        else:
            _terminate(database_url)

    interference.on_commit = once
    answers = await asyncio.gather(
        *(wired.write(write_and_count, number, company=COMPANY, caller=CALLER) for number in range(5))
    )
    await asyncio.sleep(0)
    assert answers == [1, 2, 3, 4, 5]
    assert await _notes(wired) == [0, 1, 2, 3, 4]
    # A busy machine may not get all of them into the batch that is lost; that one runs again, whole.
    lost = [] if committed else ran[: ran.index(0, 1)]
    assert ran == lost + list(range(5))
    stored = await wired.read(after, 0, company=COMPANY, caller=CALLER)
    assert heard == stored
    assert wired.measures().unknown_commits == 1


@postgresql_only
async def test_a_commit_without_events_is_resolved_too(
    wired: Database, cable: Cable, interference: Interference
) -> None:
    def note_without_event(work: Work) -> None:
        work.write(NOTE, id=work.new_id(), company_id=COMPANY, number=7, reference=work.new_id())

    def once() -> None:
        interference.on_commit = None
        cable.swallow_next_answer()

    for company in (COMPANY, ""):
        interference.on_commit = once
        await wired.write(note_without_event, company=company, caller=CALLER)
    assert await _notes(wired) == [7, 7]
    assert wired.measures().unknown_commits == 2


@postgresql_only
async def test_sessions_ended_by_the_server_are_replaced(database: Database, database_url: str) -> None:
    for number in range(3):
        assert await _note(database, number) == number + 1
        assert await asyncio.gather(*(_notes(database) for _ in range(20))) == [list(range(number + 1))] * 20
        await asyncio.to_thread(_terminate, database_url)
    assert database.measures().lost_connections > 2


@postgresql_only
async def test_a_database_that_is_away_is_told_at_once_and_found_again(wired: Database, cable: Cable) -> None:
    await _note(wired, 1)
    assert await _notes(wired) == [1]
    cable.unplug()
    answers = await asyncio.gather(
        *(_note(wired, number) for number in range(10)),
        *(_notes(wired) for _ in range(10)),
        return_exceptions=True,
    )
    assert {type(answer) for answer in answers} == {StorageUnavailable}
    cable.plug()
    assert await _first_success(wired) == 2


async def _first_success(database: Database) -> int:
    while True:
        try:
            return await _note(database, 2)
        except StorageUnavailable:
            await asyncio.sleep(0.01)


async def test_a_database_that_cannot_be_reached_refuses_to_start(engine: str, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    url = (
        f"sqlite:///{blocked}/hovor.db"
        if engine == "sqlite"
        else f"postgresql://nobody@/none?host={tmp_path}"
    )
    database = Database.open(url, clock=VirtualClock(), registry=NOTHING)
    with pytest.raises(StorageUnavailable):
        await database.start()
    await database.close()


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_full_disk_refuses_and_recovers(database: Database) -> None:
    def limit_pages(work: Work, pages: int) -> None:
        work._connection.control(f"PRAGMA max_page_count = {pages}").fetchall()

    def write_much(work: Work, number: int) -> int:
        for _ in range(50):
            write_note(work, number, work.new_id() * 100)
        return work.position

    await _note(database, 1)
    await database.write(limit_pages, 1, company=COMPANY, caller=CALLER)
    answers = await asyncio.gather(
        *(database.write(write_much, 2, company=COMPANY, caller=CALLER) for _ in range(3)),
        return_exceptions=True,
    )
    assert {type(answer) for answer in answers} == {StorageUnavailable}
    await database.write(limit_pages, 1_000_000, company=COMPANY, caller=CALLER)
    assert await _note(database, 3) == 2
    assert await _notes(database) == [1, 3]


@postgresql_only
async def test_units_that_deadlock_run_again(database: Database) -> None:
    """Rows of no company, locked in opposite order by units of two companies, each in a lane of its own."""
    await database.write(add, "x", 1, company="shared", caller=CALLER)
    await database.write(add, "y", 1, company="shared", caller=CALLER)
    both_hold_one = threading.Barrier(2)
    met: list[int] = []

    def cross(work: Work, first: str, second: str) -> None:
        for name in (first, second):
            work.write(_ADD_ONE, account_name=name)
            if len(met) < 2 and name == first:
                met.append(1)
                both_hold_one.wait(timeout=20)

    await asyncio.gather(
        database.write(cross, "x", "y", company="a", caller=CALLER),
        database.write(cross, "y", "x", company="b", caller=CALLER),
    )
    assert [await database.read(amount, name, company="shared", caller=CALLER) for name in "xy"] == [3, 3]
    assert database.measures().reruns >= 1


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_an_error_without_a_code_ends_its_unit_and_not_the_lane(
    database: Database, interference: Interference
) -> None:
    """Python's driver raises some errors by itself; those have no code of SQLite's."""

    def once() -> None:
        interference.on_commit = None
        raise sqlite3.OperationalError("could not decode to UTF-8")

    interference.on_commit = once
    with pytest.raises(sqlite3.OperationalError):
        await _note(database, 1)
    await _note(database, 2)
    assert await _notes(database) == [2]


@postgresql_only
async def test_two_processes_never_overwrite_each_other(
    database: Database, database_url: str, clock: VirtualClock, interference: Interference
) -> None:
    """One stops between its check and its write; the other, in another process, has to wait for it."""
    pause = Pause()
    interference.on_first_write = pause
    other = Database.open(database_url, clock=clock, registry=NOTHING)
    await other.start()
    first = asyncio.ensure_future(database.write(add, "till", 1, company=COMPANY, caller=CALLER))
    await asyncio.to_thread(pause.reached.wait, 20)
    second = asyncio.ensure_future(other.write(add, "till", 10, company=COMPANY, caller=CALLER))
    unhindered = await other.write(add, "till", 5, company="another", caller=CALLER)
    assert not second.done()
    pause.go_on()
    assert (await first, await second, unhindered) == (1, 11, 5)
    await other.close()
