"""What the tests of outreach start from."""

from tests.conversations.conftest import floor, registry

__all__ = ["floor", "registry"]
