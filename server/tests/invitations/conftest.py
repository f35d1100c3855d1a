"""What the tests of invitations start from."""

from collections.abc import AsyncIterator

import pytest

from hovor.foundation.database import Database
from hovor.foundation.reactions import Registry
from tests.invitations.reception import REGISTRY, Reception
from tests.support.clock import VirtualClock


@pytest.fixture
def registry() -> Registry:
    """The reactions of everything up to invitations."""
    return REGISTRY


@pytest.fixture
async def reception(database: Database, clock: VirtualClock) -> AsyncIterator[Reception]:
    """A company without anybody in it, its routing and timers running."""
    opened = await Reception(database, clock).open()
    assert isinstance(opened, Reception)
    yield opened
    await opened.close()
