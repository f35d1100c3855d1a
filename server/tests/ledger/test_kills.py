"""`kill -9` of the whole server at random instants under load: what was acknowledged is there exactly once
and in order, whoever looks, and everything else that must always hold does (INV-55).
"""

import asyncio
import time
from pathlib import Path
from random import Random
from typing import Final

import pytest

from tests.ledger.shop import Shop, shop

KILLS: Final = 25
MANY_KILLS: Final = 200
VISITORS: Final = 6
OPERATORS: Final = 2


async def _night(folder: Path, url: str | None, kills: int, seed: int) -> str:
    """That many kills, everything checked; answers with what it came to, in a line."""
    began = time.monotonic()
    chance = Random(seed)
    async with shop(folder, url, seed) as house:
        await house.open(OPERATORS, VISITORS)
        house.come()
        for _ in range(kills):
            await _one_death(house, chance)
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
    seed = time.time_ns() % 1_000_000
    told = await _night(tmp_path, _url(engine, empty_database_url), MANY_KILLS, seed)
    with capsys.disabled():
        print(f"\n{engine}, seed {seed}: {told}")  # noqa: T201
