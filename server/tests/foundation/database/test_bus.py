"""The bus between processes: it wakes the others, latest position of each company, and finds its way back."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from hovor.foundation.bus_postgresql import PostgresqlBus


class Ear:
    """Keeps what a bus says and lets a test wait for it."""

    def __init__(self, bus: PostgresqlBus) -> None:
        self.positions: list[tuple[str, int]] = []
        self.signals: list[tuple[str, bytes]] = []
        self._news = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        bus.subscribe(self._position, self._signal)

    def _position(self, company_id: str, position: int) -> None:
        self.positions.append((company_id, position))
        self._tell()

    def _signal(self, topic: str, body: bytes) -> None:
        self.signals.append((topic, body))
        self._tell()

    def _tell(self) -> None:
        async def tell() -> None:
            async with self._news:
                self._news.notify_all()

        self._tasks.add(asyncio.ensure_future(tell()))

    async def hears(self, *wanted: tuple[str, int] | tuple[str, bytes]) -> None:
        """Return when all of these have come."""
        async with self._news:
            await self._news.wait_for(lambda: set(wanted) <= {*self.positions, *self.signals})


@pytest.fixture
async def buses(postgres_url: str) -> AsyncIterator[list[PostgresqlBus]]:
    """Of three processes; the third is not started."""
    buses = [PostgresqlBus(postgres_url) for _ in range(3)]
    yield buses
    for bus in buses:
        await bus.close()


async def test_others_hear_positions_and_signals_and_oneself_does_not(buses: list[PostgresqlBus]) -> None:
    ears = [Ear(bus) for bus in buses]
    for bus in buses[:2]:
        await bus.start()
    buses[0].publish("a", 1)
    buses[0].publish("a", 7)
    buses[0].publish("b", 2)
    buses[0].signal("typing", b"\x00\xff" * 2048)
    buses[1].publish("c", 3)
    await ears[1].hears(("a", 7), ("b", 2), ("typing", b"\x00\xff" * 2048))
    await ears[0].hears(("c", 3))
    assert ears[0].positions == [("", 0), ("c", 3)]
    assert ears[0].signals == []
    assert ("a", 1) not in ears[1].positions


async def test_a_signal_has_a_greatest_length(buses: list[PostgresqlBus]) -> None:
    with pytest.raises(ValueError, match="4097 bytes"):
        buses[0].signal("typing", b"x" * 4097)


async def test_who_was_cut_off_is_told_to_look_at_everything(
    buses: list[PostgresqlBus], postgres_url: str
) -> None:
    ears = [Ear(bus) for bus in buses]
    for bus in buses[:2]:
        await bus.start()
    async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as outside:
        await outside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    ears[1].positions.clear()
    await ears[1].hears(("", 0))
    while ("a", 1) not in ears[1].positions:
        buses[0].publish("a", 1)
        await asyncio.sleep(0.01)
