"""What the tests of routing start from."""

from tests.conversations.conftest import floor, registry

__all__ = ["floor", "registry"]
