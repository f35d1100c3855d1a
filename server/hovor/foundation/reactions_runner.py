"""Runs the reactions after the commit: each listener follows the event log of every company from its own
cursor.
"""

import contextlib
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Concatenate, Final, ParamSpec, TypeVar

from typing_extensions import override

from hovor.foundation import reactions_backlog as backlog
from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database.database import Database
from hovor.foundation.database.work import Reading, Work
from hovor.foundation.errors import StorageUnavailable
from hovor.foundation.event_log import MAXIMUM
from hovor.foundation.events import Recorded
from hovor.foundation.reactions import Listener
from hovor.foundation.reactions_backlog import HandlerFailedError, Stretch
from hovor.foundation.runner import Runner, reason

KEPT_IN_MEMORY: Final = 1024
"""So many events of a company wait in memory; further ones are read back from the log."""
SAVE_AFTER: Final = 1 * SECOND
"""A cursor that only passed events nobody wanted is written this long afterwards."""
LOOK_AGAIN: Final = 5 * SECOND
"""How often to look for what other processes have committed, should the bus not have told."""

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger(__name__)


class ListenerRunner:
    """All listeners of an installation, each at its own pace. Several processes may run them: cursors
    move once.
    """

    def __init__(self, database: Database, listeners: Iterable[Listener]) -> None:
        self._followers = [_Follower(database, listener) for listener in listeners]
        database.on_committed.append(self._committed)
        database.on_wake.append(self._wake)
        self._clock = database.clock

    async def start(self) -> None:
        """Begin where each listener has come to."""
        for follower in self._followers:
            await follower.start()

    async def close(self) -> None:
        """Stop, and keep the cursors."""
        for follower in self._followers:
            await follower.close()

    async def settled(self) -> None:
        """Return when every event so far is handled, set aside or parked, and nothing is due."""
        while True:
            for follower in self._followers:
                await follower.settled()
            if all(follower.nothing_due() for follower in self._followers):
                return

    def position_reached(self, company_id: str, position: int) -> None:
        """For the bus: another process has committed. `("", 0)` stands for "look at everything"."""
        for follower in self._followers:
            follower.position_reached(company_id, position)

    def _committed(self, recorded: Sequence[Recorded]) -> None:
        for follower in self._followers:
            follower.committed(recorded)

    def _wake(self, at: Instant) -> None:
        if at <= self._clock.now():
            for follower in self._followers:
                follower.look_into_backlog(at)


