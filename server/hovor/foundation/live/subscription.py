"""What a socket is given when it joins: its topics, the place it stands at, and what it missed."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from hovor.foundation import event_log
from hovor.foundation.database import Reading
from hovor.foundation.errors import Refusal
from hovor.foundation.live.declarations import CUT, DOUBT, RESYNC, Declarations
from hovor.foundation.live.listener import SocketCaller
from hovor.foundation.live.views import EVERYBODY, build

MOST_MISSED: Final = 1_000
"""Whoever missed more is served sooner by a snapshot."""


class Subscription(NamedTuple):
    """`missed` is None when it cannot be given any more: then the socket is told to fetch its snapshot."""

    topics: tuple[str, ...]
    position: int
    missed: list[str] | None


def subscribe(
    reading: Reading,
    declarations: Declarations,
    caller: SocketCaller,
    watched: Iterable[str],
    after: int | None,
) -> Subscription:
    """Everything a joining socket needs, from one snapshot of the database."""
    topics = topics_of(reading, declarations, caller, watched)
    position = event_log.position(reading)
    if after is None or after == position:
        return Subscription(topics, position, [])
    return Subscription(
        topics, position, _missed(reading, declarations, {*topics, EVERYBODY}, (after, position))
    )


def topics_of(
    reading: Reading, declarations: Declarations, caller: SocketCaller, watched: Iterable[str]
) -> tuple[str, ...]:
    """The topics this caller holds now, with those of the watched conversations that it may still see."""
    topics = dict.fromkeys(declarations.topics(reading, caller))
    for conversation_id in watched:
        topic = watch(reading, declarations, caller, conversation_id)
        if topic is not None:
            topics[topic] = None
    return tuple(topics)


def watch(
    reading: Reading, declarations: Declarations, caller: SocketCaller, conversation_id: str
) -> str | None:
    """The topic of a conversation, or None for one that this caller may not see."""
    if declarations.watch is None:
        return None
    try:
        return declarations.watch(reading, caller, conversation_id)
    except Refusal:
        return None


def _missed(
    reading: Reading, declarations: Declarations, topics: set[str], between: tuple[int, int]
) -> list[str] | None:
    place, end = between
    if place > end or end - place > MOST_MISSED or place < event_log.oldest(reading) - 1:
        return None
    missed: list[str] = []
    while place < end:
        found = event_log.after(reading, place)
        for step in build(declarations, reading, found):
            delivery = next((one for one in step.deliveries if not topics.isdisjoint(one.topics)), None)
            # A doubt was about connections that were there then, and this one was not.
            if delivery is None or delivery.event == DOUBT:
                continue
            if delivery.event in {RESYNC, CUT}:
                return None
            missed.append(delivery.text)
        place = found[-1].position
    return missed
