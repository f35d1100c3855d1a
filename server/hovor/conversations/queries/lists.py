"""Lists of conversations: what an operator works on, and what he may look for."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from hovor.clients import queries as clients
from hovor.conversations import models
from hovor.conversations.queries.rights import lines_of, participates_in, visible_to
from hovor.conversations.queries.rows import COLUMNS, Conversation, by_ids, owned_by, waiting
from hovor.foundation.caller import require_operator
from hovor.foundation.database import Reading

_conversation = models.conversation.c
_NAMED_CLIENTS: Final = 500
"""How many clients of that name a search looks through, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to look for; None: whatever it is. `words` are looked for in the client's card and the subject."""

    state: str | None = None
    channel_id: str | None = None
    operator_id: str | None = None
    client_id: str | None = None
    queue_id: str | None = None
    words: str | None = None


def found(reading: Reading, filters: Filters, *, after: str | None, limit: int) -> list[Conversation]:
    """The conversations that the calling operator may see and that fit, the newest first, older than
    `after`.
    """
    caller = require_operator(reading.caller)
    statement = sa.select(*COLUMNS).where(
        _conversation.company_id == reading.company, visible_to(reading, caller)
    )
    for column, value in (
        (_conversation.state, filters.state),
        (_conversation.channel_id, filters.channel_id),
        (_conversation.owner_id, filters.operator_id),
        (_conversation.client_id, filters.client_id),
        (_conversation.queue_id, filters.queue_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if filters.words:
        named = clients.search(reading, words=filters.words, after=None, limit=_NAMED_CLIENTS)
        subject = sa.func.lower(_conversation.subject).contains(filters.words.casefold(), autoescape=True)
        statement = statement.where(sa.or_(_conversation.client_id.in_([each.id for each in named]), subject))
    if after is not None:
        statement = statement.where(_conversation.id < after)
    rows = reading.all(statement.order_by(_conversation.id.desc()).limit(limit))
    return [Conversation(*row) for row in rows]


def work_of(reading: Reading, operator_id: str) -> list[Conversation]:
    """What stands on one operator's screen: what he owns or helps in, what is offered to him, what waits in
    his lines.

    The topics of his sockets (`live.SUBSCRIBE`) follow the same rule, so that the snapshot plus the events is
    the next snapshot.
    """
    queues, channels = lines_of(reading, operator_id)
    helps = by_ids(reading, participates_in(reading, operator_id))
    in_line = [
        each
        for each in waiting(reading)
        if each.offered_to == operator_id or (each.queue_id in queues and each.channel_id in channels)
    ]
    offered_over = _transferred_to(reading, operator_id)
    everything = [*owned_by(reading, operator_id), *helps, *offered_over, *in_line]
    return [each for each in {each.id: each for each in everything}.values() if each.state != "closed"]


def waiting_in(reading: Reading, queue_id: str) -> list[Conversation]:
    """What waits in one queue, first come first."""
    return [each for each in waiting(reading) if each.queue_id == queue_id]


def _transferred_to(reading: Reading, operator_id: str) -> list[Conversation]:
    rows = reading.all(
        sa.select(*COLUMNS).where(
            _conversation.company_id == reading.company,
            _conversation.offered_to == operator_id,
            _conversation.state == "transferring",
        )
    )
    return [Conversation(*row) for row in rows]
