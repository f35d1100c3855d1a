"""INV-47, the part about positions: without gaps, in the order of the commits, whatever happens to the
units.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hovor.foundation.database import Database, Reading, Work
from hovor.foundation.errors import StorageUnavailable
from hovor.foundation.event_log import after, position
from hovor.foundation.events import Recorded
from hovor.foundation.reactions import NOTHING
from tests.foundation.database.example import (
    CALLER,
    NoteWritten,
    create_example_tables,
    misread,
    note,
    numbers,
    refuse,
    swallow,
    violate,
    write_and_refuse,
    write_note,
)
from tests.support.clock import VirtualClock
from tests.support.database import Interference, create_tables

COMPANIES = ("a", "b", "c", "d", "e")


def enter_and_note(work: Work, company: str, number: int) -> int:
    """A unit of the installation that enters a company on its way."""
    work.enter(company)
    return write_note(work, number)


def write_two_notes(work: Work, number: int) -> int:
    """Two events at once."""
    write_note(work, number)
    return write_note(work, number + 1_000_000)


BAD: tuple[Callable[..., Any], ...] = (write_and_refuse, violate, swallow)


@dataclass(frozen=True)
class Step:
    """A unit of one company, or a commit that will fail."""

    kind: str
    company: str


steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(
            ["note"] * 8
            + ["two", "enter", "refuse", "misread", *(verb.__name__ for verb in BAD), "fail commit", "pause"]
        ),
        st.sampled_from(COMPANIES),
    ),
    min_size=1,
    max_size=60,
)


def ask(database: Database, step: Step, number: int) -> Awaitable[Any]:
    """Have the unit run."""
    if step.kind == "enter":
        return database.write(enter_and_note, step.company, number, company="", caller=CALLER)
    if step.kind in {"refuse", "misread"}:
        without = refuse if step.kind == "refuse" else misread
        return database.write(without, company=step.company, caller=CALLER)
    verbs = {"note": write_note, "two": write_two_notes} | {verb.__name__: verb for verb in BAD}
    return database.write(verbs[step.kind], number, company=step.company, caller=CALLER)


def storage_error(engine: str) -> Exception:
    """What the engine raises when the disk is full."""
    if engine == "postgresql":
        return psycopg.errors.DiskFull("no space left on device")
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps)
def test_inv_47_positions_have_no_gaps_under_refusals_violations_and_failed_commits(
    engine: str, empty_database_url: str, history: list[Step]
) -> None:
    asyncio.run(_check(engine, empty_database_url, history))


async def _check(engine: str, url: str, history: list[Step]) -> None:
    await asyncio.to_thread(_empty, url)
    interference = Interference()
    database = Database.open(url, clock=VirtualClock(), registry=NOTHING, probe=interference)
    heard: list[Recorded] = []
    database.on_committed.append(heard.extend)
    await database.start()
    try:
        answers = await _live(database, engine, interference, history)
        for company in COMPANIES:
            await _check_company(database, company, heard, answers)
    finally:
        await database.close()


async def _live(
    database: Database, engine: str, interference: Interference, history: list[Step]
) -> list[tuple[tuple[int, Step], Any]]:
    """Run the history; answers each unit with what it answered."""
    asked: dict[tuple[int, Step], asyncio.Future[Any]] = {}
    for number, step in enumerate(history):
        if step.kind == "fail commit":
            interference.fail_commits(storage_error(engine))
        elif step.kind == "pause":
            await asyncio.gather(*asked.values(), return_exceptions=True)
        else:
            asked[number, step] = asyncio.ensure_future(ask(database, step, number))
    answers = await asyncio.gather(*asked.values(), return_exceptions=True)
    await asyncio.sleep(0)
    return list(zip(asked, answers, strict=True))


async def _check_company(
    database: Database, company: str, heard: list[Recorded], answers: list[tuple[tuple[int, Step], Any]]
) -> None:
    stored, last, written = await database.read(_everything, company=company, caller=CALLER)
    assert [each.position for each in stored] == list(range(1, last + 1))
    assert [each for each in heard if each.company_id == company] == stored
    assert told(stored) == written
    expected = []
    for (number, step), answer in answers:
        if step.company == company:
            good = step.kind in {"note", "two", "enter"}
            assert isinstance(answer, int | StorageUnavailable) if good else isinstance(answer, Exception), (
                answer
            )
            if isinstance(answer, int):
                expected += [number, number + 1_000_000] if step.kind == "two" else [number]
    assert sorted(expected) == written


def told(recorded: list[Recorded]) -> list[int]:
    """The numbers of the notes that events tell, in order."""
    return sorted(each.event.number for each in recorded if isinstance(each.event, NoteWritten))


def _everything(reading: Reading) -> tuple[list[Recorded], int, list[int]]:
    return after(reading, 0, 10_000), position(reading), numbers(reading)


def _empty(url: str) -> None:
    create_tables(url)
    create_example_tables(url)
    direct = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=sa.NullPool)
    with direct.begin() as connection:
        for table in (note.name, "example_account", "event", "company_position"):
            connection.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608
    direct.dispose()


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_inv_47_positions_have_no_gaps_when_two_processes_write_one_company(database_url: str) -> None:
    """Two databases stand for two processes: they share nothing but the server."""
    databases = [Database.open(database_url, clock=VirtualClock(), registry=NOTHING) for _ in range(2)]
    heard: list[list[Recorded]] = [[], []]
    for database, each in zip(databases, heard, strict=True):
        database.on_committed.append(each.extend)
        await database.start()
    answers = await asyncio.gather(
        *(
            databases[n % 2].write(verb, n, company="a" if n % 5 else "b", caller=CALLER)
            for n, verb in enumerate(
                [write_note, write_two_notes, write_note, violate, write_and_refuse] * 80
            )
        ),
        return_exceptions=True,
    )
    await asyncio.sleep(0)
    assert sum(isinstance(answer, int) for answer in answers) == 240
    for company in "ab":
        stored, last, written = await databases[0].read(_everything, company=company, caller=CALLER)
        assert [each.position for each in stored] == list(range(1, last + 1))
        assert told(stored) == written
        for each in heard:
            mine = [recorded.position for recorded in each if recorded.company_id == company]
            assert mine == sorted(mine)
        together = sorted(
            recorded.position for each in heard for recorded in each if recorded.company_id == company
        )
        assert together == list(range(1, last + 1))
    for database in databases:
        await database.close()
