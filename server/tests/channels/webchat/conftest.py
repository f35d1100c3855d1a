"""An installation with a chat, shared by the tests of a module."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.server import Company, running


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """For all tests of a module, on each engine: a test brings chats and clients of its own."""
    with ExitStack() as stack:
        url: str | None = None
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgres").database())
        made = stack.enter_context(running(tmp_path_factory.mktemp("chat"), url)).set_up()
        # Whoever is not there takes no conversations.
        made.administrator.connect()
        yield made
