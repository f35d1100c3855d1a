"""How long clients will wait, from how fast their line has moved."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import sqlalchemy as sa

from hovor.conversations import models, policy
from hovor.conversations.policy import Departure, Pace
from hovor.conversations.queries.rows import Conversation, front_states, known_queue
from hovor.foundation.clock import HOUR, Instant
from hovor.foundation.database import Hot, Reading

_conversation = models.conversation.c
_assignment = models.assignment.c
_PAST: Final = HOUR
_MOST: Final = 30
"""Departures: the latest tell how fast the line is now."""


class _Standing(NamedTuple):
    """One that waits, as far as its place asks for it."""

    id: str
    queue_id: str
    channel_id: str
    identity_id: str
    priority: int
    rescued: int
    opened_at: Instant
    queued_at: Instant | None


_IN_LINE_OF: Final = Hot(
    sa.select(*(_conversation[name] for name in _Standing._fields)).where(
        _conversation.company_id == sa.bindparam("company_id"),
        _conversation.queue_id == sa.bindparam("queue_id"),
        sa.text(models.IN_LINE),
    )
)
_TAKEN: Final = Hot(
    sa.select(_assignment.started_at, _conversation.queued_at)
    .join_from(models.assignment, models.conversation, _assignment.conversation_id == _conversation.id)
    .where(
        _assignment.company_id == sa.bindparam("company_id"),
        _assignment.started_at > sa.bindparam("since"),
        sa.text("how IN ('accepted', 'picked')"),
        _conversation.queue_id == sa.bindparam("queue_id"),
        _conversation.queued_at <= _assignment.started_at,
    )
    .order_by(_assignment.started_at.desc())
    .limit(_MOST)
)
_GONE: Final = Hot(
    sa.select(_conversation.closed_at, _conversation.queued_at)
    .where(
        sa.text(models.ABANDONED),
        _conversation.queue_id == sa.bindparam("queue_id"),
        _conversation.closed_at > sa.bindparam("since"),
        _conversation.queued_at.is_not(None),
    )
    .order_by(_conversation.closed_at.desc())
    .limit(_MOST)
)


def pace(reading: Reading, queue_id: str, *, waiting_since: Instant) -> Pace | None:
    """How this line moves now; None where too little is known."""
    since = reading.now - _PAST
    taken = reading.all(_TAKEN, company_id=reading.company, queue_id=queue_id, since=since)
    gone = reading.all(_GONE, queue_id=queue_id, since=since)
    left = [Departure(*row) for row in taken] + [Departure(at, since, taken=False) for at, since in gone]
    latest = sorted(left, reverse=True)[:_MOST]
    return policy.pace(latest, waiting_since=waiting_since, now=reading.now)


class Place(NamedTuple):
    """One that waits: its place in its line, from 1, and the seconds until somebody is there for it (INV-49);
    None where nobody is there, or too little is known.
    """

    conversation_id: str
    identity_id: str
    place: int
    wait: int | None


def place_and_wait(reading: Reading, conversation: Conversation) -> tuple[int | None, int | None]:
    """The place of one in its line and its wait; both None for one that does not wait. Looks at nobody of
    other lines.
    """
    queue_id = conversation.queue_id
    if not conversation.waits_in_line or queue_id is None:
        return None, None
    found = next(each for each in places(reading, queue_id) if each.conversation_id == conversation.id)
    return found.place, found.wait


def places(reading: Reading, queue_id: str) -> Iterator[Place]:
    """Of all that wait in one queue, in their order. Reads no more of them than that takes: there may be
    thousands, and whoever asks does so again and again.
    """
    known = known_queue(reading, queue_id)
    rows = reading.all(_IN_LINE_OF, company_id=reading.company, queue_id=queue_id)
    if not rows:
        return
    orders: dict[str | None, policy.Order] = {} if known is None else {queue_id: known.order}
    line = policy.in_order(map(_Standing._make, rows), orders, reading.now)
    fronts = front_states(reading)
    there = {channel_id for channel_id, front in fronts.items() if front.state != "offline"}
    waiting_since = min(each.queued_at or each.opened_at for each in line)
    now = pace(reading, queue_id, waiting_since=waiting_since)
    for place, (each, wait) in enumerate(zip(line, policy.expected_waits(now), strict=False), 1):
        yield Place(each.id, each.identity_id, place, wait if each.channel_id in there else None)
