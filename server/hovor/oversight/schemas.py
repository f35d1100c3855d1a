"""Shapes of the answers about what was done and what stands still."""

from collections.abc import Sequence

import msgspec

from hovor.oversight.queries import Act, Parked


class ActPage(msgspec.Struct, frozen=True):
    """Acts, the latest first; `next` gives the older ones."""

    items: Sequence[Act]
    next: str | None


class ParkedList(msgspec.Struct, frozen=True):
    """All of it, the oldest first."""

    items: Sequence[Parked]
    next: None = None
