"""INV-55, small: a process killed in the middle of its work loses nothing it has acknowledged."""

import asyncio
import os
import sys
from pathlib import Path

from hovor.foundation.database import Database, Reading
from hovor.foundation.event_log import after, position
from hovor.foundation.events import Recorded
from hovor.foundation.reactions import NOTHING
from tests.foundation.database import crash_child
from tests.foundation.database.example import CALLER, COMPANY, NoteWritten, numbers
from tests.support.clock import VirtualClock

SERVER = Path(__file__).parents[3]
ENOUGH = 300


async def _work_and_die(url: str) -> set[int]:
    """What a child had acknowledged when it was killed."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        crash_child.__file__,
        url,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SERVER)},
    )
    assert child.stdout is not None
    acknowledged = [await child.stdout.readline() for _ in range(ENOUGH)]
    child.kill()
    rest = await child.stdout.read()
    await child.wait()
    # A last line without its end was cut short: nobody was told its whole number.
    acknowledged += [line for line in rest.splitlines(keepends=True) if line.endswith(b"\n")]
    return {int(line) for line in acknowledged}


def _everything(reading: Reading) -> tuple[list[Recorded], int, list[int]]:
    return after(reading, 0, 1_000_000), position(reading), numbers(reading)


async def test_inv_55_what_was_acknowledged_before_a_crash_is_there_after_it(database_url: str) -> None:
    acknowledged = await _work_and_die(database_url)
    database = Database.open(database_url, clock=VirtualClock(), registry=NOTHING)
    await database.start()
    stored, last, written = await database.read(_everything, company=COMPANY, caller=CALLER)
    await database.close()
    assert len(acknowledged) >= ENOUGH
    assert acknowledged <= set(written)
    assert not any(number % 10 == 9 for number in written)
    assert [each.position for each in stored] == list(range(1, last + 1))
    assert sorted(each.event.number for each in stored if isinstance(each.event, NoteWritten)) == written
