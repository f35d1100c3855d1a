"""What the tests of resting start from."""

from tests.conversations.conftest import floor, registry

__all__ = ["floor", "registry"]
