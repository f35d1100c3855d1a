"""Leases of processes: who does not renew is dead, and his connections are nobody's.

Only processes with sockets hold one; a worker only looks. Renewed every 3 seconds, good for 10; the first to
see one run out tells the listener.
"""

import asyncio
from collections.abc import Callable
from typing import Final

import sqlalchemy as sa
import structlog

from hovor.foundation.caller import SystemCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Database, Hot, Reading, Work, insert, metadata
from hovor.foundation.errors import StorageUnavailable
from hovor.foundation.live.listener import ConnectionListener

RENEWED_EVERY: Final[Instant] = 3 * SECOND
GOOD_FOR: Final[Instant] = 10 * SECOND

live_process = sa.Table(
    "live_process",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("lease_until", sa.BigInteger, nullable=False),
)
_new = insert(live_process)
_RENEW = Hot(
    _new.on_conflict_do_update(index_elements=["id"], set_={"lease_until": _new.excluded.lease_until})
)
_RUN_OUT = Hot(sa.select(live_process.c.id).where(live_process.c.lease_until < sa.bindparam("before")))
_REMOVE = Hot(sa.delete(live_process).where(live_process.c.id == sa.bindparam("of_id")))

log = structlog.get_logger("hovor.live")


class Leases:
    """This process's lease, and an eye on those of the others. `has_sockets` says whether there is anything
    to keep.
    """

    def __init__(
        self,
        database: Database,
        process_id: str,
        listener: ConnectionListener,
        has_sockets: Callable[[], bool],
    ) -> None:
        self._database = database
        self._process_id = process_id
        self._listener = listener
        self._has_sockets = has_sockets
        self._caller = SystemCaller("", "live")
        self._good_until: Instant = 0
        self._taking = asyncio.Lock()

    async def run(self) -> None:
        """Renews and looks, until cancelled."""
        clock = self._database.clock
        while True:
            try:
                await self.renew()
            except StorageUnavailable as error:
                # Nobody else can write either, so nobody takes the lease away meanwhile.
                log.warning("lease_not_renewed", process_id=self._process_id, exc_info=error)
            await clock.sleep_until(clock.now() + RENEWED_EVERY)

    async def renew(self) -> None:
        """Renews once, and tells of every process whose lease has run out. Raises `StorageUnavailable`."""
        if self._has_sockets():
            await self._take()
        for process_id in await self._database.read(
            _run_out, self._process_id, company="", caller=self._caller
        ):
            log.warning("process_lost", process_id=process_id)
            await self._listener.process_lost(process_id)
            await self._database.write(_remove, process_id, company="", caller=self._caller)

    async def hold(self) -> None:
        """Takes the lease before the first socket is written down: of one that stands there without a lease
        nobody would ever find out that its process is dead. Raises `StorageUnavailable`.
        """
        async with self._taking:
            if self._good_until < self._database.clock.now() + RENEWED_EVERY:
                await self._take()

    async def _take(self) -> None:
        now = self._database.clock.now()
        await self._database.write(_renew, self._process_id, company="", caller=self._caller)
        self._good_until = now + GOOD_FOR

    async def give_up(self) -> None:
        """This process ends in good order: its sockets were closed, so nobody needs to look after it."""
        await self._database.write(_remove, self._process_id, company="", caller=self._caller)


def _renew(work: Work, process_id: str) -> None:
    work.write(_RENEW, id=process_id, lease_until=work.now + GOOD_FOR)


def _run_out(reading: Reading, own: str) -> list[str]:
    return [row[0] for row in reading.all(_RUN_OUT, before=reading.now) if row[0] != own]


def _remove(work: Work, process_id: str) -> None:
    work.write(_REMOVE, of_id=process_id)
