"""Pruning of the event log: not before its time, and never what a listener still needs."""

import pytest

from hovor.foundation.clock import DAY, SECOND
from hovor.foundation.database import Database, Work
from hovor.foundation.event_log import after, oldest, position
from hovor.foundation.reactions import Listener
from hovor.foundation.reactions_backlog import save, set_aside
from hovor.foundation.retention import AT_A_TIME, KEPT, Pruner, prune
from tests.foundation.database.conftest import Run
from tests.foundation.database.example import CALLER, COMPANY, NoteWritten, write_note
from tests.support.clock import VirtualClock


def ignore(work: Work, recorded: object) -> None:
    """Nothing."""


READER = Listener("reader", frozenset({NoteWritten}), ignore)


async def test_events_go_when_they_are_seven_days_old(write: Run, read: Run, clock: VirtualClock) -> None:
    await write(write_note, 1)
    clock.advance(DAY / SECOND)
    await write(write_note, 2)
    clock.advance((KEPT - DAY) / SECOND)
    await write(prune, [])
    assert await read(oldest) == 1
    clock.advance(1)
    await write(prune, [])
    assert [each.position for each in await read(after, 0)] == [2]
    assert (await read(oldest), await read(position)) == (2, 2)
    clock.advance(DAY / SECOND)
    await write(prune, [])
    assert await read(after, 0) == []
    assert (await read(oldest), await write(write_note, 3)) == (3, 3)


async def test_events_stay_until_every_listener_has_come_to_them(
    write: Run, read: Run, clock: VirtualClock
) -> None:
    for number in range(5):
        await write(write_note, number)
    clock.advance(2 * KEPT / SECOND)
    await write(prune, ["reader"])
    assert await read(oldest) == 1
    await write(save, "reader", 3)
    await write(prune, ["reader"])
    assert await read(oldest) == 4
    await write(prune, ["gone"])
    assert await read(oldest) == 4


async def test_events_stay_while_a_listener_waits_to_try_them_again(
    write: Run, read: Run, clock: VirtualClock
) -> None:
    for number in range(5):
        await write(write_note, number)
    third = (await read(after, 2, 1))[0]
    await write(set_aside, READER, third, "failed")
    await write(save, "reader", 5)
    clock.advance(2 * KEPT / SECOND)
    await write(prune, ["reader"])
    assert await read(oldest) == 3


async def test_all_companies_are_pruned_once_an_hour_in_small_units(
    database: Database, read: Run, clock: VirtualClock
) -> None:
    def write_many(work: Work) -> None:
        for number in range(AT_A_TIME // 2 + 1):
            write_note(work, number)

    for company in (COMPANY, COMPANY, COMPANY, "another"):
        await database.write(write_many, company=company, caller=CALLER)
    pruner = Pruner(database, [])
    await pruner.start()
    await pruner.settled()
    assert await read(oldest) == 1
    clock.advance(2 * KEPT / SECOND)
    await pruner.settled()
    assert await read(after, 0) == []
    assert await read(after, 0, company="another") == []
    await pruner.close()


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_who_comes_back_after_pruning_finds_that_events_are_missing(
    write: Run, read: Run, clock: VirtualClock
) -> None:
    assert await read(oldest) == 1
    await write(write_note, 1)
    clock.advance(2 * KEPT / SECOND)
    await write(prune, [])
    assert await read(oldest) > 0 + 1
