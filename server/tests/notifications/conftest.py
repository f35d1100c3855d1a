"""What the tests of notifications start from."""

from collections.abc import AsyncIterator

import pytest

from hovor.foundation.database import Database
from hovor.foundation.reactions import Registry
from tests.notifications.watch import REGISTRY, Watch
from tests.support.clock import VirtualClock


@pytest.fixture
def registry() -> Registry:
    """The reactions of everything up to notifications."""
    return REGISTRY


@pytest.fixture
async def watch(database: Database, clock: VirtualClock) -> AsyncIterator[Watch]:
    """A company without anybody in it; routing, timers and notifications running."""
    opened = Watch(database, clock)
    await opened.open()
    yield opened
    await opened.close()
