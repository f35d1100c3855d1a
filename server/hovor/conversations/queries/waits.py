"""How long clients will wait, from how fast their line has moved."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from hovor.conversations import models, policy
from hovor.conversations.policy import Departure, Pace
from hovor.conversations.queries.rows import Conversation, front_states, waiting
from hovor.foundation.clock import HOUR, Instant
from hovor.foundation.database import Hot, Reading

_conversation = models.conversation.c
_assignment = models.assignment.c
_PAST: Final = HOUR
_MOST: Final = 30
"""Departures: the latest tell how fast the line is now."""

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


def place_and_wait(reading: Reading, conversation: Conversation) -> tuple[int | None, int | None]:
    """The place in its line, from 1, and the seconds until somebody is there for it (INV-49): both None for
    one that does not wait, the time also where nobody is there or too little is known.
    """
    if not conversation.waits_in_line:
        return None, None
    line = [each for each in waiting(reading) if each.queue_id == conversation.queue_id]
    return _of_line(reading, line)[conversation.id]


def places_and_waits(reading: Reading) -> dict[str, tuple[int, int | None]]:
    """The same of all that wait, by conversation."""
    lines: dict[str | None, list[Conversation]] = {}
    for each in waiting(reading):
        lines.setdefault(each.queue_id, []).append(each)
    found: dict[str, tuple[int, int | None]] = {}
    for line in lines.values():
        found |= _of_line(reading, line)
    return found


def _of_line(reading: Reading, line: Sequence[Conversation]) -> dict[str, tuple[int, int | None]]:
    fronts = front_states(reading)
    waiting_since = min(each.queued_at or each.opened_at for each in line)
    now = pace(reading, line[0].queue_id or "", waiting_since=waiting_since)
    found: dict[str, tuple[int, int | None]] = {}
    for place, each in enumerate(line, 1):
        front = fronts.get(each.channel_id)
        nobody = front is None or front.state == "offline"
        found[each.id] = (place, None if nobody else policy.expected_wait(place, now))
    return found
