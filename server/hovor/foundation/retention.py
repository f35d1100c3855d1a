"""Pruning of the event log: events are kept for seven days, and longer while a listener has not come to
them. Letters that were given up go at the same time of the hour.
"""

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from typing_extensions import override

from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import DAY, HOUR, Instant
from hovor.foundation.database.database import Database
from hovor.foundation.database.statements import Hot
from hovor.foundation.database.work import Reading, Work
from hovor.foundation.event_log import company_position, event, oldest
from hovor.foundation.mail import forget_parked
from hovor.foundation.reactions import Listener
from hovor.foundation.reactions_backlog import cursor, listener_backlog
from hovor.foundation.runner import Runner

KEPT: Final = 7 * DAY
EVERY: Final = 1 * HOUR
AT_A_TIME: Final = 1_000
"""How many events one unit deletes at most."""

_COMPANIES = Hot(sa.select(company_position.c.company_id))
_here = event.c.company_id == sa.bindparam("company_id")
_OLD = Hot(
    sa.select(sa.func.max(event.c.position)).where(
        _here,
        event.c.position <= sa.bindparam("last"),
        event.c.at < sa.bindparam("before", type_=sa.BigInteger),
    )
)
_DELETE = Hot(sa.delete(event).where(_here, event.c.position <= sa.bindparam("last")))
_WAITING = Hot(
    sa.select(sa.func.min(listener_backlog.c.position)).where(
        listener_backlog.c.company_id == sa.bindparam("company_id"), listener_backlog.c.parked_at.is_(None)
    )
)


class Pruner(Runner):
    """Looks through all companies once an hour."""

    def __init__(self, database: Database, listeners: Iterable[Listener]) -> None:
        super().__init__(database.clock)
        self._database = database
        self._listeners = tuple(listener.name for listener in listeners)

    @override
    async def _work(self) -> Instant | None:
        companies = await self._database.read(_companies, company="", caller=Anonymous())
        for company_id in companies:
            caller = SystemCaller(company_id, "retention")
            while await self._database.write(prune, self._listeners, company=company_id, caller=caller):
                pass
            await self._database.write(forget_parked, company=company_id, caller=caller)
        return self._clock.now() + EVERY


def prune(work: Work, listeners: Iterable[str]) -> bool:
    """Delete some of the company's events that are past their time; tell whether there may be more.

    An event stays while one of `listeners` has not come to it, or waits to try it again; a parked one does
    not hold it.
    """
    last = oldest(work) + AT_A_TIME - 1
    row = work.one(_OLD, company_id=work.company, last=last, before=work.now - KEPT)
    waiting = work.one(_WAITING, company_id=work.company)
    limits = [cursor(work, listener) for listener in listeners]
    if waiting is not None and waiting[0] is not None:
        limits.append(waiting[0] - 1)
    if row is None or row[0] is None:
        return False
    return work.write(_DELETE, company_id=work.company, last=min([row[0], *limits])) == AT_A_TIME


def _companies(reading: Reading) -> list[str]:
    return [row[0] for row in reading.all(_COMPANIES)]