class _Follower(Runner):
    """One listener."""

    def __init__(self, database: Database, listener: Listener) -> None:
        super().__init__(database.clock)
        self._database = database
        self._listener = listener
        self._kinds = listener.kinds
        # By company: how far the log goes, how far the listener has come, and the events between as far as
        # they are here.
        self._heads: dict[str, int] = {}
        self._reached: dict[str, int] = {}
        self._fresh: dict[str, deque[Recorded]] = {}
        self._behind: set[str] = set()
        self._unsaved: dict[str, Instant] = {}
        self._backlog_due: Instant | None = None
        self._looked_at: Instant | None = None

    def committed(self, recorded: Sequence[Recorded]) -> None:
        """Take the events of a batch from memory."""
        for each in recorded:
            fresh = self._fresh.get(each.company_id)
            if fresh is None:
                fresh = self._fresh[each.company_id] = deque(maxlen=KEPT_IN_MEMORY)
            fresh.append(each)
            self._go_to(each.company_id, each.position)
        self._ring()

    def position_reached(self, company_id: str, position: int) -> None:
        """Another process has committed."""
        if company_id:
            self._go_to(company_id, position)
        else:
            self._looked_at = None
        self._ring()

    def look_into_backlog(self, at: Instant) -> None:
        """Something there is due at `at`."""
        if self._backlog_due is None or at < self._backlog_due:
            self._backlog_due = at
        self._ring()

    @override
    async def close(self) -> None:
        """See `Runner`."""
        await super().close()
        # Not saving costs a second look at events that nobody wants.
        with contextlib.suppress(StorageUnavailable):
            for company_id in list(self._unsaved):
                await self._save(company_id)

    @override
    async def _work(self) -> Instant | None:
        if self._must_look():
            await self._look()
        while self._behind:
            for company_id in list(self._behind):
                await self._catch_up(company_id)
        if self._backlog_due is not None and self._backlog_due <= self._clock.now():
            await self._try_backlog()
        for company_id, since in list(self._unsaved.items()):
            if since + SAVE_AFTER <= self._clock.now():
                await self._save(company_id)
        return self._next()

    def _next(self) -> Instant | None:
        if self._behind:
            return self._clock.now()
        later = [since + SAVE_AFTER for since in self._unsaved.values()]
        if self._backlog_due is not None:
            later.append(self._backlog_due)
        if self._looked_at is not None and not self._database.one_process_only:
            later.append(self._looked_at + LOOK_AGAIN)
        return min(later, default=None)

    def _must_look(self) -> bool:
        if self._looked_at is None:
            return True
        return not self._database.one_process_only and self._looked_at + LOOK_AGAIN <= self._clock.now()

    async def _look(self) -> None:
        """Learn from the tables what there is to do."""
        self._looked_at = self._clock.now()
        cursors = await self._read(backlog.cursors)
        self._backlog_due = await self._read(backlog.next_due)
        for company_id, (head, reached) in cursors.items():
            self._reached[company_id] = max(reached, self._reached.get(company_id, 0))
            self._go_to(company_id, head)

    def _go_to(self, company_id: str, head: int) -> None:
        self._heads[company_id] = max(head, self._heads.get(company_id, 0))
        if self._heads[company_id] > self._reached.get(company_id, 0):
            self._behind.add(company_id)

    async def _catch_up(self, company_id: str) -> None:
        """One unit's worth; without any unit when nobody wants the next events."""
        if self._skip_unwanted(company_id):
            self._unsaved.setdefault(company_id, self._clock.now())
        else:
            await self._advance(company_id)
            self._unsaved.pop(company_id, None)
        if self._reached.get(company_id, 0) >= self._heads[company_id]:
            self._behind.discard(company_id)

    def _skip_unwanted(self, company_id: str) -> bool:
        """Pass over what is in memory and unwanted; tell whether nothing is left to be handled."""
        fresh = self._fresh.get(company_id)
        reached = self._reached.get(company_id, 0)
        while fresh and fresh[0].position <= reached:
            fresh.popleft()
        while fresh and fresh[0].position == reached + 1 and type(fresh[0].event) not in self._kinds:
            reached = fresh.popleft().position
        self._reached[company_id] = reached
        return reached >= self._heads[company_id]

    async def _advance(self, company_id: str, end: int | None = None) -> None:
        fresh = list(self._fresh.get(company_id, ()))[:MAXIMUM]
        stretch = Stretch(self._reached.get(company_id, 0), fresh, end)
        try:
            reached = await self._write(backlog.advance, company_id, stretch)
        except HandlerFailedError as failure:
            await self._pass_over(company_id, failure)
        else:
            self._reached[company_id] = reached

    async def _pass_over(self, company_id: str, failure: HandlerFailedError) -> None:
        """Handle what stands before the event that failed, then set that one aside."""
        recorded = failure.recorded
        error = self._note(failure)
        while self._reached.get(company_id, 0) < recorded.position - 1:
            await self._advance(company_id, recorded.position - 1)
        await self._write(backlog.set_aside, company_id, recorded, error)
        self._reached[company_id] = max(recorded.position, self._reached.get(company_id, 0))
        self._backlog_due = await self._read(backlog.next_due)

    async def _try_backlog(self) -> None:
        while due := await self._read(backlog.due):
            for company_id, position in due:
                try:
                    await self._write(backlog.try_again, company_id, position)
                except HandlerFailedError as failure:
                    error = self._note(failure)
                    await self._write(backlog.note_failure, company_id, position, error)
        self._backlog_due = await self._read(backlog.next_due)

    def _note(self, failure: HandlerFailedError) -> str:
        _log.warning("listener %s failed: %s", self._listener.name, failure, exc_info=failure.__cause__)
        return reason(failure.__cause__ or failure)

    async def _save(self, company_id: str) -> None:
        reached = self._reached[company_id]
        caller = SystemCaller(company_id, f"listener:{self._listener.name}")
        await self._database.write(
            backlog.save, self._listener.name, reached, company=company_id, caller=caller
        )
        self._unsaved.pop(company_id, None)

    async def _write(
        self,
        verb: Callable[Concatenate[Work, Listener, P], T],
        company_id: str,
        *arguments: P.args,
        **keywords: P.kwargs,
    ) -> T:
        caller = SystemCaller(company_id, f"listener:{self._listener.name}")
        return await self._database.write(
            verb, self._listener, *arguments, company=company_id, caller=caller, **keywords
        )

    async def _read(self, query: Callable[[Reading, str], T]) -> T:
        return await self._database.read(query, self._listener.name, company="", caller=Anonymous())
