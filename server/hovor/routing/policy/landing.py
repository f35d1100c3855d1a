"""In which queue a conversation comes to stand: the one it was sent to, or where that one overflows to."""

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from hovor.routing.policy.settings import QueueSettings

Passed = Literal["full", "closed"]


class Landing(msgspec.Struct, frozen=True):
    """Where it stands in the end, and the queues that it went past, with why."""

    queue_id: str
    passed: tuple[tuple[str, Passed], ...] = ()


def land(
    queue_id: str,
    queues: Mapping[str, QueueSettings],
    shut: Callable[[str], Passed | None],
) -> Landing:
    """Follow overflows from a queue that is shut, as far as they are set; `shut` says why one takes nobody.

    Where they end in a queue that is shut as well, or in a circle, it stays in the first: nobody waits in a
    place that was not meant for him without gaining by it.
    """
    passed: list[tuple[str, Passed]] = []
    here = queue_id
    while True:
        why = shut(here)
        if why is None:
            return Landing(here, tuple(passed))
        overflow = queues[here].overflow
        leaves = overflow is not None and (overflow.when_full if why == "full" else overflow.when_closed)
        if overflow is None or not leaves or overflow.to_queue_id not in queues:
            return Landing(queue_id)
        passed.append((here, why))
        here = overflow.to_queue_id
        if here in {each for each, _ in passed}:
            return Landing(queue_id)
