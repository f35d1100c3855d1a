"""What the runners of timers and listeners have in common: one task that works while there is work, then
waits.
"""

import asyncio
import contextlib
import logging
from abc import ABC, abstractmethod

from hovor.foundation.clock import SECOND, Alarm, Clock, Instant
from hovor.foundation.errors import Refusal

_log = logging.getLogger(__name__)


class Runner(ABC):
    """Started and closed once. Whatever its work raises, it tries again a second later."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._alarm = Alarm(clock)
        self._resting = asyncio.Condition()
        self._rests_until: Instant | None = None
        self._rests = False
        self._task: asyncio.Task[None] | None = None

    @abstractmethod
    async def _work(self) -> Instant | None:
        """Do all there is to do now; answer when there will be more unless the alarm rings, None for
        "never".
        """

    async def start(self) -> None:
        """Begin, with what was left over by the last run."""
        self._task = asyncio.create_task(self._run(), name=type(self).__name__)

    async def close(self) -> None:
        """Stop. What is being written is written, or is done by the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def settled(self) -> None:
        """Return when everything that is due now is done."""
        # The callbacks of a write that has just been answered run in this turn of the loop.
        await asyncio.sleep(0)
        async with self._resting:
            await self._resting.wait_for(self.nothing_due)

    def nothing_due(self) -> bool:
        """Whether it rests, and would go on resting if nothing happened."""
        later = self._rests_until is None or self._rests_until > self._clock.now()
        return self._rests and later and not self._alarm.rung

    def _ring(self) -> None:
        self._alarm.ring()

    async def _run(self) -> None:
        while True:
            try:
                until = await self._work()
            except Exception as error:  # noqa: BLE001  a runner never ends
                if isinstance(error, Refusal):
                    _log.warning("%s pauses: %s", type(self).__name__, error)
                else:
                    _log.exception("%s pauses", type(self).__name__)
                until = self._clock.now() + SECOND
            await self._rest(until)

    async def _rest(self, until: Instant | None) -> None:
        self._rests_until, self._rests = until, True
        async with self._resting:
            self._resting.notify_all()
        await self._alarm.wait(until)
        self._rests = False


def reason(error: BaseException) -> str:
    """What an administrator reads about a failure: a refusal's text, else only its kind, for it may hold
    anything.

    The log has the rest.
    """
    return f"{error.code}: {error}" if isinstance(error, Refusal) else type(error).__name__


def pause(attempts: int) -> Instant:
    """How long to wait after that many failed attempts: 1 s, 2 s, 4 s ... at most five minutes."""
    return min(1 << (attempts - 1), 300) * SECOND
