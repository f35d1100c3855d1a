"""Removes bytes that no row knows: uploads whose command was refused, or that a crash cut short."""

import asyncio
from typing import Final

from hovor.foundation.caller import SystemCaller
from hovor.foundation.clock import HOUR, SECOND, Clock
from hovor.foundation.database import Database
from hovor.foundation.files.records import unknown_names
from hovor.foundation.files.store import FileStore

# An upload becomes known within seconds; a day leaves room for the slowest and for a restored backup's clock.
UNKNOWN_FOR: Final = 24 * HOUR
_AT_ONCE: Final = 500


async def sweep(database: Database, store: FileStore, clock: Clock) -> int:
    """Removes what has been in the store for a day without a row; answers how many files. Run it once a
    day.
    """
    before = (clock.now() - UNKNOWN_FOR) / SECOND
    await asyncio.to_thread(store.remove_unfinished, before)
    names = await asyncio.to_thread(lambda: list(store.names_before(before)))
    removed = 0
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        unknown = await database.read(unknown_names, some, company="", caller=SystemCaller("", "files"))
        for name in unknown:
            await asyncio.to_thread(store.remove, name)
        removed += len(unknown)
    return removed
