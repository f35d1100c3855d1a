"""What the tests of accounts start from."""

from collections.abc import AsyncIterator

import pytest

from hovor.foundation.database import Database
from hovor.foundation.reactions import Registry
from tests.accounts.office import REGISTRY, Office
from tests.support.clock import VirtualClock


@pytest.fixture
def registry() -> Registry:
    """The reactions of accounts and presence."""
    return REGISTRY


@pytest.fixture
async def office(database: Database, clock: VirtualClock) -> AsyncIterator[Office]:
    """A company with two people, nobody signed in."""
    opened = await Office(database, clock).open()
    yield opened
    await opened.close()
