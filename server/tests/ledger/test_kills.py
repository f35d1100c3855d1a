"""`kill -9` of the whole server at random instants under load: what was acknowledged is there exactly once
and in order, whoever looks, and everything else that must always hold does (INV-55).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Final

import pytest

from tests.ledger.shop import Shop, shop
from tests.support.postgres import cluster
from tooling.postgres import Cluster

KILLS: Final = 25
MANY_KILLS: Final = 200
DATABASE_DEATHS: Final = 50
VISITORS: Final = 6
OPERATORS: Final = 2


Death = Callable[[Shop, Random], Awaitable[None]]


async def _night(folder: Path, url: str | None, kills: int, seed: int, death: Death | None = None) -> str:
    """That many kills, everything checked; answers with what it came to, in a line."""
    death = death or _one_death
    began = time.monotonic()
    chance = Random(seed)
    async with shop(folder, url, seed) as house:
        await house.open(OPERATORS, VISITORS)
        house.come()
        for _ in range(kills):
            await death(house, chance)
        if not house.house.up.is_set():
            await house.start()
        await house.evening()
        faults = await house.faults()
        await house.kill()
        faults += await house.wrongs(url or f"sqlite:///{folder / 'data' / 'hovor.sqlite'}")
        assert not faults, faults
        assert '"level": "error"' not in house.program.log.read_text()
        said, starts = len(house.ledger.acknowledged), house.program.starts
    seconds = time.monotonic() - began
    return f"{kills} kills, {starts} starts, {said} acknowledged messages, once and in order, {seconds:.0f} s"


async def _one_death(house: Shop, chance: Random) -> None:
    """Most die at work, some while they start."""
    if house.house.up.is_set():
        await house.killed(after=chance.randint(1, 40))
    elif chance.random() < 0.15:
        await house.program.start()
        await asyncio.sleep(chance.uniform(0, 0.5))
        await house.kill()
    else:
        await house.start()
        await house.killed(after=chance.randint(1, 40))


def _death_of(cluster: Cluster) -> Death:
    """PostgreSQL dies at work, sometimes with the server, and comes back; the server that lives goes on."""

    async def death(house: Shop, chance: Random) -> None:
        await house.worked(after=chance.randint(1, 40))
        cluster.kill()
        if chance.random() < 0.4:
            await house.kill()
        await asyncio.to_thread(cluster.start)
        if not house.house.up.is_set():
            await house.start()

    return death


def _url(engine: str, empty_database_url: str) -> str | None:
    return None if engine == "sqlite" else empty_database_url


@pytest.mark.timeout(600)
async def test_inv_55_what_was_acknowledged_survives_25_kills(
    engine: str, empty_database_url: str, tmp_path: Path
) -> None:
    print(await _night(tmp_path, _url(engine, empty_database_url), KILLS, seed=55))  # noqa: T201


@pytest.mark.soak
@pytest.mark.timeout(0)
async def test_inv_55_what_was_acknowledged_survives_200_kills(
    engine: str, empty_database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = _chosen()
    told = await _night(tmp_path, _url(engine, empty_database_url), MANY_KILLS, seed)
    with capsys.disabled():
        print(f"\n{engine}, seed {seed}: {told}")  # noqa: T201


@pytest.mark.soak
@pytest.mark.timeout(0)
async def test_inv_55_what_was_acknowledged_survives_50_deaths_of_postgresql(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = _chosen()
    with cluster() as database:
        told = await _night(tmp_path, database.url, DATABASE_DEATHS, seed, _death_of(database))
    with capsys.disabled():
        print(f"\npostgresql killed, seed {seed}: {told}")  # noqa: T201


def _chosen() -> int:
    return time.time_ns() % 1_000_000
