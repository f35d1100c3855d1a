"""Fires timers when their time has come: exactly once each, also across restarts and with several
processes.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from typing_extensions import override

from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database.connection import Row
from hovor.foundation.database.database import Database
from hovor.foundation.database.statements import Hot
from hovor.foundation.database.work import Reading, Work
from hovor.foundation.errors import StorageUnavailable
from hovor.foundation.runner import Runner, pause, reason
from hovor.foundation.timers import cancel_timer, timer

MAXIMUM: Final = 256
"""How many timers are fired side by side."""
ATTEMPTS: Final = 10
"""After that many failures a timer is parked."""
LOOK_AGAIN: Final = 1 * SECOND
"""How often to look for timers of processes that are gone."""

_log = logging.getLogger(__name__)

_live = timer.c.parked_at.is_(None)
_this = sa.and_(
    timer.c.company_id == sa.bindparam("company_id"),
    timer.c.kind == sa.bindparam("kind"),
    timer.c.key == sa.bindparam("key"),
)
_DUE = Hot(
    sa.select(timer.c.company_id, timer.c.kind, timer.c.key, timer.c.at)
    .where(_live, timer.c.at <= sa.bindparam("now", type_=sa.BigInteger))
    .order_by(timer.c.at, timer.c.company_id, timer.c.kind, timer.c.key)
    .limit(sa.bindparam("count", type_=sa.BigInteger))
)
_NEXT = Hot(sa.select(timer.c.at).where(_live).order_by(timer.c.at).limit(sa.literal_column("1")))
_TAKE = Hot(
    sa.select(timer.c.payload, timer.c.attempts).where(_this, _live, timer.c.at == sa.bindparam("at"))
)
_POSTPONE = Hot(
    sa.update(timer)
    .where(_this)
    .values(
        {name: sa.bindparam(f"new_{name}", type_=timer.c[name].type) for name in ("at", "attempts", "error")}
    )
    .values(parked_at=sa.bindparam("new_parked_at", type_=sa.BigInteger))
)


class TimerRunner(Runner):
    """One for each process. Several do not get in each other's way: whoever takes the row first fires
    the timer.
    """

    def __init__(self, database: Database, verbs: Mapping[str, Callable[..., Any]]) -> None:
        super().__init__(database.clock)
        self._database = database
        self._verbs = verbs
        self._look_again = None if database.one_process_only else LOOK_AGAIN
        database.on_wake.append(self._wake)

    def _wake(self, at: Instant) -> None:
        if not self._rests or self._rests_until is None or at < self._rests_until:
            self._ring()

    @override
    async def _work(self) -> Instant | None:
        while due := await self._database.read(_due, company="", caller=Anonymous()):
            await asyncio.gather(*(self._fire(*each) for each in due))
        earliest = await self._database.read(_next, company="", caller=Anonymous())
        if self._look_again is None:
            return earliest
        look_again = self._clock.now() + self._look_again
        return look_again if earliest is None else min(earliest, look_again)

    async def _fire(self, company_id: str, kind: str, key: str, at: Instant) -> None:
        caller = SystemCaller(company_id, f"timer:{kind}")
        try:
            await self._database.write(self._run_verb, kind, key, at, company=company_id, caller=caller)
        except StorageUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  it is noted, and tried again
            _log.exception("timer %s of company %s failed", kind, company_id)
            await self._database.write(
                _note_failure, kind, key, at, reason(error), company=company_id, caller=caller
            )

    def _run_verb(self, work: Work, kind: str, key: str, at: Instant) -> None:
        row = work.one(_TAKE, company_id=work.company, kind=kind, key=key, at=at)
        if row is None:
            # Cancelled or set anew meanwhile, or fired by another process.
            return
        cancel_timer(work, kind=kind, key=key)
        verb = self._verbs[kind]
        verb(work, key=key, **msgspec.json.decode(row[0]))


def _due(reading: Reading) -> list[Row]:
    return reading.all(_DUE, now=reading.now, count=MAXIMUM)


def _next(reading: Reading) -> Instant | None:
    row = reading.one(_NEXT)
    return None if row is None else row[0]


def _note_failure(work: Work, kind: str, key: str, at: Instant, error: str) -> None:
    row = work.one(_TAKE, company_id=work.company, kind=kind, key=key, at=at)
    if row is None:
        return
    attempts = row[1] + 1
    work.write(
        _POSTPONE,
        company_id=work.company,
        kind=kind,
        key=key,
        new_at=work.now + pause(attempts),
        new_attempts=attempts,
        new_error=error,
        new_parked_at=work.now if attempts >= ATTEMPTS else None,
    )
