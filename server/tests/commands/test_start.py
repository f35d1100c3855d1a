"""What a start brings into memory, and what it leaves for the day on which it is needed."""

import json
import subprocess
import sys
from typing import Final

import pytest

from hovor.foundation import memory

STARTED: Final = """
import asyncio, gc, json, sys
from pathlib import Path
from hovor import cli
from hovor.foundation import memory
from hovor.foundation.settings import Settings

memory.hold_until_started()
from hovor import administration, web
from hovor.wiring import build

settings = Settings(data_dir=Path(sys.argv[1]), port=0)
administration.migrate(settings)

async def main():
    installation = build(settings)
    web.application(installation)
    held = not gc.isenabled()
    async with installation.running():
        return {"held": held, "watches": gc.isenabled(), "frozen": gc.get_freeze_count()}

told = asyncio.run(main())
print(json.dumps({**told, "modules": sorted(sys.modules)}))
"""
NOT_NEEDED: Final = {
    "alembic": "the tables are as this version wants them",
    "httpx2": "nothing is sent to outsiders",
    "mypy": "it is a tool",
    "PIL": "no picture has come",
    "pydantic.v1.main": "no type of ours is one of its",
    "psycopg": "the database is SQLite",
    "puremagic": "no file has come",
    "rich": "the log is written without it",
    "segno": "nobody asks for a code to scan",
}
"""Each may come later; a second start does without."""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a process tells of itself whose second start is over."""
    folder = str(tmp_path_factory.mktemp("started"))
    start = (sys.executable, "-c", STARTED, folder)
    subprocess.run(start, capture_output=True, check=True, timeout=60)
    second = subprocess.run(start, capture_output=True, text=True, check=True, timeout=60)
    told: dict[str, object] = json.loads(second.stdout.splitlines()[-1])
    return told


def test_a_start_leaves_out_what_it_may_never_need(started: dict[str, object]) -> None:
    modules = started["modules"]
    assert isinstance(modules, list)
    assert "sqlalchemy" in modules
    assert {name: why for name, why in NOT_NEEDED.items() if name in modules} == {}


def test_the_collector_rests_until_the_start_is_over(started: dict[str, object]) -> None:
    assert (started["held"], started["watches"]) == (True, True)
    assert isinstance(started["frozen"], int)
    assert started["frozen"] > 100_000


def test_a_start_within_a_process_that_lives_already_clears_up_first() -> None:
    watched = Watched()
    watched.itself = watched
    del watched
    memory.freeze_after_start()
    assert Watched.gone == 1


class Watched:
    """Garbage that only the collector finds."""

    gone = 0
    itself: object = None

    def __del__(self) -> None:
        Watched.gone += 1
