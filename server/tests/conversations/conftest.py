"""What the tests of conversations start from."""

from collections.abc import AsyncIterator

import pytest

from hovor.foundation.database import Database
from hovor.foundation.reactions import Registry
from tests.conversations.floor import REGISTRY, Floor
from tests.support.clock import VirtualClock


@pytest.fixture
def registry() -> Registry:
    """The reactions of everything up to routing."""
    return REGISTRY


@pytest.fixture
async def floor(database: Database, clock: VirtualClock) -> AsyncIterator[Floor]:
    """A company without anybody in it, its routing and timers running."""
    opened = await Floor(database, clock).open()
    yield opened
    await opened.close()
