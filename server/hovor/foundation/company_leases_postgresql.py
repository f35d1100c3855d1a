"""Leases of companies on PostgreSQL: advisory locks of a session that does nothing else.

The server frees them the moment it sees the session end, however that came about: a process that is killed
closes its connection, and one that hangs, or whose machine is gone, is silent for longer than its session
may be. Everybody else tries twice a second, and at once when somebody gives up in good order.
"""

import asyncio
import contextlib
import hashlib
import os
import platform
from collections.abc import Mapping
from typing import Any, Final

import psycopg
import structlog

from hovor.foundation.company_leases import LeaseCounts, OnLease

TRY_EVERY_SECONDS: Final = 0.5
PATIENCE_SECONDS: Final = 2.0
"""A connection that has not answered by then is not believed in until it does."""
SILENCE_SECONDS: Final = 5.0
"""The server ends a session from which it has heard nothing for so long, and its locks with it."""
NAME: Final = "hovor routing "
"""What the names of these sessions begin with, as PostgreSQL shows them; process and machine follow."""

_CHANNEL: Final = "hovor_leases"
_LONGEST_NAME: Final = 63
# A server older than version 14 does not know this setting, and answers with no row.
_END_WHEN_SILENT: Final = (
    "SELECT set_config(name, %s, false) FROM pg_settings WHERE name = 'idle_session_timeout'"
)
_TRY: Final = (
    "SELECT company_id, pg_try_advisory_lock(key) FROM unnest(%s::text[], %s::bigint[]) AS t(company_id, key)"
)
_GIVE_UP: Final = f"SELECT pg_advisory_unlock_all(), pg_notify('{_CHANNEL}', '')"
_HOLDERS: Final = (
    "SELECT application_name, count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND granted AND application_name LIKE %s"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " GROUP BY application_name ORDER BY application_name"
)
_OPTIONS: Final[dict[str, Any]] = {"autocommit": True, "connect_timeout": 5, "tcp_user_timeout": 5_000}

log = structlog.get_logger("hovor.leases")


def key(company_id: str) -> int:
    """The number of the company's lock."""
    digest = hashlib.blake2b(company_id.encode(), digest_size=8, person=b"hovor").digest()
    return int.from_bytes(digest, "big", signed=True)


def holders(url: str) -> Mapping[str, int]:
    """Who holds leases now, as `PROCESS@MACHINE`, and how many. Raises `psycopg.Error`."""
    with psycopg.connect(_plain(url), **_OPTIONS) as connection:
        rows = connection.execute(_HOLDERS, (f"{NAME}%",)).fetchall()
    return {name.removeprefix(NAME): count for name, count in rows}


class PostgresqlCompanyLeases:
    """See `hovor.foundation.company_leases.CompanyLeases`."""

    def __init__(self, url: str, *, silence_seconds: float = SILENCE_SECONDS) -> None:
        self._url = _plain(url)
        self._silence = f"{silence_seconds:.3f}s"
        self._name = f"{NAME}{os.getpid()}@{platform.node()}"[:_LONGEST_NAME]
        self.counts = LeaseCounts()
        self._wanted: set[str] = set()
        self._held: set[str] = set()
        self._unanswered: set[str] = set()
        self._on_lease: OnLease = _ignore
        self._news = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to try; answers before the first try has been answered."""
        self._task = asyncio.create_task(self._keep(), name="leases")

    async def close(self) -> None:
        """Give up every lease, so that others have them at once."""
        if self._task is None:
            return
        self._closing = True
        self._news.set()
        await asyncio.wait({self._task}, timeout=PATIENCE_SECONDS)
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._task = None

    def subscribe(self, on_lease: OnLease) -> None:
        """See `CompanyLeases`."""
        self._on_lease = on_lease

    def want(self, company_id: str) -> None:
        """See `CompanyLeases`."""
        if company_id not in self._wanted:
            self._wanted.add(company_id)
            self._unanswered.add(company_id)
            self._news.set()

    def holds(self, company_id: str) -> bool:
        """See `CompanyLeases`."""
        return company_id in self._held

    @property
    def held(self) -> int:
        """See `CompanyLeases`."""
        return len(self._held)

    @property
    def pending(self) -> bool:
        """See `CompanyLeases`."""
        return bool(self._unanswered)

    async def _keep(self) -> None:
        """One session after the other."""
        while not self._closing:
            try:
                await self._session()
            except (psycopg.Error, OSError) as error:
                log.warning("leases_disconnected", held=len(self._held), error=str(error))
            finally:
                self._lose()
            await self._rest()

    async def _session(self) -> None:
        """Tries until the connection breaks, or until it is closed in good order."""
        connection = await psycopg.AsyncConnection.connect(self._url, application_name=self._name, **_OPTIONS)
        async with connection:
            # Without somebody who takes them in the driver would keep all notifications.
            connection.add_notify_handler(_heard)
            await connection.execute(_END_WHEN_SILENT, (self._silence,))
            await connection.execute(f"LISTEN {_CHANNEL}")
            while not self._closing:
                await self._try(connection)
                await self._rest(connection)
            self._held.clear()
            await connection.execute(_GIVE_UP)

    async def _try(self, connection: psycopg.AsyncConnection) -> None:
        """For all that is wanted and not held; with nothing to try for it tells whether the session lives."""
        asked = sorted(self._wanted - self._held)
        asking = asyncio.ensure_future(connection.execute(_TRY, (asked, list(map(key, asked)))))
        try:
            done, _ = await asyncio.wait({asking}, timeout=PATIENCE_SECONDS)
            if not done:
                # Another may have them by now. Should this one still have, a second lock of its own does no
                # harm.
                log.warning("leases_unanswered", held=len(self._held))
                self._lose()
            answers = await (await asking).fetchall()
        finally:
            asking.cancel()
        for company_id, taken in answers:
            first = company_id in self._unanswered
            self._unanswered.discard(company_id)
            if taken:
                self._held.add(company_id)
                self.counts.taken += 1
                log.info("lease_taken", company_id=company_id)
            if taken or first:
                self._on_lease(company_id, taken)

    async def _rest(self, connection: psycopg.AsyncConnection | None = None) -> None:
        """Until it is time to try again: after a while, when something new is wanted, or when the server
        says anything, such as that somebody has given up, or that the session is over.
        """
        loop = asyncio.get_running_loop()
        if connection is not None:
            loop.add_reader(connection.fileno(), self._news.set)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TRY_EVERY_SECONDS):
                    await self._news.wait()
        finally:
            if connection is not None:
                loop.remove_reader(connection.fileno())
        if not self._closing:
            self._news.clear()

    def _lose(self) -> None:
        """Nothing is held any more, as far as anybody can know."""
        lost, self._held = self._held, set()
        unanswered, self._unanswered = self._unanswered, set()
        self.counts.lost += len(lost)
        for company_id in lost | unanswered:
            self._on_lease(company_id, False)  # noqa: FBT003  not held, as the name of the type says


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _heard(notification: psycopg.Notify) -> None:
    """Being woken is all."""


def _ignore(company_id: str, held: bool) -> None:  # noqa: FBT001  as `OnLease` has it
    """Nobody has subscribed."""
