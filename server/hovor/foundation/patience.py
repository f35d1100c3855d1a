"""Waiting with an end, by the clock that everything else goes by."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from hovor.foundation.clock import Clock, Instant

T = TypeVar("T")


async def within(clock: Clock, deadline: Instant, awaited: Awaitable[T]) -> T:
    """What `awaited` gives, if it comes before `deadline`; else it is cancelled. Raises `TimeoutError`."""
    task = asyncio.ensure_future(awaited)
    patience = asyncio.ensure_future(clock.sleep_until(deadline))
    try:
        await asyncio.wait({task, patience}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        patience.cancel()
        if not task.done():
            task.cancel()
    if not task.done():
        raise TimeoutError
    return task.result()
