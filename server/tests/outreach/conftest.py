"""What the tests of outreach start from."""

from pathlib import Path

import pytest

from hovor.channels.sandbox.adapter import Sandbox
from hovor.channels.sandbox.standin import Outside
from hovor.channels.webchat.adapter import WebChat
from hovor.foundation.files.store import FileStore
from hovor.messaging.channel import Kinds
from tests.conversations.conftest import floor, registry

__all__ = ["floor", "registry"]


@pytest.fixture
def outside() -> Outside:
    """The world beyond the channel."""
    return Outside("a secret")


@pytest.fixture
def kinds(outside: Outside, tmp_path: Path) -> Kinds:
    """Those of the installation."""
    return Kinds([WebChat()], [Sandbox(outside, FileStore(tmp_path / "files"))])
