"""What the tests of presence start from."""

from collections.abc import AsyncIterator

import pytest

from hovor.foundation.database import Database
from hovor.foundation.reactions import Registry
from tests.presence.shift import REGISTRY, Shift
from tests.support.clock import VirtualClock


@pytest.fixture
def registry() -> Registry:
    """The reactions of accounts and presence."""
    return REGISTRY


@pytest.fixture
async def shift(database: Database, clock: VirtualClock) -> AsyncIterator[Shift]:
    """A company with two operators, nobody signed in."""
    opened = await Shift(database, clock).open()
    yield opened
    await opened.close()
