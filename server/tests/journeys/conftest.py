"""A running shop and windows to look into it. Journeys run on SQLite unless one says otherwise."""

import asyncio
from collections.abc import AsyncIterator, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from hovor import administration
from hovor.foundation.settings import Settings
from hovor.messaging.channel import Kinds
from tests.journeys.windows import Windows
from tests.support.server import PASSWORD, Hovor

_FAILED: Final = pytest.StashKey[bool]()


@pytest.fixture
def engine() -> str:
    """The databases are compared elsewhere; what a browser shows does not depend on them."""
    return "sqlite"


@pytest.fixture
def kinds() -> Kinds | None:
    """The kinds of channel of the shop: those of the product, unless a journey has its own."""
    return None


@pytest.fixture
def shop(migrated_database_url: str | None, tmp_path: Path, kinds: Kinds | None) -> Iterator[Hovor]:
    """A running installation with the demo company, whose people all have `PASSWORD`."""
    database = migrated_database_url
    settings = Settings(data_dir=tmp_path, database_url=database, port=0, demo_password=PASSWORD)
    # A loop of its own in a thread of its own: the browser's is running.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, administration.create_demo(settings, progress=False)).result()
    started = Hovor(settings, kinds=kinds)
    started.start()
    yield started
    started.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remembers that a journey failed, for its windows."""
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest_asyncio.fixture(loop_scope="session")
async def windows(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Windows]:
    """Windows, closed afterwards, that must not have complained; if the journey fails they are printed."""
    opened = Windows(browser)
    yield opened
    if request.node.stash.get(_FAILED, False):
        async for told in opened.told():
            print(told)  # noqa: T201  beside the failure
    await opened.close()
    assert opened.complaints == []
