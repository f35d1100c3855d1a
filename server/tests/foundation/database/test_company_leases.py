"""Leases of companies on PostgreSQL: one process holds a company's, whatever becomes of the others."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from hovor.foundation import company_leases_postgresql
from hovor.foundation.company_leases import CompanyLeases, HeldAlone
from hovor.foundation.company_leases_postgresql import NAME, PostgresqlCompanyLeases, holders
from tests.foundation.database.cable import Cable

_END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE %s"


class Process:
    """Keeps what its leases say and lets a test wait for it."""

    def __init__(self, leases: CompanyLeases) -> None:
        self.leases = leases
        self.said: list[tuple[str, bool]] = []
        self._news = asyncio.Event()
        leases.subscribe(self._changed)

    async def says(self, company_id: str, *, held: bool) -> None:
        """Return when it has said so, after what it had said before."""
        while (company_id, held) not in self.said:
            self._news.clear()
            await self._news.wait()
        del self.said[: self.said.index((company_id, held)) + 1]
        assert self.leases.holds(company_id) is held

    def _changed(self, company_id: str, held: bool) -> None:
        self.said.append((company_id, held))
        self._news.set()


@pytest.fixture
async def two(postgres_url: str) -> AsyncIterator[tuple[Process, Process]]:
    """Processes that want company "a"; the first has it."""
    first, second = (Process(PostgresqlCompanyLeases(postgres_url)) for _ in range(2))
    for each, held in ((first, True), (second, False)):
        each.leases.want("a")
        assert each.leases.pending
        await each.leases.start()
        await each.says("a", held=held)
        assert not each.leases.pending
    yield first, second
    for each in (first, second):
        await each.leases.close()


async def test_one_holds_a_company_and_who_was_second_has_it_at_once_when_the_first_gives_up(
    two: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    monkeypatch.setattr(company_leases_postgresql, "TRY_EVERY_SECONDS", 60)
    second.leases.want("b")
    await second.says("b", held=True)
    first.leases.want("b")
    await first.says("b", held=False)
    assert (first.leases.held, second.leases.held) == (1, 1)

    await first.leases.close()
    assert not first.leases.holds("a")
    await second.says("a", held=True)
    assert (second.leases.held, second.leases.counts.taken, second.leases.counts.lost) == (2, 2, 0)


async def test_whose_session_ends_says_so_and_tries_again(
    two: tuple[Process, Process], postgres_url: str
) -> None:
    first, second = two
    async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as outside:
        await outside.execute(_END_SESSIONS, (f"{NAME}%",))
    await first.says("a", held=False)
    assert first.leases.counts.lost == 1
    async with asyncio.TaskGroup() as trying:
        one = trying.create_task(first.says("a", held=True))
        other = trying.create_task(second.says("a", held=True))
        await asyncio.wait({one, other}, return_when=asyncio.FIRST_COMPLETED)
        assert first.leases.held + second.leases.held == 1
        one.cancel()
        other.cancel()


async def test_who_cannot_reach_the_server_does_not_believe_that_he_holds_anything(postgres_url: str) -> None:
    with Cable(postgres_url) as cable:
        cut_off, other = (Process(PostgresqlCompanyLeases(url)) for url in (cable.url, postgres_url))
        cut_off.leases.want("a")
        await cut_off.leases.start()
        await cut_off.says("a", held=True)
        other.leases.want("a")
        await other.leases.start()
        await other.says("a", held=False)

        cable.unplug()
        await cut_off.says("a", held=False)
        await other.says("a", held=True)
        await other.leases.close()
        cable.plug()
        await cut_off.says("a", held=True)
        await cut_off.leases.close()


async def test_who_is_silent_loses_what_he_holds_and_knows_it_by_himself(postgres_url: str) -> None:
    with Cable(postgres_url) as cable:
        silent = Process(PostgresqlCompanyLeases(cable.url, silence_seconds=1))
        other = Process(PostgresqlCompanyLeases(postgres_url))
        silent.leases.want("a")
        await silent.leases.start()
        await silent.says("a", held=True)
        other.leases.want("a")
        await other.leases.start()
        await other.says("a", held=False)

        # Nothing arrives any more, in either direction, and no connection says that it is over.
        cable.hold_back()
        async with asyncio.TaskGroup() as both:
            both.create_task(silent.says("a", held=False))
            both.create_task(other.says("a", held=True))
        cable.unplug()
        for each in (silent, other):
            await each.leases.close()


async def test_an_administrator_can_see_who_holds_how_many(
    two: tuple[Process, Process], postgres_url: str
) -> None:
    found = await asyncio.to_thread(holders, postgres_url)
    assert list(found.values()) == [1]
    await two[0].leases.close()
    await two[1].leases.close()
    assert await asyncio.to_thread(holders, postgres_url) == {}


async def test_where_there_is_one_process_it_holds_what_it_wants() -> None:
    alone = Process(HeldAlone())
    assert not alone.leases.holds("a")
    alone.leases.want("a")
    alone.leases.want("a")
    assert (alone.said, alone.leases.held, alone.leases.pending) == ([("a", True)], 1, False)
