"""Web chat keeps the promises of every channel, over its public door: sockets, posts and reloads."""

import pytest

from tests.channels.contract import ChannelContract
from tests.channels.webchat.world import ChatWorld
from tests.support.server import Company, Operator


@pytest.fixture(scope="module")
def klara(company: Company) -> Operator:
    """She takes conversations from the queue; nothing is offered to her."""
    operator = company.operator("klara")
    operator.connect()
    return operator


class TestWebChat(ChannelContract):
    """All promises, on both engines."""

    @pytest.fixture
    def world(self, company: Company, klara: Operator) -> ChatWorld:
        """The chat with new clients."""
        return ChatWorld(company, klara)
