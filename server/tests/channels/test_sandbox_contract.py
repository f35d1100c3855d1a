"""The sandbox keeps the promises of every channel, whichever kind of vendor it plays."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from hovor.foundation.database import Database
from hovor.messaging.channel import Rules, StartRule
from tests.channels.contract import PushedContract
from tests.channels.world import SandboxWorld
from tests.support.clock import VirtualClock

VENDORS: Final = {
    "asks a person": Rules(own_reference=False, unknown="ask"),
    "never again": Rules(own_reference=False, unknown="never"),
    "knows our references": Rules(own_reference=True, unknown="resend"),
}
# What differs between vendors does not differ between engines: one of them is enough for the slower one.
PAIRS: Final = [*(("sqlite", vendor) for vendor in VENDORS), ("postgresql", "asks a person")]


@pytest.fixture(params=PAIRS, ids=" ".join)
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    """An engine and a vendor."""
    chosen: tuple[str, str] = request.param
    return chosen


@pytest.fixture
def engine(pair: tuple[str, str]) -> str:
    """See `tests.support.database`."""
    return pair[0]


class TestSandbox(PushedContract):
    """All promises, for every vendor."""

    @pytest.fixture
    async def world(
        self, pair: tuple[str, str], database: Database, clock: VirtualClock, tmp_path: Path
    ) -> AsyncIterator[SandboxWorld]:
        """The sandbox with its outside."""
        rules = VENDORS[pair[1]]
        # Templates cost money, and where they are asked for nothing is sent twice.
        start = StartRule(("vendor",), "template" if rules.unknown == "never" else "text")
        opened = await SandboxWorld.open(database, clock, tmp_path, rules=rules, start=start)
        yield opened
        await opened.close()
